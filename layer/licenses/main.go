// Command licenses writes the licences of everything that is linked into the given packages, as their authors ask of
// whoever passes programs on: those of the modules, of packages of our own that somebody else wrote first, and that of Go itself.
//
//	licenses -tags TAGS ./extension ./layer/wrapper
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	tags := flag.String("tags", "", "build tags")
	flag.Parse()
	if err := run(os.Stdout, *tags, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "licenses:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, tags string, packages []string) error {
	// A package of the standard library has no module, and one of our own has the main one.
	const places = `{{$path := .ImportPath}}{{$dir := .Dir}}{{with .Module}}{{if .Main}}` + ours + `{{$path}}{{"\t"}}{{$dir}}` +
		`{{else}}{{.Path}} {{.Version}}{{"\t"}}{{.Dir}}{{end}}{{end}}`
	list, err := output(append([]string{"list", "-deps", "-tags", tags, "-f", places}, packages...)...)
	if err != nil {
		return err
	}
	version, err := output("env", "GOVERSION", "GOROOT")
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(list), "\n")
	lines = append(lines, strings.Replace(strings.TrimSpace(version), "\n", "\t", 1))
	slices.Sort(lines)
	for _, line := range slices.Compact(lines) {
		name, dir, found := strings.Cut(line, "\t")
		name, own := strings.CutPrefix(name, ours)
		if own {
			name = "the package " + name
		}
		if !found || own && !hasTerms(dir) {
			continue
		}
		if err := write(w, name, dir); err != nil {
			return fmt.Errorf("the licence of %s: %w", name, err)
		}
	}
	return nil
}

// ours marks a package of our own. Few have terms beside them: those of whoever wrote it first.
const ours = "ours "

func hasTerms(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Type().IsRegular() && aboutTerms(e.Name()) })
}

func output(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

// write writes the files in dir that say under which terms it may be passed on.
func write(w io.Writer, name, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	found := false
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !aboutTerms(entry.Name()) {
			continue
		}
		found = true
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "==== %s: %s ====\n\n%s\n\n", name, entry.Name(), bytes.TrimSpace(text)); err != nil {
			return err
		}
	}
	if !found {
		return errors.New("there is none in " + dir)
	}
	return nil
}

func aboutTerms(name string) bool {
	name = strings.ToUpper(name)
	return slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, func(word string) bool {
		return strings.HasPrefix(name, word)
	})
}
