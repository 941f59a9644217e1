package main

import (
	"os"

	"weir/extension/cli"
	"weir/inspect"
)

// byHand is the command line: what a person runs, with the settings of the environment.
func byHand(args []string, getenv func(string) string, environ []string) int {
	settings, texts, problems := configure(getenv, environ)
	tool := cli.Tool{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version,
		Paranoia: settings.Paranoia,
		Inspector: func(explain bool) (cli.Inspector, error) {
			options := settings.Inspect(texts)
			options.Explain = explain
			inspector := inspect.New(options)
			// Rules and exclusions that are wrong are worth an end here: somebody is there to mend them.
			problem, err := inspector.Wait()
			if err == nil {
				err = problem
			}
			return inspector, err
		},
	}
	for _, s := range settings.Settings() {
		tool.Settings = append(tool.Settings, cli.Setting(s))
	}
	for _, p := range problems {
		tool.Problems = append(tool.Problems, p.String())
	}
	return tool.Run(args)
}
