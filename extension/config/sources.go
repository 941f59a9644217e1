package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// knownSource checks a source's name.
func knownSource(name string, sources []string) error {
	if slices.Contains(sources, name) {
		return nil
	}
	hint := suggest(name, sources)
	var longer []string
	for _, s := range sources {
		if strings.Contains(name, ":") && strings.HasPrefix(s, name) {
			longer = append(longer, s)
		}
	}
	if hint == "" && longer != nil {
		hint = "; its names are " + strings.Join(longer, ", ")
	}
	return fmt.Errorf("there is no event source %q%s", shown(name), hint)
}

// splitPlace splits SOURCE[:FIELD-GLOB], and checks the source. Some sources have colons in their names: the longest name
// that fits wins.
func splitPlace(r *reading, place string) (name, glob string, narrowed bool, err error) {
	name, glob, narrowed = strings.Cut(place, ":")
	name = strings.TrimSpace(name)
	for _, s := range r.sources {
		if len(s) <= len(name) || len(s) > len(place) || !strings.EqualFold(place[:len(s)], s) {
			continue
		}
		r.lenient = r.lenient || place[:len(s)] != s
		if rest := place[len(s):]; rest == "" {
			name, glob, narrowed = s, "", false
		} else if rest[0] == ':' {
			name, glob, narrowed = s, rest[1:], true
		}
	}
	if strings.Contains(name, ":") {
		return name, glob, narrowed, nil
	}
	if wrong := name + ":" + wordsOf(glob); narrowed && meansName(wrong, name+":"+glob, r.sources) {
		name = wrong
	}
	name, err = r.source(name)
	return name, glob, narrowed, err
}

var someWords = regexp.MustCompile(`^\w+(?::\w+)*(:|$)`)

// wordsOf returns the words at the beginning of a glob, if another colon or nothing follows them.
func wordsOf(glob string) string { return strings.TrimSuffix(someWords.FindString(glob), ":") }

// meansName says whether what stands behind a source's name is the rest of a name that does not exist, and no field: an
// outer member of events of a source with such names has no colon in its own.
func meansName(name, place string, sources []string) bool {
	family, detail, _ := strings.Cut(name, ":")
	var like []string
	for _, s := range sources {
		if strings.HasPrefix(s, family+":") {
			like = append(like, s)
		}
	}
	if like == nil || detail == "" {
		return false
	}
	return len(name) < len(place) || suggest(name, like) != "" ||
		slices.ContainsFunc(like, func(s string) bool { return strings.HasPrefix(s, name) })
}
