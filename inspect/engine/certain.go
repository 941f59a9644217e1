package engine

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Some matches can be told from a rule's text alone, once it is certain that the rule's operator matches a value: those of plain
// rules. A plain rule has no chain and looks at each value once, in phase 2, and all that it does when it matches is to add to
// scores, which no rule in a selection asks for. So Coraza would report it once for each such value, or with multiMatch for
// each text on a value's way through the transformations, and every other rule matches what it matches whether or not this one is asked.
//
// That holds for values alone, and for values beside a request of which nothing is suspected, if no rule takes others away for what a
// request is; see steady.go. It does not hold with rules of the user, which may do anything to others, nor where somebody wants to
// read the text that matched, as the rule's transformations left it.

// plainTargets are what a plain rule may look at besides values: what nothing but the request, or the names that Weir gives to
// values, are in.
var plainTargets = []string{
	"ARGS_NAMES", "ARGS_GET", "ARGS_GET_NAMES", "FILES", "FILES_NAMES", "MULTIPART_PART_HEADERS", "QUERY_STRING", "XML",
	"REQUEST_BASENAME", "REQUEST_BODY", "REQUEST_COOKIES", "REQUEST_COOKIES_NAMES", "REQUEST_FILENAME", "REQUEST_HEADERS",
	"REQUEST_HEADERS_NAMES", "REQUEST_LINE", "REQUEST_URI", "REQUEST_URI_RAW",
}

// plainActions are those of a rule that do nothing to any other. What setvar does depends on what it sets.
var plainActions = []string{
	"id", "phase", "block", "pass", "t", "capture", "log", "auditlog", "noauditlog", "logdata", "msg", "severity", "tag", "ver", "rev", "setvar",
	"multiMatch",
}

// isPlain says that a directive, in one line, is a plain rule. What is not understood is none.
func isPlain(line string) bool {
	directive, rest, _ := strings.Cut(line, " ")
	if directive != "SecRule" {
		return false
	}
	targets, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if looksAtValues(targets) != 1 {
		return false
	}
	late := false
	for _, action := range splitActions(actionsOf(line)) {
		name, value, _ := strings.Cut(strings.TrimSpace(action), ":")
		if !slices.Contains(plainActions, name) || name == "setvar" && !addsUsual(value) {
			return false
		}
		late = late || name == "phase" && value == "2"
	}
	return late
}

// looksAtValues is how many times a list of targets has each value, or -1 if that is not understood.
func looksAtValues(targets string) (times int) {
	for target := range strings.SplitSeq(targets, "|") {
		name, _, _ := strings.Cut(strings.TrimPrefix(target, "!"), ":")
		switch {
		case target == "ARGS" || target == "ARGS_POST":
			times++
		case !slices.Contains(plainTargets, name):
			return -1
		}
	}
	return times
}

// addsUsual says that a setvar adds the Core Rule Set's points to a score, and nothing else.
func addsUsual(value string) bool {
	score, points, found := strings.Cut(strings.Trim(value, "'"), "=+")
	variable := strings.TrimSuffix(strings.TrimPrefix(points, "%{tx."), "}")
	_, usual := usualPoints[variable]
	return found && usual && points == "%{tx."+variable+"}" && strings.HasPrefix(score, "tx.") &&
		(strings.HasSuffix(score, "_score") || strings.Contains(score, "_anomaly_score_pl"))
}

// setsPoints says that a set-up has points of its own.
func setsPoints(setup string) bool {
	setup = strings.ToLower(setup)
	for variable := range usualPoints {
		if strings.Contains(setup, "tx."+variable+"=") {
			return true
		}
	}
	return false
}

// certain divides suspects into plain rules whose matches are certain, in the catalogue's order, and those that Coraza is asked
// about. With a rule that is not certain of one of its values, it is asked about all of them.
func (e *Engine) certain(request *Request, suspects *Suspects) (sure []entry, rest *Suspects) {
	o := &e.options
	if suspects == nil || len(suspects.Certain) == 0 || len(o.Rules) > 0 || o.Parts || e.ownPoints {
		return nil, suspects
	}
	c, err := e.catalogue()
	if err != nil || request != nil && !(suspects.ValuesOnly && c.steady) {
		return nil, suspects
	}
	for _, at := range c.entries {
		if !at.plain || at.level > o.Paranoia || !slices.Contains(suspects.Rules, at.id) || !suspects.certain(at.id) {
			continue
		}
		if _, err := e.matchOf(c, at); err == nil {
			sure = append(sure, at)
		}
	}
	if sure == nil {
		return nil, suspects
	}
	return sure, suspects.without(sure)
}

// certain says that some values are suspected to match a rule, and that all of them certainly do.
func (s *Suspects) certain(rule int) bool {
	some := false
	for i, rules := range s.ByValue {
		if slices.Contains(rules, rule) {
			if some = slices.Contains(s.Certain[i], rule); !some {
				return false
			}
		}
	}
	return some
}

// without returns the suspects but for some rules.
func (s *Suspects) without(rules []entry) *Suspects {
	others := func(ids []int) (out []int) {
		for _, id := range ids {
			if !slices.ContainsFunc(rules, func(at entry) bool { return at.id == id }) {
				out = append(out, id)
			}
		}
		return out
	}
	rest := &Suspects{Rules: others(s.Rules), ByValue: make([][]int, len(s.ByValue)), Matches: s.Matches}
	for i, ids := range s.ByValue {
		rest.ByValue[i] = others(ids)
	}
	return rest
}

// join puts the matches that are certain among those that Coraza found, where they would stand.
func (e *Engine) join(found []Match, sure []entry, suspects *Suspects) []Match {
	c, err := e.catalogue()
	if len(sure) == 0 || err != nil {
		return found
	}
	most := len(found)
	for _, rules := range suspects.Certain {
		most += len(rules)
	}
	out := make([]Match, 0, most)
	for _, at := range c.entries {
		for len(found) > 0 && found[0].Rule == at.id {
			out, found = append(out, found[0]), found[1:]
		}
		if len(sure) == 0 || sure[0] != at {
			continue
		}
		sure = sure[1:]
		m, _ := e.matchOf(c, at)
		for i, rules := range suspects.Certain {
			m.Value = i
			for _, rule := range rules {
				if rule == at.id {
					out = append(out, m)
				}
			}
		}
	}
	return append(out, found...)
}

// matchOf is a match of a plain rule, but for its value. It is read once.
func (e *Engine) matchOf(c *catalogue, at entry) (Match, error) {
	if m, known := e.plain.Load(at.id); known {
		return m.(Match), nil
	}
	m, err := c.plainMatch(e.options.Files, at)
	if err == nil {
		e.plain.Store(at.id, m)
	}
	return m, err
}

// plainMatch reads what a match of a plain rule says.
func (c *catalogue) plainMatch(files fs.FS, at entry) (Match, error) {
	file, err := files.Open(c.names[at.file])
	if err != nil {
		return Match{}, err
	}
	defer func() { _ = file.Close() }()
	raw, err := piece(file, at.start, at.end)
	if err != nil {
		return Match{}, err
	}
	rules := appendRule(nil, raw)
	line := joinedLines(raw)
	if len(rules) != 1 || rules[0].ID != at.id || !isPlain(line) {
		return Match{}, fmt.Errorf("engine: rule %d does not stand where the catalogue says", at.id)
	}
	r := rules[0]
	return Match{Rule: r.ID, Message: r.Message, Severity: severityOf(line), Tags: r.Tags, Score: readText(line).links[0].usual()}, nil
}
