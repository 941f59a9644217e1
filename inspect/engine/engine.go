// Package engine is the only package that knows Coraza. It is given a request, values or both, and returns the rules
// that match; what follows from a match is decided elsewhere.
package engine

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"time"
)

// Options choose the rules. Files is needed; the rest may be zero.
type Options struct {
	Paranoia  int      // 1 to 4; 0 means 1
	Setup     string   // SecLang that is read before the Core Rule Set: its settings
	Files     fs.FS    // where Include lines and data files are looked up; its folder @owasp_crs is the Core Rule Set, @weir Weir's own rules
	Catalogue string   // what Catalogue says of Files; "" lets them be read when a rule is first asked for
	Rules     []string // SecLang texts that are read after the Core Rule Set, in order
	Parts     bool     // say which part of a text matched: for people, since it takes many times as long

	Now func() time.Time // by which a context's deadline is told; nil means time.Now
}

// Request is the HTTP request that an event carries. Coraza reads it as a web firewall would.
type Request struct {
	Method   string
	URI      string // path and query as they go into a request line
	Protocol string // "HTTP/1.1"
	ClientIP string
	Headers  []Header
	// Body is what Coraza's own body processor is to read, chosen by the Content-Type header. It may be empty though
	// the request had a body: then its values come as Values.
	Body []byte
}

// Header is one header line.
type Header struct{ Name, Value string }

// Value is one text that is judged as an argument under a name. No rule looks at the name, so it may hold anything and
// may be repeated; users' rules can select it (ARGS:name).
type Value struct {
	Name string // the field's path
	Text string
}

// Match is one rule that matched one text.
type Match struct {
	Rule     int
	Message  string
	Severity string // "CRITICAL", "ERROR", "WARNING", "NOTICE", … in the rules' words; "" if the rule has none
	Tags     []string
	Score    int    // what the match adds to the anomaly score; 0 for rules that only note
	Deny     bool   // a user's rule says deny, drop or redirect: the event is to be refused whatever its score
	Value    int    // index into the values; -1 if the request itself matched
	Variable string // what of the request matched: "REQUEST_HEADERS:user-agent"; "" for a value
	Text     string // the matched text after transformations, "" if it was certain (Suspects.Certain): payload, never for logs unless the user asked
	Part     string // what of it the rule names, with Options.Parts; "" if that is nothing of the text. Payload, never for logs
}

// ErrBudget reports that the context's deadline passed before every rule had looked at everything. The matches
// returned with it are true, but there may be more.
var ErrBudget = errors.New("engine: out of time")

// Engine evaluates rules. It is safe for concurrent use.
type Engine struct {
	options   Options
	all       all                        // all rules, compiled when first asked for
	catalogue func() (*catalogue, error) // of the Core Rule Set, read when first asked for
	selected  selected                   // the rules that were asked for so far

	responseCatalogue func() (*catalogue, error) // the same for responses
	responses         selected

	texts sync.Map // rule id → ruleText
	plain sync.Map // rule id → Match, of the rules whose matches were certain so far

	ownPoints bool // the set-up gives matches points of its own
}

// Suspects are the rules that an evaluation may leave it at, since no other can match. The nil Suspects are all rules.
type Suspects struct {
	Rules []int // ids of the Core Rule Set's rules, in any order
	// ByValue are, for every value, those of them that may match it, since no other can. Nil are all, for all values.
	ByValue [][]int
	// Certain are, for every value, those of ByValue whose operator certainly matches it, with nothing asked of another link: each
	// once, or with multiMatch once for each text that it matches on the value's way through the transformations. Coraza need
	// not be asked about all of them, and a match that it is not asked about has no Text. Nil is certain of nothing.
	Certain [][]int
	// ValuesOnly says that no rule at all matches anything of the request, which only stands beside the values.
	ValuesOnly bool
	// Matches says whether the expression of one of them matches a text, as the rule's transformations leave it, and whether
	// that is certain. It must not be wrong. Nil is certain of nothing.
	Matches func(rule int, text string) (does, certain bool)
}

// Prepare compiles the suspects, if they are not yet: about 2 ms of a whole core for the first, and less than one for
// most others. Evaluate does so by itself; whoever bounds the time of an evaluation may not want to count this. It returns
// ErrBudget if ctx's deadline came first: nothing is compiled then.
func (e *Engine) Prepare(ctx context.Context, request *Request, suspects *Suspects) error {
	sure, suspects := e.certain(request, suspects)
	if len(sure) > 0 && len(suspects.Rules) == 0 {
		return nil
	}
	_, err := e.rulesetOf(suspects, e.watch(ctx, nil).over)
	return err
}

// Evaluate runs the suspects over the request and the values in one transaction. Request may be nil. It returns each
// match, and ErrBudget if ctx's deadline cut it short. A panic inside the engine is returned as an error.
func (e *Engine) Evaluate(ctx context.Context, request *Request, values []Value, suspects *Suspects) ([]Match, error) {
	return e.evaluate(ctx, request, values, suspects)
}

// Rule describes one active rule.
type Rule struct {
	ID      int
	Tags    []string
	Message string
}
