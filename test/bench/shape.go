package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// shape is a kind of event of which each size takes its time. What is honest has to be handled where there is time for it.
type shape struct {
	name   string
	honest bool
	make   func(size int) []byte
}

// host is the function's own name in its events.
const host = "abcdefghijklmnop.lambda-url.eu-west-1.on.aws"

// shapes are texts that people send, and texts that were made to take long.
var shapes = []shape{
	{"log lines with JSON", true, lines("message", func(n int) string {
		return fmt.Sprintf(`2026-11-30T01:%02d:%02d.%03dZ INFO request done {\"id\":%d,\"path\":\"/orders/%d\",\"user\":\"u%d\"}`+"\n",
			n/60%60, n%60, n%1000, n, n, n%50)
	})},
	{"CSV with JSON", true, lines("message", func(n int) string {
		return fmt.Sprintf(`%d,order %d,"{""id"":%d,""name"":""garden chair"",""qty"":%d}",paid`+"\n", n, n, n, n%7)
	})},
	{"text of SQL", true, lines("message", func(n int) string {
		return fmt.Sprintf("(%d,'garden chair','it''s blue',%d.50),\n", n, n)
	})},
	{"orders as JSON", true, orders},
	{"prose", true, lines("message", func(n int) string {
		return fmt.Sprintf("The quick brown fox number %d jumps over the lazy dog, and then it sleeps in the sun. ", n)
	})},
	{"quotes", false, lines("message", func(int) string { return "'a'x " })},
	{"quotes alone", false, lines("message", func(int) string { return "'" })},
	{"three quotes", false, lines("message", func(int) string { return `"""` })},
	{"backticks", false, lines("message", func(int) string { return "`a`x " })},
	{"backslashes", false, lines("message", func(int) string { return `\'` })},
	{"percent signs", false, lines("message", func(int) string { return "%27a%27x " })},
	{"words of all rules", false, lines("message", func(int) string {
		return "select union from where or 1=1 <a href=x onerror= ${ {{ $(cat ` ; "
	})},
	{"own URLs", false, func(size int) []byte { return posted("text/plain", repeated("://"+host+"/aa", size)) }},
	{"a media type of semicolons", false, func(size int) []byte {
		return object("message", "Content-Type: text/plain"+repeated(";", size)+"=\r\nFrom: a@example.com\r\n\r\nhello")
	}},
	{"60,000 parts", false, func(size int) []byte {
		return posted("multipart/form-data; boundary=B", repeated("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", size)+"--B--\r\n")
	}},
	{"an answer of errors", false, func(size int) []byte {
		return object("answer", repeated("mysql_ Exception at a.b(C.java:1)\n PHP Warning ", size))
	}},
}

// lines makes events with one member of so many bytes.
func lines(member string, line func(n int) string) func(size int) []byte {
	return func(size int) []byte {
		var b strings.Builder
		for n := 0; b.Len() < size; n++ {
			b.WriteString(line(n))
		}
		return object(member, b.String())
	}
}

// object is an object with one member. No size is above what Lambda delivers.
func object(member, text string) []byte {
	for {
		event, _ := json.Marshal(map[string]string{member: text}) // strings alone
		if len(event) <= largestEvent {
			return event
		}
		text = text[:len(text)*9/10]
	}
}

// largestEvent is what Lambda delivers (Lambda developer guide, "Lambda quotas").
const largestEvent = 6 << 20

func repeated(unit string, size int) string { return strings.Repeat(unit, max(1, size/len(unit))) }

func orders(size int) []byte {
	var b strings.Builder
	for n := 0; b.Len() < size-2; n++ {
		b.WriteByte(",["[min(1, max(0, 1-n))])
		fmt.Fprintf(&b, `{"id":%d,"sku":"AB-%d-x","name":"garden chair number %d","price":%d.99,"note":"please ring at the back door",`+
			`"tags":["blue","metal"],"mail":"customer%d@example.com"}`, n, n*7, n, n%90, n)
	}
	return []byte(b.String() + "]")
}

// posted is a request to a Function URL.
func posted(contentType, body string) []byte {
	for {
		event, _ := json.Marshal(map[string]any{
			"version": "2.0", "routeKey": "$default", "rawPath": "/aa", "rawQueryString": "", "isBase64Encoded": false, "body": body,
			"headers": map[string]string{"host": host, "content-type": contentType, "user-agent": "Mozilla/5.0", "accept": "*/*"},
			"requestContext": map[string]any{
				"accountId": "anonymous", "apiId": "abcdefghijklmnop", "domainName": host, "domainPrefix": "abcdefghijklmnop",
				"http":      map[string]string{"method": "POST", "path": "/aa", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7", "userAgent": "Mozilla/5.0"},
				"requestId": "1", "routeKey": "$default", "stage": "$default", "time": "12/Mar/2026:19:03:58 +0000", "timeEpoch": 1773342238000,
			},
		}) // strings and numbers
		if len(event) <= largestEvent {
			return event
		}
		body = body[:len(body)*9/10]
	}
}
