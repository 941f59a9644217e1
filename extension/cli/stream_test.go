package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// documents reads a text as a file and as standard input, which must agree, and returns its documents and what is wrong.
func documents(t *testing.T, text string, whole bool) ([]string, []int, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "events")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	read := func(name string) (found []string, lines []int, wrong string) {
		err := Documents(name, iotest.OneByteReader(strings.NewReader(text)), whole, func(line int, document []byte) {
			found, lines = append(found, string(document)), append(lines, line)
		})
		if err != nil {
			wrong = err.Error()
		}
		return found, lines, wrong
	}
	found, lines, wrong := read(file)
	if piped, _, other := read("-"); !slices.Equal(piped, found) || other != wrong {
		t.Errorf("%.60q: standard input has %q and %q, a file %q and %q", text, piped, other, found, wrong)
	}
	return found, lines, wrong
}

func TestAFileIsAStreamOfJSONValues(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
		lines      []int
	}{
		{"one on a line", `{"a":1}`, []string{`{"a":1}`}, []int{0}},
		{"one over several lines", "{\n  \"a\": [\n    1\n  ]\n}\n", []string{"{\n  \"a\": [\n    1\n  ]\n}"}, []int{0}},
		{"one per line", "{\"a\":1}\n\n  \n{}\r\n[]\n", []string{`{"a":1}`, `{}`, `[]`}, []int{1, 4, 5}},
		{"several over several lines", "{\n}\n{\n}", []string{"{\n}", "{\n}"}, []int{1, 3}},
		{"on one line", `{}{} [] "a""b"1 2`, []string{`{}`, `{}`, `[]`, `"a"`, `"b"`, `1`, `2`}, []int{1, 1, 1, 1, 1, 1, 1}},
		{"brackets in strings", `{"a":"}\"]{"}` + "\n" + `"\\"`, []string{`{"a":"}\"]{"}`, `"\\"`}, []int{1, 2}},
		{"words and numbers", "null\ntrue\n-1.5e3", []string{`null`, `true`, `-1.5e3`}, []int{1, 2, 3}},
		{"behind a byte order mark", "\xef\xbb\xbf{}\n", []string{`{}`}, []int{0}},
		{"bytes that are no UTF-8", "{\"a\":\"\xff\"}", []string{"{\"a\":\"\xff\"}"}, []int{0}},
		{"deeper than any parser reads", strings.Repeat("[", 20000) + strings.Repeat("]", 20000), []string{strings.Repeat("[", 20000) + strings.Repeat("]", 20000)}, []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, lines, wrong := documents(t, c.text, false)
			if !slices.Equal(got, c.want) || !slices.Equal(lines, c.lines) || wrong != "" {
				t.Errorf("got %.200q on lines %v and %q, want %.200q on %v", got, lines, wrong, c.want, c.lines)
			}
		})
	}
}

func TestWhatIsNoJSONIsToldWithItsLine(t *testing.T) {
	for _, c := range []struct {
		text, wrong string
		before      int // documents that were read before it
	}{
		{"", "this is empty", 0},
		{" \n\t\n", "this is empty", 0},
		{"\xef\xbb\xbf", "this is empty", 0},
		{"a,b\n1,2\n", "line 1 is not JSON: invalid character 'a'", 0},
		{"{}\n\nGET / HTTP/1.1", "line 3 is not JSON: invalid character 'G'", 1},
		{"{\n \"a\": 1,\n}", "line 3 is not JSON: invalid character '}'", 0},
		{"{}\n{\n  \"a\": [1,\n  2\n", "line 4 is not JSON: unexpected end of JSON input", 1},
		{`{"a":1]`, "line 1 is not JSON: invalid character ']' after object key:value pair", 0},
		{`}`, "line 1 is not JSON: invalid character '}'", 0},
		{`"abc`, "line 1 is not JSON: unexpected end of JSON input", 0},
		{"\xff\xfe{\x00}\x00", "the text is UTF-16, and JSON is UTF-8", 0},
		{"\x1f\x8b\x08\x00", "line 1 is not JSON: invalid character '\\x1f'", 0},
	} {
		got, _, wrong := documents(t, c.text, false)
		if !strings.HasPrefix(wrong, c.wrong) || len(got) != c.before {
			t.Errorf("%q: got %q and %q, want %d documents and %q", c.text, got, wrong, c.before, c.wrong)
		}
	}
}

// A handler answers with any bytes.
func TestAResponseIsAFileAsItIs(t *testing.T) {
	for text, want := range map[string]int{
		"": 1, "no JSON at all": 1, "{\"statusCode\":200}\x00\x00\x00\x00\x00\x00\x00\x00{}": 1, " {}\n": 1, "{}\n{}\n": 2,
	} {
		got, _, wrong := documents(t, text, true)
		if len(got) != want || wrong != "" || want == 1 && got[0] != text {
			t.Errorf("%q: got %q and %q, want %d", text, got, wrong, want)
		}
	}
}

// A text is no event, and a document that ends too early is no text.
func TestWhatIsNoJSONIsToldWithWhatHelps(t *testing.T) {
	const (
		text  = "jq -Rs"
		early = "ends too early"
	)
	for _, c := range []struct{ text, want, not string }{
		{"a,b\n1,2\n", text, early},
		{"# A page\n", text, early},
		{"{}\nGET / HTTP/1.1", text, early},
		{`{"a":[1`, "begins on line 1 " + early, text},
		{"\n[1,\n2", "begins on line 2 " + early, text},
		{`"abc`, "begins on line 1 " + early, text},
		{"{}\n{\"a\":1\n{\"a\":2}\n", "begins on line 2 " + early, text},
		{"{\"a\":\"x\n{\"a\":2}\n", "begins on line 1 " + early, text},
		{"{\"a\":1\r\n{\"a\":2}\n", "begins on line 1 " + early, text},
		{`{"a":1]`, "begins on line 1", early},
		{"{\n\"a\":1,\n}", "begins on line 1", early},
	} {
		err := Documents("-", strings.NewReader(c.text), false, func(int, []byte) {})
		var m Mistake
		if !errors.As(err, &m) || !strings.Contains(m.Meant, c.want) || strings.Contains(m.Meant, c.not) || columns(m.Meant) > width-2 {
			t.Errorf("%q: got %q, want %q and not %q", c.text, m.Meant, c.want, c.not)
		}
	}
}

func TestNoMoreThanAnEventIsKept(t *testing.T) {
	long := `{"a":"` + strings.Repeat("x", maxEvent)
	for _, c := range []struct{ text, wrong string }{
		{"{}\n" + long + `"}`, "line 2 is larger than any event"},
		{long, "line 1 is larger than any event"},
		{strings.Repeat("1", maxEvent+1), "line 1 is larger than any event"},
	} {
		if _, _, wrong := documents(t, c.text, false); !strings.HasPrefix(wrong, c.wrong) {
			t.Errorf("%.20q…: got %q, want %q", c.text, wrong, c.wrong)
		}
	}
	if _, _, wrong := documents(t, strings.Repeat("x", maxEvent+1), true); !strings.Contains(wrong, "larger than any event") {
		t.Errorf("a response: %q", wrong)
	}
	space := bytes.NewReader(bytes.Repeat([]byte("\n"), 3*maxEvent))
	if err := Documents("-", space, false, func(int, []byte) {}); err == nil || err.Error() != "this is empty" {
		t.Errorf("space: %v", err)
	}
}

func TestAnEventIsJudgedBeforeTheNextIsThere(t *testing.T) {
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	judged := make(chan string)
	done := make(chan error)
	go func() { done <- Documents("-", in, false, func(_ int, d []byte) { judged <- string(d) }) }()
	for _, text := range []string{`{"a":1}`, "{\n\"b\":2\n}"} {
		if _, err := out.WriteString(text); err != nil {
			t.Fatal(err)
		}
		if got := <-judged; got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
	_ = out.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
