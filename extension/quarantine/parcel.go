package quarantine

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"weir/inspect"
	"weir/inspect/source"
)

// parcel is an item with all that has to be known about it later.
type parcel struct {
	item    Item
	inv     source.Invocation
	verdict inspect.Verdict
	time    time.Time
}

// label is what is written about an item, before what is kept of it. Its keys are an interface.
type label struct {
	Weir        string   `json:"weir"` // "quarantine"
	Time        string   `json:"time"`
	Incident    string   `json:"incident"`
	FunctionARN string   `json:"function_arn"`
	RequestID   string   `json:"request_id"`
	Tenant      string   `json:"tenant,omitempty"`
	Source      string   `json:"source"`
	Action      string   `json:"action"`
	Score       int      `json:"score"`
	Record      *int     `json:"record,omitempty"`    // absent for a whole event
	RecordID    string   `json:"record_id,omitempty"` // as its service knows it
	SHA256      string   `json:"sha256"`              // of content, or of the bytes that the other two forms stand for
	Bytes       int      `json:"bytes"`               // of what the hash is of
	LeftOut     int      `json:"left_out,omitempty"`  // values that are not kept
	Cut         bool     `json:"cut,omitempty"`       // the end is missing
	Rules       []int    `json:"rules"`
	Matches     []match  `json:"matches"`
	Incomplete  []string `json:"incomplete,omitempty"`
}

type match struct {
	Rule     int    `json:"rule"`
	Message  string `json:"message"`
	Severity string `json:"severity,omitempty"`
	Score    int    `json:"score"`
	Mode     string `json:"mode,omitempty"` // of the rule, as in the log
	Field    string `json:"field"`
	Via      string `json:"via,omitempty"`
}

// The bounds of a label, as those of a log line: it stays below some 100 KB in the worst case, which leaves room for
// the record in any queue that takes what Amazon SQS takes by default.
const (
	maxMatches = 20
	maxText    = 256
)

// write makes the parcel one JSON object on one line, of at most limit bytes if limit is not 0. What is kept stands
// under "content" if it is JSON; as text or in Base64, under "content_text" or "content_base64", if it is not, or had
// to be cut. ok is false if not even the label fits.
func (p parcel) write(limit int) (line []byte, ok bool) {
	l := p.label()
	key, body := "content", p.item.data
	if !p.item.isJSON {
		key, body = stringForm(p.item.data, utf8.Valid(p.item.data))
	}
	line = p.assemble(l, key, body)
	if limit == 0 || len(line) <= limit {
		return line, true
	}
	l.Cut = true
	room := limit - len(p.assemble(l, "content_base64", []byte(`""`)))
	if room < 0 {
		return nil, false
	}
	text := utf8.Valid(p.item.data)
	key, body = stringForm(cut(p.item.data, text, room), text)
	return p.assemble(l, key, body), true
}

// cut takes as much of the beginning of data as makes no more than room bytes of a JSON string's inside, or of Base64.
func cut(data []byte, text bool, room int) []byte {
	if !text {
		return data[:min(len(data), room/4*3)]
	}
	used, end := 0, 0
	for i, r := range string(data) {
		size := max(1, utf8.RuneLen(r))
		switch {
		case r == '"' || r == '\\' || r == '\n' || r == '\r' || r == '\t' || r == '\b' || r == '\f':
			size = 2
		case r < ' ' || r == '\u2028' || r == '\u2029' || r == '\ufffe' || r == '\uffff':
			size = 6
		}
		if used+size > room {
			break
		}
		used += size
		end = i + utf8.RuneLen(r)
	}
	return data[:end]
}

// stringForm writes bytes as a JSON string: as the text that they are, or in Base64.
func stringForm(data []byte, text bool) (key string, value []byte) {
	if text {
		return "content_text", oneLine(quote(data))
	}
	return "content_base64", quote([]byte(base64.StdEncoding.EncodeToString(data)))
}

func (p parcel) assemble(l label, key string, body []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(body) + 1024)
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(l) // strings and numbers
	b.Truncate(b.Len() - len("}\n"))
	line := append(oneLine(b.Bytes()), `,"`+key+`":`...)
	return append(append(line, body...), '}')
}

func (p parcel) label() label {
	v, item := p.verdict, p.item
	l := label{
		Weir: "quarantine", Time: p.time.UTC().Format("2006-01-02T15:04:05.000Z"), Incident: clip(v.Incident),
		FunctionARN: clip(p.inv.FunctionARN), RequestID: clip(p.inv.ID), Tenant: clip(p.inv.Tenant),
		Source: clip(v.Source), Action: string(v.Action), Score: v.Score,
		RecordID: item.ID, SHA256: item.SHA256, Bytes: len(item.data), LeftOut: item.leftOut,
		Rules: []int{}, Matches: []match{}, Incomplete: v.Incomplete,
	}
	if item.Record != whole {
		l.Record = &item.Record
	}
	for _, m := range heaviestFirst(v, item.Record) {
		if !slices.Contains(l.Rules, m.Rule) {
			l.Rules = append(l.Rules, m.Rule)
		}
		l.Matches = append(l.Matches, match{
			Rule: m.Rule, Message: clip(m.Message), Severity: clip(m.Severity), Score: m.Score, Mode: string(m.Mode), Field: clip(m.Field), Via: clip(m.Via),
		})
	}
	return l
}

// heaviestFirst returns the matches in a record and in what is no record's; all of them for a whole event. Those that are in no score
// come last.
func heaviestFirst(v inspect.Verdict, record int) []inspect.Match {
	var some []inspect.Match
	for _, m := range v.Matches {
		if record == whole || m.Record == record || m.Record == whole {
			some = append(some, m)
		}
	}
	sort.SliceStable(some, func(a, b int) bool {
		if first, second := v.Counts(some[a]), v.Counts(some[b]); first != second {
			return first
		}
		return some[a].Score > some[b].Score
	})
	return some[:min(len(some), maxMatches)]
}

// clip cuts a text at the border of a character.
func clip(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}
