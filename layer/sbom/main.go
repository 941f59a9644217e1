// Command sbom checks a CycloneDX list of components against the program that it describes, and against the modules that
// the go command chose: each module that is linked stands in it with its version, and nothing else does.
//
//	go run ./layer/sbom LIST PROGRAM
package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sbom LIST PROGRAM")
		os.Exit(2)
	}
	faults, err := check(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
	for _, f := range faults {
		fmt.Fprintln(os.Stderr, "sbom:", f)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
}

// check returns what is wrong with a list.
func check(list, program string) ([]string, error) {
	text, err := os.ReadFile(list)
	if err != nil {
		return nil, fmt.Errorf("reading the list: %w", err)
	}
	listed, err := components(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", list, err)
	}
	linked, err := modules(program)
	if err != nil {
		return nil, fmt.Errorf("reading what %s is built from: %w", program, err)
	}
	chosen, err := exec.Command("go", "list", "-m", "-f", "{{.Path}} {{.Version}}", "all").Output()
	if err != nil {
		return nil, fmt.Errorf("listing modules: %w", err)
	}
	return append(compare(listed, linked), unchosen(linked, chosen)...), nil
}

// std is how the list names Go's standard library.
const std = "std"

// components are the versions of a list's components, by name.
func components(text []byte) (map[string]string, error) {
	var list struct {
		BOMFormat  string
		Components []struct{ Name, Version string }
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, err
	}
	if list.BOMFormat != "CycloneDX" {
		return nil, fmt.Errorf("the format is %q", list.BOMFormat)
	}
	versions := make(map[string]string)
	for _, c := range list.Components {
		versions[c.Name] = c.Version
	}
	return versions, nil
}

// modules are the versions of the modules that a program is linked from, by path, and that of the standard library.
func modules(program string) (map[string]string, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	versions := map[string]string{std: info.GoVersion}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		versions[m.Path] = m.Version
	}
	return versions, nil
}

func compare(listed, linked map[string]string) []string {
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(linked)) {
		if listed[name] != linked[name] {
			faults = append(faults, fmt.Sprintf("%s %s is linked, and listed as %q", name, linked[name], listed[name]))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(listed)) {
		if linked[name] == "" {
			faults = append(faults, fmt.Sprintf("%s %s is listed, and not linked", name, listed[name]))
		}
	}
	return faults
}

// unchosen says which linked modules are not what the go command chooses by go.mod: the program is of another state.
func unchosen(linked map[string]string, chosen []byte) []string {
	var faults []string
	lines := strings.Split(string(bytes.TrimSpace(chosen)), "\n")
	for _, name := range slices.Sorted(maps.Keys(linked)) {
		if name != std && !slices.Contains(lines, name+" "+linked[name]) {
			faults = append(faults, fmt.Sprintf("%s %s is linked, and go.mod asks for another version", name, linked[name]))
		}
	}
	return faults
}
