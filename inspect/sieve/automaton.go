package sieve

import (
	"encoding/binary"
	"math/bits"
	"regexp/syntax"
	"slices"
	"sync"
)

// automaton is a deterministic automaton for one expression. It says whether a text matches, as package regexp does, and
// nothing else. Its states are made as texts ask for them, which costs as much as a step of package regexp; a step that
// was taken before costs a nanosecond. It is safe for concurrent use.
type automaton struct {
	program  []instruction
	sets     []set // of classes, which instructions refer to
	alphabet alphabet
	looks    bool     // the program has assertions, so that states have to know what came before
	starts   []uint16 // where a match may begin; another instruction than a split
	spare    *spareRoom

	ending *ending // what texts end with that match; nil if they may end with anything

	mu      sync.Mutex
	parts   []*automaton // that look in its place; see divide
	states  []state
	next    []uint16 // where a state's row begins, and class; see column. 0 is not known yet
	units   int      // that a row takes, so that states are numbered with its multiples
	index   map[string]uint16
	first   uint16
	size    int      // about how many bytes the states take
	most    int      // that they may take
	pending []uint16 // room for the state that is being made
	passed  []uint16 // room for what stands behind assertions
	seen    []uint32 // by instruction, the round in which it was added
	round   uint32
	key     []byte
	members []uint64 // room for putting a state in order: a bit for each instruction
}

// instruction is one of a program's, which begins with the first.
type instruction struct {
	op    opcode
	look  assertion
	set   uint16 // of characters
	out   uint16 // what follows
	other uint16 // what follows, too
}

type opcode uint8

const (
	opMatch opcode = iota
	opFail
	opRead  // a character of a set
	opLook  // an assertion
	opSplit // two ways on
)

// assertion is a set of assertions that hold, or have to hold, as package syntax numbers them.
type assertion = syntax.EmptyOp

// state is where the program may stand: instructions that read a character, and assertions that depend on the next one.
type state struct {
	at     string // two bytes each, in order
	before preceding
	asks   bool // there are assertions
	end    int8 // whether the text may end here: 0 is not known yet, 1 no, 2 yes
}

// preceding is what stood before a state.
type preceding uint8

const (
	atBegin preceding = 1 << iota
	afterBreak
	afterWord
)

// matched is the state in which all is said.
const matched = 1

// newAutomaton reads a program that the generator wrote.
func newAutomaton(program string, spare *spareRoom) *automaton {
	r := &reader{all: program}
	a := &automaton{spare: spare, most: usualSize}
	a.alphabet, a.sets = readAlphabet(r, r.number() != 0)
	a.program = make([]instruction, r.number())
	a.seen, a.members = make([]uint32, len(a.program)), make([]uint64, (len(a.program)+63)/64)
	for i := range a.program {
		in := &a.program[i]
		code := r.number()
		in.op = opcode(code & 7)
		switch in.op {
		case opRead:
			in.set = uint16(code >> 3)
			in.out = uint16(i + 1 + r.signed())
		case opLook:
			in.look = assertion(code >> 3)
			in.out = uint16(i + 1 + r.signed())
			a.looks = true
		case opSplit:
			in.out = uint16(i + 1 + r.signed())
			in.other = uint16(i + 1 + r.signed())
		}
	}
	a.begin()
	a.findStarts(0)
	a.forget()
	return a
}

// findStarts finds the instructions to which splits lead from one.
func (a *automaton) findStarts(i uint16) {
	for a.seen[i] != a.round {
		a.seen[i] = a.round
		if a.program[i].op != opSplit {
			a.starts = append(a.starts, i)
			return
		}
		a.findStarts(a.program[i].out)
		i = a.program[i].other
	}
}

// forget drops all states but the first.
func (a *automaton) forget() {
	a.states = append(a.states[:0], state{}, state{}) // 0 is none, 1 is matched
	a.units = (a.alphabet.columns() + rowUnit - 1) / rowUnit
	a.next = slices.Grow(a.next[:0], 4*a.units*rowUnit)[:2*a.units*rowUnit]
	clear(a.next)
	a.index = make(map[string]uint16)
	a.size = 0
	a.begin()
	a.first = matched
	if !a.start() {
		a.first = a.enter(atBegin)
	}
}

// start adds the program's start to the state that is being made. It says whether the program matches there.
func (a *automaton) start() bool {
	for _, i := range a.starts {
		if a.follow(i, 0) {
			return true
		}
	}
	return false
}

// match runs the automaton over a text. It gives up when effort is used up: the answer is then not known.
func (a *automaton) match(text []byte, effort *effort) (is, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.begins(text)
	return a.finish(&p, text, effort)
}

// finish is match for the rest of a text. An automaton that has no room left for its states is divided, if it can be.
func (a *automaton) finish(p *pass, text []byte, effort *effort) (is, known bool) {
	if a.parts == nil {
		p.run(text, effort)
		if !p.full {
			return p.answer()
		}
		a.divide()
	}
	known = true
	for _, part := range a.parts {
		is, sure := part.match(text, effort)
		if is {
			return true, true
		}
		known = known && sure
	}
	return false, known
}

// rowUnit is how many columns are a unit of a row. Rows are made of whole units, and the number of a state is that of the unit with
// which its row begins, so that a step has nothing to multiply.
const rowUnit = 8

// column is where the state is noted that follows a state when a character of the class is read.
func column(s uint16, class uint8) int { return int(s)*rowUnit + int(class) }

// advance takes the steps that are known, up to a character of several bytes, or a step that is not known or leads to a match. It
// returns where it stands, in the program and in the text. By itself, it keeps all that it needs in registers.
//
//go:noinline
func (a *automaton) advance(from uint16, text []byte, i int) (uint16, int) {
	s, next, classes := from, a.next, &a.alphabet.ascii
	for k, c := range text[i:] {
		n := next[column(s, classes[c])]
		if n <= matched {
			return s, i + k
		}
		s = n
	}
	return s, len(text)
}

// step makes the state that follows a state when a character of the class is read.
func (a *automaton) step(s uint16, class uint8, effort *effort) uint16 {
	from := &a.states[int(s)/a.units]
	effort.spend(len(from.at) + stepCost)
	kind := a.alphabet.kinds[class]
	before := preceding(0)
	if a.looks {
		if kind&isBreak != 0 {
			before |= afterBreak
		}
		if kind&isWord != 0 {
			before |= afterWord
		}
	}
	n := uint16(matched)
	if a.past(from, kind, false) || a.read(class) {
		a.next[column(s, class)] = n
		return n
	}
	if a.size > a.most {
		// This step is forgotten with all others; the walk goes on from a first state of the new ones.
		kept := slices.Clone(a.pending)
		a.forget()
		a.pending = append(a.pending[:0], kept...)
		return a.enter(before)
	}
	n = a.enter(before)
	a.next[column(s, class)] = n
	return n
}

// stepCost is what making a state costs besides its instructions, in bytes of them.
const stepCost = 32

// ends says whether the text may end in a state.
func (a *automaton) ends(s uint16) bool {
	st := &a.states[int(s)/a.units]
	if st.end == 0 {
		st.end = 1
		if st.asks && a.past(st, 0, true) {
			st.end = 2
		}
	}
	return st.end == 2
}

// past finds where the program stands when the assertions that hold before the next character are behind it. It says
// whether it matches there.
func (a *automaton) past(from *state, next kind, atEnd bool) bool {
	if !from.asks {
		a.passed = a.passed[:0]
		for i := 0; i < len(from.at); i += 2 {
			a.passed = append(a.passed, from.instruction(i))
		}
		return false
	}
	holds := syntax.EmptyNoWordBoundary
	if (from.before&afterWord != 0) != (next&isWord != 0) {
		holds = syntax.EmptyWordBoundary
	}
	if from.before&(atBegin|afterBreak) != 0 {
		holds |= syntax.EmptyBeginLine
	}
	if from.before&atBegin != 0 {
		holds |= syntax.EmptyBeginText
	}
	if next&isBreak != 0 || atEnd {
		holds |= syntax.EmptyEndLine
	}
	if atEnd {
		holds |= syntax.EmptyEndText
	}
	a.begin()
	for i := 0; i < len(from.at); i += 2 {
		if a.follow(from.instruction(i), holds) {
			return true
		}
	}
	a.pending, a.passed = a.passed, a.pending
	return false
}

// instruction is the one whose number begins in a byte of at.
func (s *state) instruction(i int) uint16 { return uint16(s.at[i]) | uint16(s.at[i+1])<<8 }

// read begins a new state with what follows when the program, standing where past left it, reads a character of the
// class. A match may begin anywhere, so every state holds the program's start.
func (a *automaton) read(class uint8) bool {
	a.begin()
	for _, i := range a.passed {
		if in := &a.program[i]; in.op == opRead && a.sets[in.set].has(class) && a.follow(in.out, 0) {
			return true
		}
	}
	return a.start()
}

// settle puts the state that was made in order, without assertions that cannot hold after what was read. It says whether others are
// left.
func (a *automaton) settle(before preceding) (asks bool) {
	for _, i := range a.pending {
		if a.program[i].op == opLook {
			if !a.program[i].mayHold(before) {
				continue
			}
			asks = true
		}
		a.members[i>>6] |= 1 << (i & 63)
	}
	a.pending = a.pending[:0]
	for k, word := range a.members {
		for ; word != 0; word &= word - 1 {
			a.pending = append(a.pending, uint16(k<<6+bits.TrailingZeros64(word)))
		}
		a.members[k] = 0
	}
	return asks
}

// mayHold says of an assertion that the next character decides on it.
func (in *instruction) mayHold(before preceding) bool {
	return (in.look&syntax.EmptyBeginText == 0 || before&atBegin != 0) &&
		(in.look&syntax.EmptyBeginLine == 0 || before&(atBegin|afterBreak) != 0)
}

func (a *automaton) begin() {
	a.round++
	a.pending = a.pending[:0]
}

// enter returns the state that was made, which may be there already. What was read before is forgotten where no assertion asks for it.
func (a *automaton) enter(before preceding) uint16 {
	asks := a.settle(before)
	if !asks {
		before = 0
	}
	a.key = append(a.key[:0], byte(before))
	for _, i := range a.pending {
		a.key = binary.LittleEndian.AppendUint16(a.key, i)
	}
	if n, ok := a.index[string(a.key)]; ok {
		return n
	}
	key := string(a.key)
	n := uint16(len(a.states) * a.units)
	a.states = append(a.states, state{at: key[1:], before: before, asks: asks})
	a.next = append(a.next, make([]uint16, a.units*rowUnit)...)
	a.index[key] = n
	a.size += len(key) + 2*a.units*rowUnit + stateCost
	return n
}

// stateCost is about what a state takes besides, in bytes.
const stateCost = 100

// follow adds an instruction to the state that is being made, or what it leads to, going past assertions that hold.
// If none is said to hold, assertions stay, since they depend on the next character. It says whether the program
// matches there.
func (a *automaton) follow(i uint16, holds assertion) bool {
	for a.seen[i] != a.round {
		a.seen[i] = a.round
		switch in := &a.program[i]; in.op {
		case opMatch:
			return true
		case opRead:
			a.pending = append(a.pending, i)
			return false
		case opLook:
			if in.look&^holds != 0 {
				if holds == 0 {
					a.pending = append(a.pending, i)
				}
				return false
			}
			i = in.out
		case opSplit:
			if a.follow(in.out, holds) {
				return true
			}
			i = in.other
		default:
			return false
		}
	}
	return false
}
