package crs

import (
	"slices"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// lastOnly are rules that look, by a chain, at the last text that matched: Coraza scores them once, the engine scores
// every text that fulfils the chain.
var lastOnly = map[int]bool{942130: true, 942131: true, 942521: true}

// The engine reports the rules that stock Coraza reports, and its scores, match by match, add up to Coraza's totals.
func TestTheEngineFindsWhatStockFinds(t *testing.T) {
	requests, stock := corpus(t)
	e, err := engine.New(engine.Options{Paranoia: 4, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	each(requests, func(i int, r Request) {
		if isJSON(r) {
			return // never given to the engine as a body
		}
		matches, err := e.Evaluate(t.Context(), engineRequest(r), nil, nil)
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			return
		}
		var got Finding
		for _, m := range matches {
			if !lastOnly[m.Rule] || !slices.Contains(got.Rules, m.Rule) {
				got.Score += m.Score
			}
			got.Rules = append(got.Rules, m.Rule)
		}
		slices.Sort(got.Rules)
		got.Rules = slices.Compact(got.Rules)
		if want := stock[i]; !slices.Equal(got.Rules, want.Rules) || got.Score != want.Score {
			t.Errorf("%s: rules %v, score %d; stock Coraza has %v, %d", r.Name, got.Rules, got.Score, want.Rules, want.Score)
		}
	})
}

func engineRequest(r Request) *engine.Request {
	out := &engine.Request{
		Method: r.Method, URI: r.URI, Protocol: r.Version, ClientIP: "192.0.2.7", Body: []byte(r.Body),
	}
	for _, h := range r.Headers {
		out.Headers = append(out.Headers, engine.Header{Name: h.Name, Value: h.Value})
	}
	return out
}
