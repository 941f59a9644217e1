package corpus

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"weir/test/request"
)

// Benign is a harmless event. Its Payload is what Event says: the value in the place of a page of events; or else an
// HTTP request, the head of a mail, or the event itself, in which case the place is one of those below.
type Benign struct {
	Case
	Kind     string   // of what the payload holds, one of Kinds
	Language string   // of the people who wrote it, as ISO 639-1 has it; "-" if no language is in it
	Declared string   // SOURCE:FIELD-GLOB=KIND[;…], by which a user would declare the value; "" if nobody has to
	Outside  []string // of a whole event, the paths of what outsiders write in it
	Theme    string   // the file in benign, without .txt
}

// What Event says besides the names of pages.
const (
	asRequest = "request" // the payload is an HTTP request, as its client writes it, and Wire is for its body
	asMail    = "mail"    // the payload is the head of a mail, as its sender writes it
	asWhole   = "whole"   // the payload is the event
)

// Kinds are the kinds of content of benign events.
var Kinds = []string{
	"identifier", "text", "markup", "code", "log", "path", "url", "token", "header", "binary", "json", "query", "xml",
	"csv", "mixed",
}

// honestHead is the first line of an entry: its id, source, kind and language.
var honestHead = regexp.MustCompile(`^-- ([a-z0-9]+(?:-[a-z0-9]+)*) (\S+) ([a-z]+) ([a-z-]+) --$`)

// Honest returns the benign events, in the order of the files and of their entries. An entry of a file is
//
//	-- ID SOURCE KIND LANGUAGE --
//	event: the page in events that holds the value, or "request", "mail" or "whole"
//	wire: the steps from the payload to the event's text, innermost first, with commas between them
//	binary: true, if the payload is bytes, given in Base64
//	declared: what a user would have to put into WEIR_FIELDS for it
//	outside: the paths of what outsiders write in a whole event, with semicolons between them
//
//	the payload
//
// of which all but the event and the payload may be missing.
func Honest() ([]Benign, error) {
	pages, err := files.ReadDir("benign")
	if err != nil {
		return nil, err
	}
	var all []Benign
	for _, page := range pages {
		theme, isTheme := strings.CutSuffix(page.Name(), ".txt")
		if !isTheme || theme == "undeclared" {
			continue
		}
		text, err := files.ReadFile("benign/" + page.Name())
		if err != nil {
			return nil, err
		}
		cases, err := parseHonest(theme, string(text))
		if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	return all, nil
}

// parseHonest reads a file of entries. What stands before the first is a comment.
func parseHonest(theme, text string) ([]Benign, error) {
	var all []Benign
	start, head := 0, []string(nil)
	lines := strings.Split(text, "\n")
	for n := 0; n <= len(lines); n++ {
		var next []string
		if n < len(lines) {
			if next = honestHead.FindStringSubmatch(lines[n]); next == nil {
				continue
			}
		}
		if head != nil {
			b := Benign{Case: Case{ID: head[1], Source: head[2]}, Kind: head[3], Language: head[4], Theme: theme}
			if err := b.parse(lines[start:n]); err != nil {
				return nil, fmt.Errorf("benign/%s.txt:%d: %w", theme, start, err)
			}
			all = append(all, b)
		}
		start, head = n+1, next
	}
	return all, nil
}

// parse reads an entry below its first line: settings, an empty line, and the payload, without the empty lines behind it.
func (b *Benign) parse(lines []string) error {
	empty := slices.Index(lines, "")
	if empty < 0 {
		return fmt.Errorf("%s has no empty line before its payload", b.ID)
	}
	b.Payload = strings.TrimRight(strings.Join(lines[empty+1:], "\n"), "\n")
	for _, line := range lines[:empty] {
		name, value, _ := strings.Cut(line, ": ")
		switch {
		case name == "event":
			b.Event = value
		case name == "wire":
			b.Wire = strings.Split(value, ", ")
		case line == "binary: true":
			b.Binary = true
		case name == "declared":
			b.Declared = value
		case name == "outside":
			b.Outside = strings.Split(value, "; ")
		default:
			return fmt.Errorf("%s has the setting %q, which does not exist", b.ID, line)
		}
	}
	if b.Event == "" || b.Payload == "" || !slices.Contains(Kinds, b.Kind) {
		return fmt.Errorf("%s has no event, no payload, or no kind that exists", b.ID)
	}
	return nil
}

// Bytes returns the event, as a runtime would get it.
func (b Benign) Bytes() ([]byte, error) {
	var event any
	switch b.Event {
	case asWhole:
		return []byte(b.Payload), nil
	case asMail:
		event = mailEvent(b.Payload)
	case asRequest:
		r, err := b.request()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.ID, err)
		}
		if event, err = r.Event(b.Source); err != nil {
			return nil, fmt.Errorf("%s: %w", b.ID, err)
		}
	default:
		return b.Case.Bytes()
	}
	return json.Marshal(event)
}

// request reads the payload as an HTTP request.
func (b Benign) request() (*request.Request, error) {
	r, err := request.Parse(b.Payload)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(r.Get("content-type"), "multipart/") {
		r.Body = strings.ReplaceAll(r.Body, "\n", "\r\n") + "\r\n"
	}
	if r.Body, _, err = b.encoded(r.Body); err != nil {
		return nil, err
	}
	r.Forward()
	return r, nil
}

// SourceOf is the source of a case without what a source tells of its events behind a colon.
func SourceOf(c Case) string {
	name, _, _ := strings.Cut(c.Source, ":")
	return name
}
