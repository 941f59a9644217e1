package inspect

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"weir/inspect/rules"
)

// RuleNames knows the ids and the tags of all rules, at every level. It looks into their texts and compiles nothing: whoever reads
// settings asks before anything is compiled.
type RuleNames struct {
	ids   func() map[int]bool
	texts func() []string
}

// NamesOfRules are those of Weir's rules and of the user's, whose texts are given. Each kind is looked up when it is first asked for.
func NamesOfRules(texts []string) RuleNames {
	return RuleNames{
		ids: sync.OnceValue(func() map[int]bool {
			known := make(map[int]bool)
			for line := range strings.Lines(rules.Catalogue()) { // START LENGTH ID LEVEL
				if columns := strings.Fields(line); len(columns) > 2 {
					id, _ := strconv.Atoi(columns[2]) // 0 is no id
					known[id] = true
				}
			}
			for _, text := range append([]string{rules.Setup()}, texts...) {
				for _, found := range idAction().FindAllStringSubmatch(text, -1) {
					id, _ := strconv.Atoi(found[1])
					known[id] = true
				}
			}
			for _, r := range slices.Concat(rules.Own, rules.Responses) {
				known[r.ID] = true
			}
			return known
		}),
		texts: sync.OnceValue(func() []string { return append(shippedTexts(), texts...) }),
	}
}

// Has says whether there is a rule of that id, or one with the tag if that is not "".
func (n RuleNames) Has(id int, tag string) bool {
	if tag == "" {
		return n.ids()[id]
	}
	quoted := "tag:'" + tag + "'" // as the shipped texts have it: a search for it takes the start much less time than reading all tags
	return slices.ContainsFunc(n.texts(), func(text string) bool { return strings.Contains(text, quoted) }) || slices.Contains(n.Tags(), tag)
}

// Tags lists all tags, in order.
func (n RuleNames) Tags() []string {
	var list []string
	for _, text := range n.texts() {
		for _, found := range tagAction().FindAllStringSubmatch(text, -1) {
			list = append(list, found[1])
		}
	}
	for _, r := range slices.Concat(rules.Own, rules.Responses) {
		list = append(list, r.Tags...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// The actions that name a rule and its tags, in SecLang. Too many names are harmless: an entry for one of them does nothing.
var (
	idAction  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\bid\s*:\s*'?(\d{1,9})\b`) })
	tagAction = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\btag\s*:\s*'?([^',"\s]+)`) })
)

// shippedTexts are the texts of all files that the catalogue names.
func shippedTexts() []string {
	all := []string{rules.Setup()}
	for line := range strings.Lines(rules.Catalogue()) {
		if !strings.HasPrefix(line, "@") {
			continue
		}
		if text, err := fs.ReadFile(rules.Files(), strings.TrimSpace(line)); err == nil {
			all = append(all, string(text))
		}
	}
	return all
}
