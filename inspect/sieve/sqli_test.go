package sieve

import (
	"slices"
	"strings"
	"testing"

	"github.com/corazawaf/libinjection-go"
)

// Where libinjection finds an injection, the text has what it is said to need.
func TestInjectionsHaveWhatTheyNeed(t *testing.T) {
	k := &sieveAt(1).tables.sql
	n := 60_000
	switch {
	case *full:
		n = 3_000_000
	case testing.Short():
		n = 10_000
	}
	s := newSpeller(11)
	alphabet := strings.Fields("a x 1 12 1.5 0x1f 1e5 e E q u b n N _ . : , / * + % - -- /* abc id user foo.bar 1a a1 zz 00 7 ::  :: is in like not and or xor div mod " +
		"( ) ' \" ` @ # \\ ; ! ? = < > ~ ^ & && | || $ $$ $a$ { } [ ] é \u017felect \u0131n \xa0 int text char user password if the chair garden table number blue " +
		"union select from where group by order having into null int case when then else end if substr sleep is_not 1- -1 + ++ %% ** */ .. ,,")
	alphabet = append(alphabet, " ", " ", "\t", "\n", " ", " ")
	plainly := strings.Fields("the chair garden lamp of our neighbour was blue' yes\" t s don't we'd and or in 1 union select user int ( ) ; , . -- /* }")
	texts := slices.Concat(mustList(t, regressions), mustList(t, fixtures), plain, transformed)
	for range n {
		var out strings.Builder
		for range 1 + s.IntN(9) {
			out.WriteString(alphabet[s.IntN(len(alphabet))])
			if s.IntN(3) == 0 {
				out.WriteByte(' ')
			}
		}
		texts = append(texts, out.String())
		out.Reset()
		for range 5 + s.IntN(6) { // words that are mostly just names
			out.WriteString(plainly[s.IntN(len(plainly)/(1+s.IntN(3)))])
			out.WriteByte(' ')
		}
		texts = append(texts, out.String())
	}
	known := k.words
	for range n { // words that libinjection knows, names, numbers and commas, and addresses of mailboxes
		var out strings.Builder
		for range 1 + s.IntN(8) {
			switch s.IntN(4) {
			case 0:
				out.WriteString(known[s.IntN(len(known))][2:])
			case 1:
				out.WriteString(pick(s, "and or union select from by order group limit in not like as x"))
			default:
				out.WriteString(pick(s, "1 0042 19.90 7. chair x user 7 naïve x1 lamp. a.b user.name in.x select.1 anna@b.example @x"))
			}
			out.WriteString([]string{" ", " ", " ", " ", ", ", ",", " , ", ".", "@"}[s.IntN(9)])
		}
		texts = append(texts, out.String(), strings.TrimRight(out.String(), " ,.@"))
	}
	for range n { // and with signs, in the order of browsers' names and without any
		var out strings.Builder
		for range 2 + s.IntN(12) {
			switch s.IntN(12) {
			case 0:
				out.WriteString(known[s.IntN(len(known))][2:])
			case 1:
				out.WriteString(pick(s, "and or union select from by order group limit in not like as x user password if"))
			case 2, 3, 4:
				out.WriteString(pick(s, "1 5.0 .5 10_15_7 140.0.0.1 7. 0 00 537.36 1. ._ 5.x 0x1 1e 1d 605.1.15"))
			case 5, 6:
				out.WriteString(pick(s, "X11 Linux x86_64 Mozilla Mac rv n b e q u @v a.b _a \u017felect $ ` * = : :: [ ] { # \\"))
			default:
				out.WriteString(pick(s, "( ) ; , : / + - ( ) ; ( ) , - :// https:// t. /start"))
			}
			if s.IntN(2) == 0 {
				out.WriteByte(' ')
			}
		}
		texts = append(texts, out.String())
	}
	for range n { // few words, so that all of their combinations come
		var out strings.Builder
		for range 2 + s.IntN(8) {
			out.WriteString(pick(s, "1 1 x x ( ( ) ) , + - / ; union select and if user count null in by order @v x.y"))
			out.WriteByte(' ')
		}
		texts = append(texts, out.String(), out.String()+":")
	}
	injections, held := 0, 0
	for _, text := range texts {
		may := k.mayBeSQL([]byte(text))
		if !may {
			held++
		}
		if found, fingerprint := libinjection.IsSQLi(text); found {
			injections++
			if !may {
				t.Errorf("%q is an injection (%s)", text, fingerprint)
			}
		}
	}
	if injections < 100 || held < 1000 {
		t.Errorf("%d injections and %d texts without what they need are too few to say anything", injections, held)
	}
}

// pick is one of some words.
func pick(s speller, words string) string {
	list := strings.Fields(words)
	return list[s.IntN(len(list))]
}

// An injection that is one by a phrase has two words of the phrase that tell, whatever stands around it.
func TestPhrasesTell(t *testing.T) {
	k := &sieveAt(1).tables.sql
	var first, later []string
	for _, word := range k.words {
		if word[1]&1 != 0 {
			first = append(first, word[2:])
		}
		if word[1]&2 != 0 {
			later = append(later, word[2:])
		}
	}
	injections := 0
	ask := func(text string) {
		if found, fingerprint := libinjection.IsSQLi(text); found {
			injections++
			if !k.mayBeSQL([]byte(text)) {
				t.Errorf("%q is an injection (%s)", text, fingerprint)
			}
		}
	}
	s := newSpeller(12)
	around := [][2]string{{"1 ", " x"}, {"x ", " 1 = 1"}, {"1 = 1 ", " x , 1"}, {"x ", " x 1"}, {"1 , 1 ", ""}, {"", " x % 1 x"}}
	for _, a := range first {
		for _, b := range later {
			for _, c := range around {
				ask(c[0] + a + " " + b + c[1])
				ask(c[0] + a + " , x " + b + c[1]) // what is between them may be folded away
				ask(c[0] + a + " " + b + " " + later[s.IntN(len(later))] + " " + later[s.IntN(len(later))] + c[1])
			}
		}
	}
	if injections < 100 {
		t.Errorf("%d injections are too few to say anything", injections)
	}
}
