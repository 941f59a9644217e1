package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"weir/extension/byhand"
	"weir/extension/cli"
	"weir/inspect/source"
)

func testCommand(getenv func(string) string, environ []string) cli.Command {
	return cli.Command{
		Name: "test", Args: "DIR…", Summary: "Compare verdicts on events with what is expected of them",
		Flags: []cli.Flag{
			{Name: "junit", Value: "FILE", Help: "write the results to a file in JUnit's XML, too, which CI systems show"},
			{Name: "write", Help: "write what holds now into " + expectedFile + ": read it over before it becomes a test"},
		},
		Notes: `
A directory DIR, or one below it, holds events as files named *.json or *.jsonl,
and a file expected.json:

  {
    "settings": {"WEIR_MODE": "block"},
    "events": {
      "order.json": {"action": "pass", "source": "sqs", "clean": true},
      "bad.json":   {"action": "filter", "rules": [942100], "bad_records": [2]},
      "both.jsonl": [{"action": "pass"}, {"action": "filter"}],
      "leak.json":  {"response": "function-url", "action": "block"}
    }
  }

settings     environment variables; they win over those of the environment
action       pass, annotate, filter or block
would        block or filter: what monitor mode kept from being done
source       what AWS service the event is of
clean        true: nothing is found at all; false: something is
rules        ids of rules that match; others may match, too
not_rules    ids of rules that do not match
bad_records  indexes of the records of a batch that are taken for attacks
response     the file is a handler's response to an event of that source

What is left out may be anything. A list has one word for each event of a file.

Exit codes: 0 all is as expected; 1 a verdict is another one, or an event has no
word in expected.json; 2 a file or a setting cannot be used.
`,
		Run: func(t cli.Tool, a cli.Arguments) int {
			r := runner{Tool: t, getenv: getenv, environ: environ, inspectors: map[string]cli.Inspector{}}
			return r.run(a)
		},
	}
}

// runner runs suites.
type runner struct {
	cli.Tool

	getenv     func(string) string
	environ    []string
	inspectors map[string]cli.Inspector // by what is set: making one takes longer than most suites
}

// outcome is what came of one document.
type outcome struct {
	name        string // within the suite
	verdict     string // what is the case, in a few words
	differences []string
	fault       string // why there is no verdict; "" if there is one
	took        time.Duration
}

// results are those of one suite.
type results struct {
	dir      string
	outcomes []outcome
}

// run runs or writes the suites of all directories, and returns the exit code.
func (r runner) run(a cli.Arguments) int {
	if len(a.Rest) == 0 {
		return r.Fail("test", cli.Mistake{What: "no directory is named", Meant: "weir test DIR, or to begin with: weir test --write DIR"})
	}
	var all []results
	for _, root := range a.Rest {
		dirs, err := below(filepath.Clean(root), !a.Has("write"))
		if err != nil {
			return r.Fail("test", err)
		}
		for _, dir := range dirs {
			if a.Has("write") {
				err = r.write(dir)
			} else {
				var one results
				one, err = r.suite(dir)
				all = append(all, one)
			}
			if err != nil {
				return r.Fail("test", err)
			}
		}
	}
	if a.Has("write") {
		return cli.OK
	}
	code := r.show(all)
	if file := a.Value("junit"); file != "" {
		if err := writeJUnit(file, all); err != nil {
			return r.Fail("test", cli.Mistake{What: err.Error(), Meant: "--junit names a file that can be written."})
		}
	}
	return code
}

// suite judges the events of a directory, and shows what came of each.
func (r runner) suite(dir string) (results, error) {
	s, err := load(dir)
	if err != nil {
		return results{}, err
	}
	inspector, err := r.inspector(s)
	if err != nil {
		return results{}, err
	}
	names, err := s.files()
	all := results{dir: dir}
	for _, name := range names {
		all.outcomes = append(all.outcomes, r.file(inspector, s, name)...)
	}
	return all, err
}

// file judges the documents of a file.
func (r runner) file(inspector cli.Inspector, s suite, name string) []outcome {
	expected, known := s.Events[name]
	if !known {
		return []outcome{{name: name, differences: []string{"nothing is expected of it in " + expectedFile}}}
	}
	var all []outcome
	err := cli.Documents(filepath.Join(s.dir, name), nil, expected[0].Response != "", func(line int, text []byte) {
		o := outcome{name: label(name, line)}
		e := expected[min(len(all), len(expected)-1)]
		verdict, _ := cli.Judge(inspector, callerOf(e.Response), o.name, text)
		o.verdict, o.took, o.fault = verdict.Source+", "+string(verdict.Action), verdict.Took, verdict.Fault
		if len(expected) > 1 && len(all) >= len(expected) {
			o.differences = []string{fmt.Sprintf("the file has more events than the %d that are expected", len(expected))}
		} else {
			o.differences = e.differences(verdict)
		}
		all = append(all, o)
	})
	switch {
	case err != nil:
		all = append(all, outcome{name: name, fault: err.Error()})
	case len(all) < len(expected):
		all = append(all, outcome{name: name, differences: []string{fmt.Sprintf("the file has %d events, and %d are expected", len(all), len(expected))}})
	}
	return all
}

func label(name string, line int) string {
	if line == 0 {
		return name
	}
	return fmt.Sprintf("%s:%d", name, line)
}

func callerOf(name string) source.Caller {
	if name == "" {
		return source.Caller{}
	}
	return source.CallerOf(source.Named(name), source.Event{}, name)
}

// inspector makes the inspector of a suite. A setting that is wrong ends the run: with another one the verdicts would mean
// nothing.
func (r runner) inspector(s suite) (cli.Inspector, error) {
	key := fmt.Sprint(s.Settings) // a map is printed in the order of its keys
	if made := r.inspectors[key]; made != nil {
		return made, nil
	}
	environ := slices.DeleteFunc(slices.Clone(r.environ), func(set string) bool {
		name, _, _ := strings.Cut(set, "=")
		_, ours := s.Settings[name]
		return ours
	})
	for name, value := range s.Settings {
		environ = append(environ, name+"="+value)
	}
	tool := byhand.Tool(r.Version, func(name string) string {
		if value, ours := s.Settings[name]; ours {
			return value
		}
		return r.getenv(name)
	}, environ)
	inspector, err := tool.Inspector(false)
	if len(tool.Problems) > 0 {
		err = errors.New(tool.Problems[0])
	}
	if err != nil {
		return nil, cli.Mistake{What: s.dir + ": " + err.Error(), Meant: `"weir config" shows the settings of the environment.`}
	}
	r.inspectors[key] = inspector
	return inspector, nil
}

// write writes down what holds now. Settings and what is a response stay.
func (r runner) write(dir string) error {
	s := suite{dir: dir}
	var err error
	if isWritten(dir) {
		if s, err = load(dir); err != nil {
			return err
		}
	}
	inspector, err := r.inspector(s)
	if err != nil {
		return err
	}
	names, err := events(dir)
	if err != nil {
		return err
	}
	written := map[string]expectations{}
	for _, name := range names {
		response := ""
		if old := s.Events[name]; len(old) > 0 {
			response = old[0].Response
		}
		err := cli.Documents(filepath.Join(dir, name), nil, response != "", func(line int, text []byte) {
			verdict, _ := cli.Judge(inspector, callerOf(response), label(name, line), text)
			written[name] = append(written[name], now(response, verdict))
		})
		if err != nil {
			return cli.Mistake{What: filepath.Join(dir, name) + ": " + err.Error(), Meant: cmp.Or(meantBy(err), "Move it, or mend it.")}
		}
	}
	s.Events = written
	if err := s.save(); err != nil {
		return err
	}
	fmt.Fprintf(r.Out, "%s: what comes of %d files is written down; read it over\n", cli.Plain(filepath.Join(dir, expectedFile)), len(names))
	return nil
}

// meantBy is what helps with an error.
func meantBy(err error) string {
	var m cli.Mistake
	_ = errors.As(err, &m) // else nothing
	return m.Meant
}
