package main

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"weir/test/request"
)

// The forms in which a line becomes an event.
const (
	asRequest  = "request"
	asGET      = "GET"
	asPOST     = "POST"
	asJSON     = "JSON"
	asQuery    = "query"
	asForm     = "form"
	asBody     = "body"
	inSentence = "in a sentence"
	asEvent    = "event"
)

// formNames are the forms in the order in which they are told of.
var formNames = slices.Concat([]string{asRequest, asGET, asPOST, asJSON, asQuery, asForm, asBody, asDeclared, asEvent, inSentence}, placeNames, declaredNames)

// input is one event.
type input struct {
	form   string
	number int // stable, and the only one in its file and form
	event  []byte
}

// inputs are the events that the line at an index of its file becomes.
func (l *line) inputs(file string, index int) ([]input, error) {
	switch file {
	case honestRequests:
		event, err := l.request()
		return []input{{asRequest, index, event}}, err
	case attackRequests:
		event, err := l.request()
		list := []input{{l.Method, index, event}}
		if err == nil && l.Method == asGET {
			_, escaped, _ := strings.Cut(l.URL, "=")
			list, err = appendPlaced(list, index, attack{text: unescaped(escaped), escaped: escaped})
		}
		return list, err
	case reported:
		return []input{{asEvent, index, l.Event}}, nil
	}
	if l.Class == "body" {
		event, err := fill(bodyOfJSON, l.Text)
		return []input{{asBody, index, event}}, err
	}
	list, err := l.texts(index)
	if err == nil {
		list, err = l.appendDeclared(list, file, index)
	}
	if err == nil && file == attackTexts {
		list, err = appendSentences(list, index, l.Text)
	}
	if err == nil && file == attackTexts {
		list, err = appendPlaced(list, index, attack{text: l.Text, escaped: url.QueryEscape(l.Text)})
	}
	return list, err
}

// request is the event of a recorded request.
func (l *line) request() ([]byte, error) {
	r := &request.Request{Method: l.Method, Recorded: true}
	r.Path, r.Query, _ = strings.Cut(l.URL, "?")
	var err error
	if r.Body, err = l.body(); err != nil {
		return nil, err
	}
	for name, value := range l.Headers {
		if !strings.EqualFold(name, "content-length") {
			r.Header = append(r.Header, request.Pair{Name: name, Value: value})
		}
	}
	return eventOf(r)
}

// eventOf is the event of a request with the length that its body has.
func eventOf(r *request.Request) ([]byte, error) {
	if r.Body != "" || r.Method == asPOST {
		r.Header = append(r.Header, request.Pair{Name: "content-length", Value: strconv.Itoa(len(r.Body))})
	}
	event, err := r.Event("http-v2")
	if err != nil {
		return nil, err
	}
	return encode(event)
}

// encode is JSON as AWS writes it: "<" stays.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// quoted is a text inside a JSON string.
func quoted(text string) (string, error) {
	b, err := encode(text)
	if err != nil {
		return "", err
	}
	return string(b[1 : len(b)-1]), nil
}

// The requests that carry texts. The text stands at {{value}}.
const (
	head = ` HTTP/1.1
Host: api.example
User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:137.0) Gecko/20100101 Firefox/137.0
Accept: application/json, text/plain, */*
Accept-Language: en-US,en;q=0.5
Accept-Encoding: gzip, deflate, br, zstd
X-Amzn-Trace-Id: Root=1-69d79cb0-3f1c5b7a2e4d6f8091a2b3c4
X-Forwarded-For: 198.51.100.23
X-Forwarded-Port: 443
X-Forwarded-Proto: https`
	bodyOfJSON = "POST /messages" + head + "\nContent-Type: application/json\n\n{{value}}"
	bodyOfForm = "POST /messages" + head + "\nContent-Type: application/x-www-form-urlencoded\n\nmessage={{value}}"
	inQuery    = "GET /search?q={{value}}" + head
)

// texts are the three events of a text.
func (l *line) texts(index int) ([]input, error) {
	inner, err := quoted(l.Text)
	if err != nil {
		return nil, err
	}
	var list []input
	for _, way := range []struct{ form, page, value string }{
		{asJSON, bodyOfJSON, `{"message":"` + inner + `"}`},
		{asQuery, inQuery, url.QueryEscape(l.Text)},
		{asForm, bodyOfForm, url.QueryEscape(l.Text)},
	} {
		event, err := fill(way.page, way.value)
		if err != nil {
			return nil, err
		}
		list = append(list, input{way.form, index, event})
	}
	return list, nil
}

const valuePlace = "{{value}}"

// fill is the event of a request as people write it, with a value in its place.
func fill(page, value string) ([]byte, error) {
	r, err := request.Parse(page)
	if err != nil {
		return nil, err
	}
	r.Recorded = true
	r.Query = strings.Replace(r.Query, valuePlace, value, 1)
	r.Body = strings.Replace(r.Body, valuePlace, value, 1)
	for i, h := range r.Header {
		r.Header[i].Value = strings.Replace(h.Value, valuePlace, value, 1)
	}
	return eventOf(r)
}
