package test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestHouseKeepsToItsPlan(t *testing.T) {
	files := readFiles(t)
	if len(files) < 50 {
		t.Fatalf("only %d Go files were found", len(files))
	}
	for _, f := range files {
		for _, fault := range f.faults() {
			t.Errorf("%s: %s", f.path, fault)
		}
	}
}

func TestEveryRequiredModuleIsSomebodysDoor(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range directRequirements(string(mod)) {
		used := slices.ContainsFunc(slices.Collect(maps.Values(plan)), func(r room) bool {
			return r.doors.under(module) || r.tests.under(module)
		})
		if !used {
			t.Errorf("go.mod requires %s, and no room has a door to it", module)
		}
	}
}

func TestEveryDoorHasAReason(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(plan)) {
		for _, d := range []doors{plan[name].doors, plan[name].tests} {
			for door, reason := range d {
				if reason == "" {
					t.Errorf("room %s, door %s: no reason", name, door)
				}
			}
		}
	}
}

func readFiles(t *testing.T) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root {
			base := entry.Name()
			if base[0] == '.' || base[0] == '_' || slices.Contains([]string{"build", "dist", "node_modules", "testdata"}, base) {
				return filepath.SkipDir
			}
		}
		if entry.IsDir() || filepath.Ext(name) != ".go" {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		f, err := parse(filepath.ToSlash(rel), src)
		if err != nil {
			return err
		}
		files = append(files, f)
		return nil
	})
	if err != nil {
		t.Fatalf("reading the module: %v", err)
	}
	return files
}
