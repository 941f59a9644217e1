package config

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestRuleFilesAreReadInOrderAndTheBadOnesReported(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	first, second := write("a.conf", "SecAction 1"), write("b.conf", "SecAction 2")
	huge, binary := write("huge.conf", strings.Repeat("#", maxRules+1)), write("bin.conf", "\xff")
	missing := filepath.Join(dir, "missing.conf")
	c, problems := read(map[string]string{"WEIR_RULES": strings.Join([]string{first, huge, missing, binary, second}, ",")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	texts, problems := c.ReadRules(func(path string) (io.ReadCloser, error) { return os.Open(path) })
	if !slices.Equal(texts, []string{"SecAction 1", "SecAction 2"}) {
		t.Errorf("got rules %q", texts)
	}
	var values []string
	for _, p := range problems {
		values = append(values, p.Value)
	}
	if want := []string{shown(huge), shown(missing), shown(binary)}; !slices.Equal(values, want) {
		t.Errorf("got problems with %v, want %v", values, want)
	}
}

func TestARuleFileThatBreaksWhileItIsReadIsReported(t *testing.T) {
	c := Config{Rules: []string{"x"}}
	texts, problems := c.ReadRules(func(string) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("SecAction"), broken{})), nil
	})
	if len(texts) != 0 || len(problems) != 1 || !strings.Contains(problems[0].Reason, "disk on fire") {
		t.Errorf("got %q and %v, want no rules and the cause", texts, problems)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }
