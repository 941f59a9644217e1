package source

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden parts of testdata and the pages of docs anew")

// archive is a fixture: a comment, and named parts, each after a line "-- name --".
type archive struct {
	file    string
	comment string
	names   []string
	parts   map[string][]byte
}

func readArchive(t *testing.T, file string) *archive {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{file: file, parts: map[string][]byte{}}
	name := ""
	for line := range bytes.Lines(data) {
		trimmed := strings.TrimSpace(string(line))
		if inner, ok := strings.CutPrefix(trimmed, "-- "); ok && strings.HasSuffix(inner, " --") {
			name = strings.TrimSuffix(inner, " --")
			a.names = append(a.names, name)
			a.parts[name] = []byte{}
		} else if name == "" {
			a.comment += string(line)
		} else {
			a.parts[name] = append(a.parts[name], line...)
		}
	}
	return a
}

// golden compares got with a part, or writes it under -update. Parts end with a newline.
func (a *archive) golden(t *testing.T, name, got string) {
	t.Helper()
	if got != "" && !strings.HasSuffix(got, "\n") {
		got += "\n"
	}
	want, ok := a.parts[name]
	if ok && string(want) == got {
		return
	}
	if !*update {
		t.Errorf("%s: part %s differs; got\n%s\nwant\n%s", a.file, name, got, want)
		return
	}
	if !ok {
		a.names = append(a.names, name)
	}
	a.parts[name] = []byte(got)
	out := []byte(a.comment)
	for _, n := range a.names {
		out = append(append(out, "-- "+n+" --\n"...), a.parts[n]...)
	}
	if err := os.WriteFile(a.file, out, 0o644); err != nil {
		t.Fatal(err)
	}
}

// fixtures returns every fixture, and the source that it is of.
func fixtures(t *testing.T) map[*archive]Source {
	t.Helper()
	files, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	all := map[*archive]Source{}
	for _, file := range files {
		name := filepath.Base(filepath.Dir(file))
		s := Named(name)
		if s == nil {
			t.Fatalf("%s: no source is called %q", file, name)
		}
		a := readArchive(t, file)
		if a.parts["event.json"] == nil {
			t.Fatalf("%s has no event.json", file)
		}
		all[a] = s
	}
	return all
}
