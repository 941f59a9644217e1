package cli

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"weir/inspect"
)

// rules lists the rules, or shows one.
func (t Tool) rules(args []string) int {
	tag, id, err := parseRules(args)
	if errors.Is(err, flag.ErrHelp) {
		t.print(t.Out, usage)
		return ok
	}
	if err != nil {
		t.print(t.Err, "weir rules: %v\n", err)
		return unusable
	}
	_, byID, err := t.inspector(true)
	if err != nil {
		t.print(t.Err, "weir: %s\n", plain(err.Error()))
		return unusable
	}
	if id != 0 {
		r, known := byID[id]
		if !known {
			t.print(t.Err, "weir rules: there is no rule %d\n", id)
			return unusable
		}
		t.showRule(r)
		return ok
	}
	table := tabwriter.NewWriter(t.Out, 0, 0, 2, ' ', 0)
	listed := 0
	for _, r := range sorted(byID) {
		if r.Level <= t.Paranoia && !gone(r) && (tag == "" || slices.Contains(r.Tags, tag)) {
			t.print(table, "%d\t%d\t%s\t%+d\t%s\t%s\n", r.ID, r.Level, severity(r), r.Score, plain(r.Message), plain(strings.Join(r.Tags, ",")))
			listed++
		}
	}
	_ = table.Flush() // as print
	if listed == 0 {
		t.print(t.Err, "weir rules: no rule has the tag %q at paranoia level %d\n", tag, t.Paranoia)
		return unusable
	}
	return ok
}

// gone says that WEIR_EXCLUDE takes a rule away wherever it matches, or that WEIR_MODE turns it off.
func gone(r inspect.Rule) bool {
	return r.Mode == inspect.ModeOff || slices.ContainsFunc(r.Excluded, func(x inspect.Exclusion) bool { return x.Source == "" && x.Field == "" })
}

// parseRules reads the arguments: a tag, an id, or neither.
func parseRules(args []string) (tag string, id int, err error) {
	flags := flag.NewFlagSet("rules", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // the caller says it
	flags.StringVar(&tag, "tag", "", "")
	if err := flags.Parse(args); err != nil {
		return "", 0, err
	}
	switch rest := flags.Args(); {
	case len(rest) > 1 || len(rest) == 1 && tag != "":
		return "", 0, errors.New("it takes one id, or one tag")
	case len(rest) == 1:
		if id, err = strconv.Atoi(rest[0]); err != nil || id <= 0 {
			return "", 0, fmt.Errorf("%q is no id of a rule", rest[0])
		}
	}
	return tag, id, nil
}

func sorted(byID map[int]inspect.Rule) []inspect.Rule {
	list := make([]inspect.Rule, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		list = append(list, byID[id])
	}
	return list
}

func severity(r inspect.Rule) string { return cmp.Or(strings.ToLower(plain(r.Severity)), "–") }

// showRule shows all that is known of a rule.
func (t Tool) showRule(r inspect.Rule) {
	var b strings.Builder
	about := "requests and events"
	if r.Response {
		about = "responses"
	}
	fmt.Fprintf(&b, "%d  %s  %+d  %s\n", r.ID, severity(r), r.Score, plain(r.Message))
	fmt.Fprintf(&b, "  about %s, from paranoia level %d on", about, r.Level)
	if r.Level > t.Paranoia {
		fmt.Fprintf(&b, ": not asked at level %d, which is in force", t.Paranoia)
	}
	fmt.Fprintf(&b, "\n  tags: %s\n", plain(strings.Join(r.Tags, ", ")))
	if r.Mode != "" {
		fmt.Fprintf(&b, "  in mode %s by WEIR_MODE\n", r.Mode)
	}
	if len(r.Excluded) > 0 {
		b.WriteString("  taken away by WEIR_EXCLUDE\n")
	}
	for _, x := range r.Excluded {
		fmt.Fprintf(&b, "    %s\n", plain(x.String()))
	}
	if len(r.LeftOut) > 0 {
		b.WriteString("  does not count on fields of these kinds\n")
	}
	for _, l := range r.LeftOut {
		fmt.Fprintf(&b, "    %s: %s\n", l.Kind, l.Because)
	}
	if len(r.Harmless) > 0 {
		b.WriteString("  is asked again about a text that it matched, without what is harmless in it\n")
	}
	for _, h := range r.Harmless {
		fmt.Fprintf(&b, "    %s: %s\n", h.What, h.Because)
	}
	b.WriteString("\n")
	writeRuleText(&b, r)
	t.print(t.Out, "%s", b.String())
}
