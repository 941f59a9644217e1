// Package byhand joins the settings and the inspector to the command line, for the programs that a person runs: the layer's
// own and the larger one of extension/weir. It knows no command.
package byhand

import (
	"cmp"
	"io"
	"os"
	"runtime"

	"weir/extension/cli"
	"weir/extension/config"
	"weir/inspect"
	"weir/inspect/source"
)

// Settings are the settings of an environment, the texts of the user's rules, and what is wrong with both.
func Settings(getenv func(string) string, environ []string) (config.Config, []string, []config.Problem) {
	settings, problems := config.FromEnv(getenv, environ, source.SettingNames())
	texts, more := settings.ReadRules(func(path string) (io.ReadCloser, error) { return os.Open(path) })
	problems = append(problems, more...)
	return settings, texts, append(problems, settings.CheckRules(texts)...)
}

// Tool is the command line on the process's standard streams, with the settings of an environment.
func Tool(version string, getenv func(string) string, environ []string) cli.Tool {
	settings, texts, problems := Settings(getenv, environ)
	tool := cli.Tool{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Version: version,
		Colour:   cli.Colours(os.Stdout, getenv, runtime.GOOS == "windows"),
		Paranoia: settings.Paranoia,
		Inspector: func(explain bool) (cli.Inspector, error) {
			options := settings.Inspect(texts)
			options.Explain = explain
			inspector := inspect.New(options)
			// Rules that do not compile are worth an end here: somebody is there to mend them.
			problem, err := inspector.Wait()
			if err == nil {
				err = problem
			}
			return inspector, err
		},
	}
	tool.Lenient = settings.Lenient
	for _, s := range settings.Settings() {
		tool.Settings = append(tool.Settings, cli.Setting{Name: s.Name, Value: cmp.Or(s.Value, s.Holds), From: string(s.From)})
	}
	for _, p := range problems {
		tool.Problems = append(tool.Problems, p.String())
	}
	return tool
}
