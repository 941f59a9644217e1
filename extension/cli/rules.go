package cli

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"weir/inspect"
)

func rulesCommand() Command {
	return Command{
		Name: "rules", Args: "[ID]", Summary: "List the rules that are asked here, or show one",
		Run: Tool.rules,
		Flags: []Flag{
			{Name: "tag", Value: "TAG", Help: "list the rules with that tag, such as attack-sqli"},
			{Name: "long", Help: "list whole messages, and tags"},
		},
		Notes: `
The list has the columns id, paranoia level, severity, score and message. Of one
rule its whole text is shown, where its matches do not count, and why.

Exit code 2: there is no such rule, or none with the tag is asked.
`,
	}
}

// rules lists the rules, or shows one.
func (t Tool) rules(a Arguments) int {
	id, err := ruleID(a)
	if err != nil {
		return t.Fail("rules", err)
	}
	_, byID, err := t.inspector(true)
	if err != nil {
		return t.Fail("", err)
	}
	if id == 0 {
		return t.listRules(byID, a.Value("tag"), a.Has("long"))
	}
	r, known := byID[id]
	if !known {
		return t.Fail("rules", Mistake{fmt.Sprintf("there is no rule %d", id), `"weir rules" lists them. Rules of your own come by WEIR_RULES.`})
	}
	t.showRule(r)
	return OK
}

// listRules lists the rules that are asked, or those of them with a tag.
func (t Tool) listRules(byID map[int]inspect.Rule, tag string, long bool) int {
	listed := 0
	tags := map[string]bool{}
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		r := byID[id]
		if r.Level > t.Paranoia || gone(r) {
			continue
		}
		for _, name := range r.Tags {
			tags[name] = true
		}
		if tag != "" && !slices.Contains(r.Tags, tag) {
			continue
		}
		listed++
		line := fmt.Sprintf("%-7d  %d  %-8s  %+d  %s", r.ID, r.Level, severity(r), r.Score, Plain(r.Message))
		if long {
			line += "  " + Plain(strings.Join(r.Tags, ","))
		} else {
			line = clip(line, width)
		}
		t.print(t.Out, "%s\n", line)
	}
	if listed == 0 {
		return t.Fail("rules", Mistake{
			fmt.Sprintf("no rule has the tag %q at paranoia level %d", tag, t.Paranoia),
			meant(tag, slices.Sorted(maps.Keys(tags)), `"weir rules --long" shows the tags.`),
		})
	}
	return OK
}

// gone says that WEIR_EXCLUDE takes a rule away wherever it matches, or that WEIR_MODE turns it off.
func gone(r inspect.Rule) bool {
	return r.Mode == inspect.ModeOff || slices.ContainsFunc(r.Excluded, func(x inspect.Exclusion) bool { return x.Source == "" && x.Field == "" })
}

// ruleID is the id in the arguments, or 0.
func ruleID(a Arguments) (int, error) {
	switch {
	case len(a.Rest) == 0:
		return 0, nil
	case len(a.Rest) > 1 || a.Has("tag"):
		return 0, Mistake{"this is more than one id, or one tag", "One rule is shown at a time: weir rules 942100"}
	}
	id, err := strconv.Atoi(a.Rest[0])
	if err != nil || id <= 0 {
		return 0, Mistake{fmt.Sprintf("%q is no id of a rule", a.Rest[0]), "Ids are numbers. By tag: weir rules --tag " + Plain(a.Rest[0])}
	}
	return id, nil
}

func severity(r inspect.Rule) string { return cmp.Or(strings.ToLower(Plain(r.Severity)), "–") }

// showRule shows all that is known of a rule.
func (t Tool) showRule(r inspect.Rule) {
	var b strings.Builder
	about := "requests and events"
	if r.Response {
		about = "responses"
	}
	asked := ""
	if r.Level > t.Paranoia {
		asked = fmt.Sprintf(": not asked at level %d, which is in force", t.Paranoia)
	}
	b.WriteString(Fold(0, 2, fmt.Sprintf("%d  %s  %+d  %s", r.ID, severity(r), r.Score, Plain(r.Message))))
	b.WriteString(Fold(2, 4, fmt.Sprintf("about %s, from paranoia level %d on%s", about, r.Level, asked)))
	b.WriteString(Fold(2, 4, "tags: "+Plain(strings.Join(r.Tags, ", "))))
	if r.Mode != "" {
		fmt.Fprintf(&b, "  in mode %s by WEIR_MODE\n", r.Mode)
	}
	if len(r.Excluded) > 0 {
		b.WriteString("  taken away by WEIR_EXCLUDE\n")
	}
	for _, x := range r.Excluded {
		fmt.Fprintf(&b, "    %s\n", Plain(x.String()))
	}
	if len(r.LeftOut) > 0 {
		b.WriteString("  does not count on fields of these kinds\n")
	}
	for _, l := range r.LeftOut {
		b.WriteString(Fold(4, 6, l.Kind+": "+l.Because))
	}
	if len(r.Harmless) > 0 {
		b.WriteString(Fold(2, 4, "is asked again about a text that it matched, without what is harmless in it"))
	}
	for _, h := range r.Harmless {
		b.WriteString(Fold(4, 6, h.What+": "+h.Because))
	}
	b.WriteString("\n")
	writeRuleText(&b, r)
	t.print(t.Out, "%s", b.String())
}
