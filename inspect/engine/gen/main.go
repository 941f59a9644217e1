// Command gen writes catalogue.txt, its argument: where each directive of the rules that Weir ships stands.
package main

import (
	"log"
	"os"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: gen FILE")
	}
	text, err := engine.Catalogue(rules.Files())
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], []byte(text), 0o644); err != nil { //nolint:gosec // a source file
		log.Fatal(err)
	}
}
