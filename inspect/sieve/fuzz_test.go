package sieve

import (
	"context"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// Nothing that a rule matches is held back: neither by the naive program's reckoning nor by the engine's.
func FuzzSieve(f *testing.F) {
	s, every := newSpeller(13), 5
	if testing.Short() {
		every = 60
	}
	for i, text := range append(append(spelt(1, 17), plain...), transformed...) {
		if i%every == 0 {
			f.Add(text+traps[s.IntN(len(traps))], byte(i))
		}
	}
	for _, trap := range traps {
		f.Add(strings.Repeat(trap, 40), byte(1))
		f.Add("<script"+trap+">union"+trap+"select"+trap+"/etc/passwd", byte(2))
	}
	f.Fuzz(func(t *testing.T, text string, level byte) {
		if len(text) > 4096 {
			return
		}
		at := 1 + int(level)%4
		if _, may := unsuspected(t, at, text); may {
			return
		}
		matches, err := engineAt(t, at).Evaluate(context.Background(), nil, []engine.Value{{Name: "v", Text: text}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(matches) > 0 {
			t.Errorf("level %d: %q is held back, the engine says %v", at, text, matches)
		}
	})
}

// Every chain of transformations makes of any text what the engine makes of it.
func FuzzTransformations(f *testing.F) {
	for _, text := range transformed {
		f.Add(text, byte(0))
	}
	tab := load(4)
	names := tab.stepNames()
	oracles := make(map[string]*oracle)
	f.Fuzz(func(t *testing.T, text string, which byte) {
		at := 1 + int(which)%(len(tab.nodes)-1)
		var chain []string
		for _, n := range tab.chain(uint8(at)) {
			chain = append(chain, names[tab.nodes[n].step])
		}
		key := strings.Join(chain, ",")
		if strings.Contains(key, "erase") {
			return
		}
		o := oracles[key]
		if o == nil {
			o = newOracle(t, chain, false)
			oracles[key] = o
		}
		current = o
		w := &walk{tables: tab}
		w.begin([]byte(text))
		if got, want := string(w.exact(uint8(at))), o.texts(text); got != want[0] {
			t.Errorf("%v of %q: %q, the engine says %q", chain, text, got, want[0])
		}
	})
}

// Nothing that a rule matches in a request is held back.
func FuzzRequest(f *testing.F) {
	for _, r := range honest {
		f.Add(r.Method, r.URI, r.Protocol, "Referer", "https://example.com/", byte(0))
	}
	for i, trap := range traps {
		f.Add("GET", "/a"+trap+"?b"+trap+"="+trap, "HTTP/1.1", "Cookie", trap+"=a;b="+trap, byte(i))
		f.Add("POST", "/"+trap, "HTTP/2", "Content-Type", "application/json"+trap, byte(i))
	}
	f.Fuzz(func(t *testing.T, method, uri, protocol, name, value string, level byte) {
		if len(uri)+len(value) > 2048 {
			return
		}
		at := 1 + int(level)%4
		r := &Request{method, uri, protocol, with(browser[:4+int(level>>2)%8], Header{name, value}), nil}
		if !sieveAt(at).MayMatchRequest(r) {
			differRequest(t, at, r)
		}
	})
}
