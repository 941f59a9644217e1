// Weir for people: the commands of the layer's program, and those that only people need and the layer does without. It is no
// extension. Package byhand has the settings, package cli the commands.
package main

import (
	"os"

	"weir/extension/byhand"
	"weir/extension/cli"
)

// version is set by the build.
var version = "devel"

func main() {
	tool := byhand.Tool(version, os.Getenv, os.Environ())
	tool.More = []cli.Command{testCommand(os.Getenv, os.Environ()), completionCommand()}
	os.Exit(tool.Run(os.Args[1:]))
}
