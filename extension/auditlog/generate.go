//go:build ignore

// Command generate writes docs/LOGS.md, to the path that is its argument, from the tables in record.go.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"weir/extension/auditlog"
)

const intro = `# What Weir writes to the log

<!-- Generated from extension/auditlog by make generate. Change it there. -->

Weir writes to the function's own log group, one JSON object per line. Every line has the key ` + "`weir`" + `, so that
` + "`filter ispresent(weir)`" + ` finds them all. ` + "`WEIR_LOG`" + ` says which events get a line; CONFIGURATION.md has the settings.

A line never holds an event's bytes, with one exception that has to be asked for: ` + "`WEIR_LOG_EXCERPTS=true`" + ` adds the
beginning of what matched, after redaction of passwords, tokens, keys and cookies. Redaction knows shapes and names;
it cannot know a secret that looks like nothing. Names of fields come from the event, and may be an attacker's text:
they are escaped and cut. No line is longer than 128 KB.
`

const metricsText = `
## Metrics

The lines carry CloudWatch metrics in Embedded Metric Format: no API calls, no permissions, no latency. The namespace
is ` + "`" + auditlog.Namespace + "`" + `. An event with findings has its metrics in its own line, at once. Other events are counted, and the
counts written at most once a minute and at the end of the environment. ` + "`WEIR_METRICS=off`" + ` leaves all this out.

Events are counted by ` + "`function`" + `, and by ` + "`function`, `source` and `action`" + `. What belongs to no event
(` + "`ConfigErrors`, `Bypassed`" + `, and faults outside an inspection) is counted by ` + "`function`" + ` alone. Rules are no dimension: the
queries below count them. A line of counts carries up to 100 latencies, a fair sample if there were more, so that
percentiles of ` + "`Latency`" + ` are right and its sample count is not: count ` + "`Events`" + `.

`

// queries are the examples. Their keys are tested to exist.
var queries = []struct{ title, text string }{
	{"The latest findings", `filter weir = "finding"
| fields @timestamp, source, action, score, rule, matches.0.message, matches.0.field, matches.0.via, request_id
| sort @timestamp desc
| limit 50`},
	{"Which rules match, and where, to look for false positives", `filter weir = "finding"
| fields jsonParse(@message) as line
| unnest line.matches into match
| stats count(*) as times by match.rule, match.message, match.field
| sort times desc`},
	{"Blocked events over time, by source", `filter weir = "finding" and action in ["block", "filter"]
| stats count(*) as times by source, bin(5m)`},
	{"Everything about one incident that a caller reports", `filter incident = "the id from the response"
| fields @message`},
	{"What would be blocked, while in monitor mode with the default threshold", `filter weir = "finding" and phase = "request" and mode = "monitor" and score >= 5
| stats count(*) as times by source, rule
| sort times desc`},
	{"What responses let slip", `filter weir = "finding" and phase = "response"
| stats count(*) as times by source, rule, action, matches.0.field
| sort times desc`},
	{"Events that were not inspected whole, and why", `filter ispresent(incomplete.0)
| fields @timestamp, source, action, incomplete.0, micros, request_id`},
	{"How long inspections took: those with findings, or all with `WEIR_LOG=all`", `filter ispresent(micros)
| stats pct(micros, 50), pct(micros, 99), max(micros) by source`},
	{"What of the functions' own configuration is weak", `filter weir = "posture"
| stats count(*) as times by function, weaknesses.0.entry, weaknesses.0.message, weaknesses.1.message, weaknesses.2.message
| sort function`},
	{"What is wrong with Weir", `filter weir in ["fault", "settings", "bypassed"]
| fields @timestamp, weir, fault, message, problems.0.name, problems.0.reason`},
}

func main() {
	var b bytes.Buffer
	b.WriteString(intro)
	b.WriteString("\n## Kinds of lines\n\n| `weir` | the line is about |\n|---|---|\n")
	for _, k := range auditlog.Kinds {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k.Kind, k.Meaning)
	}
	b.WriteString("\nThe wrapper that starts the runtime writes lines of kind `wrapper`, with `level`, `time`, `message` and `reason`.\n")
	b.WriteString("\n## Keys of a line\n\nIn the order of a line. A key without anything to say is left out.\n\n")
	b.WriteString("| key | type | on lines | meaning |\n|---|---|---|---|\n")
	for _, k := range auditlog.Keys {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", k.Name, k.Type, on(k.On), k.Meaning)
	}
	b.WriteString("\n## Keys of a match\n\n| key | type | meaning |\n|---|---|---|\n")
	for _, k := range auditlog.MatchKeys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Type, k.Meaning)
	}
	b.WriteString("\n## Keys of a rule whose matches did not count\n\n| key | type | meaning |\n|---|---|---|\n")
	for _, k := range auditlog.UnconfirmedKeys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Type, k.Meaning)
	}
	b.WriteString("\n## Keys of a weakness\n\n| key | type | meaning |\n|---|---|---|\n")
	for _, k := range auditlog.WeaknessKeys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Type, k.Meaning)
	}
	b.WriteString("\n## Keys of what was removed\n\n| key | type | meaning |\n|---|---|---|\n")
	for _, k := range auditlog.RemovedKeys {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.Name, k.Type, k.Meaning)
	}
	example(&b)
	b.WriteString(metricsText)
	b.WriteString("| metric | unit | meaning |\n|---|---|---|\n")
	for _, m := range auditlog.Metrics {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", m.Name, m.Unit, m.Meaning)
	}
	b.WriteString("\n## Questions for Logs Insights\n")
	for _, q := range queries {
		fmt.Fprintf(&b, "\n%s:\n\n```\n%s\n```\n", q.title, q.text)
	}
	if err := os.WriteFile(os.Args[1], b.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

func on(kinds []auditlog.Kind) string {
	if kinds == nil {
		return "all"
	}
	var list []string
	for _, k := range kinds {
		list = append(list, "`"+string(k)+"`")
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// example shows a line as the tests have it, made readable.
func example(b *bytes.Buffer) {
	line, err := os.ReadFile("testdata/a-blocked-event.jsonl")
	if err != nil {
		log.Fatal(err)
	}
	b.WriteString("\n## A finding\n\nIn the log it is one line.\n\n```json\n")
	if err := json.Indent(b, bytes.TrimSpace(line), "", "  "); err != nil {
		log.Fatal(err)
	}
	b.WriteString("\n```\n")
}
