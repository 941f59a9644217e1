package sieve

import "testing"

// A state knows of what came before it only what an assertion may ask, and its instructions are in order.
func TestStatesKnowOnlyWhatAssertionsAsk(t *testing.T) {
	texts := append(dense(4), transformed...)
	asking := 0
	for key, e := range sieveAt(1).tables.expressions() {
		a := newAutomaton(e.program, nil)
		for _, text := range texts {
			e := effort{left: 1 << 30}
			a.match([]byte(text), &e)
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

// The states of an automaton that has taken all its room are told apart by their numbers.
func TestStatesHaveNumbersOfTheirOwn(t *testing.T) {
	a := newAutomaton(sieveAt(1).tables.expressions()[[2]int{932235, 0}].program, nil)
	a.most = largestSize
	size := 0
	for _, text := range dense(4000) {
		e := effort{left: 1 << 40}
		if a.match([]byte(text), &e); a.parts != nil {
			break
		}
		size = a.size
		if len(a.next) != len(a.states)*a.units*rowUnit || len(a.next) > 1<<16*rowUnit {
			t.Fatalf("%d states of %d units in %d columns", len(a.states), a.units, len(a.next))
		}
	}
	if size < largestSize*9/10 {
		t.Errorf("the states take %d bytes", size)
	}
}
