package sieve

import (
	"encoding/binary"
	"math"
	"regexp/syntax"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// automaton is a deterministic automaton for one expression. It says whether a text matches, as package regexp does, and
// nothing else. Its states are made as texts ask for them, which costs as much as a step of package regexp; a step that
// was taken before costs a nanosecond. It is safe for concurrent use.
type automaton struct {
	program  []instruction
	start    uint16
	sets     []set // of classes, which instructions refer to
	alphabet alphabet
	looks    bool // the program has assertions, so that states have to know what came before

	mu      sync.Mutex
	states  []state
	next    []int32 // by state and class; 0 is not known yet
	index   map[string]int32
	first   int32
	size    int      // about how many bytes the states take
	pending []uint16 // room for the state that is being made
	passed  []uint16 // room for what stands behind assertions
	seen    []uint32 // by instruction, the round in which it was added
	round   uint32
	key     []byte
}

// instruction is one of a program's. Those that only lead on are skipped when states are made.
type instruction struct {
	op   syntax.InstOp
	look syntax.EmptyOp // the assertion
	set  uint16         // of characters
	out  uint16
	arg  uint16 // the other way out
}

// state is where the program may stand: instructions that read a character, and assertions that depend on the next one.
type state struct {
	at     string // two bytes each
	before precedent
	end    int8 // whether the text may end here: 0 is not known yet, 1 no, 2 yes
}

// precedent is what stood before a state.
type precedent uint8

const (
	atBegin precedent = 1 << iota
	afterBreak
	afterWord
)

// matched is the state in which all is said.
const matched = 1

// maxSize bounds the states that are kept, in bytes. Honest text needs a few dozen states of a kilobyte; text that asks
// for more makes the automaton forget and begin anew.
const maxSize = 256 << 10

// newAutomaton compiles an expression of characters, or of bytes, which are then characters up to 0xff. Only
// expressions that compile may be given.
func newAutomaton(source string, ofBytes bool) *automaton {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		panic("sieve: an expression of the tables does not compile")
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil || len(program.Inst) > math.MaxUint16 {
		panic("sieve: an expression of the tables does not compile")
	}
	a := &automaton{start: uint16(program.Start), seen: make([]uint32, len(program.Inst))}
	a.program = make([]instruction, len(program.Inst))
	sets := make(map[string]uint16)
	var ranges [][]rune
	for i, in := range program.Inst {
		a.program[i] = instruction{op: in.Op, out: uint16(in.Out), arg: uint16(in.Arg)}
		switch in.Op {
		case syntax.InstEmptyWidth:
			a.program[i].look = syntax.EmptyOp(in.Arg)
			a.looks = true
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			r := rangesOf(in)
			n, known := sets[string(r)]
			if !known {
				n = uint16(len(ranges))
				sets[string(r)] = n
				ranges = append(ranges, r)
			}
			a.program[i].op = syntax.InstRune
			a.program[i].set = n
		}
	}
	a.alphabet, a.sets = newAlphabet(ranges, ofBytes)
	a.forget()
	return a
}

// rangesOf are the characters that an instruction reads, as pairs.
func rangesOf(in syntax.Inst) []rune {
	switch in.Op {
	case syntax.InstRuneAny:
		return []rune{0, unicode.MaxRune}
	case syntax.InstRuneAnyNotNL:
		return []rune{0, '\n' - 1, '\n' + 1, unicode.MaxRune}
	}
	if len(in.Rune) != 1 {
		return in.Rune
	}
	out := []rune{in.Rune[0], in.Rune[0]}
	if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
		for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0]; r = unicode.SimpleFold(r) {
			out = append(out, r, r)
		}
	}
	return out
}

// forget drops all states but the first.
func (a *automaton) forget() {
	a.states = append(a.states[:0], state{}, state{}) // 0 is none, 1 is matched
	a.next = slices.Grow(a.next[:0], 4*a.alphabet.classes)[:2*a.alphabet.classes]
	clear(a.next)
	a.index = make(map[string]int32)
	a.size = 0
	a.begin()
	a.first = matched
	if !a.follow(a.start, 0) {
		slices.Sort(a.pending)
		a.first = a.enter(atBegin)
	}
}

// match runs the automaton over a text. It gives up when effort is used up: the answer is then not known.
func (a *automaton) match(text []byte, effort *int) (is, known bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.first
	for i := 0; i < len(text) && s != matched; {
		class := a.alphabet.ascii[text[i]]
		size := 1
		if class == notASCII {
			var r rune
			r, size = utf8.DecodeRune(text[i:])
			class = a.alphabet.classOf(r)
		}
		i += size
		n := a.next[int(s)*a.alphabet.classes+int(class)]
		if n == 0 {
			if *effort < 0 {
				return false, false
			}
			n = a.step(s, class, effort)
		}
		s = n
	}
	return s == matched || a.ends(s), true
}

// step makes the state that follows a state when a character of the class is read.
func (a *automaton) step(s int32, class uint8, effort *int) int32 {
	from := a.states[s]
	*effort -= len(from.at) + stepCost
	kind := a.alphabet.kinds[class]
	before := precedent(0)
	if a.looks {
		if kind&isBreak != 0 {
			before |= afterBreak
		}
		if kind&isWord != 0 {
			before |= afterWord
		}
	}
	n := int32(matched)
	if a.past(from, kind, false) || a.read(class) {
		a.next[int(s)*a.alphabet.classes+int(class)] = n
		return n
	}
	if a.size > maxSize {
		// This step is forgotten with all others; the walk goes on from a first state of the new ones.
		kept := slices.Clone(a.pending)
		a.forget()
		a.pending = append(a.pending[:0], kept...)
		return a.enter(before)
	}
	n = a.enter(before)
	a.next[int(s)*a.alphabet.classes+int(class)] = n
	return n
}

// stepCost is what making a state costs besides its instructions, in bytes of them.
const stepCost = 32

// ends says whether the text may end in a state.
func (a *automaton) ends(s int32) bool {
	st := &a.states[s]
	if st.end == 0 {
		st.end = 1
		if a.looks && a.past(*st, 0, true) {
			st.end = 2
		}
	}
	return st.end == 2
}

// past finds where the program stands when the assertions that hold before the next character are behind it. It says
// whether it matches there.
func (a *automaton) past(from state, next kind, atEnd bool) bool {
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
		if a.follow(uint16(from.at[i])|uint16(from.at[i+1])<<8, holds) {
			return true
		}
	}
	a.pending, a.passed = a.passed, a.pending
	return false
}

// read begins a new state with what follows when the program, standing where past left it, reads a character of the
// class. A match may begin anywhere, so every state holds the program's start.
func (a *automaton) read(class uint8) bool {
	a.begin()
	for _, i := range a.passed {
		if in := &a.program[i]; in.op == syntax.InstRune && a.sets[in.set].has(class) && a.follow(in.out, 0) {
			return true
		}
	}
	if a.follow(a.start, 0) {
		return true
	}
	slices.Sort(a.pending)
	return false
}

func (a *automaton) begin() {
	a.round++
	a.pending = a.pending[:0]
}

// enter returns the state that was made, which may be there already.
func (a *automaton) enter(before precedent) int32 {
	a.key = append(a.key[:0], byte(before))
	for _, i := range a.pending {
		a.key = binary.LittleEndian.AppendUint16(a.key, i)
	}
	if n, ok := a.index[string(a.key)]; ok {
		return n
	}
	key := string(a.key)
	n := int32(len(a.states))
	a.states = append(a.states, state{at: key[1:], before: before})
	a.next = append(a.next, make([]int32, a.alphabet.classes)...)
	a.index[key] = n
	a.size += len(key) + 4*a.alphabet.classes + stateCost
	return n
}

// stateCost is about what a state takes besides, in bytes.
const stateCost = 100

// follow adds an instruction to the state that is being made, or what it leads to, going past assertions that hold.
// If none is said to hold, assertions stay, since they depend on the next character. It says whether the program
// matches there.
func (a *automaton) follow(i uint16, holds syntax.EmptyOp) bool {
	for a.seen[i] != a.round {
		a.seen[i] = a.round
		switch in := &a.program[i]; in.op {
		case syntax.InstMatch:
			return true
		case syntax.InstFail:
			return false
		case syntax.InstRune:
			a.pending = append(a.pending, i)
			return false
		case syntax.InstEmptyWidth:
			if in.look&^holds != 0 {
				if holds == 0 {
					a.pending = append(a.pending, i)
				}
				return false
			}
			i = in.out
		case syntax.InstAlt, syntax.InstAltMatch:
			if a.follow(in.out, holds) {
				return true
			}
			i = in.arg
		default: // captures, and instructions that do nothing
			i = in.out
		}
	}
	return false
}
