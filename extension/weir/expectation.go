package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"weir/extension/cli"
	"weir/inspect"
	"weir/inspect/source"
)

// expectation is what is expected of one document. What is left out may be anything.
type expectation struct {
	Response   string `json:"response,omitempty"` // the source to whose event it is the response; "" if it is an event
	Source     string `json:"source,omitempty"`
	Action     string `json:"action,omitempty"`
	Would      string `json:"would,omitempty"`       // what monitor mode kept from being done: block or filter
	Rules      []int  `json:"rules,omitempty"`       // these match, maybe among others
	NotRules   []int  `json:"not_rules,omitempty"`   // none of these matches
	BadRecords []int  `json:"bad_records,omitempty"` // exactly these
	Clean      *bool  `json:"clean,omitempty"`       // whether nothing is found at all
}

// actions are the words for what can be done with an event.
var actions = []string{string(inspect.Pass), string(inspect.Annotate), string(inspect.Filter), string(inspect.Block)}

// check says what is wrong with the expectation.
func (e expectation) check(file string) error {
	switch {
	case e.Action == "" && e.Would == "" && e.Clean == nil && len(e.Rules) == 0 && len(e.BadRecords) == 0:
		return fmt.Errorf("%s: nothing is expected; say at least an action: %s", file, strings.Join(actions, ", "))
	case e.Action != "" && !slices.Contains(actions, e.Action):
		return fmt.Errorf("%s: %q is no action; there are %s", file, e.Action, strings.Join(actions, ", "))
	case e.Would != "" && e.Would != string(inspect.Block) && e.Would != string(inspect.Filter):
		return fmt.Errorf("%s: %q is nothing that would be done; there are block and filter", file, e.Would)
	case e.Source != "" && source.Named(e.Source) == nil:
		return fmt.Errorf("%s: there is no source %q", file, e.Source)
	case e.Response != "" && source.Named(e.Response) == nil:
		return fmt.Errorf("%s: there is no source %q", file, e.Response)
	}
	return nil
}

// differences are what a verdict has that was not expected, in words.
func (e expectation) differences(v inspect.Verdict) []string {
	var list []string
	differ := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if e.Action != "" && e.Action != string(v.Action) {
		differ("action: %s is expected, and it is %s", e.Action, v.Action)
	}
	if e.Would != "" && e.Would != string(v.Would) {
		differ("would: %s is expected, and it is %s", e.Would, cmp.Or(string(v.Would), "nothing"))
	}
	if e.Source != "" && !cli.IsOf(v.Source, e.Source) {
		differ("source: %s is expected, and it is %s", e.Source, v.Source)
	}
	if e.Clean != nil && *e.Clean != v.Clean() {
		if *e.Clean {
			differ("clean: nothing should be found, and something is")
		} else {
			differ("clean: something should be found, and nothing is")
		}
	}
	for _, id := range e.Rules {
		if !matched(v, id) {
			differ("rules: %d should match, and does not", id)
		}
	}
	for _, id := range e.NotRules {
		if matched(v, id) {
			differ("not_rules: %d matches, and should not", id)
		}
	}
	if e.BadRecords != nil && !slices.Equal(e.BadRecords, v.Bad) {
		differ("bad_records: %v are expected, and they are %v", e.BadRecords, v.Bad)
	}
	if len(list) > 0 && len(v.Matches) > 0 {
		differ("matched: %s", matchedWhere(v))
	}
	return list
}

func matched(v inspect.Verdict, id int) bool {
	return slices.ContainsFunc(v.Matches, func(m inspect.Match) bool { return m.Rule == id })
}

// maxTold is how many matches are told with a difference: weir inspect tells all.
const maxTold = 5

// matchedWhere tells the first matches.
func matchedWhere(v inspect.Verdict) string {
	var told []string
	for _, m := range v.Matches {
		if text := fmt.Sprintf("%d in %s", m.Rule, m.Field); !slices.Contains(told, text) {
			told = append(told, text)
		}
	}
	if more := len(told) - maxTold; more > 0 {
		told = append(told[:maxTold], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(told, "; ")
}

// now is what holds, as an expectation.
func now(response string, v inspect.Verdict) expectation {
	e := expectation{Response: response, Source: v.Source, Action: string(v.Action), Would: string(v.Would), BadRecords: v.Bad}
	for _, m := range v.Matches {
		if !slices.Contains(e.Rules, m.Rule) {
			e.Rules = append(e.Rules, m.Rule)
		}
	}
	if v.Clean() {
		clean := true
		e.Clean = &clean
	}
	slices.Sort(e.Rules)
	return e
}
