package cli

import (
	"bytes"
	"encoding/json"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

// report is what --json shows of an event. Its keys are an interface: programs read them.
type report struct {
	File           string         `json:"file"`
	Phase          string         `json:"phase,omitempty"` // "response"
	Source         string         `json:"source"`
	Action         inspect.Action `json:"action"`
	Score          int            `json:"score"`
	Records        int            `json:"records"`         // 0 if the event is no batch
	BlockedRecords []int          `json:"blocked_records"` // their indexes, from 0
	Matches        []match        `json:"matches"`
	Unconfirmed    []denial       `json:"unconfirmed,omitempty"` // only with --explain
	Incomplete     []string       `json:"incomplete"`
	Micros         int64          `json:"micros"`
	Outcome        any            `json:"outcome,omitempty"` // only with --outcome
}

type match struct {
	Rule    int          `json:"rule"`
	Message string       `json:"message"`
	Mode    inspect.Mode `json:"mode,omitempty"` // in force for the match, where WEIR_MODE names its rule
	Field   string       `json:"field"`
	Via     string       `json:"via"`
	Record  int          `json:"record"` // -1 if the event is no batch

	explanation // only with --explain
}

// denial is a match that does not count.
type denial struct {
	Rule   int    `json:"rule"`
	Field  string `json:"field"`
	Via    string `json:"via"`
	Record int    `json:"record"` // -1 if the event is no batch
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

func (t Tool) printJSON(o options, name string, event []byte, v inspect.Verdict, outcome source.Outcome) {
	if strings.HasPrefix(name, "-:") {
		name = "-" // the argument; the order tells the lines apart
	}
	r := report{
		File: name, Source: v.Source, Action: v.Action, Score: v.Score, Records: v.Records,
		BlockedRecords: append([]int{}, v.Bad...),
		Matches:        make([]match, 0, len(v.Matches)),
		Incomplete:     append([]string{}, v.Incomplete...),
		Micros:         v.Took.Microseconds(),
	}
	if v.Response {
		r.Phase = "response"
	}
	for _, m := range v.Matches {
		shown := match{Rule: m.Rule, Message: m.Message, Mode: m.Mode, Field: m.Field, Via: m.Via, Record: m.Record}
		if o.explain {
			shown.explanation = explain(o.rules, v.Source, m)
		}
		r.Matches = append(r.Matches, shown)
	}
	for _, d := range v.Denials {
		if o.explain {
			r.Unconfirmed = append(r.Unconfirmed, denial{d.Rule, d.Field, d.Via, d.Record, d.Reason})
		}
	}
	if o.outcome {
		r.Outcome = outcomeOf(event, outcome)
	}
	encoder := json.NewEncoder(t.Out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(r) // plain values always encode; see print for the rest
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
