package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"weir/inspect"
)

// maxLimit bounds every limit: a gigabyte, or as many of anything.
const maxLimit = 1 << 30

// limits reads "NAME=VALUE[,…]". A limit that is not named keeps its default.
func limits(text string) (inspect.Limits, error) {
	var l inspect.Limits
	for _, clause := range strings.Split(text, ",") {
		name, value, _ := strings.Cut(clause, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		i := slices.IndexFunc(inspect.LimitList, func(limit inspect.Limit) bool { return limit.Name == name })
		if i < 0 {
			return l, fmt.Errorf("%q is no limit", name)
		}
		limit := inspect.LimitList[i]
		n, err := amount(value, limit.Bytes)
		if err != nil {
			return l, fmt.Errorf("%s: %w", name, err)
		}
		if *limit.Of(&l) != 0 {
			return l, fmt.Errorf("%s is given twice", name)
		}
		*limit.Of(&l) = n
	}
	return l, nil
}

// amount reads a number from 1, or one of bytes, which may have KB or MB behind it.
func amount(text string, bytes bool) (n int, err error) {
	unit := 1
	if bytes {
		for suffix, size := range map[string]int{"KB": 1 << 10, "MB": 1 << 20} {
			if digits, found := strings.CutSuffix(text, suffix); found {
				text, unit = digits, size
			}
		}
	}
	if err := number(&n, text, 1, maxLimit/unit); err != nil {
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
