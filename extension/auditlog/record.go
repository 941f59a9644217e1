package auditlog

// Kind is what a line is about: the value of its marker key.
type Kind string

// The kinds of lines.
const (
	Finding  Kind = "finding"
	Event    Kind = "event"
	Fault    Kind = "fault"
	Settings Kind = "settings"
	Start    Kind = "start"
	Bypassed Kind = "bypassed"
	Absent   Kind = "absent"
	Counts   Kind = "counts"
	Posture  Kind = "posture"
	Taken    Kind = "removed"
)

// Kinds says what every kind of line is about. The layer's wrapper, a program of its own, writes lines of kind "wrapper".
var Kinds = []struct {
	Kind    Kind
	Meaning string
}{
	{Finding, "An event, or a response, in which something was found, or that was not inspected whole."},
	{Taken, "More of what was taken out of a batch than the line of its finding has room for."},
	{Event, "An event without findings. Only with `WEIR_LOG=all`."},
	{Fault, "Something went wrong in Weir itself, in the inspection of an event or elsewhere."},
	{Settings, "What is wrong with the settings, all of it in one line, or worth a look."},
	{Start, "Weir is up."},
	{Bypassed, "The runtime does not come through Weir: nothing is inspected. The line says why, and what to do."},
	{Absent, "The environment ended before a runtime asked for an event: Weir had nothing to inspect, and missed nothing."},
	{Posture, "What of the function's own configuration helps an attacker: at the start, and when an event shows it. `WEIR_POSTURE=off` leaves it out."},
	{Counts, "Counts of the events that got no line of their own, at most once a minute and at the end."},
}

// Key is one key of a line: a row of the table that the documents show.
type Key struct {
	Name    string
	Type    string
	On      []Kind // nil means every line
	Meaning string
}

var (
	onEvents = []Kind{Finding, Event, Fault}
	onFound  = []Kind{Finding, Fault}
	onTaken  = []Kind{Finding, Fault, Taken}
)

// Keys is every key of a line, in the order in which a line has them: what one filters by, the match with the highest score, and then
// the lists.
var Keys = []Key{
	{"weir", "string", nil, "The marker: what the line is about."},
	{"level", "string", nil, "`info`, `warn`, `error` or `fatal`, as Lambda's log-level filter reads it."},
	{"time", "string", nil, "When the line was written: RFC 3339 with milliseconds, UTC."},
	{"timestamp", "string", nil, "The same: under this name Lambda's log-level filter looks for it, and takes a line without it for one of level `info`."},
	{"lines_lost", "number", nil, "How many lines before this one could not be written, because nobody read the log. No invocation waits for more than 100 ms for its lines."},
	{"function", "string", nil, "The function's name."},
	{"function_version", "string", nil, "The function's version: `$LATEST` or a number."},
	{"qualifier", "string", onEvents, "The alias or version by which the function was invoked, if it was by one."},
	{"request_id", "string", []Kind{Finding, Event, Fault, Taken}, "Lambda's id of the invocation, as in the START and REPORT lines."},
	{"trace_id", "string", onEvents, "X-Ray's id of the trace that the invocation belongs to."},
	{"tenant", "string", onEvents, "The tenant id, in tenant isolation mode."},
	{"incident", "string", onTaken, "The id that the caller was shown, or that the event was annotated with."},
	{"phase", "string", onEvents, "`request` if the line is about an event, `response` if about what the handler answered."},
	{"source", "string", []Kind{Finding, Event, Fault, Counts, Taken}, "The event source, as SOURCES.md names it."},
	{"mode", "string", []Kind{Finding, Event, Fault, Start}, "The mode in force for this source, or that of rules if theirs led to the action; at the start, for sources without a word of their own."},
	{"mode_asked", "string", []Kind{Finding, Fault, Start}, "The mode that was asked for, where it is not the one in force, since a setting cannot be read: a line of kind `settings` says which. A word that is no mode stands as it is."},
	{"action", "string", []Kind{Finding, Event, Fault, Counts}, "What was done: `pass`, `annotate`, `filter` or `block`."},
	{"would", "string", onFound, "What would have been done, `block` or `filter`, if the source, or the rules that matched, were not in monitor mode."},
	{"client", "string", onFound, "Who sent a request: a code for the address, or what `WEIR_LOG_CLIENT` says."},
	{"method", "string", onFound, "The request's method."},
	{"route", "string", onFound, "The route that the request took: API Gateway's template, such as `/users/{id}`, and never the path."},
	{"score", "number", onFound, "Anomaly score: of the event, or of the worst record. Matches of rules in a milder mode are not in it."},
	{"rule", "number", onFound, "The rule with the highest score among those that count, or else among those that matched. This and what follows, up to `record`, is of its first match, which `matches` begins with."},
	{"message", "string", []Kind{Finding, Fault, Bypassed, Absent}, "The rule's message; in lines about a runtime, what happened."},
	{"field", "string", onFound, "Where in the event it matched; absent if it is the event as a whole."},
	{"kind", "string", onFound, "The field's kind."},
	{"via", "string", onFound, "The encodings that were undone on the way."},
	{"record", "number", onFound, "Index of the record, if the event is a batch."},
	{"records", "number", onFound, "Records in the event, if it is a batch."},
	{"bad_total", "number", onFound, "How many records reached the threshold."},
	{"quarantine", "string", onFound, "Where what was taken out or swallowed is kept: a queue's URL or an object."},
	{"fault", "string", onFound, "What went wrong on our side."},
	{"micros", "number", onEvents, "Time that the inspection took, in microseconds."},
	{"version", "string", []Kind{Start}, "Weir's version."},
	{"ruleset", "string", []Kind{Start}, "The version of the Core Rule Set."},
	{"paranoia", "number", []Kind{Start}, "The paranoia level."},
	{"threshold", "number", []Kind{Start}, "The anomaly score that counts."},
	{"unconfirmed_total", "number", onEvents, "How many matches did not count, because their text does nothing of what the rule fears."},
	{"removed_total", "number", onTaken, "How many records were taken out of the batch, or swallowed; an event as a whole is one."},
	{"matches_total", "number", onFound, "How many matches there are in all."},
	{"settings", "object", []Kind{Start}, "The variables that are set, with what holds; what holds instead where one cannot be read; and `WEIR_MODE` and `WEIR_RESPONSES` where they are milder for that."},
	{"warnings", "array of strings", []Kind{Settings}, "What is worth a look in the settings, and is not wrong: values that were read leniently, and what they leave to chance with the events that came."},
	{"problems", "array of objects", []Kind{Settings}, "What is wrong with the settings: `name`, `value`, `reason`, the `allowed` values, and what `holds` instead."},
	{"weaknesses", "array of objects", []Kind{Posture}, "What is weak, never with a value."},
	{"incomplete", "array of strings", onFound, "Why something was left uninspected: `time`, `depth`, …"},
	{"bad_records", "array of numbers", onFound, "Indexes of the records that reached the threshold, from 0; the first 16."},
	{"rules", "array of numbers", onFound, "The ids of all rules that matched, those that count first, and of these the highest score; the first 16."},
	{"unconfirmed", "array of objects", []Kind{Finding, Event, Fault, Counts}, "The matches that did not count by rule, the most frequent first; the first 5. In counts those of all events, and the first 10."},
	{"removed", "array of objects", onTaken, "What was taken out or swallowed; the first 8, and more in lines of kind `removed`, 100 in all."},
	{"matches", "array of objects", onFound, "The matches, those that count first, and of these the highest score; the first 18, or as many as the line has room for."},
	{"_aws", "object", []Kind{Finding, Fault, Settings, Bypassed, Counts}, "What CloudWatch needs to take the metrics out of the line (Embedded Metric Format)."},
}

// MatchKeys is every key of a match.
var MatchKeys = []Key{
	{"rule", "number", nil, "The rule's id."},
	{"message", "string", nil, "The rule's message."},
	{"severity", "string", nil, "The rule's severity."},
	{"score", "number", nil, "What the match adds to the anomaly score."},
	{"mode", "string", nil, "The mode in force for the match, where `WEIR_MODE` names its rule: what is milder than the line's `mode` adds nothing to the line's `score`."},
	{"field", "string", nil, "Where in the event it matched: the field's path, down into the documents that it holds; absent if it is the event as a whole."},
	{"kind", "string", nil, "The field's kind, by which it was judged: its source's word, or that of `WEIR_FIELDS`, and `unknown` if neither says anything. Absent in what is about no field, and of responses."},
	{"via", "string", nil, "The encodings that were undone on the way, outermost first: `base64>gzip`."},
	{"record", "number", nil, "Index of the record, if the event is a batch."},
	{"excerpt", "string", nil, "What matched, after the rule's transformations: redacted, and cut at 128 bytes. Only with `WEIR_LOG_EXCERPTS=true`."},
}

// UnconfirmedKeys is every key of a rule whose matches did not count.
var UnconfirmedKeys = []Key{
	{"rule", "number", nil, "The rule's id."},
	{"matches", "number", nil, "How many of its matches did not count."},
	{"reason", "string", nil, "What no reading of the text does, by family: `shell: …`. Of the first of them; absent in counts."},
}

// WeaknessKeys is every key of a weakness.
var WeaknessKeys = []Key{
	{"weakness", "string", nil, "`plaintext-secrets`, `wrapper`, `memory` or `public-url`."},
	{"entry", "string", nil, "The entry of the Serverless Top 10 that it belongs to: `SAS-7`, for example."},
	{"message", "string", nil, "What it is about, in words."},
	{"variables", "array of strings", nil, "The names of the environment variables that it is about; the first 32."},
}

// RemovedKeys is every key of what was taken out or swallowed.
var RemovedKeys = []Key{
	{"record", "number", nil, "Index of the record; absent for an event as a whole."},
	{"id", "string", nil, "The record's id as its service knows it: SQS's messageId, for example."},
	{"sha256", "string", nil, "SHA-256 of the record, after what must not be kept was left out: the same in the quarantine, and for every delivery of the record. Missing if there was no time to prepare it: then it is not kept."},
}

// Metric is one metric: a row of the table that the documents show.
type Metric struct {
	Name    string
	Unit    string
	Meaning string
}

// The metrics' names: keys of the lines that carry them.
const (
	events     = "Events"
	findings   = "Findings"
	blocked    = "Blocked"
	incomplete = "Incomplete"
	denied     = "Unconfirmed"
	faults     = "Faults"

	responseFindings = "ResponseFindings"
	responsesBlocked = "ResponsesBlocked"

	configErrors = "ConfigErrors"
	bypassed     = "Bypassed"
	latency      = "Latency"
)

// Metrics is every metric.
var Metrics = []Metric{
	{events, "Count", "Events that were judged."},
	{findings, "Count", "Events in which something was found, or that were not inspected whole."},
	{blocked, "Count", "Events that were kept from the handler, as a whole or in part (actions `block` and `filter`)."},
	{incomplete, "Count", "Events that were not inspected whole."},
	{denied, "Count", "Matches that did not count, because their text does nothing of what the rule fears."},
	{faults, "Count", "Failures of Weir's own."},
	{responseFindings, "Count", "Responses in which something was found, or that were not inspected whole."},
	{responsesBlocked, "Count", "Responses that were withheld from the caller."},
	{configErrors, "Count", "Settings that are wrong, once per start."},
	{bypassed, "Count", "Environments whose runtime does not come through Weir."},
	{latency, "Microseconds", "Time that the inspection of an event took."},
}

// Namespace is where CloudWatch shows the metrics.
const Namespace = "Weir"

// The bounds of a line.
const (
	// maxLine is what a line stays below, in bytes, whatever an event holds. The bounds below keep it. CloudWatch Logs
	// takes 256 KB in every region and in every store that a subscription may lead to; half of it leaves room for what
	// Lambda adds around a line in JSON log format.
	maxLine = 128 << 10
	// maxLeaves is how many values a line has at most, those of its lists counted one by one: Logs Insights discovers 200.
	// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
	maxLeaves = 200
	// The lists, which share what a line's other values leave. The last, of matches, takes what is left then: five of all ten keys
	// at least, and 18 in most lines.
	maxMatches = 18
	maxRules   = 16  // ids are short, and a list of 16 has told its story
	maxBad     = 16  // indexes; an SQS batch may hold 10,000 records
	maxDenied  = 5   // rules whose matches did not count, each with three keys
	maxCounted = 10  // the same in a line of counts, which has room
	maxListed  = 8   // what was removed, each with three keys
	maxTaken   = 48  // the same in a line of its own
	maxRemoved = 100 // the same in all lines, at most 250 bytes each
	// The texts, in bytes. JSON makes six bytes of the worst ones.
	maxMessage = 160  // of a rule; the longest of the Core Rule Set has 131
	maxField   = 256  // of a path: four names of the longest that a path shows
	maxWord    = 96   // of what is a word, an id or a list of encodings
	maxKind    = 16   // of a field's kind; the longest has ten
	maxFault   = 512  // of an error's text
	maxSetting = 256  // of a setting's value, and of what is wrong with one
	maxPlace   = 1100 // of where things are kept: s3://, a bucket's name and a key make 1,093 at most
	maxReasons = 16   // reasons for incompleteness: more than the vocabulary has
	maxWeak    = 5    // weaknesses: more than there are, each with four keys and 32 variables
	// maxProblems bounds the settings in a line, of which there are fewer, and weaknesses.
	maxProblems = 32
	// maxWrong bounds what is wrong with the settings, and maxWarnings what is worth a look: each has up to five texts, and more
	// than some are wrong only where somebody tries what happens. The metric counts all.
	maxWrong    = 24
	maxWarnings = 8
)
