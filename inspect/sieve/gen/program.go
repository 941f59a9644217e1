package main

import (
	"fmt"
	"math"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The kinds of instructions, as the sieve reads them: in the three lowest bits of a number that tells the rest.
const (
	opMatch = iota
	opFail
	opRead  // a character of a set
	opLook  // an assertion
	opSplit // two ways on
)

// The kinds of characters that assertions tell apart.
const (
	isBreak = 1 << iota
	isWord
)

// program writes an expression of characters, or of bytes, as the program that the sieve runs: instructions, classes of
// characters that the expression does not tell apart, and sets of classes.
func program(source string, ofBytes bool) (string, error) {
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return "", err
	}
	p, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return "", err
	}
	order := reachable(p)
	if len(order) > math.MaxUint16 {
		return "", fmt.Errorf("a program of %d instructions is too long", len(order))
	}
	number := make(map[uint32]int)
	for i, at := range order {
		number[at] = i
	}
	sets := make(map[string]int)
	var ranges [][]rune
	var t, body tables
	for i, at := range order {
		in := p.Inst[at]
		// Most instructions are followed by the next one, so ways on are told from there.
		way := func(to uint32) { body.signed(number[skip(p, to)] - i - 1) }
		switch in.Op {
		case syntax.InstMatch:
			body.number(opMatch)
		case syntax.InstFail:
			body.number(opFail)
		case syntax.InstAlt, syntax.InstAltMatch:
			body.number(opSplit)
			way(in.Out)
			way(in.Arg)
		case syntax.InstEmptyWidth:
			body.number(opLook | int(in.Arg)<<3)
			way(in.Out)
		default:
			r := rangesOf(in)
			n, known := sets[string(r)]
			if !known {
				n = len(ranges)
				sets[string(r)] = n
				ranges = append(ranges, r)
			}
			body.number(opRead | n<<3)
			way(in.Out)
		}
	}
	t.number(flag(ofBytes))
	if err := t.alphabet(ranges); err != nil {
		return "", err
	}
	t.number(len(order))
	t.out.Write(body.out.Bytes())
	return t.out.String(), nil
}

// skip leads past instructions that only lead on.
func skip(p *syntax.Prog, at uint32) uint32 {
	for {
		switch in := p.Inst[at]; in.Op {
		case syntax.InstCapture, syntax.InstNop:
			at = in.Out
		default:
			return at
		}
	}
}

// reachable lists the instructions that count, the start first, and each before what follows it.
func reachable(p *syntax.Prog) []uint32 {
	var order []uint32
	seen := make(map[uint32]bool)
	waiting := []uint32{uint32(p.Start)}
	for len(waiting) > 0 {
		at := skip(p, waiting[len(waiting)-1])
		waiting = waiting[:len(waiting)-1]
		if seen[at] {
			continue
		}
		seen[at] = true
		order = append(order, at)
		switch in := p.Inst[at]; in.Op {
		case syntax.InstMatch, syntax.InstFail:
		case syntax.InstAlt, syntax.InstAltMatch:
			waiting = append(waiting, in.Arg, in.Out)
		default:
			waiting = append(waiting, in.Out)
		}
	}
	return order
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

// maxAlike bounds the classes of characters of an expression: the sieve numbers them with bytes, of which the last
// stands for no class.
const maxAlike = 254

// alphabet divides the characters by the sets that an expression uses, given as pairs of first and last characters, and
// writes where runs of characters of one class begin, the kinds of the classes, and the sets as sets of classes.
func (t *tables) alphabet(ranges [][]rune) error {
	cuts := []rune{0, '\n', '\n' + 1, '0', '9' + 1, 'A', 'Z' + 1, '_', '_' + 1, 'a', 'z' + 1, utf8.RuneSelf}
	for _, r := range ranges {
		for i := 0; i < len(r); i += 2 {
			cuts = append(cuts, r[i], r[i+1]+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.DeleteFunc(slices.Compact(cuts), func(r rune) bool { return r > unicode.MaxRune })
	sets := make([][4]uint64, len(ranges))
	known := make(map[string]int)
	var kinds []int
	t.number(len(cuts))
	last := rune(0)
	for _, c := range cuts {
		// Characters are alike if the same sets have them, and assertions see the same in them.
		like := []byte{byte(kindOf(c))}
		for _, r := range ranges {
			like = append(like, byte(flag(inRanges(r, c))))
		}
		class, old := known[string(like)]
		if !old {
			class = len(known)
			known[string(like)] = class
			kinds = append(kinds, kindOf(c))
			for i := range sets {
				if like[1+i] == 1 && class < 256 {
					sets[i][class>>6] |= 1 << (class & 63)
				}
			}
		}
		t.number(int(c - last))
		t.number(class)
		last = c
	}
	if len(known) > maxAlike {
		return fmt.Errorf("an expression tells %d classes of characters apart", len(known))
	}
	t.number(len(kinds))
	for _, k := range kinds {
		t.number(k)
	}
	t.number(len(sets))
	for _, s := range sets {
		t.set(s)
	}
	return nil
}

// set writes runs of neighbouring classes: how many, and for each how far it begins behind the last, and its length.
func (t *tables) set(s [4]uint64) {
	var runs []int
	last := 0
	for class := 0; class < 256; class++ {
		if s[class>>6]>>(class&63)&1 == 0 {
			continue
		}
		first := class
		for class < 256 && s[class>>6]>>(class&63)&1 != 0 {
			class++
		}
		runs = append(runs, first-last, class-first)
		last = class
	}
	t.number(len(runs) / 2)
	for _, n := range runs {
		t.number(n)
	}
}

func kindOf(r rune) int {
	switch {
	case r == '\n':
		return isBreak
	case '0' <= r && r <= '9', 'A' <= r && r <= 'Z', 'a' <= r && r <= 'z', r == '_':
		return isWord
	}
	return 0
}

func inRanges(ranges []rune, r rune) bool {
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] <= r && r <= ranges[i+1] {
			return true
		}
	}
	return false
}
