package confirm

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// marker is a command whose output shows that a shell has come to it.
const marker = "echo RAN"

// canRunMarker asks about each place of the marker in a text.
func canRunMarker(text string) bool {
	for at := 0; ; at++ {
		next := strings.Index(text[at:], marker)
		if next < 0 {
			return false
		}
		if at += next; (&Match{}).canRun(text, at, false) {
			return true
		}
	}
}

var (
	lines2run = []string{
		"echo RAN", "x; echo RAN", "x); echo RAN", "a)) && echo RAN", "'; echo RAN; '", "\" | echo RAN #", "x' || echo RAN || '(", "it's; echo RAN", "x\n) echo RAN", "$(echo RAN)", "a `echo RAN` (b", "f() { echo RAN; }; f",
		"a=(1 2); echo RAN", "if (true) then echo RAN; fi", "{ (true); echo RAN; }", "x > y; echo RAN", "x 2>&1 | echo RAN", "cat <(echo RAN)", "(x; echo RAN)", "a (b; echo RAN) c", "a (| echo RAN) c", "x; echo RAN # (y", "x; echo RAN;", "\\(x; echo RAN", "\"a(b\"; echo RAN",
		"'a (b)'; echo RAN", "x;echo RAN\ny (z)", "a (b)\necho RAN", "$((1|2)); echo RAN", "x &> y; echo RAN", "a && ! (b) ; echo RAN", "`a(b` `echo RAN`", "while (a) do echo RAN; done", "case x in a) echo RAN;; esac",
	}
	lines2pass = []string{
		"Count (Dracula) ; echo RAN", "The list (short); echo RAN", "x; ; echo RAN", "x ;; echo RAN", "x | | echo RAN", "x |; echo RAN", "a && || echo RAN", "x; echo RAN (see below)", "a < ; echo RAN", "x)))) ; echo RAN", "# x; echo RAN"[1:] + " (y)",
		"$(a |; echo RAN)", "`a (b); echo RAN`", "'x (y)' z (a) ; echo RAN", "x & & echo RAN", "p(q)r(s)|t;echo RAN", "a ?(b); echo RAN",
	}
)

func TestALineThatAShellReadsRuns(t *testing.T) {
	for _, text := range lines2run {
		if !canRunMarker(text) {
			t.Errorf("%q does not run", text)
		}
	}
	for _, text := range lines2pass {
		if canRunMarker(text) {
			t.Errorf("%q runs", text)
		}
	}
}

// ran says that a shell comes to the marker in a value, bare or between quotation marks.
func ran(t *testing.T, shell, text string) bool {
	t.Helper()
	for _, line := range []string{"true " + text, "true '" + text + "'", "true \"" + text + "\"", "true $(true " + text + ")", text} {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		c := exec.CommandContext(ctx, shell, "-c", line)
		c.Dir = t.TempDir()
		out, _ := c.Output()
		cancel()
		if bytes.Contains(out, []byte("RAN")) {
			return true
		}
	}
	return false
}

// What is made of a shell's own signs, in any order, runs in no shell that is here if it cannot run by the grammar.
func TestNoShellRunsWhatCannotRun(t *testing.T) {
	var shells []string
	for _, name := range []string{"sh", "bash"} {
		if path, err := exec.LookPath(name); err == nil {
			shells = append(shells, path)
		}
	}
	if len(shells) == 0 {
		t.Log("no shell: the lines are not run")
	}
	pieces := []string{"a", "b c", " ", ";", "|", "&", "&&", "||", "(", ")", "$(", "`", "'", `"`, "{ ", "; }", "\\", "#", " # ", ">x", "<", "2>&1", "=", "! ", "if a; then ", "; fi", "${a}", "It's", "(see)", "f()", "<(", "\n", "a=(b)", "$((1))"}
	random := rand.New(rand.NewPCG(932, 235))
	denied, tries, most := 0, 6000, 600
	if testing.Short() {
		tries, most = 1500, 30
	}
	for range tries {
		var b strings.Builder
		before, after := random.IntN(6), random.IntN(4)
		for range before {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		b.WriteString([]string{";", "|", "&&", "$(", "`", "\n", "; ", " || "}[random.IntN(8)] + marker)
		for range after {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		text := b.String()
		if canRunMarker(text) {
			continue
		}
		if denied++; denied > most {
			break
		}
		for _, shell := range shells {
			if ran(t, shell, text) {
				t.Errorf("%s runs %q", shell, text)
			}
		}
	}
	if denied < most/2 {
		t.Errorf("%d of %d lines cannot run", denied, tries)
	}
}
