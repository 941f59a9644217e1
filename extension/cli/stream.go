package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxEvent is the size of the largest event that Lambda delivers, in bytes: 6 MB and 100 bytes for what is around it.
// Whatever is larger is no event, and is refused before it fills the memory.
const maxEvent = 6<<20 + 100

// maxDepth is how deep encoding/json reads. What is deeper may be an event all the same, and Weir says what it thinks of it.
const maxDepth = 10000

// Documents calls each with every document of a file, or of in if the file is "-", with the number of the line where it begins:
// JSON values, one after another, over as many lines as they like. The line is 0 if the file has one document only; of
// standard input that is not known in time. Documents of whole files are handed over as they are.
func Documents(file string, in io.Reader, whole bool, each func(line int, document []byte)) error {
	if file != "-" {
		f, err := open(file)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	s := &stream{in: bufio.NewReaderSize(in, 64<<10), line: 1, named: file == "-"}
	if err := s.begin(); err != nil {
		return err
	}
	if whole {
		return s.whole(each)
	}
	return s.values(each)
}

// open opens a file, and says in whose words it was meant if it is none.
func open(file string) (*os.File, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Mistake{"there is no such file", `Paths are relative to the current directory; "-" stands for standard input.`}
	case err != nil:
		return nil, cause(err)
	case info.IsDir():
		return nil, Mistake{"this is a directory", fmt.Sprintf("Name its files: %s", filepath.Join(file, "*.json"))}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, cause(err)
	}
	return f, nil
}

// cause is an error of the file system without the path, which stands in front of it anyway.
func cause(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// stream reads JSON values.
type stream struct {
	in    *bufio.Reader
	line  int  // of what is read next, from 1
	named bool // also the only value is told by its line
	value []byte
}

// begin passes over a byte order mark, and tells of text that is no UTF-8.
func (s *stream) begin() error {
	head, _ := s.in.Peek(3) // a shorter file has no mark of three
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = s.in.Discard(3) // they are there
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return Mistake{"the text is UTF-16, and JSON is UTF-8", "PowerShell writes UTF-8 with: Out-File -Encoding utf8"}
	}
	return nil
}

var errEmpty = Mistake{"this is empty", "An event is a JSON document, as the test tab of Lambda's console shows it."}

// whole reads what may be no JSON, as responses are. JSON values are several only if there is nothing else.
func (s *stream) whole(each func(line int, document []byte)) error {
	text, err := io.ReadAll(io.LimitReader(s.in, maxEvent+1))
	switch {
	case err != nil:
		return cause(err)
	case len(text) > maxEvent:
		return tooLarge(1)
	}
	type part struct {
		line int
		text []byte
	}
	var parts []part
	values := &stream{in: bufio.NewReader(bytes.NewReader(text)), line: 1}
	wrong := values.values(func(line int, value []byte) { parts = append(parts, part{line, value}) })
	if wrong != nil || len(parts) < 2 { // it is no JSON, or one value
		each(0, text)
		return nil //nolint:nilerr // a response may be any text
	}
	for _, p := range parts {
		each(p.line, p.text)
	}
	return nil
}

// values reads values to the end, or to the first text that is none.
func (s *stream) values(each func(line int, value []byte)) error {
	for first := true; ; first = false {
		if err := s.space(); errors.Is(err, io.EOF) {
			if first {
				return errEmpty
			}
			return nil
		} else if err != nil {
			return cause(err)
		}
		line := s.line
		if err := s.read(); err != nil {
			return err
		}
		value := s.value
		s.value = nil
		if first && !s.named && errors.Is(s.space(), io.EOF) {
			line = 0
		}
		each(line, value)
	}
}

// space passes over white space, and returns io.EOF if nothing follows.
func (s *stream) space() error {
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return err
		case c == '\n':
			s.line++
		case c != ' ' && c != '\t' && c != '\r':
			return s.in.UnreadByte()
		}
	}
}

// read reads one value.
func (s *stream) read() error {
	line := s.line
	depth, deepest, inString, escaped := 0, 0, false, false
	for {
		c, err := s.in.ReadByte()
		if err != nil && !errors.Is(err, io.EOF) {
			return cause(err)
		}
		if err != nil {
			break // what is missing is told by the parser
		}
		bare := depth == 0 && !inString && len(s.value) > 0 // inside of a number or a word
		if bare && strings.IndexByte(" \t\r\n{[\"", c) >= 0 {
			_ = s.in.UnreadByte() // it was just read
			break
		}
		s.value = append(s.value, c)
		if len(s.value) > maxEvent {
			return tooLarge(line)
		}
		switch {
		case c == '\n':
			s.line++
		case escaped:
			escaped = false
		case inString:
			escaped, inString = c == '\\', c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
		if depth <= 0 && !inString && (c == '}' || c == ']' || c == '"') {
			break
		}
	}
	if deepest > maxDepth {
		return nil
	}
	var value json.RawMessage
	return notJSON(line, s.value, json.Unmarshal(s.value, &value))
}

func tooLarge(line int) error {
	return Mistake{
		fmt.Sprintf("line %d is larger than any event (%d bytes)", line, maxEvent),
		"Lambda hands a function no more than 6 MB at once.",
	}
}

// notJSON says where a text ceases to be JSON, if it does; it begins on the line.
func notJSON(line int, text []byte, err error) error {
	if err == nil {
		return nil
	}
	begins, at, what := line, 0, "not JSON"
	var e *json.SyntaxError
	if errors.As(err, &e) {
		at = min(len(text), max(0, int(e.Offset)-1))
		line += bytes.Count(text[:at], []byte("\n"))
		invalid, _, _ := strings.Cut(e.Error(), " looking for ") // a line has no room for more
		what = "not JSON: " + invalid
	}
	m := Mistake{What: fmt.Sprintf("line %d is %s", line, what)}
	switch {
	case strings.IndexByte(`{["`, text[0]) < 0:
		m.Meant = "A function gets JSON only. A text as an event: jq -Rs . FILE | weir inspect -"
	case endsEarly(text, at, e):
		m.Meant = fmt.Sprintf("The document that begins on line %d ends too early: was it cut?", begins)
	default:
		m.Meant = fmt.Sprintf("A function gets JSON only. The document begins on line %d.", begins)
	}
	return m
}

// endsEarly says of a text that ceases to be JSON at a place whether its document is cut there: the text ends, a line ends inside a
// string, or the next of JSON lines follows.
func endsEarly(text []byte, at int, e *json.SyntaxError) bool {
	if e != nil && strings.HasPrefix(e.Error(), "unexpected end") {
		return true
	}
	next := text[at]
	return next == '\n' || next == '\r' || strings.IndexByte("{[", next) >= 0 && at > 0 && text[at-1] == '\n'
}
