//go:build growth

package decoders

import (
	"testing"

	"weir/test/growth"
)

// growing are content types, each of which has a reader of its own.
var growing = []string{
	"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/mixed", "text/xml", "text/plain; charset=utf-7",
	"text/plain; charset=utf-16le", "text/plain; charset=utf-16",
}

// ways are functions that are given a text by themselves.
var ways = map[string]func(text []byte){
	"ParseJSON": func(text []byte) { ParseJSON(text) },
	"ParseOutline": func(text []byte) {
		o, _ := ParseOutline(text, nil, 64)
		for _, value := range o.Doc.Members() {
			value.Text(nil)
		}
		for _, value := range o.Doc.Elements() {
			value.Text(nil)
		}
	},
	"Text":       func(text []byte) { JSON(`"` + string(text) + `"`).Text(nil) },
	"Excesses":   func(text []byte) { Limits{}.Excesses(text) },
	"Stretches":  func(text []byte) { Stretches(text)(func([]byte) bool { return true }) },
	"media type": func(text []byte) { mediaParameter(string(text), "boundary"); isJSON(string(text)); isXML(string(text)) },
	"path":       func(text []byte) { _ = Path{{Key: text}}.String() },
}

func TestGrowthOfDecoders(t *testing.T) {
	all := func(hint Hint) func(text []byte) {
		return func(text []byte) { NewExpander(Limits{}).ExpandTo(text, hint, func(View) bool { return true }) }
	}
	subjects := []growth.Subject{{Name: "undeclared", Read: all(Hint{})}}
	for _, c := range codecs {
		subjects = append(subjects,
			growth.Subject{Name: string(c.encoding), Read: func(text []byte) { c.decode(nil, text, DefaultExpansion) }},
			growth.Subject{Name: string(c.encoding) + " declared", Read: all(Hint{Encodings: []Encoding{c.encoding}})})
	}
	for _, contentType := range growing {
		subjects = append(subjects, growth.Subject{Name: contentType, Read: all(Hint{ContentType: contentType})})
	}
	for name, read := range ways {
		subjects = append(subjects, growth.Subject{Name: name, Read: read})
	}
	growth.Check(t, subjects, growth.Texts(6))
}

// Content types are the sender's words, too: those of parts of mails above all.
func TestGrowthOfContentTypes(t *testing.T) {
	growth.Check(t, []growth.Subject{{Name: "content type", Read: func(text []byte) {
		NewExpander(Limits{}).ExpandTo([]byte("--b\r\n\r\na\r\n--b--"), Hint{ContentType: "multipart/mixed" + string(text)}, func(View) bool { return true })
	}}}, growth.Texts(4))
}
