package cli

import (
	"bytes"
	"encoding/json"
	"slices"
	"sort"

	"weir/inspect"
	"weir/inspect/source"
)

// report is what --json shows of an event. Its keys are an interface: programs read them. Those that a line of the log has,
// too, mean what they mean there (docs/LOGS.md), but nothing is cut, and lists are there even if they are empty.
type report struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"` // where the document begins, from 1; 0 if it is the file's only one
	Incident string `json:"incident,omitempty"`
	Phase    string `json:"phase"`
	Source   string `json:"source"`
	Mode     string `json:"mode,omitempty"`
	Asked    string `json:"mode_asked,omitempty"`
	Action   string `json:"action"`
	Would    string `json:"would,omitempty"`
	Client   string `json:"client,omitempty"` // the address itself
	Method   string `json:"method,omitempty"`
	Route    string `json:"route,omitempty"`
	Score    int    `json:"score"`

	heaviest

	Records    int      `json:"records"` // 0 if the event is no batch
	BadRecords []int    `json:"bad_records"`
	BadTotal   int      `json:"bad_total"`
	Incomplete []string `json:"incomplete"`
	Fault      string   `json:"fault,omitempty"`
	Micros     int64    `json:"micros"`
	Rules      []int    `json:"rules"`

	UnconfirmedTotal   int           `json:"unconfirmed_total"`
	Unconfirmed        []unconfirmed `json:"unconfirmed"`
	UnconfirmedMatches []denial      `json:"unconfirmed_matches,omitempty"` // only with --explain
	MatchesTotal       int           `json:"matches_total"`
	Matches            []match       `json:"matches"`
	Outcome            any           `json:"outcome,omitempty"` // only with --outcome
}

// heaviest is the first of the matches, as far as a line of the log says it before all lists; empty if there is none.
type heaviest struct {
	Rule    int    `json:"rule,omitempty"`
	Message string `json:"message,omitempty"`
	Field   string `json:"field,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Via     string `json:"via,omitempty"`
	Record  *int   `json:"record,omitempty"`
}

type match struct {
	Rule     int    `json:"rule"`
	Message  string `json:"message"`
	Severity string `json:"severity,omitempty"`
	Score    int    `json:"score"`
	Mode     string `json:"mode,omitempty"`
	Field    string `json:"field,omitempty"` // "" if it is the event as a whole
	Kind     string `json:"kind,omitempty"`
	Via      string `json:"via,omitempty"`
	Record   *int   `json:"record,omitempty"` // nil if the event is no batch

	explanation // only with --explain
}

// unconfirmed is a rule some of whose matches did not count.
type unconfirmed struct {
	Rule    int    `json:"rule"`
	Matches int    `json:"matches"`
	Reason  string `json:"reason"` // of the first of them
}

// denial is one of these matches.
type denial struct {
	Rule   int    `json:"rule"`
	Field  string `json:"field"`
	Via    string `json:"via,omitempty"`
	Record *int   `json:"record,omitempty"`
	Reason string `json:"reason"`
}

// explanation is what --explain adds to a match.
type explanation struct {
	Text     string `json:"text,omitempty"`      // what matched, after the rule's transformations, cut around the part
	Part     string `json:"part,omitempty"`      // what of it the rule names, cut
	Exclude  string `json:"exclude,omitempty"`   // the entry of WEIR_EXCLUDE that silences it
	RuleText string `json:"rule_text,omitempty"` // SecLang
	Because  string `json:"because,omitempty"`   // why it is raised, of a rule that is no SecLang
}

func (t Tool) printJSON(o options, d document, v inspect.Verdict, outcome source.Outcome) {
	r := reportOf(o, d, v)
	if o.outcome {
		r.Outcome = outcomeOf(d.text, outcome)
	}
	encoder := json.NewEncoder(t.Out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(r) // plain values always encode; see print for the rest
}

func reportOf(o options, d document, v inspect.Verdict) report {
	r := report{
		File: d.file, Line: d.line, Phase: "request", Source: v.Source, Mode: string(v.Mode), Asked: v.Asked, Action: string(v.Action), Score: v.Score,
		Records: v.Records, BadRecords: append([]int{}, v.Bad...), BadTotal: len(v.Bad),
		Incomplete: append([]string{}, v.Incomplete...), Fault: v.Fault, Micros: v.Took.Microseconds(), Rules: []int{},
		UnconfirmedTotal: v.Denied, Unconfirmed: unconfirmedRules(v),
		MatchesTotal: len(v.Matches), Matches: make([]match, 0, len(v.Matches)),
	}
	if v.Response {
		r.Phase = "response"
	}
	if !v.Clean() {
		r.Incident, r.Would = v.Incident, string(v.Would)
		r.Client, r.Method, r.Route = v.Origin.Client, v.Origin.Method, v.Origin.Route
	}
	for n, m := range heaviestFirst(v) {
		if n == 0 {
			r.heaviest = heaviest{Rule: m.Rule, Message: m.Message, Field: m.Field, Kind: m.Kind, Via: m.Via, Record: recordOf(m)}
		}
		shown := match{
			Rule: m.Rule, Message: m.Message, Severity: m.Severity, Score: m.Score, Mode: string(m.Mode), Field: m.Field, Kind: m.Kind,
			Via: m.Via, Record: recordOf(m),
		}
		if o.explain {
			shown.explanation = explain(o.rules, v.Source, m)
		}
		r.Matches = append(r.Matches, shown)
		if !slices.Contains(r.Rules, m.Rule) {
			r.Rules = append(r.Rules, m.Rule)
		}
	}
	for _, d := range v.Denials {
		if o.explain {
			r.UnconfirmedMatches = append(r.UnconfirmedMatches, denial{d.Rule, d.Field, d.Via, recordOf(d.Match), d.Reason})
		}
	}
	return r
}

// heaviestFirst sorts matches as the log does: those that count first, and of these the highest score.
func heaviestFirst(v inspect.Verdict) []inspect.Match {
	sorted := slices.Clone(v.Matches)
	sort.SliceStable(sorted, func(a, b int) bool { // package slices would make code for this type alone, which the layer carries
		if first := v.Counts(sorted[a]); first != v.Counts(sorted[b]) {
			return first
		}
		return sorted[a].Score > sorted[b].Score
	})
	return sorted
}

func recordOf(m inspect.Match) *int {
	if m.Record < 0 {
		return nil
	}
	return &m.Record
}

// unconfirmedRules are the rules with matches that did not count, those with the most first.
func unconfirmedRules(v inspect.Verdict) []unconfirmed {
	list := []unconfirmed{}
	for _, d := range v.Denials {
		at := slices.IndexFunc(list, func(u unconfirmed) bool { return u.Rule == d.Rule })
		if at < 0 {
			at = len(list)
			list = append(list, unconfirmed{Rule: d.Rule, Reason: d.Reason})
		}
		list[at].Matches++
	}
	sort.Slice(list, func(a, b int) bool {
		if list[a].Matches != list[b].Matches {
			return list[a].Matches > list[b].Matches
		}
		return list[a].Rule < list[b].Rule
	})
	return list
}

// outcomeOf is an outcome as --json shows it. What is JSON stands in it as it is, anything else as a string.
func outcomeOf(event []byte, outcome source.Outcome) any {
	switch out := outcome.(type) {
	case nil:
		return map[string]any{"kind": "forward", "changed": false}
	case source.Forward:
		if bytes.Equal(out.Payload, event) {
			return map[string]any{"kind": "forward", "changed": false}
		}
		return map[string]any{"kind": "forward", "changed": true, "payload": embed(out.Payload)}
	case source.HTTP:
		headers := make([][2]string, 0, len(out.Headers))
		for _, h := range out.Headers {
			headers = append(headers, [2]string{h.Name, h.Value})
		}
		return map[string]any{
			"kind": "http", "status": out.Status, "headers": headers, "body": string(out.Body), "payload": embed(out.Buffered),
		}
	case source.Reply:
		return map[string]any{"kind": "reply", "payload": embed(out.Payload)}
	case source.Put:
		return map[string]any{"kind": "put", "url": out.URL, "payload": embed(out.Body), "then": outcomeOf(event, out.Then)}
	case source.Fail:
		return map[string]any{"kind": "fail", "type": out.Type, "message": out.Message}
	}
	return nil
}

func embed(payload []byte) any {
	if json.Valid(payload) {
		return json.RawMessage(payload)
	}
	return string(payload)
}
