package config

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// rulePaths reads "PATH[,…]". Files from other places than the file system are refused as such, since a path that
// merely does not exist would be a riddle.
func rulePaths(text string) ([]string, error) {
	var paths []string
	for p := range strings.SplitSeq(text, ",") {
		p = strings.TrimSpace(p)
		switch {
		case p == "":
			continue
		case strings.Contains(p, "://"), strings.HasPrefix(p, "ssm:"):
			return nil, fmt.Errorf("%q is no path: rules are read from files only", shown(p))
		case !printable(p):
			return nil, fmt.Errorf("%q is no path", shown(p))
		}
		paths = append(paths, p)
	}
	if paths == nil {
		return nil, errors.New("it names no file")
	}
	return paths, nil
}

// maxRules bounds one file of rules, in bytes: twice the whole Core Rule Set, so that any sane file fits and a mistaken path to
// something huge does not fill the memory that we share with the handler.
const maxRules = 1 << 20

// ReadRules reads the files that Rules names, by open, and returns their texts in order. A file that cannot be read is
// a problem; the others are used, since rules that are left out can only make Weir see less.
func (c Config) ReadRules(open func(path string) (io.ReadCloser, error)) ([]string, []Problem) {
	var texts []string
	var problems []Problem
	for _, p := range c.Rules {
		text, err := readRules(p, open)
		if err != nil {
			problems = append(problems, Problem{
				Name: "WEIR_RULES", Value: shown(p), Allowed: "PATH[,…]", Reason: fmt.Sprintf("reading rules: %v", err),
			})
			continue
		}
		texts = append(texts, text)
	}
	return texts, problems
}

func readRules(path string, open func(string) (io.ReadCloser, error)) (string, error) {
	f, err := open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, maxRules+1))
	switch {
	case err != nil:
		return "", err
	case len(data) > maxRules:
		return "", fmt.Errorf("the file is larger than %d bytes", maxRules)
	case !utf8.Valid(data):
		return "", errors.New("the file is not UTF-8")
	}
	return string(data), nil
}
