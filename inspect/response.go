package inspect

import (
	"bytes"
	"context"
	"errors"
	"math/bits"
	"slices"
	"strings"

	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/leak"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// responseLimits bound the readings of a response.
var responseLimits = decoders.Limits{Depth: 4, Expansion: 4 * source.MaxHead, Entries: 64, Names: 50_000}

// streamOverlap is how much of what was looked at before is looked at again with the next piece of a stream, in bytes: what
// a rule matches may begin there. It is what an access key and its secret may be apart.
const streamOverlap = 4 << 10

// InspectResponse judges what a handler has answered, and says what Lambda gets in its place: nil leaves it as it is. It
// never fails, as Inspect. A response to an HTTP client is looked through for all that must not leak, any other for
// credentials alone.
func (i *Inspector) InspectResponse(
	ctx context.Context, inv source.Invocation, caller source.Caller, response source.Response,
) (verdict Verdict, outcome source.Outcome) {
	started := i.now()
	mode := i.options.responsesOf(caller.Source())
	verdict = Verdict{Response: true, Source: caller.Source(), Mode: Mode(mode), Action: Pass}
	defer func() {
		if p := recover(); p != nil {
			verdict.Fault = "inspecting a response: " + faultOf(p)
			verdict.Incident = newIncident()
			outcome = i.faultyResponse(&verdict, caller, response)
		}
		verdict.Took = i.now().Sub(started)
	}()
	if mode == ResponsesOff || caller.Source() == "" {
		return verdict, nil
	}
	time := i.options.budget(started, inv.Deadline, len(response.Head)).begin(started)
	time.allot(false)
	finder, err := i.leaks()
	if err != nil {
		panic(err)
	}
	r := responseReading{
		inspector: i, ctx: until{ctx, time.end(started)}, finder: finder, caller: caller,
		everything: caller.Client() && (!response.Error || caller.SeesErrors() || mode == ResponsesBlock),
		mode:       Mode(mode),
	}
	r.read(response)

	verdict.Matches, verdict.Fault, verdict.Score = r.found, r.fault, r.score
	if r.late {
		verdict.Incomplete = []string{cutTime}
	}
	if verdict.Clean() {
		return verdict, nil
	}
	verdict.Incident, verdict.Asked = newIncident(), i.options.askedResponses(caller.Source())
	if verdict.Fault != "" && verdict.Score < i.options.responseThreshold() {
		return verdict, i.faultyResponse(&verdict, caller, response)
	}
	return verdict, i.options.decideResponse(&verdict, caller, response)
}

// decideResponse withholds a response whose score reaches the threshold, where the mode and the caller allow it.
func (o Options) decideResponse(v *Verdict, caller source.Caller, response source.Response) source.Outcome {
	all := 0
	for _, m := range v.Matches {
		all += m.Score
	}
	if all < o.responseThreshold() {
		return nil
	}
	outcome := caller.Withhold(response, v.note(), o.Header)
	switch {
	case outcome == nil:
		return nil
	case v.Mode != ModeBlock, v.Score < o.responseThreshold():
		v.Would = Block
		return nil
	}
	v.Action = Block
	return outcome
}

// faultyResponse is what happens to a response that could not be judged through a fault of ours: WEIR_ON_FAULT.
func (i *Inspector) faultyResponse(v *Verdict, caller source.Caller, response source.Response) source.Outcome {
	if !i.options.FaultClosed || v.Mode != ModeBlock {
		return nil
	}
	outcome := caller.Withhold(response, v.note(), i.options.Header)
	if outcome != nil {
		v.Action = Block
	}
	return outcome
}

func (o Options) responses() ResponseMode {
	if o.Responses == "" {
		return ResponsesMonitor
	}
	return o.Responses
}

// responseThreshold is the score that counts for responses; 4, the Core Rule Set's own, is one error.
func (o Options) responseThreshold() int {
	if o.ResponseThreshold > 0 {
		return o.ResponseThreshold
	}
	return 4
}

// responseReading is the state of one inspection of a response. It is used once, by one goroutine.
type responseReading struct {
	inspector  *Inspector
	ctx        until // the end of the time for exact inspection
	finder     *leak.Finder
	caller     source.Caller
	mode       Mode // of the response
	everything bool // not credentials alone
	status     int
	written    bool // the body is of a kind that the Core Rule Set's rules are made for

	found []Match
	score int
	fault string
	late  bool
}

// read reads a response in every way in which its caller may read it.
func (r *responseReading) read(response source.Response) {
	answer := r.caller.Read(response)
	r.status, r.written = answer.Status, isWritten(answer.Hint.ContentType)
	for _, h := range answer.Headers {
		r.text(steps("response", "headers", h.Name), nil, []byte(h.Value), false)
	}
	if answer.Status >= 500 && r.everything && r.inspector.options.Paranoia >= 2 {
		r.crs(steps("response", "statusCode"), nil, nil, []int{leak.ServerError})
	}
	if body := unseen(answer, response); len(body) > 0 {
		r.body(body, answer.Hint)
	}
}

// unseen is what of a body has to be looked at: all of it, or, of a stream, what was not looked at before and a little more.
// A stream that is compressed makes sense from its beginning only: it is looked at whenever it has doubled.
func unseen(answer source.Answer, response source.Response) []byte {
	body := answer.Body
	begins := len(response.Head) - len(body)
	switch known := response.Known; {
	case known == 0 || len(body) == 0 || &body[len(body)-1] != &response.Head[len(response.Head)-1]:
		return body
	case len(answer.Hint.Encodings) > 0:
		if bits.Len(uint(len(response.Head))) == bits.Len(uint(known)) {
			return nil
		}
		return body
	default:
		return body[max(0, min(known-begins-streamOverlap, len(body))):]
	}
}

// body reads a body as it is declared, and, if it is JSON with escapes, the strings in it. No other encoding is looked for:
// nobody hides in what an application lets slip.
func (r *responseReading) body(body []byte, hint decoders.Hint) {
	at := steps("response", "body")
	for v := range decoders.NewExpander(responseLimits).Expand(body, hint) {
		if r.late = r.late || !r.inspector.now().Before(r.ctx.end); r.late {
			return
		}
		if len(v.Via) > len(hint.Encodings) {
			continue // a guess
		}
		path := append(at, v.Path...) // at is full, so this is a copy
		if len(v.Path) > 0 {
			path[len(at)].Enter = true
		}
		r.text(path, v.Via, v.Data, r.written)
		if v.Declared && len(v.Via) == len(hint.Encodings) && !(v.Document && bytes.IndexByte(v.Data, '\\') >= 0) {
			return // its strings stand in it as they are
		}
	}
}

// steps makes a path of names, without room for more.
func steps(names ...string) decoders.Path {
	path := make(decoders.Path, len(names))
	for i, name := range names {
		path[i].Key = []byte(name)
	}
	return path
}

// isWritten says whether a content type is one of texts that are written for people or programs to read: of those rules
// for responses are made. Scripts and style sheets hold the words of all errors, and "" may be anything.
func isWritten(contentType string) bool {
	switch kind := mediaType(contentType); kind {
	case "", "text/plain", "text/html", "application/x-ndjson":
		return true
	default:
		return strings.HasSuffix(kind, "xml") || strings.HasSuffix(kind, "json")
	}
}

// text looks through one reading: for literals first, which is all that a clean one costs. In what is no text, a picture or
// an archive, only credentials are looked for: two or three bytes that a rule takes for the beginning of a program are
// chance there.
func (r *responseReading) text(path decoders.Path, via decoders.Via, data []byte, written bool) {
	own, crs := r.finder.Suspects(data)
	if len(own) == 0 && len(crs) == 0 {
		return
	}
	if everything := r.everything && decoders.IsText(data); !everything || !written {
		crs = nil
		own = slices.DeleteFunc(own, func(rule int) bool { return !everything && !leak.Credentials(rule) })
	}
	if len(own) == 0 && len(crs) == 0 {
		return
	}
	for _, f := range r.finder.Find(data, own) {
		rule, _ := rules.ByID(f.Rule)
		r.add(data, Match{
			Rule: f.Rule, Message: rule.Message, Severity: rule.Severity, Tags: rule.Tags, Score: rule.Score,
			Field: path.String(), Via: via.String(), Text: f.Text,
		})
	}
	if len(crs) > 0 {
		r.crs(path, via, data, crs)
	}
}

// crs asks the rules of the Core Rule Set that may match.
func (r *responseReading) crs(path decoders.Path, via decoders.Via, data []byte, suspects []int) {
	i := r.inspector
	var matches []engine.Match
	err := i.await(r.ctx, r.ctx.end)
	if err == nil {
		response := engine.Response{Status: r.status, Body: string(data)}
		matches, err = i.engine.EvaluateResponse(r.ctx, response, suspects)
	}
	switch {
	case errors.Is(err, engine.ErrBudget):
		r.late = true
	case err != nil:
		r.fault = err.Error()
	}
	for _, m := range matches {
		r.add(data, Match{
			Rule: m.Rule, Message: m.Message, Severity: m.Severity, Tags: m.Tags, Score: m.Score,
			Field: path.String(), Via: via.String(), Text: m.Text,
		})
	}
}

// add counts a match: each rule once, in the reading that was looked at first, since the readings of a body hold the same.
// An article about errors quotes them: where prose is all around and the status says success, they are noted and do not
// count.
func (r *responseReading) add(data []byte, m Match) {
	m.Record = noRecord
	if slices.ContainsFunc(r.found, func(other Match) bool { return other.Rule == m.Rule }) {
		return
	}
	for _, x := range r.inspector.options.Exclude {
		if x.covers(r.caller.Source(), m) {
			return
		}
	}
	o := &r.inspector.options
	if m.Mode = o.ruleMode(m.Rule, m.Tags); m.Mode == ModeOff {
		return
	}
	if !o.Excerpts && !o.Explain {
		m.Text = ""
	} else if o.Explain {
		m.Part, m.Text = m.Text, textAround(data, m.Text)
	}
	if leak.OfErrors(m.Rule) && r.status >= 200 && r.status < 300 && leak.IsArticle(data) {
		m.Score = 0
	}
	if m.Mode = responseMode(m.Mode, r.mode); (Verdict{Mode: r.mode}).Counts(m) {
		r.score += m.Score
	}
	r.found = append(r.found, m)
}

// maxAround is how much of a response is kept on either side of what matched, in bytes.
const maxAround = 200

// textAround is a part of a response with what is around it, or the part alone if it does not stand there as it is.
func textAround(data []byte, part string) string {
	at := bytes.Index(data, []byte(part))
	if at < 0 {
		return part
	}
	return string(data[max(0, at-maxAround):min(len(data), at+len(part)+maxAround)])
}
