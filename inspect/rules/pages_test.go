package rules_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// pages reads all pages. A section is a request, headed "-- must fire: name --" or "-- must not fire: name --", or a list
// of values, one in a line, headed "-- values that must fire --" or "-- values that must not fire --".
func pages(t *testing.T) map[int][]page {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	out := map[int][]page{}
	for _, file := range files {
		id, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(file), ".txtar"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut("\n"+string(text), "\n-- ")
		for _, section := range strings.Split(rest, "\n-- ") {
			head, body, ok := strings.Cut(section, " --\n")
			if kind, isList := strings.CutPrefix(head, "values that "); ok && isList {
				out[id] = append(out[id], values(t, kind == "must fire", body)...)
				continue
			}
			kind, name, named := strings.Cut(head, ": ")
			if !ok || !named || kind != "must fire" && kind != "must not fire" {
				t.Fatalf("%s: %q is no heading", file, head)
			}
			out[id] = append(out[id], page{name, kind == "must fire", readRequest(body), nil})
		}
	}
	return out
}

// values reads a list of values. A line in double quotes is a string of Go, for values with line ends or other bytes.
func values(t *testing.T, fires bool, list string) (out []page) {
	t.Helper()
	for line := range strings.Lines(list) {
		text := strings.TrimSuffix(line, "\n")
		if text == "" {
			continue
		}
		name := text
		if plain, err := strconv.Unquote(text); err == nil && text[0] == '"' {
			text = plain
		}
		out = append(out, page{name, fires, nil, []engine.Value{{Name: "value", Text: text}}})
	}
	return out
}
