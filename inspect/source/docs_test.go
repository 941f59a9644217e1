package source

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

//go:generate go test -run ^TestThePageOfSourcesIsWhatTheCodeSays$ . -args -update

const page = "../../docs/SOURCES.md"

const pageHead = `# Event sources

Generated from the comments in ` + "`inspect/source`" + ` by ` + "`make generate`" + `: what Weir tells apart, what it inspects, and what happens
to an event that it refuses. The names are those of the settings.

An event names its source nowhere, and whoever may invoke a function can write any event. So a source is a way of reading
an event, and never a reason to trust it: every string of an event is inspected, save those that have both a key and a
format of AWS's own. An event that two sources claim, or whose records are of different origins, is read as ` + "`direct`" + ` and
is a finding of its own.
`

// The page consists of the comments of each source's type and methods, in the order of All.
func TestThePageOfSourcesIsWhatTheCodeSays(t *testing.T) {
	types := documentedTypes(t)
	var b strings.Builder
	b.WriteString(pageHead)
	for _, s := range All {
		d := types[reflect.TypeOf(s).Name()]
		if d == nil {
			t.Fatalf("%s has no documented type", s.Name())
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", s.Name(), sentence(d.Doc, d.Name+" is ", ""))
		comments := map[string]string{}
		of := reflect.TypeOf(s)
		for i := range of.NumField() { // what it takes from a type that it embeds
			for _, m := range types[of.Field(i).Type.Name()].Methods {
				comments[m.Name] = m.Doc
			}
		}
		for _, m := range d.Methods {
			comments[m.Name] = m.Doc
		}
		for _, part := range []struct{ method, title string }{
			{"Recognise", "Recognised"}, {"Fields", "Fields"}, {"Refuse", "Refused"}, {"Without", "Bad records"}, {"Annotate", "Note"},
		} {
			comment, ok := comments[part.method]
			if !ok {
				continue
			}
			fmt.Fprintf(&b, "- **%s.** %s\n", part.title, sentence(comment, part.method+" ", "  "))
		}
	}
	got := b.String()
	if *update {
		if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("docs/SOURCES.md is not what the code says: run make generate")
	}
}

func documentedTypes(t *testing.T) map[string]*doc.Type {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	p, err := doc.NewFromFiles(set, parsed, "weir/inspect/source", doc.AllDecls)
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]*doc.Type{}
	for _, d := range p.Types {
		types[d.Name] = d
	}
	return types
}

// sentence makes a comment stand by itself: without the name that Go's comments begin with, indented.
func sentence(comment, name, indent string) string {
	text := strings.TrimSpace(strings.TrimPrefix(comment, name))
	text = strings.ToUpper(text[:1]) + text[1:]
	return strings.ReplaceAll(strings.ReplaceAll(text, "\n", "\n"+indent), "\n"+indent+"\n", "\n\n")
}
