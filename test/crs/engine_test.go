package crs

import (
	"slices"
	"sync"
	"testing"

	"github.com/corazawaf/coraza/v3"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// both holds stock Coraza and Weir's engine, built in this order.
var both = sync.OnceValues(func() (pair, error) {
	stock, err := NewStock(coraza.NewWAFConfig().WithRootFS(rules.Files()), rules.Setup())
	if err != nil {
		return pair{}, err
	}
	e, err := engine.New(engine.Options{Paranoia: 4, Setup: rules.Setup(), Files: rules.Files()})
	return pair{stock, e}, err
})

type pair struct {
	stock  Stock
	engine *engine.Engine
}

func setUp(t testing.TB) (pair, []Request) {
	t.Helper()
	p, err := both()
	if err != nil {
		t.Fatal(err)
	}
	requests, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(requests) < 4000 {
		t.Fatalf("the corpus has only %d requests", len(requests))
	}
	return p, requests
}

// lastOnly are rules that look, by a chain, at the last text that matched: Coraza scores them once, the engine scores
// every text that fulfils the chain.
var lastOnly = map[int]bool{942130: true, 942131: true, 942521: true}

// The engine reports the rules that stock Coraza reports, and its scores, match by match, add up to Coraza's totals.
func TestTheEngineFindsWhatStockFinds(t *testing.T) {
	p, requests := setUp(t)
	for _, r := range requests {
		if isJSON(r) {
			continue // never given to the engine as a body
		}
		want, err := p.stock.Inspect(r)
		if err != nil {
			t.Fatalf("%s: %v", r.Name, err)
		}
		matches, err := p.engine.Evaluate(t.Context(), engineRequest(r), nil)
		if err != nil {
			t.Errorf("%s: %v", r.Name, err)
			continue
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
		if !slices.Equal(got.Rules, want.Rules) || got.Score != want.Score {
			t.Errorf("%s: rules %v, score %d; stock Coraza has %v, %d", r.Name, got.Rules, got.Score, want.Rules, want.Score)
		}
	}
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
