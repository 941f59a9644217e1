// Weir for people: the commands of the layer's program, and those that only people need and the layer does without. It is no
// extension. Package byhand has the settings, package cli the commands.
package main

import (
	"os"
	"path/filepath"
	"strings"

	"weir/extension/byhand"
	"weir/extension/cli"
)

// version is set by the build.
var version = "devel"

func main() {
	tool := byhand.Tool(version, os.Getenv, os.Environ())
	tool.Expand = expand
	tool.More = []cli.Command{testCommand(os.Getenv, os.Environ()), completionCommand()}
	os.Exit(tool.Run(os.Args[1:]))
}

// expand replaces a pattern by the files that fit it, for shells that leave that to programs, as those of Windows do. What is a
// file's name is no pattern.
func expand(files []string) []string {
	var all []string
	for _, file := range files {
		fitting := []string{file}
		if _, err := os.Stat(file); err != nil && strings.ContainsAny(file, "*?[") {
			if found, _ := filepath.Glob(file); len(found) > 0 { // else it is told as a file that is not there
				fitting = found
			}
		}
		all = append(all, fitting...)
	}
	return all
}
