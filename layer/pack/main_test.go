package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// program is the least that counts as an ELF file, with one program header.
func program(t *testing.T, machine elf.Machine, header elf.ProgType) string {
	t.Helper()
	file := elf.Header64{
		Ident: [elf.EI_NIDENT]byte{
			0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT),
		},
		Type: uint16(elf.ET_EXEC), Machine: uint16(machine), Version: uint32(elf.EV_CURRENT),
		Ehsize: 64, Phoff: 64, Phentsize: 56, Phnum: 1,
	}
	var b bytes.Buffer
	for _, part := range []any{file, elf.Prog64{Type: uint32(header)}} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// layer lays out what the list of the real layer asks for.
func layer(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	static := program(t, elf.EM_AARCH64, elf.PT_LOAD)
	put(t, dir, "extensions/weir", static, 0o755)
	put(t, dir, "weir-wrapper", static, 0o755)
	put(t, dir, "bootstrap", "#!/opt/weir-wrapper --bootstrap\n", 0o755)
	put(t, dir, "weir/LICENSE", "a licence\n", 0o644)
	put(t, dir, "weir/THIRD-PARTY-LICENSES", "and others\n", 0o644)
	return dir
}

func put(t *testing.T, dir, name, content string, mode os.FileMode) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// zipOf packs dir by the list of the real layer.
func zipOf(t *testing.T, dir string) (packed []byte, err error) {
	t.Helper()
	zip := filepath.Join(t.TempDir(), "layer.zip")
	if err := run("arm64", "../golden.txt", dir, zip); err != nil {
		if _, missing := os.Stat(zip); missing == nil {
			t.Errorf("a zip was written in spite of %v", err)
		}
		return nil, err
	}
	packed, err = os.ReadFile(zip)
	if err != nil {
		t.Fatal(err)
	}
	return packed, nil
}

func TestSameFilesGiveTheSameBytes(t *testing.T) {
	first, err := zipOf(t, layer(t))
	if err != nil {
		t.Fatal(err)
	}
	other := layer(t)
	put(t, other, "bootstrap", "#!/opt/weir-wrapper --bootstrap\n", 0o700)
	put(t, other, "weir/LICENSE", "a licence\n", 0o600)
	if err := os.Chtimes(filepath.Join(other, "weir-wrapper"), time.Time{}, time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	second, err := zipOf(t, other)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("time and umask of the build change the zip")
	}
}

func TestZipOfOtherContentIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(dir string)
		want  string
	}{
		"a file too many": {func(dir string) { put(t, dir, "extensions/README", "a text", 0o644) }, "extensions/README"},
		"a file missing":  {func(dir string) { _ = os.Remove(filepath.Join(dir, "bootstrap")) }, "bootstrap"},
		"another mode":    {func(dir string) { _ = os.Chmod(filepath.Join(dir, "weir-wrapper"), 0o644) }, "0644 program weir-wrapper"},
		"another kind":    {func(dir string) { put(t, dir, "extensions/weir", "#!/bin/sh\n", 0o755) }, "script"},
		"a program for another processor": {func(dir string) {
			put(t, dir, "extensions/weir", program(t, elf.EM_X86_64, elf.PT_LOAD), 0o755)
		}, "EM_X86_64"},
		"a program that is not static": {func(dir string) {
			put(t, dir, "extensions/weir", program(t, elf.EM_AARCH64, elf.PT_INTERP), 0o755)
		}, "shared libraries"},
		"a broken program": {func(dir string) { put(t, dir, "extensions/weir", elf.ELFMAG, 0o755) }, "extensions/weir"},
		"a symbolic link": {func(dir string) {
			_ = os.Remove(filepath.Join(dir, "bootstrap"))
			_ = os.Symlink("weir-wrapper", filepath.Join(dir, "bootstrap"))
		}, "not a regular file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := layer(t)
			test.spoil(dir)
			if _, err := zipOf(t, dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one that names %q", err, test.want)
			}
		})
	}
}

func TestZipThatIsTooLargeIsRefused(t *testing.T) {
	dir := layer(t)
	noise := make([]byte, maxZip)
	state := uint64(1)
	for i := range noise { // numbers that no compressor makes smaller
		state = state*6364136223846793005 + 1442695040888963407
		noise[i] = byte(state >> 56)
	}
	put(t, dir, "weir/LICENSE", string(noise), 0o644)
	if _, err := zipOf(t, dir); err == nil || !strings.Contains(err.Error(), "may have") {
		t.Errorf("error %v", err)
	}
}
