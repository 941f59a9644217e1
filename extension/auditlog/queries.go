package auditlog

// Query is a question that people ask of the log, in the language of Logs Insights. The documents show them all, and template.yaml
// saves them beside the dashboard. Nothing of it is in the program.
type Query struct {
	Name     string // under which it is saved
	Question string
	Text     string
}

// Queries is every question.
var Queries = []Query{
	{"latest", "The latest findings", `filter weir = "finding"
| fields @timestamp, source, action, would, client, method, route, score, rule, message, field, via, incident, request_id
| sort @timestamp desc
| limit 50`},
	{"who", "Who: the clients with the most findings", `filter weir = "finding" and ispresent(client)
| stats count(*) as times, count_distinct(rule) as variety, min(@timestamp) as first, max(@timestamp) as last by client
| sort times desc
| limit 50`},
	{"client", "What one client did, in all functions that share a key", `filter client = "the code in a finding"
| fields @timestamp, function, method, route, action, would, rule, message, field, request_id
| sort @timestamp desc`},
	{"what", "What: the routes that are aimed at", `filter weir = "finding" and phase = "request"
| stats count(*) as times, count_distinct(client) as clients by function, source, method, route, action
| sort times desc`},
	{"rule", "Which rule: those that led to findings", `filter weir = "finding"
| stats count(*) as times, count_distinct(client) as clients by rule, message, action
| sort times desc`},
	{"field", "Which field: where the heaviest match of a finding is", `filter weir = "finding"
| stats count(*) as times by source, route, field, kind, rule
| sort times desc`},
	{"matches", "Which rules match, and where, all matches of a line counted, to look for false positives", `filter weir = "finding"
| fields jsonParse(@message) as line
| unnest line.matches into match
| stats count(*) as times by match.rule, match.message, match.field
| sort times desc`},
	{"would", "Would it have been blocked: what monitor mode lets pass", `filter weir = "finding" and ispresent(would)
| stats count(*) as times, count_distinct(client) as clients by source, route, would, rule, message, field
| sort times desc`},
	{"blocked", "Blocked events over time, by source", `filter weir = "finding" and action in ["block", "filter"]
| stats count(*) as times by source, bin(5m)`},
	{"incident", "Everything about one incident that a caller reports", `filter incident = "the id from the response"
| fields @message`},
	{"trace", "Everything about one trace of X-Ray", `filter trace_id = "the trace's id"
| fields @timestamp, function, phase, action, rule, message, field, request_id`},
	{"removed", "What was taken out of batches, or swallowed, and where it is kept", `filter ispresent(removed_total)
| fields @timestamp, weir, source, removed_total, quarantine, removed.0.record, removed.0.id, removed.0.sha256, request_id`},
	{"responses", "What responses let slip", `filter weir = "finding" and phase = "response"
| stats count(*) as times by source, rule, message, action, would, field
| sort times desc`},
	{"incomplete", "Events that were not inspected whole, and why", `filter ispresent(incomplete.0)
| fields @timestamp, source, action, client, route, incomplete.0, micros, request_id`},
	{"time", "How long inspections took: those with findings, or all with WEIR_LOG=all", `filter ispresent(micros)
| stats pct(micros, 50), pct(micros, 99), max(micros) by source`},
	{"posture", "What of the functions' own configuration is weak", `filter weir = "posture"
| stats count(*) as times by function, weaknesses.0.entry, weaknesses.0.message, weaknesses.1.message, weaknesses.2.message
| sort function`},
	{"trouble", "What is wrong with Weir", `filter weir in ["settings", "fault", "bypassed", "wrapper"]
| fields @timestamp, weir, message, reason, fault, problems.0.name, problems.0.reason
| sort @timestamp desc`},
}
