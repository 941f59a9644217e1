package leak

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// index finds out which rules have one of their literals in a text.
//
// Each literal is known by four of its bytes, those that are rarest in ordinary texts. A text is read once: its bytes by
// four are looked up in a table of bits, and only where a bit is set the literals that have these four are compared.
type index struct {
	bits     [1 << (gramBits - 6)]uint64
	heads    [1 << headBits]int16 // by hash, the first of a list of literals, from 1
	literals []gramText
	short    []gramText // with two or three bytes in a row at their beginning, where no other has four
	seconds  [256]bool  // the second bytes of the short ones
	spaced   []literal  // compared as if the text had no white space
	ranks    [256]int   // how rare bytes are in ordinary texts
}

const (
	// gramBits is how many bits the table has, as a power of two: 8 KB, of which a thousand grams set one in sixty.
	gramBits = 16
	// headBits is the same for the lists: two of three grams have one of their own.
	headBits = 11
)

// literal is one of the texts of which every match of a rule holds at least one: in lower case, as the text is compared.
// Of letters outside of ASCII that expressions fold to an s or a k nothing is known here: no software writes its own words so.
type literal struct {
	text string
	with *[]string // other texts that stand in the same match, somewhere; nil for the most part
	rule int32
}

// The marks in literals.
const (
	blank = '\x01' // a run of white space of any length, at least one character
	space = '\x02' // the same, or nothing; before the known bytes only
)

// gramText is a literal with the place of the bytes that it is known by: four, or fewer of a short one, which has no gram.
type gramText struct {
	literal
	gram uint32
	next int16 // of the list, from 1; 0 at its end
	at   int16
}

// usualLiterals is a little more than there are. Room for more would be kept as long as the process lives.
const usualLiterals = 2400

func newIndex(files fs.FS) (*index, error) {
	x := &index{ranks: ranks(), literals: make([]gramText, 0, usualLiterals)}
	for _, m := range matchers {
		for _, word := range m.words {
			x.add(m.rule, word)
		}
	}
	for line := range strings.Lines(literals) {
		if err := x.addLine(files, strings.TrimSuffix(line, "\n")); err != nil {
			return nil, fmt.Errorf("reading %q: %w", line, err)
		}
	}
	return x, nil
}

// addLine adds what a line of literals.txt says.
func (x *index) addLine(files fs.FS, line string) error {
	id, rest, _ := strings.Cut(line, " ")
	kind, rest, _ := strings.Cut(rest, " ")
	rule, err := strconv.Atoi(id)
	if err != nil {
		return err
	}
	var texts []string
	for rest != "" {
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return err
		}
		text, err := strconv.Unquote(quoted)
		if err != nil {
			return err
		}
		texts = append(texts, text)
		rest = strings.TrimPrefix(rest[len(quoted):], " ")
	}
	switch kind {
	case "text":
		x.add(rule, texts...)
	case "spaced":
		x.spaced = append(x.spaced, literal{rule: int32(rule), text: texts[0]})
	case "file":
		return x.addFile(files, rule, texts[0])
	}
	return nil
}

// addFile adds the phrases of a data file, read as the operator @pmFromFile reads it.
func (x *index) addFile(files fs.FS, rule int, name string) error {
	raw, err := fs.ReadFile(files, "@owasp_crs/"+name)
	if err != nil {
		return fmt.Errorf("reading the phrases of rule %d: %w", rule, err)
	}
	for line := range strings.Lines(string(raw)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			x.add(rule, strings.ToLower(line))
		}
	}
	return nil
}

// add adds texts that stand in a match together. They are known by the rarest four bytes in a row of any.
func (x *index) add(rule int, texts ...string) {
	best, rarest, which := gramText{at: -1}, -1, 0
	for n, text := range texts {
		for i := 0; i+4 <= len(text); i++ {
			rare := x.ranks[text[i]] + x.ranks[text[i+1]] + x.ranks[text[i+2]] + x.ranks[text[i+3]]
			if rare > rarest && strings.IndexByte(text[i:i+4], blank) < 0 {
				rarest, which, best.at, best.text = rare, n, int16(i), text //nolint:gosec // no literal is as long
			}
		}
	}
	best.rule = int32(rule) //nolint:gosec // rules have six digits or seven
	if best.at >= 0 {
		best.with = company(slices.Concat(texts[:which], texts[which+1:]))
		x.link(best)
		return
	}
	head, tail, parted := strings.Cut(texts[0], string(blank))
	if parted && len(tail) >= 3 {
		// The last blank of the run and three bytes behind it make four.
		for _, c := range " \t\n\v\f\r" {
			x.link(gramText{
				literal: literal{head + string(space) + string(c) + tail, company(texts[1:]), best.rule},
				at:      int16(len(head) + 1), //nolint:gosec // no literal is as long
			})
		}
		return
	}
	best.at, best.text, best.with = 0, texts[0], company(texts[1:])
	x.short = append(x.short, best)
	x.seconds[head[1]] = true
}

// company is what stands with a literal.
func company(texts []string) *[]string {
	if len(texts) == 0 {
		return nil
	}
	return &texts
}

// link puts a literal into the table.
func (x *index) link(l gramText) {
	for i := range 4 {
		l.gram = l.gram<<8 | uint32(l.text[int(l.at)+i])
	}
	h := hashOf(l.gram)
	x.bits[h/64] |= 1 << (h % 64)
	head := &x.heads[h>>(gramBits-headBits)]
	l.next = *head
	x.literals = append(x.literals, l)
	*head = int16(len(x.literals)) //nolint:gosec // there are a few thousand
}

// common lists bytes from the most frequent in what functions answer to the rarer ones.
const common = " etaonisr\"lhdcumpfg:,.ywb/v-0k=<>12_j;3x'(q)z"

// ranks are the places of bytes in common.
func ranks() (table [256]int) {
	for i := range table {
		if table[i] = strings.IndexByte(common, byte(i)); table[i] < 0 {
			table[i] = len(common)
		}
	}
	return table
}

func hashOf(gram uint32) uint32 { return gram * 0x9e3779b1 >> (32 - gramBits) }

// folded are the bytes in lower case. It is computed, so that nothing is done when the package is loaded but this.
var folded = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if 'A' <= i && i <= 'Z' {
			table[i] = byte(i) + 'a' - 'A'
		}
	}
	return table
}()

// search returns the rules that have a literal in the text, each once.
func (x *index) search(text []byte) []int {
	var rules []int
	var alone loners
	gram := uint32(0)
	for i, c := range text {
		gram = gram<<8 | uint32(folded[c])
		if x.seconds[c] && i > 0 {
			rules = x.shortAt(rules, text, i-1, &alone)
		}
		h := hashOf(gram)
		if x.bits[h/64]&(1<<(h%64)) == 0 || i < 3 {
			continue
		}
		for n := x.heads[h>>(gramBits-headBits)]; n > 0; n = x.literals[n-1].next {
			if l := &x.literals[n-1]; l.gram == gram && !slices.Contains(rules, int(l.rule)) && l.stands(text, i-3, &alone) {
				rules = append(rules, int(l.rule))
			}
		}
	}
	for _, l := range x.spaced {
		if !slices.Contains(rules, int(l.rule)) && holdsSpaced(text, l.text) {
			rules = append(rules, int(l.rule))
		}
	}
	return rules
}

// shortAt adds the rules whose short literals stand at a place.
func (x *index) shortAt(rules []int, text []byte, at int, alone *loners) []int {
	for n := range x.short {
		l := &x.short[n]
		if l.text[0] == text[at] && l.text[1] == text[at+1] && !slices.Contains(rules, int(l.rule)) && l.stands(text, at, alone) {
			rules = append(rules, int(l.rule))
		}
	}
	return rules
}

// loners are the companies that a text does not have: of each the text is searched once, however often the literal stands in it.
type loners []*[]string

// stands says whether the literal stands in the text with its known bytes at a place, where they are, and its company somewhere.
func (l *gramText) stands(text []byte, at int, alone *loners) bool {
	if l.with != nil && slices.Contains(*alone, l.with) || !l.standsAt(text, at) {
		return false
	}
	if l.with == nil || hasCompany(text, *l.with) {
		return true
	}
	*alone = append(*alone, l.with)
	return false
}

// hasCompany says whether all words stand somewhere in a text.
func hasCompany(text []byte, words []string) bool {
	for _, other := range words {
		if word, _, _ := strings.Cut(strings.Trim(other, string(blank)), string(blank)); indexFolded(text, word) < 0 {
			return false
		}
	}
	return true
}

// standsAt is stands for the literal alone.
func (l *gramText) standsAt(text []byte, at int) bool {
	// Backwards from those bytes, and forwards from them.
	i := at - 1
	for n := int(l.at) - 1; n >= 0; n-- {
		if l.text[n] == blank {
			if i < 0 || !isSpace(text[i]) {
				return false
			}
			for i >= 0 && isSpace(text[i]) {
				i--
			}
			continue
		}
		if l.text[n] == space {
			for i >= 0 && isSpace(text[i]) {
				i--
			}
			continue
		}
		if i < 0 || folded[text[i]] != l.text[n] {
			return false
		}
		i--
	}
	i = at
	for n := int(l.at); n < len(l.text); n++ {
		if l.text[n] == blank {
			if i >= len(text) || !isSpace(text[i]) {
				return false
			}
			for i < len(text) && isSpace(text[i]) {
				i++
			}
			continue
		}
		if i >= len(text) || folded[text[i]] != l.text[n] {
			return false
		}
		i++
	}
	return true
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// indexFolded is where a short text in lower case stands in another in any case, or -1.
func indexFolded(text []byte, want string) int {
	for i := 0; i+len(want) <= len(text); i++ {
		if first := want[0]; first < 'a' || first > 'z' {
			n := bytes.IndexByte(text[i:], first)
			if n < 0 || i+n+len(want) > len(text) {
				return -1
			}
			i += n
		}
		same := true
		for j := 0; same && j < len(want); j++ {
			same = folded[text[i+j]] == want[j]
		}
		if same {
			return i
		}
	}
	return -1
}

// holdsSpaced says whether a text without its white space holds another in any case.
func holdsSpaced(text []byte, want string) bool {
	for i := 0; i < len(text); i++ {
		at := bytes.IndexByte(text[i:], want[0]) // which is no letter
		if at < 0 {
			return false
		}
		i += at
		n := 1
		for j := i + 1; j < len(text) && n < len(want); j++ {
			if isSpace(text[j]) {
				continue
			}
			if folded[text[j]] != want[n] {
				break
			}
			n++
		}
		if n == len(want) {
			return true
		}
	}
	return false
}
