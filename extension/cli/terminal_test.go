package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestColoursAreForTerminalsOfPeopleWhoWantThem(t *testing.T) {
	device, err := os.Open(os.DevNull) // a character device, as terminals are
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _, _, _ = device.Close(), file.Close(), read.Close(), write.Close() }()
	for _, c := range []struct {
		name    string
		file    *os.File
		env     map[string]string
		windows bool
		want    bool
	}{
		{"a terminal", device, nil, false, true},
		{"a file", file, nil, false, false},
		{"a pipe", write, nil, false, false},
		{"NO_COLOR", device, map[string]string{"NO_COLOR": "1"}, false, false},
		{"an empty NO_COLOR", device, map[string]string{"NO_COLOR": ""}, false, true},
		{"a dumb terminal", device, map[string]string{"TERM": "dumb"}, false, false},
		{"the old console of Windows", device, nil, true, false},
		{"Windows Terminal", device, map[string]string{"WT_SESSION": "4e3c"}, true, true},
	} {
		if got := Colours(c.file, func(name string) string { return c.env[name] }, c.windows); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestColoursChangeNothingButColours(t *testing.T) {
	show := func(colour bool) string {
		var out bytes.Buffer
		tool := Tool{
			In: strings.NewReader(`{"explained":1}{"injection":1}{}`), Out: &out, Err: &out, Colour: colour,
			Inspector: func(bool) (Inspector, error) { return verdicts, nil },
		}
		tool.Run([]string{"inspect", "--explain", "-"})
		return out.String()
	}
	coloured, bare := show(true), show(false)
	for _, want := range []string{"\x1b[1;31mblocked\x1b[0m", "\x1b[1m' or 1=1 --\x1b[0m", "\x1b[32mclean\x1b[0m"} {
		if !strings.Contains(coloured, want) {
			t.Errorf("%q is not in %q", want, coloured)
		}
	}
	for _, s := range []Style{Red, Yellow, Green, Bold} {
		coloured = strings.ReplaceAll(coloured, "\x1b["+string(s)+"m", "")
	}
	if coloured = strings.ReplaceAll(coloured, "\x1b[0m", ""); coloured != bare {
		t.Errorf("got\n%q\nwant\n%q", coloured, bare)
	}
}

func TestTextIsFoldedAtSpaces(t *testing.T) {
	word := strings.Repeat("x", 30)
	for _, c := range []struct{ text, want string }{
		{"", "  \n"},
		{"a b", "  a b\n"},
		{word + " " + word + " " + word, "  " + word + " " + word + "\n    " + word + "\n"},
		{strings.Repeat(word, 4) + " a", "  " + strings.Repeat(word, 4) + "\n    a\n"},
	} {
		if got := Fold(2, 4, c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

// Whatever matched wherever, one line of a terminal shows it, with the marks below it.
func TestWhatMatchedFitsALine(t *testing.T) {
	for _, part := range []string{"' or 1", strings.Repeat("p", 300), "語語語", "\x00\x01", strings.Repeat("é", 50), strings.Repeat("\u200b", 30)} {
		for _, left := range []string{"", "ab", strings.Repeat("l", 200), strings.Repeat("語", 60), strings.Repeat("\x1b", 50), strings.Repeat("é", 31) + "\xff"} {
			for _, right := range []string{"", "yz", strings.Repeat("r", 200), strings.Repeat("語", 60), strings.Repeat("\x1b", 50)} {
				var b strings.Builder
				Tool{}.writeMatched(&b, left+part+right, part)
				lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
				if len(lines) != 2 || tooWide(b.String()) != "" {
					t.Fatalf("%q %q %q: got\n%s", left, part, right, b.String())
				}
				marks := strings.TrimLeft(lines[1], " ")
				if strings.Trim(marks, "^") != "" || marks == "" {
					t.Fatalf("marks %q", lines[1])
				}
				first, _ := head(part, 4)
				at := columns(lines[1]) - len(marks)
				if shown := fromColumn(lines[0], at); !strings.HasPrefix(shown, first) {
					t.Fatalf("the marks are below %q, want %q:\n%s", shown, first, b.String())
				}
			}
		}
	}
}

// fromColumn is the rest of a line from a column on.
func fromColumn(line string, column int) string {
	at := 0
	for n, r := range line {
		if at >= column {
			return line[n:]
		}
		at += columnsOf(r)
	}
	return ""
}

func TestWhatWasMeantIsFound(t *testing.T) {
	words := []string{"inspect", "rules", "config", "version", "help", "--json", "--explain", "sqs", "sns", "http-v2"}
	for word, want := range map[string]string{
		"inspekt": "inspect", "INSPECT": "inspect", "rule": "rules", "confg": "config", "--jsno": "--json", "--explian": "--explain",
		"sq": "sqs", "http-v3": "http-v2", "frobnicate": "", "x": "", strings.Repeat("inspect", 1000): "", "": "",
	} {
		got := meant(word, words, "Else.")
		if want == "" && got != "Else." || want != "" && got != `Did you mean "`+want+`"? Else.` {
			t.Errorf("%.20q: got %q, want %q", word, got, want)
		}
	}
}
