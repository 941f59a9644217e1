package engine

import (
	"regexp"
	"strings"

	"rsc.io/binaryregexp"
)

// stretches is a text that an expression reads bit by bit: it leaves the transaction once its time is up. Package regexp reads a
// quarter of a megabyte in a second where it has to follow many ways at once, so that a long text may take as long.
type stretches struct {
	strings.Reader
	watch *watch
	read  int // since the last look at the clock
}

// longText is from where a text is read so, in bytes. To read a shorter one takes some milliseconds, and package regexp is faster
// with a text that it has as a whole.
const longText = 4 * clockEvery

func stretchesOf(text string, w *watch) *stretches {
	s := &stretches{watch: w}
	s.Reset(text)
	return s
}

// ReadRune implements io.RuneReader. What is no UTF-8 is read as package regexp reads it in a string.
func (s *stretches) ReadRune() (r rune, size int, err error) {
	r, size, err = s.Reader.ReadRune()
	s.count(size)
	return r, size, err
}

// ReadByte implements io.ByteReader, for expressions of bytes.
func (s *stretches) ReadByte() (byte, error) {
	s.count(1)
	return s.Reader.ReadByte()
}

func (s *stretches) count(n int) {
	if s.read += n; s.read >= clockEvery {
		s.watch.spend(s.read)
		s.read = 0
	}
}

// matching is how an expression reads one text: as a whole, or, if it is long and somebody watches, in stretches.
type matching struct {
	expression
	text  string
	watch *watch
}

func (m matching) does() bool {
	if m.watch == nil || len(m.text) < longText {
		return m.MatchString(m.text)
	}
	in := stretchesOf(m.text, m.watch)
	switch e := m.expression.(type) {
	case *regexp.Regexp:
		return e.MatchReader(in)
	case *binaryregexp.Regexp:
		return e.MatchReader(in)
	}
	return m.MatchString(m.text) // a search for literals, which is fast
}

// groups are where its groups stand in the text.
func (m matching) groups() []int {
	if m.watch == nil || len(m.text) < longText {
		return m.FindStringSubmatchIndex(m.text)
	}
	in := stretchesOf(m.text, m.watch)
	switch e := m.expression.(type) {
	case *regexp.Regexp:
		return e.FindReaderSubmatchIndex(in)
	case *binaryregexp.Regexp:
		return e.FindReaderSubmatchIndex(in)
	}
	return m.FindStringSubmatchIndex(m.text)
}
