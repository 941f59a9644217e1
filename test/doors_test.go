package test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

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
		if slices.Contains(world, imported) && room.doors[imported] == "" && !room.upstairs && !f.inTest {
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
	mayAsk := f.inTest || f.path == "extension/main.go" || f.path == "extension/weir/main.go" || dir == "layer/wrapper" || dir == "test" || strings.HasPrefix(dir, "test/")
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
		{"a log below the roof", "inspect/source/x.go", `import "log"`, "values in and values out"},
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
		{"and that of people's program", "extension/weir/main.go", "import \"os\"\nvar x = os.Getenv(\"X\")", ""},
		{"another file of that one", "extension/weir/suite.go", "import \"os\"\nvar x = os.Getenv(\"X\")", "settings enter through"},
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
