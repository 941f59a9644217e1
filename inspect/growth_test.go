//go:build growth

package inspect

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"weir/inspect/source"
	"weir/test/growth"
)

// untimed lifts the clock, which stands: what is measured is what an event takes if nobody looks at it.
func untimed() Options {
	now := time.Now()
	return Options{Budget: maxBudget, Now: func() time.Time { return now }}
}

// hosted are units made of the event's own address.
var hosted = []string{"://abc123.execute-api.eu-west-1.amazonaws.com/aa", "https://abc123.execute-api.eu-west-1.amazonaws.com/orders?a=", "/orders", "@abc123.execute-api.eu-west-1.amazonaws.com:443", "127.0.0.1:9001/"}

// events are the places for a text in an event.
var events = []struct {
	name  string
	event func(text string) any
}{
	{"body", func(text string) any { return apiEvent("", "", nil, text) }},
	{"json", func(text string) any { return apiEvent("", "", nil, string(marshalled(map[string]string{"a": text}))) }},
	{"query", func(text string) any { return apiEvent("", text, nil, "") }},
	{"path", func(text string) any { return apiEvent(text, "", nil, "") }},
	{"header", func(text string) any { return apiEvent("", "", map[string]string{"x-text": text, "cookie": text}, "") }},
	{"queue", func(text string) any {
		return map[string]any{"Records": []any{map[string]any{
			"messageId": "1", "receiptHandle": "a", "body": text, "attributes": map[string]string{}, "messageAttributes": map[string]any{},
			"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:q", "awsRegion": "eu-west-1",
		}}}
	}},
	{"direct", func(text string) any { return map[string]string{"a": text} }},
}

// apiEvent is what an HTTP API sends.
func apiEvent(path, query string, headers map[string]string, body string) any {
	const host = "abc123.execute-api.eu-west-1.amazonaws.com"
	all := map[string]string{"host": host, "content-type": "text/plain"}
	for name, value := range headers {
		all[name] = value
	}
	return map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": "/orders" + path, "rawQueryString": query, "headers": all, "body": body,
		"requestContext": map[string]any{
			"accountId": "1", "apiId": "abc123", "domainName": host, "domainPrefix": "abc123", "requestId": "1", "routeKey": "$default", "stage": "$default",
			"http": map[string]string{"method": "POST", "path": "/orders" + path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
		},
		"isBase64Encoded": false,
	}
}

func marshalled(value any) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		panic("a value of this file's own: " + err.Error())
	}
	return text
}

// shapes make an event of a text that is cut into pieces: what is superlinear in the number of something needs many of it.
var shapes = []struct {
	name  string
	event func(text string) string
}{
	{"elements", func(text string) string { return "[" + joined(text, ",", inQuotes) + "]" }},
	{"members", func(text string) string { return "{" + joined(text, ",", member) + "}" }},
	{"deep", func(text string) string {
		const most = 9000 // levels, less than parsers refuse
		n := min(len(text)/10, most)
		return strings.Repeat(`{"a":`, n) + "[" + joined(text, ",", inQuotes) + "]" + strings.Repeat("}", n)
	}},
	{"deep lists", func(text string) string {
		n := min(len(text)/4, 9000)
		return strings.Repeat("[", n) + inQuotes(0, text) + strings.Repeat("]", n)
	}},
	{"a long name", func(text string) string { return "{" + inQuotes(0, text) + ":[" + joined(text, ",", inQuotes) + "]}" }},
	{"headers", func(text string) string {
		return strings.Replace(bodyOf("text/plain", "a"), `"headers":{`, `"headers":{`+joined(text, ",", member)+`,`, 1)
	}},
	{"cookies", func(text string) string {
		return strings.Replace(bodyOf("text/plain", "a"), `"headers":{`, `"cookies":[`+joined(text, ",", inQuotes)+`],"headers":{`, 1)
	}},
	{"query", func(text string) string {
		return string(marshalled(apiEvent("", joined(text, "&", argument), nil, "")))
	}},
	{"form", func(text string) string {
		return bodyOf("application/x-www-form-urlencoded", joined(text, "&", argument))
	}},
	{"json", func(text string) string { return bodyOf("application/json", "{"+joined(text, ",", member)+"}") }},
	{"lines", func(text string) string {
		return bodyOf("application/x-ndjson", joined(text, "\n", func(n int, piece string) string { return "{" + member(n, piece) + "}" }))
	}},
	{"parts", func(text string) string {
		return bodyOf("multipart/form-data; boundary=b", "--b\r\n"+joined(text, "\r\n--b\r\n", partOf)+"\r\n--b--\r\n")
	}},
	{"mail", func(text string) string { return bodyOf("message/rfc822", joined(text, "\r\n", line)+"\r\n\r\n"+text) }},
	{"xml", func(text string) string { return bodyOf("text/xml", "<a>"+joined(text, "", element)+"</a>") }},
	{"records", func(text string) string { return queue(pieces(text)...) }},
	{"requests in records", func(text string) string {
		var bodies []string
		for _, piece := range pieces(text) {
			bodies = append(bodies, string(marshalled(apiEvent("", argument(0, piece), map[string]string{"content-encoding": piece}, piece))))
		}
		return queue(bodies...)
	}},
	{"gzip", func(text string) string { return queue(base64.StdEncoding.EncodeToString(gzipped(text))) }},
	{"gzip of a list", func(text string) string {
		return queue(base64.StdEncoding.EncodeToString(gzipped("[" + joined(text, ",", inQuotes) + "]")))
	}},
	{"zip", func(text string) string { return queue(base64.StdEncoding.EncodeToString(zipped(pieces(text)))) }},
	{"percent signs", func(text string) string { return queue("a=" + url.QueryEscape(url.QueryEscape(text))) }},
	{"a string in a string", func(text string) string { return queue(inQuotes(0, inQuotes(0, "["+joined(text, ",", inQuotes)+"]"))) }},
	{"GraphQL", func(text string) string {
		return bodyOf("application/json", string(marshalled(map[string]string{"query": "query{" + joined(text, " ", func(n int, piece string) string { return fmt.Sprintf("a%d:b(c:%s)", n, inQuotes(n, piece)) }) + "}"})))
	}},
	{"tokens", func(text string) string {
		return queue(joined(text, ".", func(_ int, piece string) string {
			return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":` + inQuotes(0, piece) + "}"))
		}))
	}},
}

// pieceLength is the length of pieces in bytes: as short as an attack is.
const pieceLength = 24

func pieces(text string) (all []string) {
	for len(text) > pieceLength {
		all = append(all, text[:pieceLength])
		text = text[pieceLength:]
	}
	return append(all, text)
}

func joined(text, by string, make func(n int, piece string) string) string {
	all := pieces(text)
	for n, piece := range all {
		all[n] = make(n, piece)
	}
	return strings.Join(all, by)
}

func inQuotes(_ int, text string) string  { return string(marshalled(text)) }
func member(n int, piece string) string   { return fmt.Sprintf(`"n%d":%s`, n, inQuotes(n, piece)) }
func argument(n int, piece string) string { return fmt.Sprintf("n%d=%s", n, url.QueryEscape(piece)) }

func line(n int, piece string) string {
	return fmt.Sprintf("X-N%d: %s", n, strings.ToValidUTF8(piece, ""))
}

func element(n int, piece string) string {
	return fmt.Sprintf("<n%d>%s</n%d>", n, html.EscapeString(piece), n)
}

func bodyOf(contentType, content string) string {
	return string(marshalled(apiEvent("", "", map[string]string{"content-type": contentType}, content)))
}

func partOf(n int, piece string) string {
	return fmt.Sprintf("Content-Disposition: form-data; name=n%d\r\n\r\n%s", n, piece)
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

func zipped(pieces []string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for n, piece := range pieces {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(n, piece), Method: zip.Store})
		_, _ = f.Write([]byte(piece))
	}
	_ = w.Close()
	return b.Bytes()
}

// attacks are texts that rules match again and again.
var attacks = []string{
	"' or 1=1-- union select ", "<script>alert(1)</script>", "../../etc/passwd;cat /etc", "${jndi:ldap://a.b/c}, ", "{{7*7}} {% if a %} ", "O:1:\"a\":1:{s:1:\"b\"", "a harmless text of words ",
	"__proto__ constructor. ",
}

func TestGrowthOfInspect(t *testing.T) {
	i := inspectorFor(t, untimed())
	var subjects []growth.Subject
	for _, e := range events {
		subjects = append(subjects, growth.Subject{Name: e.name, Read: func(text []byte) { i.inspectAll(marshalled(e.event(string(text)))) }})
	}
	growth.CheckSome(t, subjects, growth.Texts(2, slices.Concat(hosted, attacks)...), 24)
}

// What is in each piece matters less than that there are many.
func TestGrowthOfInspectByShapes(t *testing.T) {
	i := inspectorFor(t, untimed())
	var texts []growth.Text
	for _, unit := range slices.Concat(hosted, attacks, []string{"'", "\\", "\xff", "é", "a", "0", "\x00'"}) {
		texts = append(texts, growth.Text{Unit: unit})
	}
	for _, s := range shapes {
		t.Run(s.name, func(t *testing.T) {
			growth.Check(t, []growth.Subject{{Name: s.name, Read: func(text []byte) { i.inspectAll([]byte(s.event(string(text)))) }}}, texts)
		})
	}
}

func (i *Inspector) inspectAll(payload []byte) {
	i.Inspect(context.Background(), source.Invocation{ID: "1", Payload: payload})
}

func TestGrowthOfInspectResponse(t *testing.T) {
	options := untimed()
	options.Responses = ResponsesBlock
	i := inspectorFor(t, options)
	event := source.Parse(marshalled(apiEvent("", "", nil, "")))
	src, _ := source.Recognise(event)
	caller := source.CallerOf(src, event, src.Name())
	respond := func(head []byte) {
		i.InspectResponse(context.Background(), source.Invocation{ID: "1"}, caller, source.Response{Head: head, Whole: true})
	}
	answer := func(contentType, body string) []byte {
		return marshalled(map[string]any{"statusCode": 500, "headers": map[string]string{"content-type": contentType}, "body": body})
	}
	growth.Check(t, []growth.Subject{
		{Name: "page", Read: func(text []byte) { respond(answer("text/html", string(text))) }},
		{Name: "json", Read: func(text []byte) { respond(answer("application/json", `{"a":`+inQuotes(0, string(text))+`}`)) }},
		{Name: "strings", Read: func(text []byte) { respond(answer("application/json", "["+joined(string(text), ",", inQuotes)+"]")) }},
		{Name: "raw", Read: respond},
		{Name: "headers", Read: func(text []byte) {
			respond([]byte(`{"statusCode":500,"headers":{` + joined(string(text), ",", member) + `},"body":"a"}`))
		}},
	}, growth.Texts(2, attacks...))
}
