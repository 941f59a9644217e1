//go:generate go run generate.go ../../docs/inspect.schema.json

// Package cli knows what a person runs by hand: it inspects events from files, and shows the rules and the settings.
//
// It is given an inspector and the settings as they are, and neither makes nor reads any. Whoever speaks to people does
// it in whole words: what was found, where it was found, how it was hidden, what would be answered. Text of an event
// is shown without control characters, since a terminal obeys them.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"weir/inspect"
	"weir/inspect/source"
)

// Exit codes.
const (
	OK       = 0
	Found    = 1 // something is not as it should be: what was found, with --exit-code; another source; a setting; a verdict
	Unusable = 2 // arguments or a file cannot be used, or an event could not be inspected
)

// Inspector judges events, and describes its rules, as inspect.Inspector does.
type Inspector interface {
	Inspect(context.Context, source.Invocation) (inspect.Verdict, source.Outcome)
	InspectResponse(context.Context, source.Invocation, source.Caller, source.Response) (inspect.Verdict, source.Outcome)
	Rules() ([]inspect.Rule, error)
}

// Setting is one variable with its effective value.
type Setting struct {
	Name  string
	Value string // what holds, in words if there is no value; "" if nothing does
	From  string // where it comes from, in a word
}

// Tool is the command line with all that it may use.
type Tool struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
	Colour   bool // Out is a terminal that shows colours
	// Inspector makes the inspector, one that explains if that is wanted. It is called only if one is needed, and at most
	// once.
	Inspector func(explain bool) (Inspector, error)
	Paranoia  int // the paranoia level in force
	Settings  []Setting
	Problems  []string                      // what is wrong with the settings, in sentences
	Lenient   []string                      // values that were read as what they were most likely meant to be, in sentences
	Expand    func(files []string) []string // replaces patterns by the files that fit them; nil leaves that to the shell
	More      []Command                     // what a program has besides the commands of this package
}

// Mistake is an error for a person, in two lines.
type Mistake struct {
	What  string // what is wrong
	Meant string // what was most likely meant, or what helps
}

func (m Mistake) Error() string { return m.What }

// Run does what the arguments say, program name excluded, and returns the exit code.
func (t Tool) Run(args []string) int {
	if len(args) == 0 {
		t.print(t.Err, "%s", t.overview())
		return Unusable
	}
	switch args[0] {
	case "-h", "-help", "--help":
		args = []string{"help"}
	case "-version", "--version":
		args = []string{"version"}
	}
	command, err := t.command(args[0])
	if err != nil {
		return t.Fail("", err)
	}
	a, err := command.parse(args[1:])
	switch {
	case err != nil:
		return t.Fail(command.Name, err)
	case a.Has("help"):
		t.print(t.Out, "%s", command.help())
		return OK
	}
	return command.Run(t, a)
}

// Fail tells what is wrong with a command, or with the command line if that is "", and returns the exit code.
func (t Tool) Fail(command string, err error) int {
	name := "weir"
	if command != "" {
		name += " " + command
	}
	t.print(t.Err, "%s", Fold(0, 2, name+": "+Plain(err.Error())))
	var m Mistake
	if errors.As(err, &m) && m.Meant != "" {
		t.print(t.Err, "%s", Fold(2, 2, Plain(m.Meant)))
	}
	return Unusable
}

// print writes to a person. If that fails there is nobody to tell.
func (t Tool) print(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}
