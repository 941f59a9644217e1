package engine

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// wordList is the operator @pmFromFile: Coraza's own in meaning, but it looks at the clock, and at the words only where three bytes
// are those with which one begins. Coraza walks an automaton with a search in every step.
type wordList struct {
	begins [1 << 15 / 64]uint64       // a bit for every three bytes, hashed, with which a word begins
	with   map[[wordKey]byte][]string // the words by those bytes, the longest first; shorter ones are filled up with zeros
	short  [1 << 8 / 64]uint64        // a bit for the first byte of every word that is shorter
}

// wordKey is how many bytes words are known by.
const wordKey = 3

// maxWords is how many words that it found Coraza captures.
const maxWords = 10

func newWords(o plugintypes.OperatorOptions) (plugintypes.Operator, error) {
	raw, err := dataFile(o)
	if err != nil {
		return nil, err
	}
	if o.Memoizer == nil {
		return readWords(raw), nil
	}
	w, err := o.Memoizer.Do("weir words:"+strings.Join(o.Path, ",")+o.Arguments, func() (any, error) { return readWords(raw), nil })
	if err != nil {
		return nil, err
	}
	return w.(*wordList), nil
}

// dataFile reads the file that an operator names, where Coraza would find it.
func dataFile(o plugintypes.OperatorOptions) ([]byte, error) {
	if path.IsAbs(o.Arguments) {
		return fs.ReadFile(o.Root, o.Arguments)
	}
	err := errors.New("no path to look in")
	for _, folder := range o.Path {
		var raw []byte
		if raw, err = fs.ReadFile(o.Root, path.Join(folder, o.Arguments)); !errors.Is(err, fs.ErrNotExist) {
			return raw, err
		}
	}
	return nil, err
}

// readWords reads a list of words, one a line.
func readWords(raw []byte) *wordList {
	w := &wordList{with: make(map[[wordKey]byte][]string)}
	for lines := bufio.NewScanner(bytes.NewReader(raw)); lines.Scan(); {
		word := strings.ToLower(strings.TrimSpace(lines.Text()))
		if word == "" || word[0] == '#' {
			continue
		}
		var key [wordKey]byte
		if copy(key[:], word) < wordKey {
			first := word[0] | 0x20
			w.short[first>>6] |= 1 << (first & 63)
		} else {
			h := hashed(key[0], key[1], key[2])
			w.begins[h>>6] |= 1 << (h & 63)
		}
		w.with[key] = append(w.with[key], word)
	}
	for _, list := range w.with {
		slices.SortFunc(list, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	}
	return w
}

// hashed is the same for letters of either case.
func hashed(a, b, c byte) uint16 {
	return (uint16(a|0x20)<<10 ^ uint16(b|0x20)<<5 ^ uint16(c|0x20)) & (1<<15 - 1)
}

// mayBegin says that a word may begin at a place in a text.
func (w *wordList) mayBegin(text string, at int) bool {
	first := text[at] | 0x20
	if w.short[first>>6]>>(first&63)&1 != 0 {
		return true
	}
	if at+wordKey > len(text) {
		return false
	}
	h := hashed(text[at], text[at+1], text[at+2])
	return w.begins[h>>6]>>(h&63)&1 != 0
}

// Evaluate implements plugintypes.Operator.
func (w *wordList) Evaluate(tx plugintypes.TransactionState, text string) bool {
	if watch := watchOf(tx.ID()); watch != nil {
		watch.spend(len(text))
	}
	found := 0
	for at := 0; at < len(text); at++ {
		if !w.mayBegin(text, at) {
			continue
		}
		length := w.longest(text[at:])
		switch {
		case length == 0:
			continue
		case !tx.Capturing():
			return true
		}
		tx.CaptureField(found, text[at:at+length]) // the next one may begin inside it, as Coraza's does
		if found++; found == maxWords {
			return true
		}
	}
	return found > 0
}

// longest is the length of the longest word with which a text begins, or 0. Letters of ASCII may be of either case.
func (w *wordList) longest(text string) int {
	var key [wordKey]byte
	for i := range min(len(text), wordKey) {
		key[i] = small(text[i])
	}
	if length := w.among(key, text); length > 0 {
		return length
	}
	for n := wordKey - 1; n > 0; n-- {
		key[n] = 0
		if length := w.among(key, text); length > 0 {
			return length
		}
	}
	return 0
}

// among is the same among the words of a key.
func (w *wordList) among(key [wordKey]byte, text string) int {
	for _, word := range w.with[key] {
		if begins(text, word) {
			return len(word)
		}
	}
	return 0
}

// begins says that a text begins with a word in small letters.
func begins(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if small(text[i]) != word[i] {
			return false
		}
	}
	return true
}

func small(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
