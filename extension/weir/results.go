package main

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weir/extension/cli"
)

// show tells what came of the suites, and returns the exit code.
func (r runner) show(all []results) int {
	total, different, faulty := 0, 0, 0
	for _, s := range all {
		fmt.Fprintln(r.Out, cli.Plain(s.dir))
		for _, o := range s.outcomes {
			total++
			name := cli.Plain(o.name)
			switch {
			case o.fault != "":
				faulty++
				fmt.Fprintf(r.Out, "  %s  %s\n%s", r.Paint(cli.Red, "FAULT"), name, cli.Fold(9, 9, cli.Plain(o.fault)))
			case len(o.differences) > 0:
				different++
				fmt.Fprintf(r.Out, "  %s  %s\n", r.Paint(cli.Red, "DIFF "), name)
				for _, d := range o.differences {
					fmt.Fprint(r.Out, cli.Fold(9, 11, cli.Plain(d)))
				}
				file, _, _ := strings.Cut(name, ":")
				fmt.Fprintf(r.Out, "         weir inspect --explain %s\n", filepath.Join(cli.Plain(s.dir), file))
			default:
				fmt.Fprintf(r.Out, "  %s  %s: %s\n", r.Paint(cli.Green, "ok   "), name, o.verdict)
			}
		}
	}
	fmt.Fprintf(r.Out, "%d events: %d as expected, %d different, %d not judged\n", total, total-different-faulty, different, faulty)
	switch {
	case faulty > 0:
		return cli.Unusable
	case different > 0:
		return cli.Found
	}
	return cli.OK
}

// The elements of JUnit's XML that CI systems read.
// https://github.com/testmoapp/junitxml
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Seconds string        `xml:"time,attr"`
		Failure *junitProblem `xml:"failure"`
		Error   *junitProblem `xml:"error"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes what came of the suites to a file.
func writeJUnit(file string, all []results) error {
	root := junitSuites{Name: "weir test"}
	for _, s := range all {
		dir := filepath.ToSlash(s.dir)
		one := junitSuite{Name: dir}
		for _, o := range s.outcomes {
			c := junitCase{Class: dir, Name: o.name, Seconds: fmt.Sprintf("%.6f", o.took.Seconds())}
			switch {
			case o.fault != "":
				one.Errors++
				c.Error = &junitProblem{Message: o.fault}
			case len(o.differences) > 0:
				one.Failures++
				c.Failure = &junitProblem{Message: o.differences[0], Text: strings.Join(o.differences, "\n")}
			}
			one.Cases = append(one.Cases, c)
		}
		one.Tests = len(one.Cases)
		root.Tests, root.Failures, root.Errors = root.Tests+one.Tests, root.Failures+one.Failures, root.Errors+one.Errors
		root.Suites = append(root.Suites, one)
	}
	text, err := xml.MarshalIndent(root, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(xml.Header), append(text, '\n')...), 0o644) //nolint:gosec // others read it, too
}
