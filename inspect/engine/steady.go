package engine

import (
	"slices"
	"strconv"
	"strings"
)

// Beside a request, plain rules look at the same values as without one, unless a rule takes them away for what the request is. The
// Core Rule Set has some that do, for requests that a web server sends to itself and for such as are not to be judged at all. A
// catalogue is steady under a set-up if that takes all of them away before. What is not understood counts as taking away.

// idleActions are those of a rule, beside plainActions, that leave to others what they look at. Nothing is interrupted here, so
// neither does a denial take anything away.
var idleActions = []string{"nolog", "chain", "initcol", "deny", "status"}

// takesAway says that the actions of a link may keep a plain rule from looking at values. Jumps do that in phase 2 alone: others end
// at a marker before it.
func takesAway(actions []string) bool {
	early, jumps := false, false
	for _, action := range actions {
		name, value, _ := strings.Cut(strings.TrimSpace(action), ":")
		switch {
		case name == "ctl":
			if !isMinor(value) {
				return true
			}
		case name == "skip" || name == "skipAfter":
			jumps = true
		case !slices.Contains(plainActions, name) && !slices.Contains(idleActions, name):
			return true
		}
		early = early || name == "phase" && value == "1"
	}
	return jumps && !early
}

// isMinor says that what ctl does leaves the values to plain rules: it is about how a body is read, or what else they look at.
func isMinor(ctl string) bool {
	what, value, _ := strings.Cut(ctl, "=")
	switch what {
	case "forceRequestBodyVariable", "requestBodyProcessor", "auditEngine":
		return true
	case "ruleRemoveTargetById", "ruleRemoveTargetByTag", "ruleRemoveTargetByMsg":
		_, target, _ := strings.Cut(value, ";")
		return looksAtValues(target) == 0
	}
	return false
}

// isSteady says that no rule takes a plain one away under a set-up, whatever the request is.
func (c *catalogue) isSteady(setup string) bool {
	raw := []byte(setup)
	var off []idRange
	for start, end := nextDirective(raw, 0); start < end; start, end = nextDirective(raw, end) {
		line := joinedLines(raw[start:end])
		if !isRule(line) {
			continue
		}
		removed, others := removals(splitActions(actionsOf(line)))
		if takesAway(others) || slices.Contains(others, "chain") {
			return false
		}
		for _, e := range c.entries {
			if e.plain && inRanges(removed, e.id) {
				return false
			}
		}
		if strings.HasPrefix(line, "SecAction ") && slices.Contains(others, "phase:1") {
			off = append(off, removed...)
		}
	}
	return !slices.ContainsFunc(c.entries, func(e entry) bool { return e.takes && !inRanges(off, e.id) })
}

// idRange are the ids of rules from the first to the last.
type idRange struct{ first, last int }

func inRanges(ranges []idRange, id int) bool {
	return slices.ContainsFunc(ranges, func(r idRange) bool { return r.first <= id && id <= r.last })
}

// removals divides actions into the rules that they take away by id, and all others. What is no id stays among these.
func removals(actions []string) (removed []idRange, others []string) {
	for _, action := range actions {
		action = strings.TrimSpace(action)
		ids, isRemoval := strings.CutPrefix(action, "ctl:ruleRemoveById=")
		from, to, isRange := strings.Cut(ids, "-")
		if !isRange {
			to = from
		}
		first, err := strconv.Atoi(from)
		last, errLast := strconv.Atoi(to)
		if !isRemoval || err != nil || errLast != nil {
			others = append(others, action)
			continue
		}
		removed = append(removed, idRange{first, last})
	}
	return removed, others
}
