package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strconv"
)

// tables collects what the sieve is given, in the order in which it reads it: inspect/sieve/tables.go is the reader.
type tables struct {
	out bytes.Buffer
}

func (t *tables) number(n int) { t.out.Write(binary.AppendUvarint(nil, uint64(n))) }

// signed writes small numbers of either sign as small numbers.
func (t *tables) signed(n int) {
	if n < 0 {
		t.number(-n<<1 - 1)
	} else {
		t.number(n << 1)
	}
}

func (t *tables) text(s string) {
	t.number(len(s))
	t.out.WriteString(s)
}

// node is a text that links look at: a parent's text after one more transformation. Node 0 is the value itself.
type node struct{ parent, transformation int }

// derived is all that is derived from the rules.
type derived struct {
	links    []valueLink
	kinds    []string
	checks   []requestRule
	others   []beyond
	fits     []fit
	keywords sqlWords
}

// layout numbers the nodes, the parts of links and the masks.
type layout struct {
	transformations []string
	nodes           []node
	links           []valueLink
	parts           []part
	masks           []mask
	kinds           []string
}

// part is one condition of a link. The first part of link n is part n.
type part struct {
	link      int
	condition condition
}

const (
	maxNodes = 64 // the sieve keeps sets of nodes in one word
	maxParts = 384
	maxSteps = 14 // from the value to a node
)

func encode(d derived) ([]byte, error) {
	l := layout{links: d.links, nodes: []node{{}}, kinds: d.kinds, transformations: d.transformations()}
	var t tables
	t.out.Write(foldOf[:])
	t.out.Write(classOf[:])
	t.out.Write(symbolOf[:])
	t.number(len(d.fits))
	for _, f := range d.fits {
		t.out.Write(binary.LittleEndian.AppendUint16(nil, f.code))
		t.out.WriteByte(f.to)
	}
	var body tables
	if err := l.writeLinks(&body); err != nil {
		return nil, err
	}
	if err := l.writeConditions(&body); err != nil {
		return nil, err
	}
	body.others(d.others)
	body.texts(d.keywords.telling)
	body.texts(d.keywords.longest)
	body.texts(d.keywords.other)
	body.texts(d.keywords.all)
	body.texts(d.keywords.described())
	body.number(len(d.keywords.prints))
	for _, print := range d.keywords.prints {
		fmt.Fprintf(&body.out, "%-5s", print)
	}
	if err := l.writeRequestRules(&body, d.checks); err != nil {
		return nil, err
	}
	t.number(len(l.transformations))
	for _, name := range l.transformations {
		t.text(name)
	}
	t.number(len(l.nodes) - 1)
	for _, n := range l.nodes[1:] {
		t.number(n.parent)
		t.number(n.transformation)
	}
	t.number(len(l.masks))
	for _, m := range l.masks {
		t.out.Write(binary.LittleEndian.AppendUint64(nil, uint64(m)))
	}
	t.texts(l.kinds)
	t.out.Write(body.out.Bytes())
	return t.out.Bytes(), nil
}

func (l *layout) writeLinks(t *tables) error {
	t.number(len(l.links))
	for _, v := range l.links {
		id, err := strconv.Atoi(v.rule)
		if err != nil {
			return fmt.Errorf("a rule without a number: %w", err)
		}
		at := 0
		for _, name := range v.chain {
			at = l.nodeAfter(at, name)
		}
		if err := v.understood(); err != nil {
			return err
		}
		if len(v.chain) >= maxSteps {
			return fmt.Errorf("rule %s: %d transformations are too many", v.rule, len(v.chain))
		}
		probe := at
		if v.erase {
			if v.multi {
				return fmt.Errorf("rule %s: multiMatch and erased text are not understood together", v.rule)
			}
			probe = l.nodeAfter(at, "erase")
		}
		t.number(id)
		t.number(v.level)
		t.number(at)
		t.number(probe)
		t.number(flag(v.multi) | flag(v.thenNot)<<1 | flag(v.alone)<<2)
		argument, then := v.argument, ""
		if v.operator == "rx" || v.operator == "rxBytes" {
			if argument, err = program(v.argument, v.operator == "rxBytes"); err != nil {
				return fmt.Errorf("rule %s: %w", v.rule, err)
			}
		}
		if v.then != "" {
			if then, err = program(v.then, false); err != nil {
				return fmt.Errorf("rule %s: %w", v.rule, err)
			}
		}
		t.text(v.operator)
		t.text(argument)
		t.text(then)
		n := v.formula.need()
		for _, m := range [...]mask{n.all, n.some, n.other} {
			t.number(l.maskIndex(m))
		}
		t.number(v.least)
		t.number(v.formula.legible())
		t.number(len(v.kinds))
		for _, k := range v.kinds {
			t.number(slices.Index(l.kinds, k))
		}
	}
	if len(l.nodes) > maxNodes {
		return fmt.Errorf("%d nodes are more than %d", len(l.nodes), maxNodes)
	}
	return nil
}

func (t *tables) texts(list []string) {
	t.number(len(list))
	for _, text := range list {
		t.text(text)
	}
}

// writeRequestRules writes the rules that are judged link by link.
func (l *layout) writeRequestRules(t *tables, checks []requestRule) error {
	t.number(len(checks))
	for _, q := range checks {
		t.text(q.rule)
		t.number(q.level)
		t.number(len(q.links))
		for _, k := range q.links {
			t.number(flag(k.negated))
			t.text(k.operator)
			if k.operator == "rx" && len(k.sets) == 0 {
				t.text("")
			} else {
				t.text(k.argument)
			}
			t.number(len(k.chain))
			for _, name := range k.chain {
				t.number(l.transformation(name))
			}
			t.targets(k.targets)
			t.texts(k.sets)
			t.targets(k.setters)
			if k.operator == "rx" {
				p, err := program(k.argument, false)
				if err != nil {
					return fmt.Errorf("rule %s: %w", q.rule, err)
				}
				t.text(p)
			}
		}
	}
	return nil
}

func (t *tables) targets(list []target) {
	t.number(len(list))
	for _, target := range list {
		t.number(flag(target.count) | flag(target.except)<<1 | flag(target.isSet)<<2)
		t.text(target.name)
		t.text(target.key)
		t.text(target.value)
	}
}

// transformations are those of all links, sorted: those of one kind, which often do the same to a text, are neighbours, and
// the sieve takes them one after the other.
func (d *derived) transformations() []string {
	names := []string{"erase"}
	for _, v := range d.links {
		names = append(names, v.chain...)
	}
	for _, q := range d.checks {
		for _, k := range q.links {
			names = append(names, k.chain...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// transformation is the number of a transformation.
func (l *layout) transformation(name string) int { return slices.Index(l.transformations, name) }

// others writes the names of arguments that rules ask for, and the variables that switch rules on.
func (t *tables) others(list []beyond) {
	t.number(len(list))
	for _, o := range list {
		t.text(o.rule)
		t.number(o.level)
		t.text(o.name)
		t.text(o.variable)
	}
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// needs is what all conditions together require of every text that matches.
func (f formula) needs() mask {
	var m mask
	for _, c := range f {
		m |= c.needs()
	}
	return m
}

func (l *layout) nodeAfter(parent int, name string) int {
	n := node{parent, l.transformation(name)}
	if at := slices.Index(l.nodes[1:], n); at >= 0 {
		return at + 1
	}
	l.nodes = append(l.nodes, n)
	return len(l.nodes) - 1
}

func (l *layout) maskIndex(m mask) int {
	if at := slices.Index(l.masks, m); at >= 0 {
		return at
	}
	l.masks = append(l.masks, m)
	return len(l.masks) - 1
}

// posting says that a clause of a part holds if the mask does, besides what it is listed under.
type posting struct{ part, mask int }

func (l *layout) writeConditions(t *tables) error {
	for i, v := range l.links {
		l.parts = append(l.parts, part{i, v.formula[0]})
	}
	for i, v := range l.links {
		for _, c := range v.formula[1:] {
			l.parts = append(l.parts, part{i, c})
		}
	}
	if len(l.parts) > maxParts {
		return fmt.Errorf("%d conditions are more than %d", len(l.parts), maxParts)
	}
	t.number(len(l.parts) - len(l.links))
	for _, p := range l.parts[len(l.links):] {
		t.number(p.link)
	}
	bare := make([][]posting, 64) // by their rarest class
	var anyText []int             // parts that always hold
	literals := make(map[string][]posting)
	for i, p := range l.parts {
		for _, k := range p.condition {
			post := posting{i, l.maskIndex(k.mask)}
			switch {
			case k.literal != "":
				literals[k.literal] = append(literals[k.literal], post)
			case k.mask != 0:
				class := rarest(k.mask)
				bare[class] = append(bare[class], post)
			default:
				anyText = append(anyText, i)
			}
		}
	}
	t.number(len(anyText))
	for _, i := range anyText {
		t.number(i)
	}
	for _, list := range bare {
		t.postings(list)
	}
	t.literals(literals)
	return nil
}

func (t *tables) postings(list []posting) {
	t.number(len(list))
	for _, p := range list {
		t.number(p.part)
		t.number(p.mask)
	}
}

// rarest is the class of the mask that occurs least.
func rarest(m mask) int {
	best, least := 0, 2.0
	for ; m != 0; m &= m - 1 {
		if p := likelihood(clause{mask: m & -m}); p < least {
			best, least = bits.TrailingZeros64(uint64(m)), p
		}
	}
	return best
}

// fit is a code point of which %uHHHH leaves another byte than its lower one.
type fit struct {
	code uint16
	to   byte
}

func sortedFits(m map[uint16]byte) []fit {
	var out []fit
	for _, code := range slices.Sorted(maps.Keys(m)) {
		out = append(out, fit{code, m[code]})
	}
	return out
}
