// Package crs runs the Core Rule Set's own regression tests against Weir: what stock Coraza finds in a raw request must
// be found when the request arrives as an event.
package crs

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/corazawaf/coraza-coreruleset/v4/tests"
	"github.com/goccy/go-yaml"
)

// Request is one request of the corpus, as it would go over the wire.
type Request struct {
	Name    string // "942100-1": rule and test; a test of several requests adds "/2"
	Method  string
	URI     string
	Version string
	Headers []Header
	Body    string
	Wants   []int // rules that the corpus expects to match
}

// Header is one header line.
type Header struct{ Name, Value string }

// Header returns the first value of a header, or "".
func (r Request) Header(name string) string {
	for _, h := range r.Headers {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// document is a file of the corpus, as far as it matters here: go-ftw's format.
type document struct {
	Rule  int `yaml:"rule_id"`
	Tests []struct {
		ID     int `yaml:"test_id"`
		Stages []struct {
			Input  input `yaml:"input"`
			Output struct {
				Log struct {
					Expect []int `yaml:"expect_ids"`
				} `yaml:"log"`
			} `yaml:"output"`
		} `yaml:"stages"`
	} `yaml:"tests"`
}

type input struct {
	Method   *string       `yaml:"method"`
	URI      *string       `yaml:"uri"`
	Version  *string       `yaml:"version"`
	Headers  yaml.MapSlice `yaml:"headers"`
	Data     string        `yaml:"data"`
	Encoded  string        `yaml:"encoded_request"`
	Complete *bool         `yaml:"autocomplete_headers"`
}

// Load reads the requests of all rules that look at requests, in order of their names.
func Load() ([]Request, error) {
	files, err := fs.Glob(tests.FS, "REQUEST-*/*.yaml")
	if err != nil {
		return nil, err
	}
	var out []Request
	for _, file := range files {
		text, err := fs.ReadFile(tests.FS, file)
		if err != nil {
			return nil, err
		}
		var d document
		if err := yaml.Unmarshal(text, &d); err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		for _, t := range d.Tests {
			for n, s := range t.Stages {
				name := fmt.Sprintf("%d-%d", d.Rule, t.ID)
				if n > 0 {
					name = fmt.Sprintf("%s/%d", name, n+1)
				}
				r, err := s.Input.request()
				if err != nil {
					return nil, fmt.Errorf("reading %s of %s: %w", name, file, err)
				}
				r.Name, r.Wants = name, s.Output.Log.Expect
				out = append(out, r)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out, nil
}

// request fills in what go-ftw fills in.
func (in input) request() (Request, error) {
	if in.Encoded != "" {
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(in.Encoded), ""))
		if err != nil {
			return Request{}, err
		}
		return parse(raw), nil
	}
	r := Request{Method: "GET", URI: "/", Version: "HTTP/1.1", Body: in.Data}
	for _, set := range []struct {
		to   *string
		from *string
	}{{&r.Method, in.Method}, {&r.URI, in.URI}, {&r.Version, in.Version}} {
		if set.from != nil {
			*set.to = *set.from
		}
	}
	for _, h := range in.Headers {
		r.Headers = append(r.Headers, Header{fmt.Sprint(h.Key), headerText(h.Value)})
	}
	if in.Complete != nil && !*in.Complete {
		return r, nil
	}
	add := func(name, value string) {
		if r.Header(name) == "" {
			r.Headers = append(r.Headers, Header{name, value})
		}
	}
	add("Connection", "close")
	if r.Body != "" {
		add("Content-Length", fmt.Sprint(len(r.Body)))
		add("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, nil
}

func headerText(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// parse reads a request as it stands on the wire; a chunked body is left as it is.
func parse(raw []byte) Request {
	head, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	lines := strings.Split(string(head), "\n")
	r := Request{Body: string(body)}
	first := strings.SplitN(strings.TrimRight(lines[0], "\r"), " ", 3)
	for len(first) < 3 {
		first = append(first, "")
	}
	r.Method, r.URI, r.Version = first[0], first[1], first[2]
	for _, line := range lines[1:] {
		if name, value, ok := strings.Cut(strings.TrimRight(line, "\r"), ":"); ok {
			r.Headers = append(r.Headers, Header{name, strings.TrimSpace(value)})
		}
	}
	return r
}
