// Package cli knows what a person runs by hand: it inspects events from files, and shows the rules and the settings.
//
// It is given an inspector and the settings as they are, and neither makes nor reads any. Whoever speaks to people does
// it in whole words: what was found, where it was found, how it was hidden, what would be answered. Text of an event
// is shown without control characters, since a terminal obeys them.
package cli

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"weir/inspect"
	"weir/inspect/source"
)

// Exit codes.
const (
	ok       = 0
	found    = 1 // with --exit-code only; and settings that are wrong
	unusable = 2 // arguments that cannot be used, or an event that could not be inspected
)

const usage = `Weir is a firewall for the events of a Lambda function. Without arguments it runs as
the function's extension; by hand it inspects events offline, with the same settings.

  weir inspect [--response SOURCE] [--json] [--explain] [--outcome] [--exit-code] FILE…
      Inspect each file as one event, byte for byte as a runtime would get it.
      "-" stands for standard input, with one event per line.
      --response SOURCE
                   inspect each file as what a handler answers to an event of that
                   source, such as function-url, as WEIR_RESPONSES says
      --json       one JSON object per event and line, with the keys file, source,
                   action, score, records, blocked_records, matches (rule, message,
                   field, via, record, and mode if WEIR_MODE names the rule),
                   incomplete and micros; record is -1 if the event is no batch;
                   and phase, "response", if it is about one
      --explain    show of each match what matched and what is around it, the entry of
                   WEIR_EXCLUDE that silences it as narrowly as possible, and the rule's
                   own text; with --json as the keys text, part, exclude, rule_text and
                   because of a match. This is text of the event: mind where it goes
      --outcome    show all of what would be answered, or given to the handler
      --exit-code  exit with 1 if anything was found in any event
  weir rules [--tag TAG] [ID]
      List the rules that are asked with these settings, those with a tag, or one: id,
      paranoia level, severity, score, message and tags. Of one, show its whole text,
      where its matches do not count, and why.
  weir config      show the settings that hold here, and what is wrong with them
  weir version     show the version
  weir help        show this

Settings are environment variables, such as WEIR_MODE=monitor.

Exit codes: 0 all was inspected; 1 as --exit-code says, or settings are wrong (config);
2 the arguments cannot be used, an event could not be inspected, or there is no such rule.
`

// Inspector judges events, and describes its rules, as inspect.Inspector does.
type Inspector interface {
	Inspect(context.Context, source.Invocation) (inspect.Verdict, source.Outcome)
	InspectResponse(context.Context, source.Invocation, source.Caller, source.Response) (inspect.Verdict, source.Outcome)
	Rules() ([]inspect.Rule, error)
}

// Setting is one variable with its effective value.
type Setting struct {
	Name  string
	Value string // "" if there is none
	Given bool   // the environment gave it; else it is the default
}

// Tool is the command line with all that it may use.
type Tool struct {
	In       io.Reader
	Out, Err io.Writer
	Version  string
	// Inspector makes the inspector, one that explains if that is wanted. It is called only if one is needed, and at most
	// once.
	Inspector func(explain bool) (Inspector, error)
	Paranoia  int // the paranoia level in force
	Settings  []Setting
	Problems  []string // what is wrong with the settings, in sentences
}

// Run does what the arguments say, program name excluded, and returns the exit code.
func (t Tool) Run(args []string) int {
	if len(args) == 0 {
		t.print(t.Err, usage)
		return unusable
	}
	switch args[0] {
	case "inspect":
		return t.inspect(args[1:])
	case "rules":
		return t.rules(args[1:])
	case "config":
		return t.config()
	case "version":
		t.print(t.Out, "weir %s\n", t.Version)
	case "help", "-h", "-help", "--help":
		t.print(t.Out, usage)
	default:
		t.print(t.Err, "weir: there is no command %q\n\n%s", args[0], usage)
		return unusable
	}
	return ok
}

// config shows the settings.
func (t Tool) config() int {
	table := tabwriter.NewWriter(t.Out, 0, 0, 2, ' ', 0)
	for _, s := range t.Settings {
		value, from := plain(s.Value), "default"
		if value == "" {
			value = "–"
		}
		if s.Given {
			from = "set"
		}
		t.print(table, "%s\t%s\t%s\n", s.Name, from, value)
	}
	_ = table.Flush() // as print
	problems := t.Problems
	if _, err := t.Inspector(false); err != nil {
		problems = append(problems[:len(problems):len(problems)], err.Error())
	}
	if len(problems) == 0 {
		return ok
	}
	t.print(t.Out, "\nWhat is wrong:\n")
	for _, p := range problems {
		t.print(t.Out, "  %s\n", plain(p))
	}
	return found
}

// print writes to a person. If that fails there is nobody to tell.
func (t Tool) print(w io.Writer, format string, args ...any) {
	_, _ = fmt.Fprintf(w, format, args...)
}
