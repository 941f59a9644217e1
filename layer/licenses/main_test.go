package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLicencesOfModulesAndOfGoAreWritten(t *testing.T) {
	var b strings.Builder
	if err := run(&b, "", []string{"weir/inspect/engine"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"==== github.com/corazawaf/coraza/v3 v",
		"http://www.apache.org/licenses/",
		"==== go1",
		"Copyright 2009 The Go Authors",
		"==== the package weir/inspect/libinjection: LICENSE ====",
	} {
		if n := strings.Count(b.String(), want); n == 0 || strings.HasPrefix(want, "====") && n > 2 {
			t.Errorf("%q occurs %d times", want, n)
		}
	}
	if strings.Contains(b.String(), "==== weir") {
		t.Error("Weir's own licence is not somebody else's")
	}
}

func TestModuleWithoutLicenceIsAnError(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "README"), []byte("free"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(new(strings.Builder), "example.org/free", dir); err == nil {
		t.Error("no error")
	}
}
