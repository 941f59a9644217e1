package corpus

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// documentSteps put a text into a document, at a place where programs do not expect one as often as in a JSON value.
var documentSteps = map[string]stepFunc{
	"json-key":   func(text, _ string) (string, error) { return `{"attributes":{` + jsonText(text) + `:true}}`, nil },
	"json-array": func(text, _ string) (string, error) { return `{"items":[{"n":1},[["a",` + jsonText(text) + `]]]}`, nil },
	"json-lines": func(text, _ string) (string, error) {
		return "{\"n\":1}\n{\"text\":" + jsonText(text) + "}\n", nil
	},
	"field": plain(func(text string) string { return "step=2&note=" + url.QueryEscape(text) + "&send=" }),

	"xml-text":      plain(func(text string) string { return document(`<note to="ann">` + references(text) + `</note>`) }),
	"xml-attribute": plain(func(text string) string { return document(`<note to="` + references(text) + `">x</note>`) }),
	"xml-numbers":   plain(func(text string) string { return document(`<note>` + numbers(text) + `</note>`) }),
	"xml-cdata": plain(func(text string) string {
		return document(`<note><![CDATA[` + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + `]]></note>`)
	}),

	"part":      plain(func(text string) string { return form(`name="note"`, text) }),
	"part-name": plain(func(text string) string { return form(`name="upload"; filename="`+clean(text)+`"`, "%PDF-1.7") }),
	"mail-subject": plain(func(text string) string {
		return "From: Eve <eve@mail.example>\r\nSubject: " + encodedWord(text) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello.\r\n"
	}),
	"mail-name-star": plain(func(text string) string {
		return strings.Replace(mail("x", "JVBERi0xLjQK"), `filename="x"`, `filename*=utf-8''`+percentAll(text), 1)
	}),
	"mail-file": plain(func(text string) string {
		return mail("notes.txt", broken(base64.StdEncoding.EncodeToString([]byte(text)), 76))
	}),
}

func document(inside string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n<order>" + inside + `</order>`
}

// references writes the signs of markup as XML has them.
func references(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&apos;").Replace(text)
}

// numbers writes every character by its number.
func numbers(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i%2 == 0 {
			fmt.Fprintf(&b, "&#%d;", r)
		} else {
			fmt.Fprintf(&b, "&#x%X;", r)
		}
	}
	return b.String()
}

// form is a body of multipart/form-data with two parts.
func form(disposition, content string) string {
	return strings.Join([]string{
		"--b1", `Content-Disposition: form-data; name="step"`, "", "2",
		"--b1", "Content-Disposition: form-data; " + disposition, "", content, "--b1--", "",
	}, "\r\n")
}

// clean escapes what would end a quoted name.
func clean(name string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(name)
}
