package rules_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// pages reads all pages. A section is headed "-- must fire: name --" or "-- must not fire: name --".
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
			kind, name, named := strings.Cut(head, ": ")
			if !ok || !named || kind != "must fire" && kind != "must not fire" {
				t.Fatalf("%s: %q is no heading", file, head)
			}
			out[id] = append(out[id], page{name, kind == "must fire", readRequest(body)})
		}
	}
	return out
}
