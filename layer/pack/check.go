package main

import (
	"archive/zip"
	"bytes"
	"debug/elf"
	"fmt"
	"io"
	"slices"
	"strings"
)

// check compares the zip with the list of what it should hold: lines of mode, kind and name, in the zip's order.
func check(packed []byte, arch, list string) error {
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	var got []string
	for _, file := range r.File {
		kind, err := kindOf(file, arch)
		if err != nil {
			return fmt.Errorf("%s: %w", file.Name, err)
		}
		got = append(got, fmt.Sprintf("%04o %-7s %s", file.Mode(), kind, file.Name))
	}
	var want []string
	for line := range strings.Lines(list) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			want = append(want, line)
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("the content is not the list's\n--- list\n%s\n--- zip\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
	return nil
}

// machines are the ELF names of Lambda's architectures.
var machines = map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}

// kindOf tells programs, scripts and texts apart. A program that Lambda could not start is an error: an extension that
// does not start takes the function down with it.
func kindOf(file *zip.File, arch string) (string, error) {
	f, err := file.Open()
	if err != nil {
		return "", err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return "", err
	}
	switch {
	case bytes.HasPrefix(data, []byte("#!")):
		return "script", nil
	case !bytes.HasPrefix(data, []byte(elf.ELFMAG)):
		return "text", nil
	}
	program, err := elf.NewFile(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	if machine, known := machines[arch]; !known || program.Machine != machine {
		return "", fmt.Errorf("a program for %v in a layer for %q", program.Machine, arch)
	}
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP {
			return "", fmt.Errorf("a program that needs shared libraries, which a runtime need not have")
		}
	}
	return "program", nil
}
