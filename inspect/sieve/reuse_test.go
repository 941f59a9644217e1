package sieve

import (
	"slices"
	"strings"
	"testing"
)

// Where two steps make the same of a text, the links behind either look at it: what the first one's gain by a blank says nothing
// of the second one's. No rule of today shows that, so some to which a blank matters are moved behind the second step.
func TestStepsThatDoTheSameAreJudgedForTheLinksBehindBoth(t *testing.T) {
	tab := load(4)
	names := tab.stepNames()
	behind := uint8(slices.IndexFunc(tab.nodes, func(n node) bool {
		return n.parent == 1 && names[n.step] == "compresswhitespace" && names[tab.nodes[1].step] == "urldecodeuni"
	}))
	moved := 0
	for i := range tab.literals[:len(tab.literals)-1] {
		literal := tab.literals[i].text
		link := tab.postings[tab.literals[i].postings].part
		if moved == 8 || !strings.Contains(literal, " ") || !tab.parts[0].has(link) || int(link) >= len(tab.links) || len(tab.more[link]) > 0 {
			continue
		}
		text := []byte(strings.ReplaceAll(literal, " ", "\n") + " ~") // which is something for rules behind cmdline
		out, _ := compressWhitespace(nil, text)
		w := &walk{tables: load(4), suspects: &Suspects{}}
		before, after := w.findAny(text, tab.classesOf(text), nil).and(w.parts[0]), w.findAny(out, tab.classesOf(out), nil).and(w.parts[0])
		if before.has(link) || !after.has(link) {
			continue
		}
		moved++
		w.move(link, behind)
		w.mayMatch(text, 0)
		if !slices.Contains(w.suspects.rules, w.links[link].rule) {
			t.Errorf("%q: rule %d is no suspect, though %q holds", text, w.links[link].rule, literal)
		}
	}
	if moved == 0 {
		t.Error("no rule could be moved")
	}
}

// move makes a link look at another node, where its condition is all that it asks.
func (t *tables) move(n uint16, to uint8) {
	for at := t.links[n].node; at != 0; at = t.nodes[at].parent {
		t.nodes[at].links.remove(n)
		t.nodes[at].below.remove(n)
	}
	t.links[n] = link{rule: t.links[n].rule, node: to, operator: conditionOnly{}}
	t.nodes[to].links.add(n)
	for at := to; at != 0; at = t.nodes[at].parent {
		k := &t.nodes[at]
		k.below.add(n)
		k.least = 0
		k.here.needs = append(slices.Clone(k.here.needs), t.asks[n])
		k.before.needs = k.here.needs
	}
}
