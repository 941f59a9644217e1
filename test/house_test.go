// Package test holds what is said of the project as a whole: the plan of its house, kept by TestHouse.
package test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// doors are what may be imported, each with the reason why: a room of this module by its directory, or a module, or
// packages of it, by path.
type doors map[string]string

// room is the plan of one package.
type room struct {
	doors doors
	tests doors // open to its tests and generators besides
	// upstairs rooms may look at the world: at files, the network, processes and the log. The floors below are values
	// in, values out.
	upstairs bool
}

// plan is the plan of the house. A build that fails here is mended by going through a door that is there, or by
// changing the plan on purpose, with a reason that convinces; never by the way.
var plan = map[string]room{
	// Ground floor.
	"decoders": {
		doors: doors{
			"github.com/klauspost/compress": "zstd, and an inflate that is fast and whose state can be reused",
			"github.com/andybalholm/brotli": "brotli, which the standard library does not have",
			"golang.org/x/text":             "character sets",
		},
	},

	// First floor: no doors between source, engine and rules.
	"inspect": {
		doors: doors{
			"decoders":       "every value is read in all its encodings",
			"inspect/source": "fields come from a source, outcomes are a source's",
			"inspect/engine": "what may match is evaluated",
			"inspect/rules":  "the engine is given the rules",
		},
	},
	"inspect/source": {
		doors: doors{
			"decoders":                            "a field has a path, and a hint for its decoding",
			"github.com/aws/aws-lambda-go/events": "the shapes of replies, as AWS's own library has them",
		},
	},
	"inspect/engine": {
		doors: doors{
			"github.com/corazawaf/coraza/v3": "the engine; nobody else knows it",
			"rsc.io/binaryregexp":            "expressions that name bytes mean what they mean in Coraza, which uses it",
			"unsafe":                         "the identity of a string that Coraza hands back says which value matched",
		},
		tests: doors{
			"inspect/rules": "tests run with the rules of the product",
		},
	},
	"inspect/rules": {
		doors: doors{
			"github.com/corazawaf/coraza-coreruleset/v4": "the Core Rule Set, as files",
		},
		tests: doors{
			"inspect":        "rules are tested as events see them",
			"inspect/engine": "rules must compile, and fire",
			"inspect/source": "events are made for the rules",
		},
	},

	// The roof.
	"extension": {
		upstairs: true,
		doors: doors{
			"inspect":              "it makes the inspector",
			"inspect/source":       "it joins the proxy's invocations to the inspector",
			"inspect/rules":        "rule ids and versions are told at start",
			"extension/config":     "it reads the settings",
			"extension/extapi":     "it lives as an extension",
			"extension/runtimeapi": "it runs the proxy",
			"extension/auditlog":   "it writes what was found",
			"extension/cli":        "it is the command line",
			"go.uber.org/zap":      "it makes the logger",
		},
	},
	"extension/config": {
		upstairs: true, // it reads the user's rule files
		doors: doors{
			"inspect":        "it makes the inspector's options",
			"inspect/source": "policies are in a source's words",
		},
	},
	"extension/extapi": {upstairs: true},
	"extension/runtimeapi": {
		upstairs: true,
		doors: doors{
			"inspect/source": "it is told an outcome, and knows no rules",
		},
	},
	"extension/auditlog": {
		upstairs: true,
		doors: doors{
			"inspect":         "it writes verdicts",
			"inspect/source":  "it writes which invocation they are of",
			"go.uber.org/zap": "lines are written by it",
		},
		tests: doors{
			"github.com/goccy/go-yaml": "template.yaml must name keys and metrics that exist",
		},
	},
	"extension/cli": {
		upstairs: true,
		doors: doors{
			"inspect":         "it inspects by hand",
			"inspect/source":  "it shows outcomes",
			"go.uber.org/zap": "its lines are the log's",
		},
	},

	// What else lands in the layer.
	"layer/wrapper": {
		upstairs: true,
		tests: doors{
			"extension/config": "both must find the same port in the same settings",
		},
	},
	"layer/pack": {upstairs: true},

	// Tests that look at the house from outside.
	"test":            {upstairs: true},
	"test/lambdatest": {upstairs: true},
}

// closed are packages of the standard library that nobody imports without a door in the plan, and why.
var closed = doors{
	"C":        "programs are static, so there is no cgo",
	"log/slog": "there is one logger, and it is zap",
	"plugin":   "what runs is what was built",
	"unsafe":   "all input is hostile",
}

// world are the packages of the standard library by which a program looks at the world.
var world = []string{"log", "net", "net/http", "os", "os/exec", "os/signal", "os/user", "syscall"}

// nameless are names that say nothing about what a package provides.
var nameless = []string{
	"base", "common", "helper", "helpers", "internal", "lib", "misc", "pkg", "shared", "types", "util", "utils",
}

// environment are the functions of package os that read or change the environment. Settings enter in one place.
var environment = []string{
	"Clearenv", "Environ", "ExpandEnv", "Getenv", "LookupEnv", "Setenv", "Unsetenv",
}

// file is one Go file, by its path from the module's root.
type file struct {
	path   string
	tree   *ast.File
	inTest bool // a test, or a program that generates code and is no part of the package
}

func parse(name string, src any) (file, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	f := file{path: name, tree: tree, inTest: strings.HasSuffix(name, "_test.go")}
	for _, group := range tree.Comments {
		for _, comment := range group.List {
			if expr, err := constraint.Parse(comment.Text); err == nil && comment.Pos() < tree.Package {
				f.inTest = f.inTest || expr.String() == "ignore"
			}
		}
	}
	return f, nil
}

// faults lists what is wrong with the file, in words.
func (f file) faults() []string {
	dir := path.Dir(f.path)
	room, known := plan[dir]
	if !known {
		return []string{"package " + dir + " is not in the plan"}
	}
	var faults []string
	for _, name := range []string{path.Base(dir), strings.TrimSuffix(f.tree.Name.Name, "_test")} {
		if slices.Contains(nameless, name) {
			faults = append(faults, fmt.Sprintf("%q says nothing about what the package provides", name))
		}
	}
	for _, spec := range f.tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		if why := f.mayNot(room, dir, imported); why != "" {
			faults = append(faults, fmt.Sprintf("may not import %s: %s", imported, why))
		}
		if spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_" && imported != "embed") {
			faults = append(faults, fmt.Sprintf("imports %s as %q: lists are written, not registered", imported, spec.Name.Name))
		}
	}
	return append(faults, f.badCode(dir)...)
}

// mayNot says why the file may not import a package, or "" if it may.
func (f file) mayNot(room room, dir, imported string) string {
	if why := closed[imported]; why != "" && room.doors[imported] == "" {
		return why
	}
	ours, isOurs := strings.CutPrefix(imported, "weir/")
	if first, _, _ := strings.Cut(imported, "/"); !isOurs && !strings.Contains(first, ".") {
		if slices.Contains(world, imported) && !room.upstairs && !f.inTest {
			return "below the roof are values in and values out: no log, no network, no files, no environment"
		}
		return ""
	}
	if f.inTest && (isOurs && ours == dir || room.tests.lead(ours, isOurs)) || room.doors.lead(ours, isOurs) {
		return ""
	}
	return "the plan has no such door"
}

// lead says whether one of the doors leads to a package. A room's door leads to that room only, a module's to all of
// its packages.
func (d doors) lead(to string, ours bool) bool {
	if ours {
		return d[to] != ""
	}
	for door := range d {
		if to == door || strings.HasPrefix(to, door+"/") {
			return true
		}
	}
	return false
}

// badCode finds what no import shows: the environment, and work that is done behind the reader's back.
func (f file) badCode(dir string) []string {
	var faults []string
	mayAsk := f.inTest || f.path == "extension/main.go" || dir == "layer/wrapper" || dir == "test" || strings.HasPrefix(dir, "test/")
	ast.Inspect(f.tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Name.Name == "init" && n.Recv == nil {
				faults = append(faults, "has an init function")
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && !mayAsk && slices.Contains(environment, n.Sel.Name) && f.isWorld(x.Name) {
				faults = append(faults, fmt.Sprintf("uses %s.%s: settings enter through extension/main.go", x.Name, n.Sel.Name))
			}
		}
		return true
	})
	return faults
}

// isWorld says whether a name in the file stands for package os or syscall.
func (f file) isWorld(name string) bool {
	return slices.ContainsFunc(f.tree.Imports, func(spec *ast.ImportSpec) bool {
		imported := strings.Trim(spec.Path.Value, "\"`")
		local := imported
		if spec.Name != nil {
			local = spec.Name.Name
		}
		return local == name && (imported == "os" || imported == "syscall")
	})
}

// root is the module's root, seen from this package.
const root = ".."

// readFiles reads every Go file of the module. It does not ask the go command, whose answers the cache of test results
// knows nothing of: a test that does keeps passing after a forbidden import was added.
func readFiles(t *testing.T) []file {
	t.Helper()
	var files []file
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && name != root {
			base := entry.Name()
			_, err := os.Stat(filepath.Join(name, "go.mod"))
			if err == nil || base[0] == '.' || base[0] == '_' || slices.Contains([]string{"build", "dist", "node_modules", "testdata"}, base) {
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

// under says whether one of the doors leads into the module.
func (d doors) under(module string) bool {
	for door := range d {
		if door == module || strings.HasPrefix(door, module+"/") {
			return true
		}
	}
	return false
}

// directRequirements are the modules that go.mod requires for the module itself.
func directRequirements(mod string) []string {
	var modules []string
	block := false
	for line := range strings.Lines(mod) {
		words := strings.Fields(line)
		switch {
		case len(words) > 0 && words[0] == ")":
			block = false
		case len(words) > 1 && words[0] == "require" && words[1] == "(":
			block = true
		case len(words) > 2 && words[0] == "require":
			words, block = words[1:], false
			fallthrough
		case block && len(words) > 1 && words[0] != "//":
			if !strings.Contains(line, "// indirect") {
				modules = append(modules, words[0])
			}
		}
	}
	return modules
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

func TestPlantedFaultsAreFound(t *testing.T) {
	for _, test := range []struct{ name, path, src, want string }{
		{"a room without a plan", "inspect/utils/x.go", `package utils`, "not in the plan"},
		{"a door between rooms", "inspect/source/x.go", `import "weir/inspect/engine"`, "may not import weir/inspect/engine: the plan has no such door"},
		{"a door upwards", "decoders/x.go", `import "weir/inspect"`, "no such door"},
		{"a room below another's door", "extension/runtimeapi/x.go", `import "weir/inspect/source/sub"`, "no such door"},
		{"another's module", "inspect/source/x.go", `import "github.com/corazawaf/coraza/v3/types"`, "no such door"},
		{"a module with the same beginning", "inspect/engine/x.go", `import "github.com/corazawaf/coraza/v3x"`, "no such door"},
		{"a module in a test", "inspect/source/x_test.go", `import "github.com/stretchr/testify/assert"`, "no such door"},
		{"a door of the tests alone", "inspect/engine/x.go", `import "weir/inspect/rules"`, "no such door"},
		{"a module behind raw quotes", "decoders/x.go", "import `go.uber.org/zap`", "no such door"},
		{"cgo", "decoders/x.go", `import "C"`, "no cgo"},
		{"unsafe code", "decoders/x.go", `import "unsafe"`, "hostile"},
		{"another logger", "extension/x.go", `import "log/slog"`, "one logger"},
		{"the network below the roof", "decoders/x.go", `import "net/http"`, "values in and values out"},
		{"a blank import", "extension/x.go", `import _ "time/tzdata"`, "not registered"},
		{"a dot import", "extension/x.go", `import . "strings"`, "not registered"},
		{"an init function", "inspect/source/x.go", `func init() {}`, "init function"},
		{"the environment", "extension/config/x.go", "import \"os\"\nvar x = os.Getenv(\"X\")", "os.Getenv"},
		{"the environment by another name", "extension/cli/x.go", "import sys \"os\"\nvar x = sys.Environ", "sys.Environ"},
		{"the environment by system call", "extension/cli/x.go", "import \"syscall\"\nvar x, _ = syscall.Getenv(\"X\")", "syscall.Getenv"},

		{"a door of the plan", "inspect/source/x.go", `import "weir/decoders"`, ""},
		{"a package of a module", "inspect/engine/x.go", `import "github.com/corazawaf/coraza/v3/types"`, ""},
		{"a door of the tests", "inspect/engine/x_test.go", `import "weir/inspect/rules"`, ""},
		{"a room's own test from outside", "decoders/x_test.go", `import "weir/decoders"`, ""},
		{"a generator", "decoders/x.go", "//go:build ignore\n\nimport \"os\"\nvar x = os.Getenv(\"X\")", ""},
		{"unsafe code for a reason", "inspect/engine/x.go", `import "unsafe"`, ""},
		{"an embedded file", "inspect/rules/x.go", `import _ "embed"`, ""},
		{"the one place for the environment", "extension/main.go", "import \"os\"\nvar x = os.Getenv(\"X\")", ""},
		{"a method called init", "extension/x.go", "type t int\nfunc (t) init() {}", ""},
		{"something else called os", "extension/cli/x.go", "var os struct{ Getenv int }\nvar x = os.Getenv", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			src := test.src
			if !strings.HasPrefix(src, "package") {
				// The package clause stands after the build constraint and before the imports.
				head, rest, found := strings.Cut(src, "\n\n")
				if !found {
					head, rest = "", head
				}
				src = head + "\n\npackage " + cmp.Or(path.Base(path.Dir(test.path)), "x") + "\n\n" + rest
			}
			f, err := parse(test.path, src)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Join(f.faults(), "; ")
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("faults %q, want %q", got, test.want)
			}
		})
	}
}

func TestRequirementsOfOthersAreNotOurs(t *testing.T) {
	got := directRequirements(`module weir

require example.org/a v1.0.0
require example.org/b v1.0.0 // indirect

require (
	// a comment
	example.org/c v1.0.0
	example.org/d v1.0.0 // indirect
)

exclude (
	example.org/e v1.0.0
)
`)
	if want := []string{"example.org/a", "example.org/c"}; !slices.Equal(got, want) {
		t.Errorf("requirements %v, want %v", got, want)
	}
}
