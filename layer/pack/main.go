// Command pack makes a layer's zip of a directory, and checks it against the list of what a layer holds.
//
//	pack -arch arm64 -list layer/golden.txt dist/arm64 dist/weir-arm64.zip
//
// The same files give the same bytes: names are sorted, times are fixed, and modes are 0755 or 0644. The zip has no
// symbolic links, since nothing promises that Lambda keeps them, and no entries for directories, so that no directory
// can come with a mode that locks the function's user out.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
)

// maxZip bounds the zip, in bytes. Lambda fetches and unpacks it in a cold start, beside the function itself, and all
// layers share its 250 MB with the function; a jump in size is a dependency that nobody meant to add.
const maxZip = 16 << 20

func main() {
	arch := flag.String("arch", "", "architecture of the programs: amd64 or arm64")
	list := flag.String("list", "", "file with the list of the zip's content")
	flag.Parse()
	if flag.NArg() != 2 {
		fmt.Fprintln(os.Stderr, "usage: pack -arch ARCH -list FILE DIRECTORY ZIP")
		os.Exit(2)
	}
	if err := run(*arch, *list, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(arch, list, dir, zip string) error {
	want, err := os.ReadFile(list)
	if err != nil {
		return fmt.Errorf("reading the list: %w", err)
	}
	var packed bytes.Buffer
	if err := pack(&packed, dir); err != nil {
		return fmt.Errorf("packing %s: %w", dir, err)
	}
	if err := check(packed.Bytes(), arch, string(want)); err != nil {
		return fmt.Errorf("checking %s: %w", zip, err)
	}
	if packed.Len() > maxZip {
		return fmt.Errorf("%s has %d bytes, and may have %d", zip, packed.Len(), maxZip)
	}
	return os.WriteFile(zip, packed.Bytes(), 0o644)
}
