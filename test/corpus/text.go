package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Text is a value as people, programs or attackers write it, apart from the events that carry it.
type Text struct {
	Theme string // "honest/chat": the folder says what it is, the file what it is about
	Line  int    // in that file
	Text  string `json:"text"`
	In    string `json:"in"`  // the places that it stands in, with blanks between them; those of the file if it says none
	Yet   string `json:"yet"` // it is judged wrong so far, in each of its places, and why
}

// Hostile says that the text must be found. Others must pass.
func (t Text) Hostile() bool { return strings.HasPrefix(t.Theme, "hostile/") }

// Texts returns all texts. A file of texts has one JSON object a line, the first of which has only the places.
func Texts() ([]Text, error) {
	var all []Text
	for _, side := range []string{"texts/honest", "texts/hostile"} {
		pages, err := files.ReadDir(side)
		if err != nil {
			return nil, err
		}
		for _, page := range pages {
			name := side + "/" + page.Name()
			content, err := files.ReadFile(name)
			if err != nil {
				return nil, err
			}
			list, err := parseTexts(strings.TrimSuffix(strings.TrimPrefix(name, "texts/"), ".jsonl"), content)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			all = append(all, list...)
		}
	}
	return all, nil
}

// parseTexts reads a file of texts.
func parseTexts(theme string, content []byte) ([]Text, error) {
	var all []Text
	usual, n := "", 0
	for line := range bytes.Lines(content) {
		n++
		t := Text{Theme: theme, Line: n}
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&t); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if n == 1 {
			usual = t.In
		} else if t.In == "" {
			t.In = usual
		}
		for place := range strings.FieldsSeq(t.In) {
			if _, is := textPlaces[place]; !is {
				return nil, fmt.Errorf("line %d: no place is called %q", n, place)
			}
		}
		if (n == 1) != (t.Text == "") || t.In == "" {
			return nil, fmt.Errorf("line %d has no text or no places; the first has places alone", n)
		}
		if n > 1 {
			all = append(all, t)
		}
	}
	return all, nil
}

// textPlaces are the places of texts, and what makes an event of a text there.
var textPlaces = map[string]func(text string) Benign{
	"query": func(text string) Benign { return asking("GET /search?page=2&q="+url.QueryEscape(text), "", "") },
	"form": func(text string) Benign {
		return asking("POST /messages", "application/x-www-form-urlencoded", "lang=en&message="+url.QueryEscape(text))
	},
	"json": func(text string) Benign {
		return asking("POST /messages", "application/json", `{"id":17,"message":`+jsonText(text)+`}`)
	},
	"path":   func(text string) Benign { return asking("GET /files/"+url.PathEscape(text)+"/view", "", "") },
	"header": func(text string) Benign { return asking("GET /profile", "", "", "X-Note: "+oneLine(text)) },
	"cookie": func(text string) Benign { return asking("GET /profile", "", "", "Cookie: lang=en; state="+crumb(text)) },
	"queue":  func(text string) Benign { return carried("sqs", "sqs.body", text, "json text") },
	"stream": func(text string) Benign { return carried("kinesis", "kinesis.data", text, "base64") },
	"key":    func(text string) Benign { return carried("s3", "s3.key", text, "form") },
}

// asking is a request with a text in it.
func asking(line, kind, body string, headers ...string) Benign {
	lines := append([]string{line + " HTTP/1.1", "Host: api.example", "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:137.0) Gecko/20100101 Firefox/137.0", "Accept: */*"}, headers...)
	if kind != "" {
		lines = append(lines, "Content-Type: "+kind)
	}
	return Benign{Case: Case{Source: "http-v2", Event: asRequest, Payload: strings.Join(lines, "\n") + "\n\n" + body}}
}

// carried is an event of another source with a text in it.
func carried(source, event, text string, wire ...string) Benign {
	return Benign{Case: Case{Source: source, Event: event, Payload: text, Wire: wire}}
}

// oneLine is a text as a header can hold it.
func oneLine(text string) string { return strings.NewReplacer("\r", "%0D", "\n", "%0A").Replace(text) }

// crumb is a text as a cookie holds it: as it is, or escaped if it could not stand there.
func crumb(text string) string {
	if strings.ContainsAny(text, ";, \"\\\r\n\t") || strings.IndexFunc(text, func(r rune) bool { return r > '~' }) >= 0 {
		return url.PathEscape(text)
	}
	return text
}

// Placed are the events of a text, one for each of its places.
func (t Text) Placed() []Benign {
	var all []Benign
	for place := range strings.FieldsSeq(t.In) {
		b := textPlaces[place](t.Text)
		b.ID = fmt.Sprintf("%s:%d/%s", t.Theme, t.Line, place)
		all = append(all, b)
	}
	return all
}

// PlacesOfTexts are the names of all places, in order.
func PlacesOfTexts() []string {
	var names []string
	for name := range textPlaces {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
