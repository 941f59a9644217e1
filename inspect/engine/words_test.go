package engine

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/corazawaf/coraza/v3"

	"weir/inspect/rules"
)

// wordFiles are lists of words, of the Core Rule Set and one with words that begin like others, and short ones.
func wordFiles(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"own.data": &fstest.MapFile{Data: []byte("# none\n  ab \nabcd\nabc\nx\nÄb\nq\nqrs tu\n\nde\n\x00\n")}}
	for _, name := range []string{"unix-shell.data", "unix-shell-aliases.data", "lfi-os-files.data", "sql-errors.data", "ssrf.data"} {
		raw, err := fs.ReadFile(rules.Files(), "@owasp_crs/"+name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: raw}
	}
	return files
}

// Coraza knows its own operator by another name, too.
func TestWordsAreCorazas(t *testing.T) {
	registerOperators()
	files, lists := wordFiles(t), wordFiles(t)
	random := rand.New(rand.NewPCG(5, 9)) //nolint:gosec // repeatable, and no secret
	matched := 0
	for name, file := range lists {
		for _, capture := range []string{"capture,", ""} {
			waf := func(operator string) coraza.WAF {
				rule := fmt.Sprintf(`SecRule ARGS "@%s %s" "id:1,phase:1,pass,log,%ssetvar:tx.matched=1"`, operator, name, capture)
				files["rule.conf"] = &fstest.MapFile{Data: []byte(rule)}
				waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(files).WithDirectives("Include rule.conf"))
				if err != nil {
					t.Fatal(err)
				}
				return waf
			}
			ours, stock := waf("pmFromFile"), waf("pmf")
			list := strings.Split(string(file.Data), "\n")
			for range 300 {
				text := someWords(random, list)
				got, want := capturedBy(t, ours, text), capturedBy(t, stock, text)
				if got != want {
					t.Errorf("%s on %q: %q, Coraza has %q", name, text, got, want)
				}
				if strings.HasPrefix(want, "[1]") {
					matched++
				}
			}
		}
	}
	if matched == 0 || matched == len(lists)*2*300 {
		t.Errorf("%d texts matched", matched)
	}
}

// someWords are words, whole and cut, in letters of either case.
func someWords(random *rand.Rand, list []string) string {
	var b strings.Builder
	for range random.IntN(14) {
		word := list[random.IntN(len(list))]
		switch random.IntN(6) {
		case 0, 1, 2:
			word = word[:random.IntN(len(word)+1)]
		case 3:
			word = strings.ToUpper(word)
		}
		b.WriteString(word)
		if random.IntN(2) == 0 {
			b.WriteByte(" -\x00z"[random.IntN(4)])
		}
	}
	return b.String()
}
