package libinjection

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	regression "github.com/corazawaf/coraza-coreruleset/v4/tests"
	"github.com/goccy/go-yaml"
)

// attacks are the payloads of the corpus.
func attacks(t testing.TB) (out []string) {
	t.Helper()
	raw, err := os.ReadFile("../../test/corpus/attacks.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range bytes.Split(bytes.TrimSpace(raw), []byte("\n")) {
		var c struct {
			Payload string
			Binary  bool
		}
		if err := json.Unmarshal(line, &c); err != nil {
			t.Fatal(err)
		}
		if c.Binary {
			data, err := base64.StdEncoding.DecodeString(c.Payload)
			if err != nil {
				t.Fatal(err)
			}
			c.Payload = string(data)
		}
		out = append(out, c.Payload)
	}
	return out
}

// harmless are the lines of the corpus's honest texts, and the files as wholes.
func harmless(t testing.TB) (out []string) {
	t.Helper()
	names, err := filepath.Glob("../../test/corpus/benign/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(raw))
		out = append(out, strings.Split(string(raw), "\n")...)
	}
	return out
}

// regressions are the scalars in the Core Rule Set's regression tests, and their parts, encoded and not.
func regressions(t testing.TB) []string {
	t.Helper()
	seen := make(map[string]bool)
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			for _, part := range append(strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("&=?", r) }), v) {
				seen[part] = true
				if plain, err := url.QueryUnescape(part); err == nil {
					seen[plain] = true
				}
			}
		case []any:
			for _, e := range v {
				collect(e)
			}
		case map[string]any:
			for _, e := range v {
				collect(e)
			}
		}
	}
	err := fs.WalkDir(regression.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		raw, err := fs.ReadFile(regression.FS, name)
		if err != nil {
			return err
		}
		var file map[string]any
		if err := yaml.Unmarshal(raw, &file); err != nil {
			return err
		}
		collect(file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for text := range seen {
		out = append(out, text)
	}
	return out
}

// Of attacks, of honest texts, and of all ends and beginnings of them, the same is said as the original says.
func TestCorporaAreReadAsTheOriginalReadsThem(t *testing.T) {
	texts := append(append(attacks(t), harmless(t)...), regressions(t)...)
	sql, markup := 0, 0
	for _, text := range texts {
		for _, text := range around(text) {
			if sameSQL(t, text) {
				sql++
			}
			if sameXSS(t, text) {
				markup++
			}
		}
	}
	t.Logf("%d texts, %d injections into SQL, %d of markup", len(texts), sql, markup)
	if sql < 1000 || markup < 1000 {
		t.Errorf("%d injections and %d of markup are too few to say anything", sql, markup)
	}
}

// around are a text, and parts of it: the text behind each of its first quotes, and without its end.
func around(text string) []string {
	out := []string{text, strings.ToUpper(text), strings.ReplaceAll(text, "'", `\'`), strings.ReplaceAll(text, `"`, `""`)}
	most := 8
	if testing.Short() {
		most = 1
	}
	for at, n := 0, 0; n < most; n++ {
		i := strings.IndexAny(text[at:], "'\"`\\(/-<")
		if i < 0 {
			break
		}
		out = append(out, text[:at+i+1], text[at+i:])
		at += i + 1
	}
	return out
}
