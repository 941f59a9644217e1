package source

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestNamesThatOccurTwiceAreNoticed(t *testing.T) {
	many := func(last string) string {
		var b strings.Builder
		b.WriteString("{")
		for i := range 1000 {
			fmt.Fprintf(&b, `"key%d":1,`, i)
		}
		return b.String() + last + `:1}`
	}
	for _, c := range []struct {
		name, event          string
		duplicates, collides bool
	}{
		{"none", `{"a":1,"b":{"a":1,"a":2}}`, false, false},
		{"one", `{"a":1,"b":2,"a":3}`, true, false},
		{"one with escapes", `{"a":1,"\u0061":3}`, true, false},
		{"in other case", `{"body":1,"Body":3}`, false, true},
		{"in other case of a letter beyond ASCII", `{"é":1,"É":3}`, false, true},
		{"a letter that folds to ASCII", "{\"header\u017f\":1,\"headers\":3}", false, true},
		{"the Kelvin sign", "{\"\u212aey\":1,\"key\":3}", false, true},
		{"bytes that are no characters", "{\"\xff\":1,\"\xfe\":3}", false, false},
		{"among very many", many(`"key7"`), true, false},
		{"in other case among very many", many(`"Key7"`), false, true},
		{"none among very many", many(`"other"`), false, false},
		{"an array", `["a","a"]`, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Parse([]byte(c.event))
			if e.Root == nil || e.Duplicates != c.duplicates || e.Collides != c.collides {
				t.Errorf("duplicates %v, collides %v", e.Duplicates, e.Collides)
			}
		})
	}
}

// A path may be ten thousand steps long, and a value as long as the event: what is done once per step must not be
// done over the whole value each time. A walk that does would not end while anybody waits.
func TestDeepEventsAreWalkedInOnePass(t *testing.T) {
	const depth = 9_000
	text := strings.Repeat(`{"a":[`, depth/2) + `"` + strings.Repeat(`\"`, 1<<20) + `x"` + strings.Repeat(`]}`, depth/2)
	values := 0
	for f := range (Direct{}).Fields(Parse([]byte(text))) {
		if !f.IsName {
			values++
			if len(f.Path) != depth || len(f.Value) != 1<<20+1 {
				t.Errorf("%d steps, %d bytes", len(f.Path), len(f.Value))
			}
		}
	}
	if values != 1 {
		t.Errorf("%d values", values)
	}
}

// Wide forgeries of small events: each of these would take minutes if one of its many values were compared with all
// the others.
func TestWideEventsAreReadInOnePass(t *testing.T) {
	const n = 50_000
	list := func(form string) string {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteString(",")
			}
			fmt.Fprintf(&b, form, i, i)
		}
		return b.String()
	}
	rest := `{"httpMethod":"GET","resource":"/","path":"/","requestContext":{},`
	for name, event := range map[string]string{
		"headers": rest + `"headers":{` + list(`"h%d":"v%d"`) + `},"multiValueHeaders":{` + list(`"h%d":["v%d"]`) + `}}`,
		"query": rest + `"queryStringParameters":{` + list(`"h%d":"v%d"`) + `},"multiValueQueryStringParameters":{` +
			list(`"h%d":["v%d"]`) + `}}`,
		"parameters": rest + `"pathParameters":{` + list(`"h%d":"v%d"`) + `}}`,
		"cookies": `{"version":"2.0","requestContext":{"http":{}},"rawQueryString":"` + strings.Repeat("a=%26b&", n) + `","cookies":[` +
			list(`"c%d=%d"`) + `]}`,
		"attributes": `{"Records":[{"eventSource":"aws:sqs","body":"","messageAttributes":{` + list(`"h%d":{"stringValue":"v%d"}`) + `}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			e := Parse([]byte(event))
			s, _ := Recognise(e)
			if s.Name() == "direct" {
				t.Fatal("the event is not recognised")
			}
			last := false
			for f := range s.Fields(e) {
				last = last || bytes.Contains(f.Value, []byte(fmt.Sprint(n-1))) || len(f.Value) > n
			}
			if !last {
				t.Error("the last value is no field")
			}
		})
	}
}
