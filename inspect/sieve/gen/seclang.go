package main

import (
	"fmt"
	"strings"
)

// link is one SecRule: a rule, or one link of its chain.
type link struct {
	targets   []target
	operator  string // without "@", as written: "rx", "pmFromFile"
	argument  string
	negated   bool
	transform []string // without "none" and what stands before it
	multi     bool     // multiMatch
	actions   []action
}

// target is one variable that a link looks at.
type target struct {
	name   string // upper case: "ARGS", "REQUEST_HEADERS"
	key    string // after the colon, as written
	count  bool   // "&": the number of them
	except bool   // "!": an exception from another target

	isSet bool // the set-up gives the variable a value
	value string
}

type action struct{ name, value string }

// rule is a SecRule or SecAction with its chain. A SecAction's only link has no targets.
type rule struct {
	id    string
	file  string
	links []link
	level int // the paranoia level from which it is active
}

// directive is one logical line of a rule file.
type directive struct {
	name string
	args []string
}

// readDirectives cuts a text into directives, as an Apache configuration is cut: a backslash at the end of a line goes
// on, "#" begins a comment line, and arguments are words or stand in double quotes.
func readDirectives(text string) ([]directive, error) {
	var out []directive
	var line strings.Builder
	for _, part := range strings.Split(text, "\n") {
		part = strings.TrimSpace(part)
		if line.Len() == 0 && strings.HasPrefix(part, "#") {
			continue
		}
		if rest, goesOn := strings.CutSuffix(part, `\`); goesOn {
			line.WriteString(rest)
			continue
		}
		line.WriteString(part)
		if words, err := splitWords(line.String()); err != nil {
			return nil, err
		} else if len(words) > 0 {
			out = append(out, directive{words[0], words[1:]})
		}
		line.Reset()
	}
	return out, nil
}

// splitWords cuts a line into words. In double quotes, \" stands for a quote, and every other backslash for itself.
func splitWords(line string) ([]string, error) {
	var out []string
	for line = strings.TrimSpace(line); line != ""; line = strings.TrimSpace(line) {
		if line[0] != '"' {
			end := strings.IndexAny(line, " \t")
			if end < 0 {
				end = len(line)
			}
			out, line = append(out, line[:end]), line[end:]
			continue
		}
		var word strings.Builder
		i := 1
		for ; i < len(line) && line[i] != '"'; i++ {
			if line[i] == '\\' && i+1 < len(line) {
				if line[i+1] != '"' {
					word.WriteByte('\\')
				}
				i++
			}
			word.WriteByte(line[i])
		}
		if i >= len(line) {
			return nil, fmt.Errorf("a quote is left open in %.60q", line)
		}
		out, line = append(out, word.String()), line[i+1:]
	}
	return out, nil
}

// readRules reads the rules of one file. Rules of the Core Rule Set stand behind jumps that skip them below their
// paranoia level; a file without such jumps counts as level 1.
func readRules(file, text string) ([]rule, error) {
	directives, err := readDirectives(text)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	var out []rule
	level, chained := 1, false
	for _, d := range directives {
		switch strings.ToLower(d.name) {
		case "secrule", "secaction":
			l, err := readLink(d)
			if err != nil {
				return nil, fmt.Errorf("reading %s: %w", file, err)
			}
			if n, jumps := l.levelJump(); jumps {
				level = n
				continue
			}
			if !chained {
				out = append(out, rule{id: l.value("id"), file: file, level: level})
			}
			last := &out[len(out)-1]
			last.links = append(last.links, l)
			chained = l.has("chain")
		case "secmarker":
			level = 1
		case "secdefaultaction":
			if strings.Contains(d.args[0], "t:") {
				return nil, fmt.Errorf("reading %s: default transformations are not understood", file)
			}
		case "secruleupdatetargetbyid":
			if !strings.HasPrefix(d.args[1], "!") {
				return nil, fmt.Errorf("reading %s: a target is added to rule %s", file, d.args[0])
			}
		case "seccomponentsignature", "secruleengine", "secauditengine", "secresponsebodyaccess":
		default:
			return nil, fmt.Errorf("reading %s: directive %s is not understood", file, d.name)
		}
	}
	for _, r := range out {
		for tag := 1; tag <= 4; tag++ {
			if r.links[0].hasValue("tag", fmt.Sprintf("paranoia-level/%d", tag)) && tag != r.level {
				return nil, fmt.Errorf("reading %s: rule %s stands at level %d and says %d", file, r.id, r.level, tag)
			}
		}
	}
	return out, nil
}

func readLink(d directive) (link, error) {
	var l link
	actions := d.args
	if strings.EqualFold(d.name, "SecRule") {
		if len(d.args) < 2 {
			return l, fmt.Errorf("a rule of %d words", len(d.args))
		}
		l.targets = readTargets(d.args[0])
		op := d.args[1]
		op, l.negated = strings.CutPrefix(op, "!")
		if name, isNamed := strings.CutPrefix(op, "@"); isNamed {
			l.operator, l.argument, _ = strings.Cut(name, " ")
		} else {
			l.operator, l.argument = "rx", op
		}
		actions = d.args[2:]
	}
	if len(actions) > 0 {
		l.actions = readActions(actions[0])
	}
	for _, a := range l.actions {
		switch {
		case a.name == "t" && a.value == "none":
			l.transform = nil
		case a.name == "t":
			l.transform = append(l.transform, a.value)
		case a.name == "multimatch":
			l.multi = true
		}
	}
	return l, nil
}

// readTargets splits at the bars outside of /expressions/.
func readTargets(list string) []target {
	var out []target
	inside, start := false, 0
	add := func(word string) {
		var t target
		word, t.except = strings.CutPrefix(word, "!")
		word, t.count = strings.CutPrefix(word, "&")
		t.name, t.key, _ = strings.Cut(word, ":")
		t.name = strings.ToUpper(t.name)
		out = append(out, t)
	}
	for i := 0; i < len(list); i++ {
		switch {
		case list[i] == '\\':
			i++
		case list[i] == '/' && (inside || list[i-1] == ':') && !strings.HasPrefix(list[i:], "/*") && !strings.HasPrefix(list[i:], "//"):
			inside = !inside
		case list[i] == '|' && !inside:
			add(list[start:i])
			start = i + 1
		}
	}
	add(list[start:])
	return out
}

// readActions splits at the commas outside of single quotes.
func readActions(list string) []action {
	var out []action
	quoted, start := false, 0
	add := func(word string) {
		name, value, _ := strings.Cut(strings.TrimSpace(word), ":")
		out = append(out, action{strings.ToLower(strings.TrimSpace(name)), strings.Trim(strings.TrimSpace(value), "'")})
	}
	for i := 0; i < len(list); i++ {
		switch {
		case list[i] == '\\':
			i++
		case list[i] == '\'':
			quoted = !quoted
		case list[i] == ',' && !quoted:
			add(list[start:i])
			start = i + 1
		}
	}
	add(list[start:])
	return out
}

func (l link) has(name string) bool {
	for _, a := range l.actions {
		if a.name == name {
			return true
		}
	}
	return false
}

func (l link) hasValue(name, value string) bool {
	for _, a := range l.actions {
		if a.name == name && a.value == value {
			return true
		}
	}
	return false
}

func (l link) value(name string) string {
	for _, a := range l.actions {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// levelJump recognises the Core Rule Set's jump over the rules of a paranoia level, and says which.
func (l link) levelJump() (int, bool) {
	if len(l.targets) != 1 || l.targets[0].name != "TX" || !strings.EqualFold(l.targets[0].key, "detection_paranoia_level") ||
		l.operator != "lt" || l.negated || !l.has("skipafter") || len(l.argument) != 1 {
		return 0, false
	}
	n := int(l.argument[0] - '0')
	return n, n >= 1 && n <= 4
}
