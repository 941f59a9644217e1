package main

import (
	"bufio"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// valueVariables are the variables in which the engine puts the values that it is given, and those that hold all
// arguments, however they came.
var valueVariables = []string{"ARGS", "ARGS_POST"}

// valueLink is the first link of a rule that looks at values: a value that it does not match cannot make the rule fire.
type valueLink struct {
	rule     string
	level    int
	chain    []string // transformations
	multi    bool     // also the text before and between the transformations is looked at
	erase    bool     // the condition holds for the text without the symbols of erased
	operator string   // "rx", "rxBytes", "words", "detectSQLi", "detectXSS", "validateByteRange", "always"
	argument string
	formula  formula
	then     string   // expression that the same text must match too: a second link that looks at nothing else
	thenNot  bool     // … must not match
	kinds    []string // of text that it looks at
	alone    bool     // the rule has no other link, and its operator is asked exactly
	least    int      // how many characters a text must have for the operator to match it; 0 is not known
}

// beyond is a rule that mentions values but is no valueLink, and what is done about it.
type beyond struct {
	rule     string
	level    int
	variable string // it is off as long as nobody sets this TX variable
	name     string // or it looks only at arguments of this name, which are always sent on
}

// valueLinks picks the links that look at values out of all rules.
func valueLinks(rules []rule, files fs.FS) ([]valueLink, []beyond, error) {
	var out []valueLink
	var others []beyond
	for _, r := range rules {
		switch n := firstOnValues(r); {
		case n < 0:
			continue
		case n > 0:
			o, err := behindAnother(r, n, rules)
			if err != nil {
				return nil, nil, err
			}
			others = append(others, o)
			continue
		}
		l, err := ofLink(r, files)
		if err != nil {
			return nil, nil, fmt.Errorf("rule %s: %w", r.id, err)
		}
		out = append(out, l)
	}
	return out, others, nil
}

// firstOnValues is the first link of the rule that looks at values, or -1.
func firstOnValues(r rule) int {
	for n, l := range r.links {
		for _, t := range l.targets {
			if !t.except && (slices.Contains(valueVariables, t.name) || t.name == "ARGS_COMBINED_SIZE") {
				return n
			}
		}
		if strings.Contains(strings.ToUpper(l.argument), "%{ARGS") {
			return n
		}
	}
	return -1
}

// behindAnother explains why a rule whose first link does not look at values can be left to the engine. Those of the
// Core Rule Set are switched off by a variable that only a user's rule could set, or look at arguments of one name.
func behindAnother(r rule, n int, rules []rule) (beyond, error) {
	first := r.links[0]
	if len(first.targets) == 1 && first.targets[0].name == "TX" && first.operator == "eq" && !first.negated {
		variable, want := first.targets[0], first.argument
		key := strings.ToLower(variable.key)
		value, isSet := settings(rules)[key]
		switch {
		case variable.count && want == "1" && !isSet, !variable.count && value != want && isSet:
			return beyond{rule: r.id, level: r.level, variable: key}, nil
		}
	}
	for _, l := range r.links[n:] {
		for _, t := range l.targets {
			if slices.Contains(valueVariables, t.name) && t.key != "" && !strings.HasPrefix(t.key, "/") {
				return beyond{rule: r.id, level: r.level, name: t.key}, nil
			}
		}
	}
	return beyond{}, fmt.Errorf("rule %s looks at values behind another link: %q is not understood", r.id, first.argument)
}

// settings are the variables that the set-up gives a value. The Core Rule Set sets only what is not set yet, so the first
// value holds.
func settings(rules []rule) map[string]string {
	out := make(map[string]string)
	for _, r := range rules {
		if !silent(r) {
			continue
		}
		for _, l := range r.links {
			for _, a := range l.actions {
				name, value, isAssignment := strings.Cut(a.value, "=")
				name = strings.TrimPrefix(strings.ToLower(name), "tx.")
				if _, isSet := out[name]; a.name == "setvar" && isAssignment && !isSet && !strings.Contains(value, "%{") {
					out[name] = value
				}
			}
		}
	}
	return out
}

func ofLink(r rule, files fs.FS) (valueLink, error) {
	l := r.links[0]
	out := valueLink{rule: r.id, level: r.level, multi: l.multi, argument: l.argument}
	for _, name := range l.transform {
		out.chain = append(out.chain, strings.ToLower(name))
	}
	for _, t := range l.targets {
		if t.count && slices.Contains(valueVariables, t.name) {
			l.negated = true // counting is no matter of one value
		}
	}
	var err error
	switch {
	case l.negated || strings.Contains(l.argument, "%{"):
		out.operator, out.argument, out.formula = "always", "", formula{always}
	case l.operator == "rx":
		out.operator = "rx"
		if out.argument = "(?sm)" + l.argument; namesBytes(out.argument) {
			out.operator, out.argument = "rxBytes", l.argument
		}
		if out.formula, out.erase, err = ofExpression(out.argument); err == nil && out.operator == "rx" {
			out.least, err = leastCharacters(out.argument)
		}
	case l.operator == "pm":
		words := strings.Split(strings.ToLower(l.argument), " ")
		out.operator, out.argument = "words", ""
		out.formula, out.least = ofWords(words), shortest(words)
	case l.operator == "pmFromFile":
		out.operator, out.argument = "words", ""
		var words []string
		if words, err = readWords(files, path.Join(path.Dir(r.file), l.argument)); err == nil {
			out.formula, out.least = ofWords(words), shortest(words)
		}
	case l.operator == "contains":
		out.operator, out.argument = "words", ""
		out.formula, out.least = ofWords([]string{l.argument}), shortest([]string{l.argument})
	case l.operator == "detectSQLi":
		out.operator, out.formula = "detectSQLi", formula{always}
	case l.operator == "detectXSS":
		// Tags begin with "<"; without one, only an attribute that has a value counts.
		out.operator, out.formula = "detectXSS", formula{{{mask: maskOf("<")}, {mask: maskOf("=")}}}
	case l.operator == "validateByteRange":
		out.operator = "validateByteRange"
		out.argument, out.formula, err = ofByteRange(l.argument)
	default:
		out.operator, out.argument, out.formula = "always", "", formula{always}
	}
	if err != nil {
		return out, err
	}
	out.alone = len(r.links) == 1 && out.operator != "always" && out.operator != "words"
	return out, out.narrow(r)
}

// narrow adds what a second link requires of the same text. It must look at the matched texts alone, untransformed:
// otherwise something else in the transaction could fulfil it.
func (v *valueLink) narrow(r rule) error {
	if len(r.links) != 2 {
		return nil
	}
	second := r.links[1]
	if len(second.targets) != 1 || second.targets[0] != (target{name: "MATCHED_VARS"}) || len(second.transform) > 0 || second.multi {
		return nil
	}
	switch second.operator {
	case "rx":
		v.then, v.thenNot = "(?sm)"+second.argument, second.negated
		if namesBytes(v.then) {
			v.then, v.thenNot = "", false
			return nil
		}
	case "pm":
		if second.negated {
			return nil
		}
		words := strings.Split(second.argument, " ")
		for i, w := range words {
			words[i] = quoteExpression(w)
		}
		v.then = "(?i:" + strings.Join(words, "|") + ")"
	default:
		return nil
	}
	if v.thenNot {
		return nil
	}
	// With the transformations that the first link's text went through, the masks of both speak of the same text.
	f, erase, err := ofExpression(v.then)
	if err != nil || erase || len(f[0]) > maxChoices {
		return err
	}
	v.formula[0] = v.formula[0].times(f[0])
	return nil
}

func quoteExpression(word string) string {
	var out strings.Builder
	for i := range len(word) {
		fmt.Fprintf(&out, `\x%02x`, word[i])
	}
	return out.String()
}

// ofWords is the condition of a list of words, of which any has to occur in any case.
func ofWords(words []string) formula {
	var out condition
	for _, w := range words {
		if w == "" {
			return formula{always}
		}
		folded := make([]byte, len(w))
		for i := range len(w) {
			folded[i] = foldOf[w[i]]
		}
		// Of a word with characters outside ASCII, the longest part without them is looked up.
		k := clause{mask: maskOf(string(folded))}
		for _, part := range strings.Split(string(folded), string([]byte{high})) {
			if len(part) > len(k.literal) {
				k.literal = part
			}
		}
		out = append(out, k)
	}
	return formula{out.reduced().withoutShort()}
}

// readWords reads a list of words as Coraza does.
func readWords(files fs.FS, name string) ([]string, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if w := strings.TrimSpace(lines.Text()); w != "" && w[0] != '#' {
			out = append(out, strings.ToLower(w))
		}
	}
	return out, lines.Err()
}

// ofByteRange returns the bytes that are out of range, and that one of their classes must occur.
func ofByteRange(list string) (string, formula, error) {
	var valid [256]bool
	for _, part := range strings.Split(list, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			to = from
		}
		a, err := strconv.ParseUint(from, 10, 8)
		if err != nil {
			return "", nil, err
		}
		b, err := strconv.ParseUint(to, 10, 8)
		if err != nil {
			return "", nil, err
		}
		for i := a; i <= b; i++ {
			valid[i] = true
		}
	}
	var invalid []byte
	var c condition
	for i, ok := range valid {
		if !ok {
			invalid = append(invalid, byte(i))
			c = append(c, clause{mask: 1 << classOf[i]})
		}
	}
	return string(invalid), formula{c.reduced()}, nil
}

// namesBytes says whether Coraza gives an expression to its matcher of bytes: it does if the expression, with its
// escapes for single bytes replaced by these bytes, is not UTF-8.
func namesBytes(expr string) bool {
	var read []byte
	for expr != "" {
		if rest, ok := strings.CutPrefix(expr, `\x`); ok && len(expr) > 3 {
			digits, length := rest[:2], 4
			if end := strings.IndexByte(rest, '}'); rest[0] == '{' && len(expr) >= 6 && end > 0 {
				digits, length = rest[1:end], end+3
			}
			// Of more digits than two, the first two count.
			if len(digits) >= 2 {
				if b, err := strconv.ParseUint(digits[:2], 16, 8); err == nil {
					read, expr = append(read, byte(b)), expr[length:]
					continue
				}
			}
		}
		read, expr = append(read, expr[0]), expr[1:]
	}
	return !utf8.Valid(read)
}
