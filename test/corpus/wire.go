package corpus

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
)

// encode does one step of an attack's way into an event: a word, and for some words an argument after a space.
func encode(step, text string) (string, error) {
	word, arg, _ := strings.Cut(step, " ")
	for _, list := range []map[string]stepFunc{steps, textSteps, documentSteps, byteSteps} {
		if f, ok := list[word]; ok {
			return f(text, arg)
		}
	}
	return "", errors.New("there is no such step")
}

type stepFunc func(text, arg string) (string, error)

// steps are the encodings by their words.
var steps = map[string]stepFunc{
	// Texts.
	"url":        plain(escapeAll),
	"form":       plain(url.QueryEscape),
	"nested-url": nestedURL,
	"base64":     plain(func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }),
	"base64url":  plain(func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }),
	"utf-16":     plain(withMark),
	"word":       plain(encodedWord),

	// JSON.
	"json": func(text, name string) (string, error) { return member(name, text) },
	"escapes": func(text, name string) (string, error) {
		return `{` + jsonText(name) + `:"` + escapeUnicode(text) + `"}`, nil
	},

	// Compression.
	"gzip":        compressed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }),
	"zlib":        compressed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }),
	"zip-name":    func(text, _ string) (string, error) { return archive(text, "See the page.\n") },
	"zip-content": func(text, _ string) (string, error) { return archive("readme.txt", text) },

	// Objects of languages.
	"pickle": plain(pickled),

	"repeat": func(text, times string) (string, error) {
		n, err := strconv.Atoi(times)
		return strings.Repeat(text, max(n, 0)), err
	},

	// AWS's own envelopes, and mails.
	"sns":          func(text, _ string) (string, error) { return notification(text) },
	"logs":         func(text, _ string) (string, error) { return subscription(text) },
	"ses-content":  func(text, _ string) (string, error) { return received(text) },
	"mail-name":    plain(func(text string) string { return mail(text, "JVBERi0xLjQK") }),
	"mail-content": plain(func(raw string) string { return mail("pages.zip", base64.StdEncoding.EncodeToString([]byte(raw))) }),
	"mail-text":    mailText,
}

// hostileSteps are no encodings: they make an attack of whatever they are given.
var hostileSteps = []string{"nested-url", "pickle", "repeat"}

func plain(f func(string) string) stepFunc {
	return func(text, _ string) (string, error) { return f(text), nil }
}

// escapeAll is what the strictest of clients do to a query: all but letters, digits and a few marks is escaped, and a
// space is %20.
func escapeAll(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// nestedURL has a URL name itself in a parameter, which names itself in a parameter, so many times.
func nestedURL(text, times string) (string, error) {
	n, err := strconv.Atoi(times)
	nested := text
	for range n {
		nested = text + "?document_url=" + url.QueryEscape(nested)
	}
	return nested, err
}

// withMark is the text in UTF-16, little-endian, behind a byte order mark.
func withMark(text string) string {
	raw := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		raw = binary.LittleEndian.AppendUint16(raw, unit)
	}
	return string(raw)
}

func member(name, text string) (string, error) {
	return `{` + jsonText(name) + `:` + jsonText(text) + `}`, nil
}

// jsonText is a text as JSON has it, with nothing escaped that needs not be.
func jsonText(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		panic(err) // a string can always be encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// quoted is jsonText without its quotes.
func quoted(text string) string {
	text = jsonText(text)
	return text[1 : len(text)-1]
}

// encodedWord is the text as a mail's subject has it. The space that does not break makes the library encode it.
func encodedWord(text string) string { return mime.BEncoding.Encode("utf-8", text+"\u00a0") }

func escapeUnicode(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

func compressed(writer func(io.Writer) io.WriteCloser) stepFunc {
	return func(text, _ string) (string, error) {
		var b bytes.Buffer
		w := writer(&b)
		if _, err := io.WriteString(w, text); err != nil {
			return "", err
		}
		err := w.Close()
		return b.String(), err
	}
}

func archive(name, content string) (string, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(name, "/") {
		content = "" // a folder, which holds nothing
	}
	if _, err := io.WriteString(w, content); err != nil {
		return "", err
	}
	err = z.Close()
	return b.String(), err
}

// pickled is an object of Python, in protocol 4, that runs a short command when it is read: posix.system(command).
func pickled(command string) string {
	short := func(text string) string { return "\x8c" + string([]byte{byte(len(text))}) + text + "\x94" }
	frame := short("posix") + short("system") + "\x93\x94" + short(command) + "\x85\x94R\x94."
	head := binary.LittleEndian.AppendUint64([]byte{0x80, 4, 0x95}, uint64(len(frame)))
	return string(head) + frame
}

// notification is a message of a topic, as a queue gets it.
func notification(message string) (string, error) {
	return marshalled(map[string]any{
		"Type": "Notification", "MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e", "TopicArn": "arn:aws:sns:eu-west-1:123456789012:readings",
		"Message": message, "Timestamp": "2026-04-09T12:34:56.123Z", "SignatureVersion": "1", "Signature": "tcc6faL2yUC6dgZdmrwh1Y4cGa/ebXEkAi6RibDsvpi+tE/1+82j",
		"SigningCertURL": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-ac565b8b1a6c5d002d285f9598aa1d9b.pem",
		"UnsubscribeURL": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
	})
}

// subscription is what CloudWatch Logs sends to a subscriber about one line.
func subscription(line string) (string, error) {
	return marshalled(map[string]any{
		"messageType": "DATA_MESSAGE", "owner": "123456789012", "logGroup": "/aws/lambda/shop", "logStream": "2026/04/09/[$LATEST]0a1b", "subscriptionFilters": []string{"all"},
		"logEvents": []any{map[string]any{"id": "36183207600000000000000000000000000000000000000000000000", "timestamp": 1775738096123, "message": line}},
	})
}

// received is what SES publishes to a topic about a mail, with the mail.
func received(content string) (string, error) {
	return marshalled(map[string]any{
		"notificationType": "Received", "content": content,
		"mail": map[string]any{
			"timestamp": "2026-04-09T12:34:56.123Z", "source": "eve@mail.example", "messageId": "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
			"destination": []string{"tickets@example.com"}, "headersTruncated": false, "commonHeaders": map[string]any{"subject": "Invoice"},
		},
		"receipt": map[string]any{
			"recipients": []string{"tickets@example.com"}, "spamVerdict": map[string]string{"status": "PASS"},
			"action": map[string]string{"type": "SNS", "topicArn": "arn:aws:sns:eu-west-1:123456789012:readings"},
		},
	})
}

func marshalled(v any) (string, error) {
	raw, err := json.Marshal(v)
	return string(raw), err
}

// mail is a mail with one attachment.
func mail(name, content string) string {
	name = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name)
	return strings.Join([]string{
		"From: Eve <eve@mail.example>", "To: tickets@example.com", "Subject: Invoice", "MIME-Version: 1.0",
		`Content-Type: multipart/mixed; boundary="b1"`, "",
		"--b1", "Content-Type: text/plain; charset=utf-8", "", "See the attachment.",
		"--b1", "Content-Type: application/octet-stream", "Content-Transfer-Encoding: base64",
		`Content-Disposition: attachment; filename="` + name + `"`, "", content,
		"--b1--", "",
	}, "\r\n")
}

// mailText is a mail of one part, with every character of its text in quoted-printable that may be.
func mailText(text, _ string) (string, error) {
	var b strings.Builder
	w := quotedprintable.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return "From: Eve <eve@mail.example>\r\nTo: tickets@example.com\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + b.String() + "\r\n", nil
}
