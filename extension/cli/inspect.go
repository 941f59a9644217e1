package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	"weir/inspect"
	"weir/inspect/source"
)

// maxEvent is the size of the largest event that Lambda delivers, in bytes: 6 MB and 100 bytes for what is around it.
// Whatever is larger is no event, and is refused before it fills the memory.
const maxEvent = 6<<20 + 100

// options are the flags of weir inspect.
type options struct {
	json, outcome, exitCode bool
	explain                 bool
	response                source.Caller // who gets the files as responses; the zero Caller if they are events
	files                   []string
	rules                   map[int]inspect.Rule // by id; with explain
}

// inspect inspects each file.
func (t Tool) inspect(args []string) int {
	o, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		t.print(t.Out, usage)
		return ok
	}
	if err != nil {
		t.print(t.Err, "weir inspect: %v\n", err)
		return unusable
	}
	inspector, rules, err := t.inspector(o.explain)
	if err != nil {
		t.print(t.Err, "weir: %s\n", plain(err.Error()))
		return unusable
	}
	o.rules = rules
	code := ok
	for _, file := range o.files {
		err := t.events(file, func(name string, event []byte) {
			code = max(code, t.judge(inspector, o, name, event))
		})
		if err != nil {
			t.print(t.Err, "weir inspect: %s: %s\n", file, plain(err.Error()))
			code = unusable
		}
	}
	return code
}

// inspector tells what is wrong with the settings, and makes the inspector; and describes its rules, if asked to.
func (t Tool) inspector(explain bool) (Inspector, map[int]inspect.Rule, error) {
	for _, p := range t.Problems {
		t.print(t.Err, "weir: %s\n", plain(p))
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

// parse reads the arguments. Flags may stand behind files, as people write them.
func parse(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("inspect", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller says it
	flags.BoolVar(&o.json, "json", false, "")
	flags.BoolVar(&o.explain, "explain", false, "")
	flags.BoolVar(&o.outcome, "outcome", false, "")
	flags.BoolVar(&o.exitCode, "exit-code", false, "")
	flags.Func("response", "", func(name string) error {
		s := source.Named(name)
		if s == nil {
			return errors.New("there is no such event source")
		}
		o.response = source.CallerOf(s, source.Event{}, name)
		return nil
	})
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return o, err
		}
		rest := flags.Args()
		if parsed := len(args) - len(rest); parsed > 0 && args[parsed-1] == "--" {
			o.files = append(o.files, rest...) // all that follows is a file
			break
		}
		if len(rest) == 0 {
			break
		}
		o.files = append(o.files, rest[0])
		args = rest[1:]
	}
	if len(o.files) == 0 {
		return o, errors.New(`no file is named; "-" stands for standard input`)
	}
	return o, nil
}

// events calls judge with each event of a file, and with a name for people.
func (t Tool) events(file string, judge func(name string, event []byte)) error {
	if file != "-" {
		event, err := readEvent(file)
		if err != nil {
			return err
		}
		judge(file, event)
		return nil
	}
	lines := bufio.NewScanner(t.In)
	lines.Buffer(make([]byte, 64<<10), maxEvent+1)
	number := 0
	for lines.Scan() {
		number++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		judge("-:"+strconv.Itoa(number), bytes.Clone(lines.Bytes()))
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is larger than any event (%d bytes)", number+1, maxEvent)
	}
	return lines.Err()
}

func readEvent(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	event, err := io.ReadAll(io.LimitReader(f, maxEvent+1))
	if err != nil {
		return nil, err
	}
	if len(event) > maxEvent {
		return nil, fmt.Errorf("larger than any event (%d bytes)", maxEvent)
	}
	return event, nil
}

// verdictOn inspects one event, or one response.
func verdictOn(inspector Inspector, o options, name string, text []byte) (inspect.Verdict, source.Outcome) {
	inv := source.Invocation{ID: name}
	if o.response.Source() == "" {
		inv.Payload = text
		return inspector.Inspect(context.Background(), inv)
	}
	head := text[:min(len(text), source.MaxHead)]
	return inspector.InspectResponse(context.Background(), inv, o.response, source.Response{Head: head, Whole: len(head) == len(text)})
}

// judge inspects one event and shows the verdict.
func (t Tool) judge(inspector Inspector, o options, name string, event []byte) int {
	verdict, outcome := verdictOn(inspector, o, name, event)
	if o.json {
		t.printJSON(o, name, event, verdict, outcome)
	} else {
		t.printText(o, name, event, verdict, outcome)
	}
	if verdict.Fault != "" {
		t.print(t.Err, "weir inspect: %s: %s\n", name, plain(verdict.Fault))
		return unusable
	}
	if o.exitCode && !verdict.Clean() {
		return found
	}
	return ok
}
