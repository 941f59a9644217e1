package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"weir/extension/cli"
)

// expectedFile is the name of the file that says what is expected of the events beside it.
const expectedFile = "expected.json"

// suite is a directory of events with what is expected of them.
type suite struct {
	dir      string
	Settings map[string]string       `json:"settings,omitempty"` // environment variables that hold here
	Events   map[string]expectations `json:"events"`             // by file name
}

// expectations are what is expected of the documents of a file: one word for all of them, or one for each.
type expectations []expectation

// UnmarshalJSON reads an object, or an array of them.
func (e *expectations) UnmarshalJSON(text []byte) error {
	if bytes.HasPrefix(text, []byte("[")) {
		var list []expectation
		if err := strictly(text, &list); err != nil {
			return err
		}
		if len(list) == 0 {
			return errors.New("an empty list expects nothing")
		}
		*e = list
		return nil
	}
	var one expectation
	err := strictly(text, &one)
	*e = expectations{one}
	return err
}

// MarshalJSON writes one object if there is one.
func (e expectations) MarshalJSON() ([]byte, error) {
	if len(e) == 1 {
		return json.Marshal(e[0])
	}
	return json.Marshal([]expectation(e))
}

// strictly reads JSON in which a key that there is not is an error: it would be a test that tests nothing.
func strictly(text []byte, to any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode(to)
}

// load reads the suite of a directory.
func load(dir string) (suite, error) {
	s := suite{dir: dir}
	path := filepath.Join(dir, expectedFile)
	text, err := os.ReadFile(path) //nolint:gosec // the user names it
	if err == nil {
		err = strictly(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &s)
	}
	for name, list := range s.Events {
		for _, e := range list {
			if err == nil {
				err = e.check(name)
			}
		}
	}
	if err != nil {
		return s, cli.Mistake{
			What:  fmt.Sprintf("%s: %s", path, strings.TrimPrefix(err.Error(), "json: ")),
			Meant: `It looks like {"events": {"order.json": {"action": "pass"}}}: "weir help test" tells more.`,
		}
	}
	return s, nil
}

// save writes the suite where load reads it.
func (s suite) save() error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, expectedFile), append(text, '\n'), 0o644) //nolint:gosec // it goes into a repository
}

// files are the events of the suite's directory, and what is expected of but not there, by name.
func (s suite) files() ([]string, error) {
	names, err := events(s.dir)
	for name := range s.Events {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, err
}

// events are the names of the files of events in a directory.
func events(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		kind := filepath.Ext(e.Name())
		if !e.IsDir() && e.Name() != expectedFile && (kind == ".json" || kind == ".jsonl" || kind == ".ndjson") {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// isWritten says whether a directory says what is expected.
func isWritten(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, expectedFile))
	return err == nil
}

// below are the directories from dir on that say what is expected; or, for writing that down, those that have events.
func below(dir string, written bool) ([]string, error) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return nil, cli.Mistake{
			What:  dir + ": there is no such directory",
			Meant: fmt.Sprintf("weir test takes directories of events, with a file %s in each.", expectedFile),
		}
	}
	var dirs []string
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		if path != dir && strings.HasPrefix(e.Name(), ".") {
			return filepath.SkipDir
		}
		if written && !isWritten(path) {
			return nil
		}
		names, err := events(path)
		if written || len(names) > 0 {
			dirs = append(dirs, path)
		}
		return err
	})
	if err == nil && len(dirs) == 0 {
		err = cli.Mistake{
			What:  fmt.Sprintf("%s: there is no %s here or below", dir, expectedFile),
			Meant: "Write what holds now, and read it over: weir test --write " + dir,
		}
		if !written {
			err = cli.Mistake{What: dir + ": there are no events here or below", Meant: "Events are files named *.json, or *.jsonl for many in one."}
		}
	}
	return dirs, err
}
