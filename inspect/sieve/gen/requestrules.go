package main

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// requestRule is a rule that is judged link by link, because it fires on absence, on numbers, on a negation, or because
// its first link matches most requests and the next ones do not.
type requestRule struct {
	rule  string
	level int
	links []requestLink
}

// requestLink is one link of such a rule. A link with the operator "unknown" may match anything.
type requestLink struct {
	targets  []target
	negated  bool
	chain    []string
	operator string
	argument string
	sets     []string // what it keeps for the links after it: templates of setvar, with %{tx.0}
	setters  []target // what rules look at that set the variable it asks for: if it is not there, there is nothing to ask
}

// kind is a place of texts, and the variables that hold them.
type kind struct {
	name      string
	variables []string
}

// kinds are the places of a request that texts stand in, as far as rules tell them apart; the sieve has the same list. A
// header that rules ask for by name is a kind of its own: "header:range".
var kinds = []kind{
	{"value", []string{"ARGS", "ARGS_POST"}},
	{"query value", []string{"ARGS", "ARGS_GET"}},
	{"query name", []string{"ARGS_NAMES", "ARGS_GET_NAMES"}},
	{"post name", []string{"ARGS_NAMES", "ARGS_POST_NAMES"}},
	{"cookie", []string{"REQUEST_COOKIES"}},
	{"cookie name", []string{"REQUEST_COOKIES_NAMES"}},
	{"header name", []string{"REQUEST_HEADERS_NAMES"}},
	{"header", []string{"REQUEST_HEADERS"}},
	{"uri", []string{"REQUEST_URI"}},
	{"raw uri", []string{"REQUEST_URI_RAW"}},
	{"line", []string{"REQUEST_LINE"}},
	{"path", []string{"REQUEST_FILENAME"}},
	{"base", []string{"REQUEST_BASENAME"}},
	{"query", []string{"QUERY_STRING"}},
	{"method", []string{"REQUEST_METHOD"}},
	{"protocol", []string{"REQUEST_PROTOCOL"}},
	{"body", []string{"REQUEST_BODY"}},
	{"file", []string{"FILES"}},
	{"file name", []string{"FILES_NAMES"}},
	{"part header", []string{"MULTIPART_PART_HEADERS"}},
	{"xml text", []string{"XML:/*"}},
	{"xml attribute", []string{"XML://@*"}},
}

// holds says that a kind's texts are among those of a target.
func (k kind) holds(t target) bool {
	name := t.name
	if name == "XML" {
		name += ":" + t.key
	} else if t.key != "" && name != "REQUEST_COOKIES" {
		return false
	}
	return !t.except && slices.Contains(k.variables, name)
}

// silent says that a rule only steers: the set-up of the Core Rule Set, what Weir switches off, and the reckoning. The
// engine reports none of them.
func silent(r rule) bool {
	for _, prefix := range []string{"901", "905", "949", "10108"} {
		if strings.HasPrefix(r.id, prefix) {
			return true
		}
	}
	return false
}

// quiet says that the engine does not report a rule; it may still set what others ask for.
func quiet(r rule) bool { return r.links[0].has("nolog") }

// isCheck says that a rule is judged link by link.
func isCheck(r rule) bool {
	first := r.links[0]
	if first.negated {
		return true
	}
	switch first.operator {
	case "rx", "pm", "pmFromFile", "contains", "detectSQLi", "detectXSS", "validateByteRange":
	default:
		return true
	}
	for _, t := range first.targets {
		if t.count || !isText(t) {
			return true
		}
	}
	if len(r.links) == 1 {
		return false
	}
	// A chain is worth being followed where its beginning is cheap.
	return !slices.ContainsFunc(first.targets, func(t target) bool {
		return t.key == "" && slices.Contains([]string{"ARGS", "ARGS_NAMES", "ARGS_GET", "REQUEST_COOKIES", "REQUEST_HEADERS"}, t.name)
	})
}

// isText says that the walk over texts reaches the target.
func isText(t target) bool {
	if t.except {
		return true
	}
	return slices.ContainsFunc(kinds, func(k kind) bool {
		return slices.ContainsFunc(k.variables, func(v string) bool { return v == t.name || strings.HasPrefix(v, t.name+":") })
	})
}

// requestLinks are the links on other texts than values, with the kinds of text that every link is for. The links on
// values come first, as they are.
func requestLinks(values []valueLink, rules []rule, files fs.FS) (all []valueLink, kindNames []string, err error) {
	out := slices.Clone(values)
	names := headerNames(rules)
	for _, k := range kinds {
		kindNames = append(kindNames, k.name)
	}
	for _, h := range names {
		kindNames = append(kindNames, "header:"+h)
	}
	byID := make(map[string]*valueLink)
	for i := range out {
		out[i].kinds = []string{"value"}
		byID[out[i].rule] = &out[i]
	}
	var more []valueLink
	for _, r := range rules {
		if silent(r) || quiet(r) || isCheck(r) {
			continue
		}
		of := kindsOf(r.links[0], names)
		if l := byID[r.id]; l != nil {
			l.kinds = append(l.kinds, of...)
			slices.Sort(l.kinds)
			l.kinds = slices.Compact(l.kinds)
			continue
		}
		if len(of) == 0 {
			return nil, nil, fmt.Errorf("rule %s looks at nothing that is known", r.id)
		}
		l, err := ofLink(r, files)
		if err != nil {
			return nil, nil, fmt.Errorf("rule %s: %w", r.id, err)
		}
		l.kinds = of
		more = append(more, l)
	}
	return append(out, more...), kindNames, nil
}

// headerNames are the headers that rules ask for by name, in small letters.
func headerNames(rules []rule) []string {
	var out []string
	for _, r := range rules {
		for _, l := range r.links {
			for _, t := range l.targets {
				if t.name == "REQUEST_HEADERS" && t.key != "" && !silent(r) {
					out = append(out, strings.ToLower(t.key))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// kindsOf are the kinds of text that a link looks at.
func kindsOf(l link, headers []string) []string {
	var out []string
	for _, k := range kinds {
		for _, t := range l.targets {
			if k.holds(t) {
				out = append(out, k.name)
				break
			}
		}
	}
	for _, h := range headers {
		asked, excepted := false, false
		for _, t := range l.targets {
			if t.name == "REQUEST_HEADERS" {
				asked = asked || !t.except && (t.key == "" || strings.EqualFold(t.key, h))
				excepted = excepted || t.except && strings.EqualFold(t.key, h)
			}
		}
		if asked && !excepted {
			out = append(out, "header:"+h)
		}
	}
	return out
}

// requestRules are the rules that are judged link by link, without those that are off.
func requestRules(rules []rule, off []beyond, files fs.FS) ([]requestRule, error) {
	static := settings(rules)
	for _, r := range rules {
		for _, l := range r.links {
			if l.hasValue("ctl", "requestBodyProcessor=JSON") {
				return nil, fmt.Errorf("rule %s reads bodies as JSON, which the sieve takes for impossible", r.id)
			}
		}
	}
	var out []requestRule
	for _, r := range rules {
		isOff := slices.ContainsFunc(off, func(o beyond) bool { return o.rule == r.id && o.variable != "" })
		if silent(r) || quiet(r) || !isCheck(r) || isOff {
			continue
		}
		q := requestRule{rule: r.id, level: r.level}
		for _, l := range r.links {
			k, err := l.asRequestLink(r, rules, static, files)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", r.id, err)
			}
			q.links = append(q.links, k)
		}
		if setter, only := onlySetter(r, rules); only {
			k, err := setter.asRequestLink(r, rules, static, files)
			if err != nil {
				return nil, fmt.Errorf("rule %s: %w", r.id, err)
			}
			q.links[0].setters = nil
			q.links = append([]requestLink{k}, q.links...)
		}
		if q.isOff(static) {
			continue
		}
		out = append(out, q)
	}
	return out, nil
}

// isOff says that the first link asks whether a variable is set, which none of the rules does.
func (q requestRule) isOff(static map[string]string) bool {
	first := q.links[0]
	if len(first.targets) != 1 || first.targets[0].name != "TX" || first.operator != "eq" || first.negated || !first.targets[0].count {
		return false
	}
	_, isSet := static[strings.ToLower(first.targets[0].key)]
	return !isSet && first.argument == "1" && len(first.setters) == 0
}

var macro = regexp.MustCompile(`%\{([^}]*)\}`)

// onlySetter finds the only rule, of one link with an expression, that sets what a rule's first link looks at. It is then
// judged before it, as if it were a link of the same chain.
func onlySetter(of rule, rules []rule) (link, bool) {
	first := of.links[0]
	if len(first.targets) != 1 || first.targets[0].name != "TX" || first.targets[0].count {
		return link{}, false
	}
	var found []rule
	for _, r := range rules {
		if !silent(r) && r.id != of.id && slices.ContainsFunc(r.links, func(l link) bool { return l.setsAny(first.targets[0].key) }) {
			found = append(found, r)
		}
	}
	if len(found) != 1 || len(found[0].links) != 1 || found[0].level > of.level {
		return link{}, false
	}
	setter := found[0].links[0]
	return setter, setter.operator == "rx" && !setter.negated && !setter.multi && !setsOtherwise(first.targets[0].key, found[0])
}

// setsAny says that a link may set a variable that a key asks for.
func (l link) setsAny(key string) bool {
	return slices.ContainsFunc(l.actions, func(a action) bool {
		name, _, isSet := strings.Cut(a.value, "=")
		return a.name == "setvar" && isSet && sets(name, key)
	})
}

func (l link) asRequestLink(of rule, rules []rule, static map[string]string, files fs.FS) (requestLink, error) {
	q := requestLink{negated: l.negated, operator: l.operator, argument: l.argument}
	for _, name := range l.transform {
		q.chain = append(q.chain, strings.ToLower(name))
	}
	unknown := l.multi || len(l.targets) == 0
	q.argument = macro.ReplaceAllStringFunc(l.argument, func(m string) string {
		name := strings.ToLower(m[2 : len(m)-1])
		value, isStatic := static[strings.TrimPrefix(name, "tx.")]
		unknown = unknown || !isStatic || !strings.HasPrefix(name, "tx.")
		return value
	})
	switch l.operator {
	case "rx":
		if namesBytes("(?sm)" + q.argument) {
			unknown = true
		}
		q.argument = "(?sm)" + q.argument
	case "pm", "within", "streq", "contains", "beginsWith", "endsWith":
	case "pmFromFile":
		words, err := readWords(files, path.Join(path.Dir(of.file), q.argument))
		if err != nil {
			return q, err
		}
		q.operator, q.argument = "words", strings.Join(words, "\n")
	case "eq", "gt", "ge", "lt", "le":
		if _, err := strconv.Atoi(q.argument); err != nil {
			unknown = true
		}
	case "validateByteRange":
		invalid, _, err := ofByteRange(q.argument)
		q.argument, unknown = invalid, unknown || err != nil
	default:
		unknown = true
	}
	if unknown {
		q.operator, q.argument = "unknown", ""
	}
	for _, a := range l.actions {
		if name, value, ok := strings.Cut(a.value, "="); a.name == "setvar" && ok && isTemplate(value) {
			q.sets = append(q.sets, strings.TrimPrefix(strings.ToLower(name), "tx.")+"="+value)
		}
	}
	q.targets = slices.Clone(l.targets)
	for i, t := range q.targets {
		if t.name == "TX" {
			q.targets[i].value, q.targets[i].isSet = static[strings.ToLower(t.key)]
			q.setters = append(q.setters, settersOf(t.key, of, rules)...)
			if setsOtherwise(t.key, of) {
				q.operator, q.argument = "unknown", ""
				q.targets[i] = target{name: "UNKNOWN"} // whether it is there, too
			}
		}
	}
	return q, nil
}

// isTemplate says that a value is made of constants and of what the link's expression captured.
func isTemplate(value string) bool {
	if strings.HasPrefix(value, "+") || strings.HasPrefix(value, "-") {
		return false
	}
	for _, m := range macro.FindAllStringSubmatch(value, -1) {
		if number, isCapture := strings.CutPrefix(m[1], "tx."); !isCapture || len(number) != 1 || number[0] < '0' || number[0] > '9' {
			return false
		}
	}
	return true
}

// setsOtherwise says that a rule itself sets a variable that it asks for, to something that is no template.
func setsOtherwise(key string, r rule) bool {
	for _, l := range r.links {
		for _, a := range l.actions {
			if name, value, isSet := strings.Cut(a.value, "="); a.name == "setvar" && isSet && sets(name, key) && !isTemplate(value) {
				return true
			}
		}
	}
	return false
}

// settersOf are the targets of the rules, other than the asking one and those of the set-up, that may set a variable. It
// is given as a rule asks for it: by name, or by an expression that begins with a part of the name.
func settersOf(key string, of rule, rules []rule) []target {
	var out []target
	for _, r := range rules {
		if silent(r) || r.id == of.id {
			continue
		}
		for _, l := range r.links {
			if l.setsAny(key) {
				out = append(out, r.links[0].targets...)
			}
		}
	}
	return out
}

// sets says whether a variable of a setvar action, whose name may hold macros, may be the one that a key asks for.
func sets(name, key string) bool {
	fixed, _, _ := strings.Cut(strings.TrimPrefix(strings.ToLower(name), "tx."), "%{")
	literal, isExpression := strings.CutPrefix(strings.ToLower(key), "/")
	if !isExpression {
		return fixed == literal || fixed != strings.TrimPrefix(strings.ToLower(name), "tx.") && strings.HasPrefix(literal, fixed)
	}
	literal = strings.TrimPrefix(strings.Trim(literal, "/"), "^")
	literal = literal[:len(literal)-len(strings.TrimLeft(literal, "abcdefghijklmnopqrstuvwxyz0123456789_"))]
	return strings.HasPrefix(fixed, literal) || strings.HasPrefix(literal, fixed)
}
