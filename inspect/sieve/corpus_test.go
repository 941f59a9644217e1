package sieve

import (
	"encoding/json"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	regression "github.com/corazawaf/coraza-coreruleset/v4/tests"
	"github.com/goccy/go-yaml"
)

// regressions are all values of the Core Rule Set's regression tests: every argument, and every body and path as a
// whole, in the encodings in which they stand there and without.
var regressions = sync.OnceValues(func() ([]string, error) {
	type test struct {
		Tests []struct {
			Stages []struct {
				Input struct {
					URI     string            `yaml:"uri"`
					Data    any               `yaml:"data"`
					Headers map[string]string `yaml:"headers"`
				} `yaml:"input"`
			} `yaml:"stages"`
		} `yaml:"tests"`
	}
	seen := make(map[string]bool)
	err := fs.WalkDir(regression.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") || !strings.HasPrefix(name, "REQUEST-") {
			return err
		}
		raw, err := fs.ReadFile(regression.FS, name)
		if err != nil {
			return err
		}
		var file test
		if err := yaml.Unmarshal(raw, &file); err != nil {
			return err
		}
		for _, t := range file.Tests {
			for _, s := range t.Stages {
				data, _ := s.Input.Data.(string)
				_, query, _ := strings.Cut(s.Input.URI, "?")
				for _, text := range []string{s.Input.URI, query, data} {
					seen[text] = true
					for _, pair := range strings.Split(text, "&") {
						key, value, _ := strings.Cut(pair, "=")
						for _, part := range []string{key, value} {
							seen[part] = true
							if plain, err := url.QueryUnescape(part); err == nil {
								seen[plain] = true
							}
						}
					}
				}
				for _, h := range s.Input.Headers {
					seen[h] = true
				}
			}
		}
		return nil
	})
	var out []string
	for text := range seen {
		out = append(out, text)
	}
	slices.Sort(out)
	return out, err
})

// fixtures are the strings in the sample events of AWS's own library.
var fixtures = sync.OnceValues(func() ([]string, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aws/aws-lambda-go").Output()
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "events", "testdata", "*.json"))
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool)
	var collect func(v any)
	collect = func(v any) {
		switch v := v.(type) {
		case string:
			seen[v] = true
		case []any:
			for _, e := range v {
				collect(e)
			}
		case map[string]any:
			for k, e := range v {
				seen[k] = true
				collect(e)
			}
		}
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var v any
		if json.Unmarshal(raw, &v) == nil {
			collect(v)
		}
	}
	var out []string
	for text := range seen {
		out = append(out, text)
	}
	slices.Sort(out)
	return out, nil
})

// plain are texts of the kinds that honest events hold.
var plain = []string{
	"", "0", "42", "-1.5e3", "true", "active", "customer_name", "Ada Lovelace", "O'Brien", "ann@example.com", "2026-11-23T18:21:00Z",
	"550e8400-e29b-41d4-a716-446655440000", "arn:aws:lambda:eu-west-1:123456789012:function:orders", "https://example.com/a/b?c=d&e=f#g",
	"image/png", "application/json; charset=utf-8", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)", "+44 20 7946 0958", "€ 12,50",
	"The quick brown fox jumps over the lazy dog.", "Please select a table from the list, or update your order; then drop us a line.",
	"# Title\n\n* one\n* two\n\n`code` and [a link](https://example.com)\n", "<p>Hello, <b>world</b>!</p>", "func main() { fmt.Println(\"hi\") }",
	"naïve café — “quoted” text…", "日本語のテキスト", "a/b/c.txt", "C:\\Users\\ann\\file.txt", "{\"a\":[1,2,{\"b\":null}]}", "key=value&other=thing",
	"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "SGVsbG8sIHdvcmxkIQ==", "192.0.2.7", "::1", "50%", "a & b", "1 < 2", "x = y + 1",
}

func mustList(t testing.TB, list func() ([]string, error)) []string {
	t.Helper()
	out, err := list()
	if err != nil {
		t.Fatal(err)
	}
	if len(out) == 0 {
		t.Fatal("an empty corpus")
	}
	return out
}
