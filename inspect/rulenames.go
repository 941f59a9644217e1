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
	ids  func() map[int]bool
	tags func() map[string]bool
}

// NamesOfRules are those of Weir's rules and of the user's, whose texts are given. Each kind is looked up when it is first asked for.
func NamesOfRules(texts []string) RuleNames {
	own := slices.Concat(rules.Own, rules.Responses)
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
			for _, r := range own {
				known[r.ID] = true
			}
			return known
		}),
		tags: sync.OnceValue(func() map[string]bool {
			known := make(map[string]bool)
			for _, text := range append(shippedTexts(), texts...) {
				for _, found := range tagAction().FindAllStringSubmatch(text, -1) {
					known[strings.TrimSpace(found[1])] = true
				}
			}
			for _, r := range own {
				for _, tag := range r.Tags {
					known[tag] = true
				}
			}
			return known
		}),
	}
}

// Has says whether there is a rule of that id, or one with the tag if that is not "".
func (n RuleNames) Has(id int, tag string) bool {
	if tag != "" {
		return n.tags()[tag]
	}
	return n.ids()[id]
}

// Tags lists all tags, in order.
func (n RuleNames) Tags() []string {
	var list []string
	for tag := range n.tags() {
		list = append(list, tag)
	}
	slices.Sort(list)
	return list
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
