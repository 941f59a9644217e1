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
	grams    []uint32   // sorted
	literals []gramText // in the order of grams: those of grams[i] are at i
	short    []gramText // with fewer than four bytes in a row: the first of them are looked for
	spaced   []literal  // compared as if the text had no white space
}

// gramBits is how many bits the table has, as a power of two: 8 KB, of which some 2,000 grams set one in thirty.
const gramBits = 16

// literal is one of the texts of which every match of a rule holds at least one: in lower case, as the text is compared.
type literal struct {
	rule int
	text string
	with []string // other texts that stand in the same match, somewhere
}

// blank stands in a literal for a run of white space of any length, at least one character.
const blank = '\x01'

// gramText is a literal with the place of the bytes that it is known by: four, or fewer of a short one.
type gramText struct {
	literal
	at, n int
}

func newIndex(files fs.FS) (*index, error) {
	x := &index{}
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
	x.sort()
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
		x.spaced = append(x.spaced, literal{rule: rule, text: texts[0]})
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

// add adds texts that stand in a match together. It is known by the rarest four bytes in a row of any.
func (x *index) add(rule int, texts ...string) {
	best := gramText{at: -1, n: 4}
	rarest := 0
	for n, text := range texts {
		for i := 0; i+4 <= len(text); i++ {
			if gram := text[i : i+4]; strings.IndexByte(gram, blank) < 0 && (best.at < 0 || rarity(gram) > rarest) {
				rarest, best.at, best.text = rarity(gram), i, text
				best.with = slices.Delete(slices.Clone(texts), n, n+1)
			}
		}
	}
	best.rule = rule
	if best.at >= 0 {
		x.literals = append(x.literals, best)
		return
	}
	word, _, _ := strings.Cut(texts[0], string(blank))
	best.at, best.n, best.text, best.with = 0, len(word), texts[0], texts[1:]
	x.short = append(x.short, best)
}

// common lists bytes from the most frequent in what functions answer to the rarer ones.
const common = " etaonisr\"lhdcumpfg:,.ywb/v-0k=<>12_j;3x'(q)z"

// rarity says how rare four bytes are in ordinary texts: the sum of their ranks.
func rarity(gram string) int {
	sum := 0
	for i := range len(gram) {
		rank := strings.IndexByte(common, gram[i])
		if rank < 0 {
			rank = len(common)
		}
		sum += rank
	}
	return sum
}

func (x *index) sort() {
	slices.SortFunc(x.literals, func(a, b gramText) int { return int(int64(a.gram()) - int64(b.gram())) })
	x.grams = make([]uint32, len(x.literals))
	for i, l := range x.literals {
		x.grams[i] = l.gram()
		h := hashOf(l.gram())
		x.bits[h/64] |= 1 << (h % 64)
	}
}

func (l gramText) gram() uint32 {
	g := uint32(0)
	for i := range 4 {
		g = g<<8 | uint32(l.text[l.at+i])
	}
	return g
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
	gram := uint32(0)
	for i, c := range text {
		gram = gram<<8 | uint32(folded[c])
		h := hashOf(gram)
		if x.bits[h/64]&(1<<(h%64)) == 0 || i < 3 {
			continue
		}
		n, found := slices.BinarySearch(x.grams, gram)
		for ; found && n < len(x.grams) && x.grams[n] == gram; n++ {
			if l := &x.literals[n]; !slices.Contains(rules, l.rule) && l.stands(text, i-3) {
				rules = append(rules, l.rule)
			}
		}
	}
	for n := range x.short {
		if l := &x.short[n]; !slices.Contains(rules, l.rule) && l.standsAnywhere(text) {
			rules = append(rules, l.rule)
		}
	}
	for _, l := range x.spaced {
		if !slices.Contains(rules, l.rule) && holdsSpaced(text, l.text) {
			rules = append(rules, l.rule)
		}
	}
	return rules
}

// standsAnywhere says whether a short literal stands in the text.
func (l *gramText) standsAnywhere(text []byte) bool {
	for from := 0; ; from++ {
		n := indexFolded(text[from:], l.text[:l.n])
		if n < 0 {
			return false
		}
		if from += n; l.stands(text, from) {
			return true
		}
	}
}

// stands says whether the literal stands in the text with its known bytes at a place, where they are.
func (l *gramText) stands(text []byte, at int) bool {
	// Backwards from those bytes, and forwards from them.
	i := at - 1
	for n := l.at - 1; n >= 0; n-- {
		if l.text[n] == blank {
			if i < 0 || !isSpace(text[i]) {
				return false
			}
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
	i = at + l.n
	for n := l.at + l.n; n < len(l.text); n++ {
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
	for _, other := range l.with {
		if word, _, _ := strings.Cut(strings.Trim(other, string(blank)), string(blank)); indexFolded(text, word) < 0 {
			return false
		}
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
	for i := range text {
		if folded[text[i]] != want[0] {
			continue
		}
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
