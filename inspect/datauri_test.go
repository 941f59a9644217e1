package inspect

import (
	"encoding/base64"
	"strings"
	"testing"
)

// uriCarriers are events that carry a text as clients that talk of pictures send it.
func uriCarriers(text string) map[string]string {
	return map[string]string{
		"a message for a model": functionURL("/", "", "application/json", `{"messages":[{"role":"user","content":[{"image_url":{"url":`+quoted(text)+`}}]}]}`, false),
		"a queue":               queue(`{"attachment":` + quoted(text) + `}`),
		"a field of a form":     functionURL("/", "", "multipart/form-data; boundary=frontier", part("", text), false),
	}
}

func TestDataURIsOfFilesPassWhateverTheirTypeAndSize(t *testing.T) {
	picture := document()["word/media/image1.png"]
	uri := func(head, data string) string {
		return "data:" + head + ";base64," + base64.StdEncoding.EncodeToString([]byte(data))
	}
	large := strings.Replace(picture, "\x00\x00\x00\nIDAT", "\x00\x03\x0d\x40IDAT"+string(noise(200_000-10)), 1)
	judgeFiles(t, map[string]string{
		"a picture":               uri("image/png", picture),
		"a large picture":         uri("image/png", large),
		"a picture from a phone":  uri("image/heic", "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic\x00\x00\x00\x08mdat"),
		"a picture with a name":   uri("image/png;name=IMG_0001 (2).png", picture),
		"a sound":                 uri("audio/webm;codecs=opus", "\x1a\x45\xdf\xa3"+string(noise(3000))),
		"a document":              uri("application/vnd.openxmlformats-officedocument.wordprocessingml.document", packageOf(t, document())),
		"a font":                  uri("font/woff2;charset=utf-8", "wOF2"+string(noise(3000))),
		"a table":                 uri("text/csv", "id,name\r\n1,Pat O'Neill\r\n"),
		"a note":                  uri("text/plain", "Dear all, it's a quiet day."),
		"a document of JSON":      uri("application/json", `{"note":"it's a quiet day"}`),
		"an unknown type":         uri("application/x-thing;version=1", string(noise(500))),
		"inside Markdown":         "Look: ![a picture](" + uri("image/png", picture) + ") and [another](" + uri("image/webp", picture) + "), please.",
		"at the start of a text":  "[a picture](" + uri("image/png", large) + ")",
		"inside a page":           `the picture is ` + uri("image/png", picture) + `, thanks`,
		"in capital letters":      strings.Replace(uri("IMAGE/PNG", picture), ";base64", ";BASE64", 1),
		"signs of the other kind": "data:image/png;base64," + base64.URLEncoding.EncodeToString([]byte(picture)),
	}, Pass, uriCarriers)
}

func TestWhatDataURIsCarryIsFound(t *testing.T) {
	picture := document()["word/media/image1.png"]
	uri := func(head, data string) string {
		return "data:" + head + ";base64," + base64.StdEncoding.EncodeToString([]byte(data))
	}
	const shell = `<?php system($_GET['c']); ?>`
	judgeFiles(t, map[string]string{
		"a page with a script":         uri("text/html", "<script>alert(document.cookie)</script>"),
		"a picture that runs":          uri("image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"a script that says picture":   uri("image/png", "<script>alert(document.cookie)</script>"),
		"PHP behind a picture":         uri("image/png", picture+shell),
		"PHP behind a large picture":   uri("image/png", picture+string(noise(100_000))+shell),
		"PHP as a note":                uri("text/plain", shell),
		"SQL in a document":            uri("application/json", `{"q":"`+injection+`"}`),
		"a name with SQL":              uri("image/png;name=x' or 1=1-- ", picture),
		"a name with a command":        uri("image/png;name=$(cat /etc/passwd)", picture),
		"a command behind it":          uri("image/png", picture) + "\ncat /etc/passwd",
		"a script behind it":           uri("image/png", picture) + `"><script>alert(1)</script>`,
		"SQL before it":                injection + " " + uri("image/png", picture),
		"no URI":                       "data: ;cat /etc/passwd;base64,AAAA",
		"an entity in a document":      uri("application/octet-stream", packageOf(t, with(document(), "word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>`))),
		"a name that climbs, in a zip": uri("application/zip", packageOf(t, map[string]string{"../../../tmp/x.sh": "echo"})),
	}, Block, uriCarriers)
}
