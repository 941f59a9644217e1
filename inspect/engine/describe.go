package engine

import (
	"bytes"
	"cmp"
	"io/fs"
	"slices"
	"strings"

	"github.com/corazawaf/coraza/v3/types"
)

// Description is a rule as a person reads it.
type Description struct {
	Rule
	Level    int    // the paranoia level from which it is asked
	Severity string // in the rules' words; "" if it has none
	Score    int    // what a match adds to the anomaly score
	Text     string // the rule and its chain in SecLang, with the comment right above
	Response bool   // it judges responses
}

// Describe describes the rules that say when they match, of all levels: those for requests, those of the user, and those
// for responses. It reads the texts and compiles nothing.
func (e *Engine) Describe() ([]Description, error) {
	list := describeText(nil, []byte(e.options.Setup))
	for _, which := range []func() (*catalogue, error){e.catalogue, e.responseCatalogue} {
		c, err := which()
		if err != nil {
			return nil, err
		}
		shipped, err := c.describe(e.options.Files)
		if err != nil {
			return nil, err
		}
		list = append(list, shipped...)
	}
	for i := range list {
		list[i].Response = list[i].ID/1000 >= 950 && list[i].ID/1000 <= 956
	}
	for _, text := range e.options.Rules {
		list = describeText(list, []byte(text))
	}
	return list, nil
}

// describe describes the rules of a catalogue.
func (c *catalogue) describe(files fs.FS) (all []Description, err error) {
	err = c.each(files, func(raw []byte, e entry) { all = appendDescription(all, raw, e.start, e.end, e.level) })
	return all, err
}

// describeText describes the rules of a text that is in no catalogue. It has no levels.
func describeText(list []Description, raw []byte) []Description {
	first, chained := 0, false
	for start, end := nextDirective(raw, 0); start < end; start, end = nextDirective(raw, end) {
		line := joinedLines(raw[start:end])
		if !chained {
			first = start
		}
		chained = isRule(line) && slices.Contains(splitActions(actionsOf(line)), "chain")
		if !chained {
			list = appendDescription(list, raw, first, end, 1)
		}
	}
	return list
}

// appendDescription describes what stands at a place in a file, if it is a rule that says when it matches.
func appendDescription(list []Description, raw []byte, start, end, level int) []Description {
	rules := appendRule(nil, raw[start:end])
	if len(rules) == 0 {
		return list
	}
	d := Description{
		Rule: rules[0], Level: level,
		Text: strings.TrimSpace(string(raw[commentAbove(raw, start):end])),
	}
	for from := start; from < end; {
		at, next := nextDirective(raw[:end], from)
		if at >= next {
			break
		}
		line := joinedLines(raw[at:next])
		for _, link := range readText(line).links {
			d.Score += link.usual()
		}
		d.Severity = cmp.Or(d.Severity, severityOf(line))
		from = next
	}
	return append(list, d)
}

// severityOf is the severity that a directive names, as matches name it.
func severityOf(line string) string {
	for _, a := range splitActions(actionsOf(line)) {
		if name, value, _ := strings.Cut(strings.TrimSpace(a), ":"); name == "severity" {
			value = strings.Trim(value, "'")
			if s, err := types.ParseRuleSeverity(value); err == nil {
				return strings.ToUpper(s.String())
			}
			return strings.ToUpper(value)
		}
	}
	return ""
}

// usualPoints are the Core Rule Set's points, by the variables that hold them.
var usualPoints = map[string]int{
	"critical_anomaly_score": 5, "error_anomaly_score": 4, "warning_anomaly_score": 3, "notice_anomaly_score": 2,
}

// usual is what one match of the link adds to the score.
func (l linkText) usual() int {
	total := 0
	for _, p := range l.points {
		total += p.number + usualPoints[p.variable]
	}
	return total
}

// commentAbove is where the comment begins that stands right above a place.
func commentAbove(raw []byte, start int) int {
	for start > 0 {
		line := bytes.LastIndexByte(raw[:start-1], '\n') + 1
		if raw[line] != '#' {
			break
		}
		start = line
	}
	return start
}

// partOf is what the rule says that it found in a text, by its logdata, which for most rules of the Core Rule Set is
// "Matched Data: PART found within NAME: TEXT".
func partOf(d types.MatchData) string {
	head, found := strings.CutSuffix(d.Data(), ": "+d.Value())
	if !found {
		return ""
	}
	head, found = strings.CutPrefix(head, "Matched Data: ")
	end := strings.LastIndex(head, " found within ")
	if !found || end < 0 || !strings.Contains(d.Value(), head[:end]) {
		return ""
	}
	return head[:end]
}
