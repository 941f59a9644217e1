package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/inspect"
)

const ruleMark = "rule:"

// ruleModes reads entries "rule:ID=MODE" and "tag:TAG=MODE". A rule whose word cannot be read is in monitor: whoever names a rule wants
// it milder, and a slip of the finger must not block. Where an entry names no rule nobody knows what it is about: the function is watched.
func ruleModes(r *reading, entries []string) (list []inspect.RuleMode, wrong error) {
	for _, entry := range entries {
		m, err := ruleMode(r, entry)
		if at := slices.IndexFunc(list, func(other inspect.RuleMode) bool { return other.Name() == m.Name() }); m.Mode != "" && at >= 0 {
			list[at].Mode = inspect.ModeMonitor
			err = errors.New("it is named twice, and is in monitor")
		} else if m.Mode != "" {
			list = append(list, m)
		} else {
			r.watch("")
		}
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%q: %w", shown(entry), err))
		}
	}
	return list, wrong
}

// ruleMode reads one entry. The result has no mode if no rule is named.
func ruleMode(r *reading, entry string) (m inspect.RuleMode, err error) {
	name, text, found := entry, "", false
	if at := strings.LastIndexByte(entry, '='); at >= 0 { // a tag may have one, too
		name, text, found = strings.TrimSpace(entry[:at]), strings.TrimSpace(entry[at+1:]), true
	}
	name, _ = r.cutWord(r.unquote(name), ruleMark)
	if m.Rule, m.Tag, err = ruleOrTag(r, name); err != nil {
		return inspect.RuleMode{}, err
	}
	m.Mode = inspect.ModeMonitor
	if !found {
		return m, errors.New("it has no mode, and is in monitor")
	}
	if err := word(r, &m.Mode, text, modes); err != nil {
		return m, fmt.Errorf("%w; it is in monitor", err)
	}
	return m, nil
}

// ruleOrTag reads a rule's id, or "tag:" and a tag.
func ruleOrTag(r *reading, text string) (rule int, tag string, err error) {
	text = r.unquote(text)
	if tag, ok := r.cutWord(text, tagMark); ok {
		if !printable(tag) || tag == "" || strings.Contains(tag, " ") {
			return 0, "", errors.New("a tag is a word")
		}
		return 0, tag, nil
	}
	// Nine digits hold every id that Coraza takes without overflow on any platform.
	id, err := strconv.ParseUint(text, 10, 31)
	if err != nil || id == 0 {
		return 0, "", errors.New("a rule is its id, or tag: and a tag")
	}
	return int(id), "", nil
}
