package config

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// word reads one word of a fixed vocabulary. Case and quotes do not count; one that is almost right is reported instead of being
// guessed at.
func word[T ~string](r *reading, target *T, text string, allowed []T) error {
	if !slices.Contains(allowed, T(text)) && !slices.Contains(allowed, T(strings.ToLower(unquoted(text)))) {
		return fmt.Errorf("%q is none of %s", shown(text), join(allowed))
	}
	*target = T(r.word(text))
	return nil
}

// either reads one of two words; the second sets the flag.
func either(r *reading, target *bool, text, unset, set string) error {
	var w string
	if err := word(r, &w, text, []string{unset, set}); err != nil {
		return err
	}
	*target = w == set
	return nil
}

func choose(flag bool, unset, set string) string {
	if flag {
		return set
	}
	return unset
}

// perSource reads "WORD[,SOURCE=WORD…]". The result holds the word for all sources under "".
func perSource[T ~string](r *reading, text string, allowed []T) (map[string]T, error) {
	first, rest, more := strings.Cut(text, ",")
	var all T
	if err := word(r, &all, strings.TrimSpace(first), allowed); err != nil {
		return nil, err
	}
	words := map[string]T{"": all}
	for more {
		var clause string
		clause, rest, more = strings.Cut(rest, ",")
		name, text, ok := strings.Cut(clause, "=")
		if !ok {
			return nil, fmt.Errorf("%q is not SOURCE=WORD", shown(clause))
		}
		name, err := r.source(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if _, twice := words[name]; twice {
			return nil, fmt.Errorf("source %q is named twice", name)
		}
		var w T
		if err := word(r, &w, strings.TrimSpace(text), allowed); err != nil {
			return nil, fmt.Errorf("for source %q: %w", name, err)
		}
		words[name] = w
	}
	return words, nil
}

func showPerSource[T ~string](all T, words map[string]T) string {
	var b strings.Builder
	b.WriteString(string(all))
	for _, name := range slices.Sorted(maps.Keys(words)) {
		if name != "" {
			b.WriteString("," + name + "=" + string(words[name]))
		}
	}
	return b.String()
}

// number reads a whole number. Quotes do not count.
func number(r *reading, target *int, text string, low, high int) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		n, err = strconv.Atoi(unquoted(text))
		r.lenient = r.lenient || err == nil
	}
	if err != nil || n < low || n > high {
		return fmt.Errorf("not a whole number from %d to %d", low, high)
	}
	*target = n
	return nil
}

func join[T ~string](words []T) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(w))
	}
	return b.String()
}
