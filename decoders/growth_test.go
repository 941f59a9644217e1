//go:build growth

package decoders

import (
	"testing"

	"weir/test/growth"
)

// growing are content types, each of which has a reader of its own.
var growing = []string{
	"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "multipart/mixed", "text/xml", "text/plain; charset=utf-7",
	"text/plain; charset=utf-16le", "text/plain; charset=utf-16", "text/plain; charset=utf-32",
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
	"lenient": func(text []byte) {
		_, _ = appendStrict(nil, append([]byte("{"), text...), quota{limit: DefaultExpansion})
	},
	"lenient, in a text": func(text []byte) {
		_, _ = appendFirst(nil, append([]byte("{"), text...), quota{limit: DefaultExpansion})
	},
	"Text":       func(text []byte) { JSON(`"` + string(text) + `"`).Text(nil) },
	"Excesses":   func(text []byte) { Limits{}.Excesses(text) },
	"media type": func(text []byte) { mediaParameter(string(text), "boundary"); isJSON(string(text)); isXML(string(text)) },
	"path":       func(text []byte) { _ = Path{{Key: text}}.String() },
}

func TestGrowthOfDecoders(t *testing.T) {
	all := func(hint Hint) func(text []byte) {
		return func(text []byte) { NewExpander(Limits{}).ExpandTo(text, hint, func(View) bool { return true }) }
	}
	subjects := []growth.Subject{{Name: "undeclared", Read: all(Hint{})}, {Name: "bytes", Read: all(Hint{Bytes: true})}}
	// A stream that yields more and more for each byte is bounded by Ratio. Here its bound is one that short streams reach, too.
	few := func(text []byte) quota { return quota{limit: 2 * len(text)} }
	for _, c := range codecs {
		subjects = append(subjects,
			growth.Subject{Name: string(c.encoding), Read: func(text []byte) { _, _ = c.decode(nil, text, few(text)) }},
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

// What messages, frames and streams begin with, again and again, and behind beginnings that promise one.
func TestGrowthOfBytes(t *testing.T) {
	var texts []growth.Text
	for _, prefix := range []string{"", "\x00", "\x00\x00\x00\x00\x01", "\x01", "{\x00", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "\xdd\x00\x10\x00\x00", "\x9f", "\x7f", "PK\x03\x04"} {
		for _, unit := range []string{
			"\x91", "\x81\xa1", "\x81\xa1a", "\xa4text", "\xc1", "\x9f", "\x7f\x60", "\x60", "\xa1\x61", "\x0a\x7f", "\x0a\x05\x0a\x03", "\x08\x01", "\x0a\xff\x7f", "\x0b",
			"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x00", "\x00{", "{\x00\"\x00", "[", "{\"", "\x01[", "PK\x05\x06", "PK\x01\x02", "PK\x03\x04",
			"text of seven\x01", "aaaaaaaaaaaaaaaaaaaaaaaa\xff", "a\xff", "BZh91AY&SY", "\x78\x9c", "\x03\x00", "\x04", "\x00\x00\xff\xff",
		} {
			texts = append(texts, growth.Text{Prefix: prefix, Unit: unit}, growth.Text{Prefix: prefix, Unit: unit, Suffix: "\xff\xff"})
		}
	}
	growth.Check(t, []growth.Subject{{Name: "bytes", Read: func(text []byte) {
		NewExpander(Limits{}).ExpandTo(text, Hint{Bytes: true}, func(View) bool { return true })
	}}}, texts)
}
