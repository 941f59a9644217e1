package config

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"weir/inspect"
	"weir/inspect/source"
)

const (
	prefix    = "WEIR_"
	lambdaAPI = "AWS_LAMBDA_RUNTIME_API" // Lambda sets it in every environment, for extensions and runtimes
)

// Variable is one setting: a row of the table that the documents show.
type Variable struct {
	Name    string
	Grammar string
	Default string // in the grammar; "" if it cannot be said there
	Without string // what holds where Default is "", in words
	Meaning string
	Doubt   concern // what a value that cannot be read is about: that is in monitor
	Text    bool    // a text, an address or a path: its case and its quotes are its own
	// Instead are other variables that are asked, in order, where this one is not set.
	Instead []string

	set  func(c *Config, text string, r *reading) error
	show func(Config) string
}

// The values of the settings that are words.
var (
	modes       = []inspect.Mode{inspect.ModeBlock, inspect.ModeAnnotate, inspect.ModeMonitor, inspect.ModeOff}
	batchModes  = []source.BatchMode{source.BatchFilter, source.BatchReport, source.BatchFail}
	asyncModes  = []source.AsyncMode{source.AsyncSwallow, source.AsyncError}
	invokeModes = []InvokeMode{InvokeAuto, InvokeBuffered, InvokeStream}
	responses   = []inspect.ResponseMode{inspect.ResponsesOff, inspect.ResponsesMonitor, inspect.ResponsesBlock}
	logLevels   = []LogLevel{LogFindings, LogAll, LogErrors}
)

// Variables is every setting there is.
var Variables = []Variable{
	{
		Name: "WEIR_MODE", Grammar: "block|annotate|monitor|off[,SOURCE=MODE…][,rule:ID=MODE…][,tag:TAG=MODE…]", Default: "block",
		Doubt: named,
		Meaning: "What happens to an event whose score reaches the threshold: it is kept from the handler, marked, only " +
			"logged, or not looked at. `annotate` acts as `monitor` where a source has no safe place for a mark. Rules can have " +
			"a mode of their own.",
		set:  mode,
		show: showModes,
	},
	{
		Name: "WEIR_PARANOIA", Grammar: "1–4", Default: "1",
		Doubt:   everything,
		Meaning: "Paranoia level of the Core Rule Set: higher levels find more, and cry wolf more often.",
		set:     func(c *Config, text string, r *reading) error { return number(r, &c.Paranoia, text, 1, 4) },
		show:    func(c Config) string { return strconv.Itoa(c.Paranoia) },
	},
	{
		Name: "WEIR_THRESHOLD", Grammar: "number from 1", Default: "5",
		Doubt:   everything,
		Meaning: "Anomaly score from which an event counts as an attack. One critical match scores 5.",
		set:     func(c *Config, text string, r *reading) error { return number(r, &c.Threshold, text, 1, maxThreshold) },
		show:    func(c Config) string { return strconv.Itoa(c.Threshold) },
	},
	{
		Name: "WEIR_RESPONSES", Grammar: "off|monitor|block", Default: "monitor",
		Doubt: responding,
		Meaning: "What happens to a response that lets slip what it must not: credentials, stack traces, errors of databases. " +
			"In `monitor` the caller has it before it is looked at, and a line tells of it; `block` holds responses to HTTP " +
			"requests back until they are inspected, and answers 502 in the place of one that leaks.",
		set:  func(c *Config, text string, r *reading) error { return word(r, &c.Responses, text, responses) },
		show: func(c Config) string { return string(c.Responses) },
	},
	{
		Name: "WEIR_RESPONSE_THRESHOLD", Grammar: "number from 1", Default: "4",
		Doubt:   responding,
		Meaning: "Anomaly score from which a response counts as a leak. A stack trace scores 4, credentials 5.",
		set: func(c *Config, text string, r *reading) error {
			return number(r, &c.ResponseThreshold, text, 1, maxThreshold)
		},
		show: func(c Config) string { return strconv.Itoa(c.ResponseThreshold) },
	},
	{
		Name: "WEIR_SOURCES", Grammar: "SOURCE[=ID-PATTERN][,…]", Without: "any",
		Doubt: strict,
		Meaning: "What this function expects to be called by, and where wanted which one: the id of the API, pool or bot, or the " +
			"name or the ARN of the queue, topic, bucket, table or stream (`*` stands for any text). Anything else is a finding, and " +
			"refused as `direct`. A pattern that no id can fit is an error. It narrows; only the function's resource policy proves who calls.",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Expect, err = expectations(r, text)
			return err
		},
		show: func(c Config) string { return showExpectations(c.Expect) },
	},
	{
		Name: "WEIR_REQUIRE_AUTH", Grammar: "true|false", Default: "false",
		Doubt:   strict,
		Meaning: "Requests without an authorizer's result are findings, and refused.",
		set: func(c *Config, text string, r *reading) error {
			return either(r, &c.RequireAuth, text, "false", "true")
		},
		show: func(c Config) string { return choose(c.RequireAuth, "false", "true") },
	},
	{
		Name: "WEIR_FIELDS", Grammar: "SOURCE:FIELD-GLOB=KIND[;…]", Without: "none",
		Doubt: placed,
		Meaning: "What the fields inside your own payloads are: " + kinds() + ". Rules that are noise on a kind do not count " +
			"there (docs/RULES.md). The glob fits paths as findings name them (`*` stands for any text).",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Fields, err = fields(r, text)
			return err
		},
		show: func(c Config) string { return showFields(c.Fields) },
	},
	{
		Name: "WEIR_EXCLUDE", Grammar: "RULE|tag:TAG[@SOURCE[:FIELD-GLOB]][;…]", Without: "none",
		Doubt: placed,
		Meaning: "Rules switched off: by id or tag, everywhere, for one source, or in the fields of one source whose path " +
			"fits the glob (`*` stands for any text).",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Exclude, err = exclusions(r, text)
			return err
		},
		show: func(c Config) string { return showExclusions(c.Exclude) },
	},
	{
		Name: "WEIR_RULES", Grammar: "PATH[,…]", Without: "none",
		Text: true,
		Meaning: "Your own SecLang files, read in order after the Core Rule Set. The operators `@rbl`, `@inspectFile` and " +
			"`@validateSchema` are not available.",
		set: func(c *Config, text string, _ *reading) (err error) {
			c.Rules, err = rulePaths(text)
			return err
		},
		show: func(c Config) string { return strings.Join(c.Rules, ",") },
	},
	{
		Name: "WEIR_BATCH", Grammar: "filter|report|fail[,SOURCE=…]", Default: "filter",
		Meaning: "Bad records of a batch are taken out; or reported as failed, which works only where the event source " +
			"mapping has ReportBatchItemFailures; or the whole batch fails.",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Batch, err = perSource(r, text, batchModes)
			return err
		},
		show: func(c Config) string { return showPerSource(c.Batch[""], c.Batch) },
	},
	{
		Name: "WEIR_ASYNC", Grammar: "swallow|error[,SOURCE=…]", Default: "error",
		Meaning: "How a refused event ends for which nobody waits: answered as a success, and gone; or as an error, which " +
			"Lambda tries twice more and then sends to the dead-letter queue or failure destination. With a quarantine the " +
			"default is `swallow`.",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Async, err = perSource(r, text, asyncModes)
			return err
		},
		show: func(c Config) string { return showPerSource(c.Async[""], c.Async) },
	},
	{
		Name: "WEIR_QUARANTINE", Grammar: "URL of an SQS queue|s3://BUCKET[/PREFIX]", Without: "none",
		Text: true,
		Meaning: "Where records that are taken out of a batch, and events that are swallowed, are kept before the rest moves " +
			"on: with verdict and origin, and without the credentials that they carry. The function's role needs " +
			"sqs:SendMessage or s3:PutObject. Without it, such records are gone but for a line in the log.",
		set:  func(c *Config, text string, _ *reading) error { return place(&c.Quarantine, text) },
		show: func(c Config) string { return c.Quarantine.String() },
	},
	{
		Name: "WEIR_INVOKE_MODE", Grammar: "auto|buffered|stream", Default: "auto",
		Meaning: "How refusals of HTTP events are rendered. `auto` learns it from the handler's own responses; no event says it.",
		set:     func(c *Config, text string, r *reading) error { return word(r, &c.InvokeMode, text, invokeModes) },
		show:    func(c Config) string { return string(c.InvokeMode) },
	},
	{
		Name: "WEIR_BLOCK_STATUS", Grammar: "number from 200 to 599", Default: "403",
		Meaning: "Status of HTTP refusals.",
		set:     func(c *Config, text string, r *reading) error { return status(r, &c.BlockStatus, text) },
		show:    func(c Config) string { return strconv.Itoa(c.BlockStatus) },
	},
	{
		Name: "WEIR_BLOCK_BODY", Grammar: "text", Default: `{"message":"Forbidden"}`,
		Text:    true,
		Meaning: "Body of HTTP refusals.",
		set:     func(c *Config, text string, _ *reading) error { return body(&c.BlockBody, text) },
		show:    func(c Config) string { return c.BlockBody },
	},
	{
		Name: "WEIR_BLOCK_HEADERS", Grammar: "Name: value[;…]", Without: "none",
		Text: true,
		Meaning: "Headers added to HTTP refusals; CORS headers go here. A semicolon that no `Name:` follows belongs to the " +
			"value. The incident id is always added.",
		set: func(c *Config, text string, _ *reading) (err error) {
			c.BlockHeaders, err = headers(text)
			return err
		},
		show: func(c Config) string { return showHeaders(c.BlockHeaders) },
	},
	{
		Name: "WEIR_ON_LIMIT", Grammar: "block|pass", Default: "block",
		Doubt: strict,
		Meaning: "Whether an input that could not be inspected whole (a compression bomb, nesting without end, no time left) " +
			"counts as an attack.",
		set:  func(c *Config, text string, r *reading) error { return either(r, &c.PassLimits, text, "block", "pass") },
		show: func(c Config) string { return choose(c.PassLimits, "block", "pass") },
	},
	{
		Name: "WEIR_CONFIRM", Grammar: "on|off", Default: "on",
		Doubt:   everything,
		Meaning: "Whether a match counts only if its text does what the rule fears: is a statement, a command, markup that runs. `off`: every match counts.",
		set:     func(c *Config, text string, r *reading) error { return either(r, &c.Unconfirmed, text, "on", "off") },
		show:    func(c Config) string { return choose(c.Unconfirmed, "on", "off") },
	},
	{
		Name: "WEIR_LIMITS", Grammar: "NAME=VALUE[,…]", Without: "as documented",
		Doubt:   everything,
		Meaning: "How much of anything one event may hold. What is larger is a finding, and follows `WEIR_ON_LIMIT`.",
		set: func(c *Config, text string, r *reading) (err error) {
			c.Limits, err = limits(r, text)
			return err
		},
		show: showLimits,
	},
	{
		Name: "WEIR_ON_FAULT", Grammar: "open|closed", Default: "open",
		Doubt:   strict,
		Meaning: "What Weir's own failures do: the event passes, or it is refused and a bad setting stops the start.",
		set: func(c *Config, text string, r *reading) error {
			return either(r, &c.FaultClosed, text, "open", "closed")
		},
		show: func(c Config) string { return choose(c.FaultClosed, "open", "closed") },
	},
	{
		Name: "WEIR_BUDGET", Grammar: "duration up to 15m, or share of the remaining time as 1%–100%",
		Doubt:   everything,
		Without: "the lesser of 25% and 1s",
		Meaning: "Time for exact inspection of one invocation, and as much again for finding out which of its texts need it. Clean texts need none of either. All reading ends at half of the time to the deadline.",
		set:     func(c *Config, text string, r *reading) error { return budget(r, c, text) },
		show:    showBudget,
	},
	{
		Name: "WEIR_LOG", Grammar: "findings|all|errors", Default: "findings",
		Meaning: "Which events get a line: those with findings, all, or only those where something went wrong in Weir.",
		set:     func(c *Config, text string, r *reading) error { return word(r, &c.Log, text, logLevels) },
		show:    func(c Config) string { return string(c.Log) },
	},
	{
		Name: "WEIR_LOG_EXCERPTS", Grammar: "true|false", Default: "false",
		Meaning: "Bounded, redacted excerpts of what matched, in the log line.",
		set: func(c *Config, text string, r *reading) error {
			return either(r, &c.LogExcerpts, text, "false", "true")
		},
		show: func(c Config) string { return choose(c.LogExcerpts, "false", "true") },
	},
	logClient, logClientKey, metrics,
	{
		Name: "WEIR_POSTURE", Grammar: "on|off", Default: "on",
		Meaning: "A line at the start about what of the function's own configuration helps an attacker: names of variables that " +
			"hold secrets, a runtime that is not led through Weir, little memory; and once about a Function URL that lets anybody in.",
		set:  func(c *Config, text string, r *reading) error { return either(r, &c.Posture, text, "off", "on") },
		show: func(c Config) string { return choose(c.Posture, "off", "on") },
	},
	{
		Name: "WEIR_PORT", Grammar: "number from 1024 to 65535", Default: "9057", Instead: []string{"LRAP_LISTENER_PORT"},
		Meaning: "Port on the loopback interface where the runtime finds Weir.",
		set:     func(c *Config, text string, r *reading) error { return number(r, &c.Port, text, 1024, 65535) },
		show:    func(c Config) string { return strconv.Itoa(c.Port) },
	},
	{
		Name: "WEIR_RUNTIME_API", Grammar: "HOST:PORT", Without: "Lambda's own address",
		Text:    true,
		Instead: []string{"LRAP_RUNTIME_API_ENDPOINT", lambdaAPI},
		Meaning: "Where Weir finds the Runtime API: Lambda itself, or another proxy before it.",
		set:     func(c *Config, text string, _ *reading) error { return address(&c.RuntimeAPI, text) },
		show:    func(c Config) string { return c.RuntimeAPI },
	},
	{
		Name: "WEIR_NEXT_WRAPPER", Grammar: "absolute path", Without: "none",
		Text:    true,
		Meaning: "Wrapper script to run after Weir's: Lambda knows only one.",
		set:     func(c *Config, text string, _ *reading) error { return absolute(&c.NextWrapper, text) },
		show:    func(c Config) string { return c.NextWrapper },
	},
}

// maxThreshold bounds the threshold. The sum of all rules' scores stays below it; whoever wants no score to count has
// monitor mode.
const maxThreshold = 1_000_000

// read takes the first value that can be understood, if only in part, from the variable itself, those that stand in for it, and its
// default. Each value that cannot be understood as a whole is a problem.
func (v Variable) read(c *Config, getenv func(string) string, sources []string) []Problem {
	var problems []Problem
	for _, name := range append([]string{v.Name}, v.Instead...) {
		text := strings.TrimSpace(getenv(name))
		if text == "" {
			continue
		}
		r := &reading{sources: sources}
		next, value := *c, text
		if !v.Text {
			value = r.unquote(text)
		}
		err := v.set(&next, value, r)
		if err != nil {
			var partly unreadable
			some := errors.As(err, &partly)
			if some {
				*c = next
			}
			c.unread[v.Name] = true
			problems = append(problems, Problem{
				Name: name, Value: shown(text), Reason: oneLine(err), Allowed: v.Grammar, Holds: v.doubt(c, r, text, some),
			})
			if !some {
				continue
			}
		} else if *c = next; r.lenient {
			c.Lenient = append(c.Lenient, fmt.Sprintf("%s=%q is read as %s", name, shown(text), shown(v.show(*c))))
		}
		c.given[v.Name] = name == v.Name
		return problems
	}
	if v.Default != "" {
		// Every default is tested to be good.
		_ = v.set(c, v.Default, &reading{sources: sources})
	}
	return problems
}
