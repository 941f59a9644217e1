package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"weir/decoders"
	"weir/inspect/source"
)

// mark stands in an event for digits that every iteration chooses anew: what remembers values must not flatter itself.
const mark = "4700000000"

// cleanEvents are events as honest callers send them, with marks in what differs from one call to the next.
var cleanEvents = []struct{ name, event string }{
	{"GET", get()},
	{"JSON_123B", post(fmt.Sprintf(
		`{"customer":"C-%s","sku":"chair-%s","amount":3,"currency":"EUR","note":"please ring twice","city":"Graz"}`, mark, mark))},
	{"JSON_2KB", post(order())},
	{"queue", queue(strings.Repeat("a clean message of an order "+mark+", ", 4), `{"order":"`+mark+`","city":"Graz"}`)},
	{"direct", `{"order":"` + mark + `","city":"Graz","lines":["chair ` + mark + `","table ` + mark + `"]}`},
}

// get is a request with 5 arguments and 12 headers.
func get() string {
	return invoked("GET", "/products", "category=garden-"+mark+"&page="+mark+"&q=red+chair+"+mark+"&session=0000"+mark+"9f86d081884c7d&sort=price", map[string]string{
		"cookie": "sid=0000" + mark + "9f86d081884c7d; theme=dark", "host": "shop.example.com",
		"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"accept":     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "de-AT,de;q=0.8,en;q=0.5",
		"accept-encoding": "gzip, deflate, br", "referer": "https://shop.example.com/start", "sec-fetch-dest": "document",
		"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin", "upgrade-insecure-requests": "1", "cache-control": "no-cache",
	}, "")
}

// post is a request with a JSON body and 8 headers.
func post(body string) string {
	return invoked("POST", "/orders", "", map[string]string{
		"content-type": "application/json", "content-length": fmt.Sprint(len(body)), "host": "shop.example.com",
		"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
		"accept":     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "de-AT,de;q=0.8,en;q=0.5",
		"accept-encoding": "gzip, deflate, br", "referer": "https://shop.example.com/start",
	}, body)
}

// order is a JSON document of 2 KB with 75 strings and names that repeat.
func order() string {
	var items []string
	for i := range 24 {
		items = append(items, fmt.Sprintf(`{"sku":"SKU-%s-%d","name":"Garden chair number %s","amount":%d,"price":19.9}`, mark, i, mark, 1+i%4))
	}
	return fmt.Sprintf(`{"id":"%s-7c1b-4f0e","customer":"Anna Huber %s","city":"Linz","items":[%s]}`, mark, mark, strings.Join(items, ","))
}

// invoked is what a Function URL sends for a request.
func invoked(method, path, query string, headers map[string]string, body string) string {
	event := map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query, "headers": headers,
		"requestContext": map[string]any{
			"accountId": "anonymous", "apiId": "abc123", "domainName": "abc123.lambda-url.eu-west-1.on.aws", "domainPrefix": "abc123",
			"http":      map[string]string{"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
			"requestId": "6f1e2a34-7c1b-4f0e-8a55-123456789abc", "routeKey": "$default", "stage": "$default",
			"time": "23/Nov/2026:10:00:00 +0000", "timeEpoch": 1795428000000,
		},
		"isBase64Encoded": false,
	}
	if body != "" {
		event["body"] = body
	}
	text, err := json.Marshal(event)
	if err != nil {
		panic("a value of this file's own: " + err.Error())
	}
	return string(text)
}

// stream gives one event again and again, with other digits each time. The bytes are valid until the next call.
type stream struct {
	payload []byte
	marks   []int
	n       uint64
}

func newStream(event string) *stream {
	s := &stream{payload: []byte(event), n: 1}
	for at := 0; ; at += len(mark) {
		next := bytes.Index(s.payload[at:], []byte(mark))
		if next < 0 {
			return s
		}
		at += next
		s.marks = append(s.marks, at)
	}
}

func (s *stream) next() source.Invocation {
	for _, at := range s.marks {
		s.n++
		n := s.n
		for digit := at + len(mark) - 1; digit >= at; digit-- {
			s.payload[digit] = byte('0' + n%10)
			n /= 10
		}
	}
	return source.Invocation{ID: "1", Payload: s.payload}
}

// What a clean event takes, from the payload to the outcome.
func BenchmarkInspect(b *testing.B) {
	i := New(patient())
	if _, err := i.Wait(); err != nil {
		b.Fatal(err)
	}
	for _, c := range cleanEvents {
		b.Run(c.name, func(b *testing.B) {
			s := newStream(c.event)
			b.ReportAllocs()
			for b.Loop() {
				if v, _ := i.Inspect(context.Background(), s.next()); !v.Clean() {
					b.Fatalf("%+v", v)
				}
			}
		})
	}
}

// The same without the sieve's share.
func BenchmarkReadings(b *testing.B) {
	i := New(patient())
	for _, c := range cleanEvents {
		b.Run(c.name, func(b *testing.B) {
			s := newStream(c.event)
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, i, s)
			}
		})
	}
}

// readAll finds an event's fields, and every reading of them, and counts them.
func readAll(tb testing.TB, i *Inspector, s *stream) {
	event := source.Parse(s.next().Payload)
	src, _ := source.Recognise(event)
	r := i.reading(context.Background(), time.Time{}, event, src)
	views := 0
	count := func(decoders.View) bool { views++; return true }
	for f := range src.Fields(event) {
		r.expander.ExpandTo(f.Value, f.Hint, count)
	}
	if i.giveBack(r); views < 3 {
		tb.Fatalf("%s with %d readings", src.Name(), views)
	}
}
