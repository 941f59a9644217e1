package inspect

import (
	"net/url"
	"slices"
	"strings"

	"weir/inspect/engine"
	"weir/inspect/rules"
	"weir/inspect/sieve"
)

// maxDoubted is the longest text that is looked at again, in bytes: all that the engine is given at once. Taking what is harmless out
// of it costs as much as many rules do, some ten milliseconds of a whole core; so there is a look at the clock for each match.
const maxDoubted = maxValue

// doubted returns the indexes of those matches, ascending, that are gone once what is harmless is taken out of the text
// that matched: the rule is asked again about the rest. What cannot be asked in time stays a match. Mostly the sieve can
// tell, and the engine is asked about what it cannot.
func (r *reading) doubted(matches []engine.Match, request *engine.Request) []int {
	began := r.inspector.now()
	end := r.time.end(began)
	var gone []int
	var again []engine.Value
	var asked []int     // index into matches, for every value
	var byValue [][]int // the rule that it is asked about
	late := false
	inTime := func() bool {
		late = late || !r.inspector.now().Before(end)
		return !late
	}
	suspects := sieve.Suspects{Stop: func() bool { return !inTime() }}
	var rests rules.Rests
	bytes := 0
	for n, m := range matches {
		if !inTime() {
			break
		}
		matched, ok := r.matched(m, request)
		text := matched
		if ok && len(text) > maxDoubted {
			text = rules.WithoutDataURIs(text) // a picture may be as large as a request
		}
		if !ok || len(text) > maxDoubted {
			continue
		}
		rest := rests.Without(m.Rule, text, m.Value < 0)
		if rest == matched {
			continue
		}
		may, certain := r.suspectAgain(rest, m.Rule, &suspects)
		if !may {
			gone = append(gone, n)
		}
		if certain || len(again) == maxPortionValues || len(again) > 0 && bytes+len(rest) > maxPortionBytes {
			continue
		}
		bytes += len(rest)
		again = append(again, engine.Value{Name: "rest", Text: rest})
		byValue = append(byValue, []int{m.Rule})
		asked = append(asked, n)
	}
	r.time.exactly(began, r.inspector.now())
	if len(asked) == 0 {
		return gone
	}
	found, err := r.ask(nil, again, engineSuspects(&suspects, byValue, nil))
	if err != nil {
		return gone
	}
	for at, n := range asked {
		stays := func(f engine.Match) bool { return f.Value == at && f.Rule == matches[n].Rule }
		if !slices.ContainsFunc(found, stays) {
			gone = append(gone, n)
		}
	}
	slices.Sort(gone)
	return gone
}

// suspectAgain asks the sieve whether a rule may match what is left of a text, and whether it is certain of its answer. If
// that fails, the engine looks.
func (r *reading) suspectAgain(rest string, rule int, suspects *sieve.Suspects) (may, certain bool) {
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault, may, certain = "sieving a value again: "+faultOf(p), true, false
			suspects.AddAll()
		}
	}()
	may, certain = r.inspector.sieve.SuspectOne([]byte(rest), rule, suspects)
	return may, certain || !may
}

// matched returns the text that a rule matched, as it was before the rule's transformations.
func (r *reading) matched(m engine.Match, request *engine.Request) (string, bool) {
	if m.Value >= 0 {
		text := r.portion.values[m.Value].Text
		if plain, ok := unescaped(text); ok && r.portion.origins[m.Value].part != "" {
			text = plain // a cookie, or the like: its escapes are undone by nobody before the rules do
		}
		return text, true
	}
	if request == nil {
		return "", false
	}
	name, key, _ := strings.Cut(m.Variable, ":")
	switch name {
	case "ARGS_NAMES", "ARGS_GET_NAMES", "ARGS_POST_NAMES":
		return key, true
	case "ARGS", "ARGS_GET", "ARGS_POST":
		return r.sole.argument(key, request).sole()
	case "REQUEST_COOKIES":
		if value, alone := r.sole.cookie(key, request).sole(); alone {
			return unescaped(value) // as the rules do it, if that leaves none
		}
	}
	return "", false
}

// unescaped undoes the percent-encoding of a text, if that leaves none.
func unescaped(text string) (string, bool) {
	text, err := url.PathUnescape(text)
	return text, err == nil && !strings.Contains(text, "%")
}
