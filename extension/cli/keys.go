package cli

// Key is one key of what --json prints: a row of the tables from which the schema is made.
type Key struct {
	Name    string
	Type    string // as JSON Schema has it, or "integers", "strings", "objects"; "" for anything
	Meaning string // "" if it is what the log's key of that name means
}

// Keys are those of an event.
var Keys = []Key{
	{"file", "string", "The file as it was named, - for standard input."},
	{"line", "integer", "The line where the event begins, from 1; absent if the file holds no other."},
	{"incident", "string", ""},
	{"phase", "string", ""},
	{"source", "string", ""},
	{"mode", "string", ""},
	{"mode_asked", "string", ""},
	{"action", "string", ""},
	{"would", "string", ""},
	{"client", "string", "The caller's address, as the front end wrote it, whatever WEIR_LOG_CLIENT says: the event is at hand here."},
	{"method", "string", ""},
	{"route", "string", ""},
	{"score", "integer", ""},
	{"rule", "integer", ""},
	{"message", "string", "The rule's message."},
	{"field", "string", ""},
	{"kind", "string", ""},
	{"via", "string", ""},
	{"record", "integer", ""},
	{"records", "integer", "Records in the event, 0 if it is no batch."},
	{"bad_records", "integers", "Indexes of the records that reached the threshold, from 0."},
	{"bad_total", "integer", ""},
	{"incomplete", "strings", ""},
	{"fault", "string", ""},
	{"micros", "integer", ""},
	{"rules", "integers", "The ids of all rules that matched, those that count first, and of these the highest score."},
	{"unconfirmed_total", "integer", ""},
	{"unconfirmed", "objects", "Rules with matches that did not count, the most frequent first."},
	{"unconfirmed_matches", "objects", "The matches that did not count, the first of them if there are many. Only with --explain."},
	{"matches_total", "integer", ""},
	{"matches", "objects", "The matches, those that count first, and of these the highest score."},
	{"outcome", "object", "What would be answered, or given to the handler: its kind is forward, http, reply, fail or put. Only with --outcome."},
}

// MatchKeys are those of a match.
var MatchKeys = []Key{
	{"rule", "integer", ""},
	{"message", "string", ""},
	{"severity", "string", ""},
	{"score", "integer", ""},
	{"mode", "string", ""},
	{"field", "string", ""},
	{"kind", "string", ""},
	{"via", "string", ""},
	{"record", "integer", ""},
	{"text", "string", "What matched, after the rule's transformations, cut around the part. Only with --explain, as all that follow."},
	{"part", "string", "What of the text the rule names, cut."},
	{"exclude", "string", "The entry of WEIR_EXCLUDE that silences the match as narrowly as possible."},
	{"rule_text", "string", "The rule in SecLang, with its comment."},
	{"because", "string", "Why it is raised, of a rule that is not written in SecLang."},
}

// UnconfirmedKeys are those of a rule with matches that did not count, and DenialKeys those of one of these matches.
var (
	UnconfirmedKeys = []Key{{"rule", "integer", ""}, {"matches", "integer", ""}, {"reason", "string", "What no reading of the text does, by family. Of the first of them."}}
	DenialKeys      = []Key{
		{"rule", "integer", ""},
		{"field", "string", ""},
		{"via", "string", ""},
		{"record", "integer", ""},
		{"reason", "string", "What no reading of the text does, by family."},
	}
)
