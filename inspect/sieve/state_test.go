package sieve

import "testing"

// A state knows of what came before it only what an assertion may ask, and its instructions are in order.
func TestStatesKnowOnlyWhatAssertionsAsk(t *testing.T) {
	texts := append(dense(4), transformed...)
	asking := 0
	for key, e := range sieveAt(1).tables.expressions() {
		a := newAutomaton(e.program, nil)
		for _, text := range texts {
			effort := 1 << 30
			a.match([]byte(text), &effort)
		}
		for _, one := range a.undivided() {
			for n := matched + 1; n < len(one.states); n++ {
				s, asks, last := &one.states[n], false, -1
				for i := 0; i < len(s.at); i += 2 {
					in := &one.program[s.instruction(i)]
					if in.op == opLook {
						asks = true
						if !in.mayHold(s.before) {
							t.Errorf("rule %d, state %d: an assertion that cannot hold", key[0], n)
						}
					}
					if int(s.instruction(i)) <= last {
						t.Errorf("rule %d, state %d: out of order", key[0], n)
					}
					last = int(s.instruction(i))
				}
				if asks != s.asks || !asks && s.before != 0 {
					t.Errorf("rule %d, state %d: %t, and %t after %d", key[0], n, asks, s.asks, s.before)
				}
				if asks {
					asking++
				}
			}
		}
	}
	if asking == 0 {
		t.Error("no state has an assertion")
	}
}
