package main

import (
	"fmt"
	"slices"
)

// mayFollow are the steps that the sieve understands behind some others; behind all that are not named, it understands any.
var mayFollow = map[string][]string{
	// What comes of Base64 is told to be illegible, before it is decoded, by what these do not take away or make of it.
	"base64decode": {"urldecodeuni", "jsdecode", "removewhitespace", "replacecomments"},
	// A text that only the case of letters tells from the one before counts as the same, as long as no step has to do with every
	// text.
	"lowercase": {
		"urldecodeuni", "jsdecode", "cssdecode", "escapeseqdecode", "htmlentitydecode", "utf8tounicode", "removenulls", "removewhitespace",
		"compresswhitespace", "normalizepath", "normalizepathwin", "replacecomments", "removecommentschar", "lowercase", "erase",
	},
	// The same, and blanks that are single count as no work for it.
	"cmdline": {"normalizepath", "erase"},
}

// understood fails for links whose steps the sieve would not take as the engine does, if a new version of the rules has some.
func (v *valueLink) understood() error {
	if slices.Contains(v.chain, "length") {
		return fmt.Errorf("rule %s: a condition on the length of a text is not understood", v.rule)
	}
	if v.multi && slices.Contains(v.chain, "htmlentitydecode") {
		return fmt.Errorf("rule %s: multiMatch and character references, which do not tell of every change, are not understood together", v.rule)
	}
	for i, name := range v.chain {
		allowed, limited := mayFollow[name]
		for _, next := range v.chain[i+1:] {
			if limited && !slices.Contains(allowed, next) {
				return fmt.Errorf("rule %s: %s behind %s is not understood", v.rule, next, name)
			}
		}
	}
	return nil
}
