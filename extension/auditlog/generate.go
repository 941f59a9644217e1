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
	"weir/inspect"
	"weir/inspect/source"
)

const intro = `# What Weir writes to the log

<!-- Generated from extension/auditlog by make generate. Change it there. -->

Weir writes to the function's own log group, one JSON object per line. Every line has the key ` + "`weir`" + `, so that
` + "`filter ispresent(weir)`" + ` finds them all. ` + "`WEIR_LOG`" + ` says which events get a line; CONFIGURATION.md has the settings.

A line never holds an event's bytes, with one exception that has to be asked for: ` + "`WEIR_LOG_EXCERPTS=true`" + ` adds the
beginning of what matched, after redaction of passwords, tokens, keys and cookies. Redaction knows shapes and names;
it cannot know a secret that looks like nothing. Names of fields come from the event, and may be an attacker's text:
they are escaped and cut. No line is longer than 128 KB, and none has more than the 200 values that Logs Insights finds in a line.

## Who sent it

A finding about a request names its ` + "`client`, `method` and `route`" + `. The client's address is that of ` + "`requestContext`" + `, as API
Gateway and Function URLs write it; of a load balancer, the last of ` + "`X-Forwarded-For`" + `, which is the load balancer's own word unless it
is told to preserve that header. Behind a CloudFront of your own, or another proxy, it is the proxy's address. VPC Lattice, AppSync,
queues and all other sources name no client, and neither do lines about responses: their ` + "`request_id`" + ` and ` + "`trace_id`" + ` lead to the
request. Whoever may invoke the function directly can write any address into an event. What is not well formed is left out: no free
text gets into these keys.

An address is personal data in many places, so ` + "`client`" + ` is a code for it: 16 digits of an HMAC-SHA-256. Its key is
` + "`WEIR_LOG_CLIENT_KEY`" + `: give the same random one to all functions, for example ` + "`openssl rand -base64 32`" + `, and one client can be counted
over days and functions; change it, and all codes change. Whoever has the key, or may read the function's configuration, can find the
address behind a code by trying all four billion, in minutes. The wrapper takes the variable out of the handler's environment.

Without a key each function has codes of its own, made from its name. **That hides nothing from a determined reader**: the name is no
secret. It keeps addresses out of sight, and no more. ` + "`WEIR_LOG_CLIENT=ip`" + ` writes the address itself, ` + "`off`" + ` writes nothing.

## Lambda's log-level filter

Where a function's log format is JSON, Lambda drops lines below the application log level by their ` + "`level` and `timestamp`" + `
([AWS's page](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html)). Findings have the level
` + "`warn`" + `, counts of clean events ` + "`info`" + `, faults ` + "`error`" + `. What a level above INFO hides of what Weir is told to write is said at the start,
by a line of kind ` + "`settings`" + ` with level ` + "`fatal`" + ` and by the metric ` + "`ConfigErrors`" + `. The page speaks of the function's own lines;
whether Lambda filters those of an extension, too, was not tried on AWS, and is taken for granted.
`

const metricsText = `
## Metrics

The lines carry CloudWatch metrics in Embedded Metric Format: no API calls, no permissions, no latency. The namespace
is ` + "`" + auditlog.Namespace + "`" + `. An event with findings has its metrics in its own line, at once. Other events are counted, and the
counts written at most once a minute and at the end of the environment. ` + "`WEIR_METRICS=off`" + ` leaves all this out.

Events are counted by ` + "`function`" + `, and by ` + "`function`, `source` and `action`" + `; with ` + "`WEIR_METRICS=function`" + ` by ` + "`function`" + ` alone,
which is all that the alarms of template.yaml need, and all of its dashboard but one picture. What belongs to no event
(` + "`ConfigErrors`, `Bypassed`" + `, and faults outside an inspection) is counted by ` + "`function`" + ` alone. Rules are no dimension: the
queries below count them. A line of counts carries up to 100 latencies, a fair sample if there were more, so that
percentiles of ` + "`Latency`" + ` are right and its sample count is not: count ` + "`Events`" + `.

`

func main() {
	var b bytes.Buffer
	b.WriteString(intro)
	b.WriteString("\n## Kinds of lines\n\n| `weir` | the line is about |\n|---|---|\n")
	for _, k := range auditlog.Kinds {
		fmt.Fprintf(&b, "| `%s` | %s |\n", k.Kind, k.Meaning)
	}
	b.WriteString("\nThe wrapper that starts the runtime writes lines of kind `wrapper`, with `level`, `time`, `timestamp`, `message` and `reason`.\n")
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
	costs(&b)
	b.WriteString("\n## Questions for Logs Insights\n")
	b.WriteString("\nTemplate.yaml saves these, for the console's list of saved queries.\n")
	for _, q := range auditlog.Queries {
		fmt.Fprintf(&b, "\n%s:\n\n```\n%s\n```\n", q.Question, q.Text)
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

const costsText = `
### What metrics cost

CloudWatch takes a metric for another one with every value of its dimensions. Each costs $0.30 a month, by the hour in which it is
written: a metric that only attacks write costs next to nothing in quiet hours. (List prices of us-east-1 in 2026, for the first 10,000
of an account, of which ten are free: [CloudWatch's prices](https://aws.amazon.com/cloudwatch/pricing/). Logs cost $0.50 a GB there: a
million findings are some $0.65.) These are the metrics of one function that writes all of them in every hour of the month:

| a function that has | ` + "`WEIR_METRICS=all`" + ` | | ` + "`=function`" + ` | |
|---|---|---|---|---|
`

// pricePerMetric is in cents a month. See costsText.
const pricePerMetric = 30

// costs counts the metrics of some functions by writing their lines.
func costs(b *bytes.Buffer) {
	b.WriteString(costsText)
	matches := []inspect.Match{{Rule: 942100, Score: 5, Record: -1}}
	quiet := inspect.Verdict{Source: "http-v2", Action: inspect.Pass}
	doubted := inspect.Verdict{Source: "http-v2", Action: inspect.Pass, Denied: 1}
	flagged := inspect.Verdict{Source: "http-v2", Action: inspect.Pass, Matches: matches}
	refused := inspect.Verdict{Source: "http-v2", Action: inspect.Block, Matches: matches}
	leak := inspect.Verdict{Source: "http-v2", Action: inspect.Pass, Response: true, Matches: matches}
	queue := inspect.Verdict{Source: "sqs", Action: inspect.Pass}
	filtered := inspect.Verdict{Source: "sqs", Action: inspect.Filter, Matches: matches}
	for _, row := range []struct {
		title    string
		verdicts []inspect.Verdict
	}{
		{"an HTTP API, and no findings", []inspect.Verdict{quiet}},
		{"an HTTP API in monitor mode, with findings", []inspect.Verdict{quiet, doubted, flagged}},
		{"an HTTP API in block mode, attacked", []inspect.Verdict{quiet, doubted, flagged, refused}},
		{"the same, whose responses leak", []inspect.Verdict{quiet, doubted, flagged, refused, leak}},
		{"an HTTP API and a queue in block mode, attacked", []inspect.Verdict{quiet, doubted, flagged, refused, queue, filtered}},
	} {
		fmt.Fprintf(b, "| %s |", row.title)
		for _, by := range []auditlog.Dimensions{auditlog.ByAction, auditlog.ByFunction} {
			n := metricsOf(by, row.verdicts)
			fmt.Fprintf(b, " %d metrics | $%d.%02d |", n, n*pricePerMetric/100, n*pricePerMetric%100)
		}
		b.WriteString("\n")
	}
}

// metricsOf counts what CloudWatch takes for metrics in the lines about verdicts.
func metricsOf(by auditlog.Dimensions, verdicts []inspect.Verdict) int {
	var out bytes.Buffer
	l := auditlog.New(&out, auditlog.Options{Function: "f", Metrics: by})
	for _, v := range verdicts {
		l.Write(source.Invocation{}, v, auditlog.Removal{})
	}
	l.Flush()
	known := map[string]bool{}
	for line := range strings.Lines(out.String()) {
		var members map[string]any
		var emf struct {
			AWS struct {
				CloudWatchMetrics []struct {
					Dimensions [][]string
					Metrics    []struct{ Name string }
				}
			} `json:"_aws"`
		}
		if json.Unmarshal([]byte(line), &emf) != nil || json.Unmarshal([]byte(line), &members) != nil {
			log.Fatalf("no JSON: %s", line)
		}
		for _, d := range emf.AWS.CloudWatchMetrics {
			for _, set := range d.Dimensions {
				for _, m := range d.Metrics {
					key := m.Name
					for _, name := range set {
						key += fmt.Sprint(" ", name, "=", members[name])
					}
					known[key] = true
				}
			}
		}
	}
	return len(known)
}
