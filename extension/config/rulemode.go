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

// unreadable is what is wrong with a part of a value: what c was set to holds, and so does the rest of the value.
type unreadable struct{ error }

// mode reads WEIR_MODE: a word for all, words for sources, and words for rules. An entry for a rule that cannot be read does not touch the
// others; the words for all and for sources hold together or not at all.
func mode(c *Config, text string, sources []string) error {
	var others []string
	var entries []string
	for clause := range strings.SplitSeq(text, ",") {
		if name := strings.TrimSpace(clause); strings.HasPrefix(name, ruleMark) || strings.HasPrefix(name, tagMark) {
			entries = append(entries, name)
		} else {
			others = append(others, clause)
		}
	}
	list, wrong := ruleModes(entries)
	words, err := perSource(strings.Join(others, ","), modes, sources)
	if len(list) == 0 && wrong == nil && err != nil {
		return err
	}
	if err != nil {
		words, wrong = map[string]inspect.Mode{"": inspect.ModeBlock}, errors.Join(err, wrong)
	}
	c.Mode = words[""]
	delete(words, "")
	c.Modes, c.RuleModes = words, list
	if wrong != nil {
		return unreadable{wrong}
	}
	return nil
}

// ruleModes reads entries "rule:ID=MODE" and "tag:TAG=MODE". A rule whose word cannot be read is in monitor: whoever names a rule wants
// it milder, and a slip of the finger must not block.
func ruleModes(entries []string) (list []inspect.RuleMode, wrong error) {
	for _, entry := range entries {
		m, err := ruleMode(entry)
		if at := slices.IndexFunc(list, func(other inspect.RuleMode) bool { return other.Name() == m.Name() }); m.Mode != "" && at >= 0 {
			list[at].Mode = inspect.ModeMonitor
			err = errors.New("it is named twice, and is in monitor")
		} else if m.Mode != "" {
			list = append(list, m)
		}
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%q: %w", shown(entry), err))
		}
	}
	return list, wrong
}

// ruleMode reads one entry. The result has no mode if no rule is named.
func ruleMode(entry string) (m inspect.RuleMode, err error) {
	name, text, found := entry, "", false
	if at := strings.LastIndexByte(entry, '='); at >= 0 { // a tag may have one, too
		name, text, found = strings.TrimSpace(entry[:at]), strings.TrimSpace(entry[at+1:]), true
	}
	if m.Rule, m.Tag, err = ruleOrTag(strings.TrimPrefix(name, ruleMark)); err != nil {
		return inspect.RuleMode{}, err
	}
	m.Mode = inspect.ModeMonitor
	if !found {
		return m, errors.New("it has no mode, and is in monitor")
	}
	if err := word(&m.Mode, text, modes); err != nil {
		return m, fmt.Errorf("%w; it is in monitor", err)
	}
	return m, nil
}

// ruleOrTag reads a rule's id, or "tag:" and a tag.
func ruleOrTag(text string) (rule int, tag string, err error) {
	if tag, ok := strings.CutPrefix(text, tagMark); ok {
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

func showModes(c Config) string {
	text := showPerSource(c.Mode, c.Modes)
	for _, m := range c.RuleModes {
		text += "," + m.String()
	}
	return text
}
