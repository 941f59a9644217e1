package engine

import (
	"io/fs"
	"reflect"
	"testing"
	"testing/fstest"

	"weir/inspect/rules"
)

func TestTheShippedCatalogueIsThatOfTheFiles(t *testing.T) {
	want, err := Catalogue(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	if rules.Catalogue() != want {
		t.Error("it is not: make generate writes it")
	}
	o := Options{Files: rules.Files(), Catalogue: want}
	for responses, list := range map[bool]func(fs.FS) ([]string, error){false: ruleFiles, true: responseFiles} {
		read, err := readCatalogue(o.Files, list)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := o.catalogueOf(list, responses)
		if err != nil {
			t.Fatal(err)
		}
		if len(read.entries) < 50 || !reflect.DeepEqual(read, parsed) {
			t.Errorf("responses %v: %d entries that were read, and %d others in the catalogue", responses, len(read.entries), len(parsed.entries))
		}
	}
}

// With a catalogue that is of no use, all rules are compiled.
func TestABadCatalogueCostsNoRule(t *testing.T) {
	for name, text := range map[string]string{
		"no text":            "nonsense\n",
		"no file":            "1 2 3 4 \n",
		"a file that is not": "@owasp_crs/none.conf\n0 10 942100 1 v\n",
		"a place that is not": "@owasp_crs/REQUEST-942-APPLICATION-ATTACK-SQLI.conf\n" +
			"100000000 10 942100 1 v\n",
	} {
		e, err := New(Options{Setup: rules.Setup(), Files: rules.Files(), Catalogue: text})
		if err != nil {
			t.Fatal(err)
		}
		matches, err := e.Evaluate(t.Context(), nil, []Value{{Name: "a", Text: "1' or 1=1--"}}, &Suspects{Rules: []int{942100}})
		if err != nil || len(matches) == 0 {
			t.Errorf("%s: %d matches, %v", name, len(matches), err)
		}
	}
}

func TestFilesThatCannotBeReadInPiecesAreAnError(t *testing.T) {
	file, err := unread{fstest.MapFS{"a": {Data: []byte("text")}}}.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := piece(file, 0, 1); err == nil {
		t.Error("no error")
	}
}

// unread are files that know io.Reader alone.
type unread struct{ fs.FS }

func (u unread) Open(name string) (fs.File, error) {
	f, err := u.FS.Open(name)
	return struct{ fs.File }{f}, err
}
