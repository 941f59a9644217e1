package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"github.com/corazawaf/coraza/v3/types"
)

// crsResponse is where the Core Rule Set's rules for responses stand in Options.Files, without those that only add up.
const crsResponse = "@owasp_crs/RESPONSE-95[0-6]*.conf"

func responseFiles(files fs.FS) ([]string, error) { return fs.Glob(files, crsResponse) }

// Response is an HTTP response that is judged by the Core Rule Set's rules for responses.
type Response struct {
	Status int
	Body   string // without encodings
}

// responsePreamble is what is read before the rules for responses: all that these rules ask for. The request has been
// judged long before, so the transaction has none of its phases.
const responsePreamble = `
SecRuleEngine DetectionOnly
SecDefaultAction "phase:3,log,noauditlog,pass"
SecDefaultAction "phase:4,log,noauditlog,pass"
SecResponseBodyAccess On
SecResponseBodyMimeType text/plain
SecResponseBodyLimit %[2]d
SecResponseBodyLimitAction ProcessPartial
SecAction "id:1010902,phase:3,pass,nolog,t:none,\
    setvar:tx.blocking_paranoia_level=%[1]d,\
    setvar:tx.detection_paranoia_level=%[1]d,\
    setvar:tx.critical_anomaly_score=5,\
    setvar:tx.error_anomaly_score=4,\
    setvar:tx.warning_anomaly_score=3,\
    setvar:tx.notice_anomaly_score=2"
`

// maxShown is how much of what matched in a response is kept, in bytes.
const maxShown = 200

// EvaluateResponse runs some of the rules for responses over a response. They are compiled when they are first asked
// for, apart from those for requests. It returns each match, and ErrBudget if ctx's deadline cut it short.
func (e *Engine) EvaluateResponse(ctx context.Context, response Response, rules []int) (matches []Match, err error) {
	if len(response.Body) >= maxBody {
		return nil, fmt.Errorf("engine: a body of %d bytes; the limit is %d", len(response.Body), maxBody)
	}
	w := e.watch(ctx, nil)
	if w.over() {
		return nil, ErrBudget
	}
	suspects := &Suspects{Rules: rules}
	set, err := e.responses.of(suspects, w.over, e.growResponses)
	if err != nil {
		return nil, err
	}
	running.Store(w.id, w)
	defer running.Delete(w.id)
	tx := set.begin(w)
	defer func() {
		if closing := set.end(tx); err == nil && closing != nil {
			err = errors.New("engine: closing the transaction failed")
		}
	}()
	state, ok := tx.(plugintypes.TransactionState)
	if !ok {
		return nil, errors.New("engine: this Coraza's transactions show no state")
	}
	set.leaveOut(tx, suspects, false)
	err = runResponse(tx, response)
	return e.readResponse(tx, state, w), err
}

// runResponse leads the transaction through the phases of a response.
func runResponse(tx types.Transaction, response Response) (err error) {
	defer rescue(&err)
	tx.AddResponseHeader("Content-Type", "text/plain") // what kind of text it is no rule asks
	tx.ProcessResponseHeaders(response.Status, "HTTP/1.1")
	if _, _, err := tx.WriteResponseBody([]byte(response.Body)); err != nil {
		return fmt.Errorf("engine: giving the response to Coraza: %w", err)
	}
	if _, err := tx.ProcessResponseBody(); err != nil {
		return fmt.Errorf("engine: processing the response: %w", err)
	}
	return nil
}

// readResponse is read, with what the rules captured in place of the whole response.
func (e *Engine) readResponse(tx types.Transaction, state plugintypes.TransactionState, w *watch) []Match {
	texts := map[int]string{}
	for _, r := range tx.MatchedRules() {
		for _, d := range r.MatchedDatas() {
			// Rules of the Core Rule Set say "Matched Data: … found within RESPONSE_BODY".
			text, _, _ := strings.Cut(strings.TrimPrefix(d.Data(), "Matched Data: "), " found within ")
			if text != "" {
				texts[r.Rule().ID()] = strings.Clone(text[:min(len(text), maxShown)])
			}
		}
	}
	matches := e.read(tx, state, w)
	for i := range matches {
		matches[i].Text = texts[matches[i].Rule]
	}
	return matches
}

// growResponses compiles rules for responses.
func (e *Engine) growResponses(s *selection, suspects *Suspects, over func() bool) (*selection, error) {
	c, err := e.responseCatalogue()
	if err != nil {
		return nil, err
	}
	preamble := text{"the preamble", fmt.Sprintf(responsePreamble, e.options.Paranoia, maxBody)}
	return c.grow(e.options, s, suspects, over, preamble)
}

// ResponseRules lists the rules for responses, as Rules does those for requests.
func (e *Engine) ResponseRules() ([]Rule, error) {
	c, err := e.responseCatalogue()
	if err != nil {
		return nil, err
	}
	list, err := c.list(e.options.Files)
	return slices.Clip(list), err
}
