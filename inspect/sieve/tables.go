package sieve

import (
	_ "embed" // for derived
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf8"
)

// derived is what the generator derived from the rules. Nothing reads it before New does.
//
//go:embed tables.bin
var derived string

// tables are what the sieve knows of the rules that are active at one paranoia level. But for plans, they do not change.
type tables struct {
	fold    [256]byte   // what a byte is compared as
	bit     [256]uint64 // its class: one bit in a mask
	symbol  [256]byte   // its number in the keys of literals, below 64
	high    uint64      // the class of what is not ASCII
	letters uint64      // the classes of the letters that foreign ones stand for
	fits    []fit

	transform []step
	nodes     []node
	links     []link
	masks     []uint64
	longValue int

	activeAt []nodes   // by kind of text, the nodes at or below which a rule looks
	wants    []want    // by kind of text, what it must have to be worth reading
	few      [][]asked // by kind of text, the links that look at it, if they are few

	asked uint64 // the classes that steps ask for
	blank uint64 // two of them
	dot   uint64

	spaces uint64     // the classes with which a step that asks for more than single blanks has something to do anyway
	cases  []caseStep // those of the steps that change the case of letters, and of the steps behind them
	behind uint64     // with none of which these have anything to do
	plans  plans

	partOf      []uint16 // the link of every part; the first part of link n is part n
	more        [][]uint16
	conditions  parts  // the links that ask nothing but their condition
	wordless    parts  // the links that match no text which is a single word, and look at one as it is
	wordly      uint64 // the classes of words
	blanks      parts  // the parts that may hold for a text because of a blank in it
	asks        []need // by link, what a text needs
	anyText     parts  // parts that hold for every text
	bare        [64][]posting
	bareClasses uint64 // that have some
	lookup

	sql   sqlWords
	spare spareRoom

	placeKind   [places]uint8 // the kind of text that stands at a place
	headerKinds []headerKind
	headersOf   [][]uint8 // by the length of their names, their numbers
	parts       []parts   // by kind of text, the parts of the active links that look at it
	checks      []check

	names    []named  // arguments of these names are always sent on
	switches []string // TX variables that switch rules on which the sieve does not look at
}

// fit is a code point of which %uHHHH leaves another byte than its lower one.
type fit struct {
	code uint16
	to   byte
}

// step is a transformation with its masks.
type step struct {
	transformation
	trigger uint64
	opens   uint64 // with one of these, the result may hold anything
	joins   uint64 // and with one of these, anything may stand together in it
	creates uint64 // without, these besides
}

// node is a text that rules look at: the parent's after one more step. Node 0 is the value itself.
type node struct {
	parent   uint8
	step     uint8
	children nodes
	links    parts  // whose conditions are looked at here
	below    parts  // and here or at nodes below
	triggers uint64 // of all steps below
	touches  uint64 // and of its own
	base64   bool   // its own step reads Base64, or one below
	before   want   // what the parent's text must have for a match here or below
	here     want   // what its own must have
	legible  int    // no text matches here or below in which fewer symbols of ASCII stand together
	least    int    // no text with fewer bytes matches here or below; steps that make more characters of one do not count
}

// link is the first link of a rule that looks at values.
type link struct {
	rule     int
	node     uint8  // the text that it judges
	multi    bool   // and every text before it
	changes  uint64 // without a class of these, the value is that text, and every one before it
	alone    bool   // it is the whole rule, and its operator says exactly whether a text matches
	operator operator
}

// whole is what the rule asks of a text, if that is all that the rule is.
func (l *link) whole() *expression {
	if !l.alone {
		return nil
	}
	e, _ := l.operator.(*expression)
	return e
}

// named is a rule that looks at arguments of one name.
type named struct {
	name string
	rule int
}

// posting says that a clause of a part holds if its mask does.
type posting struct {
	part uint16
	mask uint16
}

// nodes is a set of nodes.
type nodes uint64

// load reads the tables for a paranoia level.
func load(level int) *tables {
	t := &tables{longValue: longValue}
	r := &reader{all: derived}
	t.readSymbols(r)
	t.readSteps(r)
	t.masks = make([]uint64, r.number())
	for i := range t.masks {
		t.masks[i] = binary.LittleEndian.Uint64([]byte(r.bytes(8)))
	}
	t.readKinds(r)
	active := t.readLinks(r, level)
	t.readParts(r)
	t.findActive()
	t.findFew()
	for range r.number() {
		if p := uint16(r.number()); active.has(t.partOf[p]) {
			t.anyText.add(p)
		}
	}
	for i := range t.bare {
		if t.bare[i] = t.readPostings(r, active, nil); t.bare[i] != nil {
			t.bareClasses |= 1 << i
			t.noteBlanks(t.bare[i], 0)
		}
	}
	t.readLiterals(r, active)
	for range r.number() {
		rule, from, name, variable := r.text(), r.number(), r.text(), r.text()
		if name != "" && from <= level {
			id, _ := strconv.Atoi(rule)
			t.names = append(t.names, named{name, id})
		}
		if variable != "" {
			t.switches = append(t.switches, variable)
		}
	}
	t.sql.read(r)
	t.readChecks(r, level)
	return t
}

// readSymbols reads the alphabet of the conditions.
func (t *tables) readSymbols(r *reader) {
	copy(t.fold[:], r.bytes(256))
	for c, class := range []byte(r.bytes(256)) {
		t.bit[c] = 1 << (class & 63)
	}
	copy(t.symbol[:], r.bytes(256))
	t.high = t.bit[0x80]
	for c := range isWordByte {
		if isWordByte[c] && c < utf8.RuneSelf {
			t.wordly |= t.bit[c]
		}
	}
	for _, f := range foreign {
		t.letters |= t.bit[f.letter]
	}
	t.fits = make([]fit, r.number())
	for i := range t.fits {
		raw := r.bytes(3)
		t.fits[i] = fit{uint16(raw[0]) | uint16(raw[1])<<8, raw[2]}
	}
}

// readParts reads which links have further parts.
func (t *tables) readParts(r *reader) {
	t.partOf = make([]uint16, len(t.links), len(t.links)+64)
	for i := range t.partOf {
		t.partOf[i] = uint16(i)
	}
	t.more = make([][]uint16, len(t.links))
	for range r.number() {
		l := r.number()
		for k := range t.parts {
			if t.parts[k].has(uint16(l)) {
				t.parts[k].add(uint16(len(t.partOf)))
			}
		}
		t.more[l] = append(t.more[l], uint16(len(t.partOf)))
		t.partOf = append(t.partOf, uint16(l))
	}
}

// findActive finds where a rule looks at all, and what it is looked for with.
func (t *tables) findActive() {
	for i := range t.nodes {
		t.nodes[i].before.needs = t.nodes[i].here.needs
	}
	t.activeAt = make([]nodes, len(t.parts))
	for k := range t.parts {
		for i := range t.nodes {
			if t.nodes[i].below.meets(&t.parts[k]) {
				t.activeAt[k] |= 1 << i
			}
		}
	}
}

func (t *tables) readSteps(r *reader) {
	known := t.transformations()
	t.transform = make([]step, r.number())
	for i := range t.transform {
		s := step{transformation: known[r.text()]}
		s.trigger = t.maskOf(s.transformation.trigger)
		if s.transformation.trigger == "" {
			s.trigger = ^uint64(0)
		}
		s.opens, s.joins = s.trigger, t.maskOf(s.transformation.joins)
		if s.transformation.creates != nil {
			s.opens, s.creates = t.maskOf(s.transformation.opens), t.maskOf(*s.transformation.creates)
		}
		t.transform[i] = s
	}
	t.nodes = make([]node, r.number()+1)
	for i := 1; i < len(t.nodes); i++ {
		parent, step := r.number(), r.number()
		t.nodes[i].parent, t.nodes[i].step = uint8(parent), uint8(step)
		t.nodes[parent].children |= 1 << i
	}
	for i := len(t.nodes) - 1; i > 0; i-- {
		n := &t.nodes[i]
		s := &t.transform[n.step]
		n.before = n.here
		if n.base64 = n.base64 || s.base64; !s.base64 { // what may come out of Base64 is another question
			n.before.after(s)
		}
		n.touches = n.triggers | s.trigger
		p := &t.nodes[n.parent]
		p.base64 = p.base64 || n.base64
		p.triggers |= n.touches
		p.here.opens |= n.before.opens
		p.here.creates |= n.before.creates
	}
	t.findAsked()
}

func (t *tables) maskOf(text string) uint64 {
	m := uint64(0)
	for i := range len(text) {
		m |= t.bit[text[i]]
	}
	return m
}

// readLinks returns the links that are active at the level.
func (t *tables) readLinks(r *reader, level int) parts {
	var active parts
	t.links = make([]link, r.number())
	t.asks = make([]need, len(t.links))
	for i := range t.links {
		id, from, at, probe, flags := r.number(), r.number(), uint8(r.number()), uint8(r.number()), r.number()
		name, argument, then := strings.Clone(r.text()), r.text(), r.text()
		needs := need{t.masks[r.number()], t.masks[r.number()], t.masks[r.number()]}
		t.asks[i] = needs
		least, legible := r.number(), r.number()
		for range r.number() {
			if kind := r.number(); from <= level {
				t.parts[kind].add(uint16(i))
				t.addWant(&t.wants[kind], probe, needs)
			}
		}
		l := link{rule: id, node: at, multi: flags&1 != 0, alone: flags&4 != 0}
		if from <= level {
			l.operator = t.newOperator(name, argument, then, flags&2 != 0)
			active.add(uint16(i))
			if _, only := l.operator.(conditionOnly); only {
				t.conditions.add(uint16(i))
			}
			if probe != at {
				least, legible = 0, 0 // they are the text's, not those of what is left of it
			}
			l.changes = t.changesOf(at)
			if _, is := l.operator.(detectSQLi); is && l.changes&t.wordly == 0 {
				t.wordless.add(uint16(i))
			}
			for n := probe; ; n = t.nodes[n].parent {
				if n == probe || l.multi {
					t.nodes[n].links.add(uint16(i))
				}
				t.nodes[n].here.needs = t.nodes[n].here.needs.with(needs, nodeNeeds)
				t.nodes[n].addLeast(least, legible)
				t.nodes[n].below.add(uint16(i))
				if n == 0 {
					break
				}
				if t.transform[t.nodes[n].step].lengthens {
					least = 0
				}
			}
		}
		t.links[i] = l
	}
	return active
}

// changesOf are the classes without one of which a text is the same at a node as it was.
func (t *tables) changesOf(at uint8) uint64 {
	changes := uint64(0)
	for ; at != 0; at = t.nodes[at].parent {
		s := &t.transform[t.nodes[at].step]
		if changes |= s.trigger; s.cases {
			return whatever
		}
	}
	return changes
}

// addLeast keeps the least lengths. It comes before the link is added to those below.
func (n *node) addLeast(least, legible int) {
	if n.below.empty() {
		n.least, n.legible = least, legible
	}
	n.least, n.legible = min(n.least, least), min(n.legible, legible)
}

// noteBlanks notes the parts that may hold because of a blank, which a mask has, or those that stand with it.
func (t *tables) noteBlanks(list []posting, mask uint64) {
	for _, p := range list {
		if (mask|t.masks[p.mask])&t.blank != 0 {
			t.blanks.add(p.part)
		}
	}
}

// readPostings appends the postings of active links.
func (t *tables) readPostings(r *reader, active parts, to []posting) []posting {
	for range r.number() {
		p := posting{uint16(r.number()), uint16(r.number())}
		if active.has(t.partOf[p.part]) {
			to = append(to, p)
		}
	}
	return to
}
