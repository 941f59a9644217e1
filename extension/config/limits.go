package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/inspect"
)

// maxLimit bounds every limit: a gigabyte, or as many of anything.
const maxLimit = 1 << 30

// limits reads "NAME=VALUE[,…]". A limit that is not named, or not readable, keeps its default.
func limits(r *reading, text string) (inspect.Limits, error) {
	var l inspect.Limits
	var wrong error
	for _, clause := range strings.Split(text, ",") {
		if strings.TrimSpace(clause) == "" {
			r.lenient = true // a comma too many
			continue
		}
		if err := oneLimit(r, &l, clause); err != nil {
			wrong = errors.Join(wrong, err)
		}
	}
	if wrong != nil {
		return l, unreadable{wrong}
	}
	return l, nil
}

func oneLimit(r *reading, l *inspect.Limits, clause string) error {
	name, value, _ := strings.Cut(clause, "=")
	name = r.word(strings.TrimSpace(name))
	i := slices.IndexFunc(inspect.LimitList, func(limit inspect.Limit) bool { return limit.Name == name })
	if i < 0 {
		var names []string
		for _, limit := range inspect.LimitList {
			names = append(names, limit.Name)
		}
		return fmt.Errorf("%q is no limit%s", shown(name), suggest(name, names))
	}
	limit := inspect.LimitList[i]
	n, err := amount(r, strings.TrimSpace(value), limit.Bytes)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if *limit.Of(l) != 0 {
		*limit.Of(l) = 0
		return fmt.Errorf("%s is given twice", name)
	}
	*limit.Of(l) = n
	return nil
}

// amount reads a number from 1, or one of bytes, which may have KB or MB behind it.
func amount(r *reading, text string, bytes bool) (n int, err error) {
	unit := 1
	if bytes {
		for suffix, size := range map[string]int{"KB": 1 << 10, "MB": 1 << 20} {
			if digits := len(text) - len(suffix); digits >= 0 && strings.EqualFold(text[digits:], suffix) {
				r.lenient = r.lenient || text[digits:] != suffix
				text, unit = text[:digits], size
			}
		}
	}
	if err := number(r, &n, text, 1, maxLimit/unit); err != nil {
		return 0, err
	}
	return n * unit, nil
}

// showLimits lists the limits that differ from their defaults.
func showLimits(c Config) string {
	var out []string
	for _, limit := range inspect.LimitList {
		if n := *limit.Of(&c.Limits); n != 0 {
			out = append(out, limit.Name+"="+ShowAmount(n, limit.Bytes))
		}
	}
	return strings.Join(out, ",")
}

// defaultLimits lists all limits as they are if none is changed, for people.
func defaultLimits() string {
	var l Config
	for _, limit := range inspect.LimitList {
		*limit.Of(&l.Limits) = limit.Default
	}
	return strings.ReplaceAll(showLimits(l), ",", ", ")
}

// ShowAmount is a number as WEIR_LIMITS has it.
func ShowAmount(n int, bytes bool) string {
	switch {
	case bytes && n%(1<<20) == 0:
		return strconv.Itoa(n>>20) + "MB"
	case bytes && n%(1<<10) == 0:
		return strconv.Itoa(n>>10) + "KB"
	}
	return strconv.Itoa(n)
}
