package source

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"weir/decoders"
)

// What is indexed has to be found as it is found by looking.
func TestGetFindsWhatLookingFinds(t *testing.T) {
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"m%d":%d,`, i, i)
		}
		return b.String()
	}
	for _, text := range []string{
		`{}`, `{"":1}`, `{"a":1,"a":2}`, `{"\u0061":1}`, `{"a":1,"\u0061b":2}`, `{"ab":1,"ba":2,"aab":3}`,
		`{"requestContext":1}`, `{"requestContext":{}}`, `{"requestContext":{"a":{"b":1},"a":{"b":2}}}`,
		`{"requestContext":{"a":1},"requestContext":{"b":{"b":3}}}`, `{"requestContext":{"a":1},"requestContext":null}`,
		`{"request\u0043ontext":{"\u0061":{"b":3}}}`, `{"requestContext":{` + many(maxOuter) + `"a":{"b":4}}}`,
		`{` + many(20) + `"requestContext":{` + many(20) + `"a":{"b":5}}}`, `[{"a":1}]`, `"a"`, ``, `{"Records":[{"a":{"b":6},"requestContext":{"a":1}}],"b":7}`, `{"Records":[{"a":1}],"requestContext":{"a":8}}`,
	} {
		e := Parse([]byte(text))
		for _, names := range []string{
			"", "a", "ab", "aab", "b", "requestContext", "requestContext.a", "requestContext.a.b", "requestContext.b.b",
			"requestContext.m1", "m1", "m1.a", "a.b", `\u0061`,
		} {
			path := strings.Split(names, ".")
			want := decoders.JSON(nil)
			if e.Root.IsObject() {
				want = e.Root.Get(path...)
			}
			if got := e.Get(path[0], path[1:]...); string(got) != string(want) {
				t.Errorf("%.60s: %q is %q, want %q", text, path, got, want)
			}
			if got := e.at(steps(path...)); string(got) != string(want) {
				t.Errorf("%.60s: at %q is %q, want %q", text, path, got, want)
			}
		}
	}
}

// The memory of one event may be another's, whatever the two are.
func TestReparseIsParse(t *testing.T) {
	texts := []string{
		`{"a":1,"A":2}`, `{"requestContext":{"a":1}}`, `{"a":1,"a":2}`, ``, `[1]`, `{"b":{"c":1}}`, " \xef\xbb\xbf{}",
		"{" + strings.Repeat(`"x":1,`, maxOuter) + `"y":2}`,
	}
	for _, first := range texts {
		for _, second := range texts {
			payload := []byte(second)
			got, want := Parse([]byte(first)).Reparse(payload), Parse(payload)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%.40q after %.40q is %v, want %v", second, first, got, want)
			}
		}
	}
}

// A function takes a copy of up to 128 bytes along; of a larger value the compiler makes an allocation of its own.
func TestAnEventIsSmallEnoughForAFunctionToCarry(t *testing.T) {
	if size := reflect.TypeFor[Event]().Size(); size > 128 {
		t.Errorf("%d bytes", size)
	}
}

func TestHeadsAreTheHeadersOfTheirNames(t *testing.T) {
	for _, text := range []string{
		`{"headers":{"Host":"a","host":"b","content-type":"c"}}`, `{"headers":{"host":1,"HOST":"b"},"multiValueHeaders":{"content-type":["d","e"]}}`,
		`{"headers":{"hoſt":"long s","u\u0073er-agent":"x"},"multiValueHeaders":{"host":[],"Content-Encoding":[1,"gzip"]}}`, `{"headers":[]}`, `1`,
		`{"headers":{"":"","h":"x","hosts":"y","hos":"z","ｈost":"w"},"multiValueHeaders":null}`,
	} {
		e := Parse([]byte(text))
		h := e.heads()
		for name, got := range map[string]decoders.JSON{
			"user-agent": h.userAgent, "host": h.host, "content-type": h.contentType, "content-encoding": h.contentEncoding,
		} {
			if want, _ := e.header(name); string(got) != string(want) {
				t.Errorf("%s: %s is %q, want %q", text, name, got, want)
			}
		}
	}
}

func TestEveryRecordLooksAtEveryRecord(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{`{"Records":[{"k":"v","c":1},{"k":"v","c":2}]}`, true},
		{`{"Records":[{"k":"v","c":1},{"k":"w","c":2}]}`, false},
		{`{"Records":[{"k":"w","c":1},{"k":"v","c":2}]}`, false},
		{`{"Records":[{"k":"w","\u006b":"\u0076","c":1}]}`, true},
		{`{"Records":[{"k":"v"}]}`, false},
		{`{"Records":[{}]}`, false},
		{`{"Records":[]}`, false},
		{`{"requestContext":{"k":"w"},"Records":[{"k":"v","c":1}]}`, true},
		{`{"requestContext":{"k":"v"},"Records":[{"k":"w","c":1}]}`, false},
	} {
		if got := everyRecord(Parse([]byte(c.text)), "k", "v", "c"); got != c.want {
			t.Errorf("%s: %v", c.text, got)
		}
	}
}
