package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

func inspectCommand() Command {
	return Command{
		Name: "inspect", Args: "FILE…", Summary: "Inspect events from files, as the function's extension would",
		Run: Tool.inspect,
		Flags: []Flag{
			{Name: "source", Value: "SOURCE", Values: source.SettingNames, Help: "say so, and exit with 1, if an event is not of that source, such as sqs"},
			{
				Name: "response", Value: "SOURCE", Values: source.SettingNames,
				Help: "inspect the files as what a handler answers to events of that source, as WEIR_RESPONSES says",
			},
			{Name: "json", Help: "print a JSON object per event and line, with the keys of the log; docs/inspect.schema.json describes it"},
			{
				Name: "explain", Help: "show of each match what matched and what is around it, the entries of WEIR_EXCLUDE that silence it " +
					"as narrowly as possible, and the rule. This is text of the event: mind where it goes",
			},
			{Name: "outcome", Help: "show all of what would be answered, or given to the handler"},
			{Name: "exit-code", Help: "exit with 1 if anything was found in any event"},
		},
		Notes: `
A FILE holds JSON documents, one or many, over as many lines as they like: each
is an event. "-" stands for standard input. With --response a file that is no
JSON is one response, byte for byte.

Exit codes: 0 all was inspected; 1 as --exit-code and --source say; 2 the
arguments or a file cannot be used, or an event could not be inspected.

Sources, for --source and --response:
` + sourceList(),
	}
}

// sourceList names the sources, but not all that the triggers of one are called.
func sourceList() string { return Fold(2, 2, strings.Join(source.Names(), " ")) }

// options are the flags of weir inspect.
type options struct {
	json, outcome, exitCode bool
	explain                 bool
	source                  string               // what the events should be; "" for anything
	response                source.Caller        // who gets the files as responses; the zero Caller if they are events
	rules                   map[int]inspect.Rule // by id; with explain
}

// document is what is inspected, and where it comes from.
type document struct {
	file string
	line int // 0 if it is the file's only one
	text []byte
}

// name is what people are told.
func (d document) name() string {
	if d.line == 0 {
		return d.file
	}
	return fmt.Sprintf("%s:%d", d.file, d.line)
}

// inspect inspects each document of each file.
func (t Tool) inspect(a Arguments) int {
	o := options{json: a.Has("json"), outcome: a.Has("outcome"), exitCode: a.Has("exit-code"), explain: a.Has("explain"), source: a.Value("source")}
	name := a.Value("response")
	switch {
	case len(a.Rest) == 0:
		return t.Fail("inspect", Mistake{"no file is named", `Name files of events, or "-" for standard input: weir inspect event.json`})
	case o.source != "" && name != "":
		return t.Fail("inspect", Mistake{"--source and --response do not go together", "--source is about events, --response about what is answered to them."})
	case name != "":
		o.response = source.CallerOf(source.Named(name), source.Event{}, name)
	}
	inspector, rules, err := t.inspector(o.explain)
	if err != nil {
		return t.Fail("", err)
	}
	o.rules = rules
	code := OK
	files := a.Rest
	if t.Expand != nil {
		files = t.Expand(files)
	}
	for _, file := range files {
		err := Documents(file, t.In, name != "", func(line int, text []byte) {
			code = max(code, t.judge(inspector, o, document{file, line, text}))
		})
		if err != nil {
			code = t.failFile(file, err)
		}
	}
	return code
}

// failFile tells what is wrong with a file.
func (t Tool) failFile(file string, err error) int {
	m := Mistake{What: err.Error()}
	_ = errors.As(err, &m) // else there is nothing to add
	if file == "-" {
		file = "standard input"
	}
	m.What = file + ": " + m.What
	return t.Fail("inspect", m)
}

// inspector tells what is wrong with the settings, and makes the inspector; and describes its rules, if asked to.
func (t Tool) inspector(explain bool) (Inspector, map[int]inspect.Rule, error) {
	for _, p := range t.Problems {
		t.print(t.Err, "%s", Fold(0, 2, "weir: "+Plain(p)))
	}
	inspector, err := t.Inspector(explain)
	if err != nil || !explain {
		return inspector, nil, err
	}
	list, err := inspector.Rules()
	byID := make(map[int]inspect.Rule, len(list))
	for _, r := range list {
		byID[r.ID] = r
	}
	return inspector, byID, err
}

// Judge inspects one event, or one response to the caller if that is not the zero Caller.
func Judge(inspector Inspector, caller source.Caller, name string, text []byte) (inspect.Verdict, source.Outcome) {
	inv := source.Invocation{ID: name}
	if caller.Source() == "" {
		inv.Payload = text
		return inspector.Inspect(context.Background(), inv)
	}
	head := text[:min(len(text), source.MaxHead)]
	return inspector.InspectResponse(context.Background(), inv, caller, source.Response{Head: head, Whole: len(head) == len(text)})
}

// judge inspects one event and shows the verdict.
func (t Tool) judge(inspector Inspector, o options, d document) int {
	verdict, outcome := Judge(inspector, o.response, d.name(), d.text)
	if o.json {
		t.printJSON(o, d, verdict, outcome)
	} else {
		t.printText(o, d, verdict, outcome)
	}
	code := OK
	if o.exitCode && !verdict.Clean() || o.source != "" && !t.is(o.source, d, verdict) {
		code = Found
	}
	if verdict.Fault != "" {
		code = t.Fail("inspect", Mistake{What: d.name() + ": " + verdict.Fault, Meant: "This is a fault of Weir's own: please report it (SECURITY.md)."})
	}
	return code
}

// is tells of an event that is not of the source.
func (t Tool) is(name string, d document, v inspect.Verdict) bool {
	if IsOf(v.Source, name) {
		return true
	}
	m := Mistake{fmt.Sprintf("%s: this is an event of %s, not of %s", d.name(), v.Source, name), "docs/SOURCES.md tells how the two are told apart."}
	if v.Source == "direct" {
		m = Mistake{
			fmt.Sprintf("%s: this is no event of %s, nor of any source", d.name(), name),
			"Something that such events always have is missing: compare it with a real one.",
		}
	}
	t.Fail("inspect", m)
	return false
}

// IsOf says whether a verdict's source is the one of that name: a name in front of a colon stands for all that have it.
func IsOf(judged, name string) bool { return judged == name || strings.HasPrefix(judged, name+":") }
