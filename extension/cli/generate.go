//go:build ignore

// Command generate writes the JSON Schema of what weir inspect --json prints, to the path that is its argument, from the log's
// tables of keys and what is said here of the keys that the log does not have.
package main

import (
	"bytes"
	"encoding/json"
	"log"
	"os"

	"weir/extension/auditlog"
	"weir/extension/cli"
)

func main() {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema()); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], text.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
}

type object = map[string]any

func schema() object {
	match := properties(meanings(auditlog.MatchKeys), cli.MatchKeys)
	line := properties(lineMeanings(), cli.Keys)
	set(line, "matches", "items", described(match, []string{"rule", "message", "score"}))
	unconfirmed := properties(meanings(auditlog.UnconfirmedKeys), cli.UnconfirmedKeys)
	set(line, "unconfirmed", "items", described(unconfirmed, []string{"rule", "matches", "reason"}))
	denied := properties(meanings(append(auditlog.MatchKeys[:len(auditlog.MatchKeys):len(auditlog.MatchKeys)], auditlog.UnconfirmedKeys...)), cli.DenialKeys)
	set(line, "unconfirmed_matches", "items", described(denied, []string{"rule", "field", "reason"}))
	set(line, "action", "enum", []string{"pass", "annotate", "filter", "block"})
	set(line, "would", "enum", []string{"filter", "block"})
	set(line, "phase", "enum", []string{"request", "response"})
	all := described(line, []string{
		"file", "phase", "source", "action", "score", "records", "bad_records", "bad_total", "incomplete", "micros", "rules",
		"unconfirmed_total", "unconfirmed", "matches_total", "matches",
	})
	all["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	all["title"] = "What weir inspect --json prints of an event, in one line"
	all["description"] = "Keys that a line of the log has, too, mean what they mean there (docs/LOGS.md), but nothing is cut. " +
		"Generated from extension/cli by make generate."
	return all
}

func described(properties object, required []string) object {
	return object{"type": "object", "additionalProperties": false, "required": required, "properties": properties}
}

func set(properties object, key, what string, value any) { properties[key].(object)[what] = value }

func lineMeanings() map[string]string {
	m := map[string]string{}
	for _, k := range auditlog.Keys {
		m[k.Name] = k.Meaning
	}
	return m
}

func meanings(keys []auditlog.Key) map[string]string {
	m := map[string]string{}
	for _, k := range keys {
		m[k.Name] = k.Meaning
	}
	return m
}

// properties describes keys: by their own words, and else by those of the log.
func properties(logged map[string]string, keys []cli.Key) object {
	all := object{}
	for _, k := range keys {
		p := object{}
		switch k.Type {
		case "":
		case "integers":
			p["type"], p["items"] = "array", object{"type": "integer"}
		case "strings":
			p["type"], p["items"] = "array", object{"type": "string"}
		case "objects":
			p["type"] = "array"
		default:
			p["type"] = k.Type
		}
		p["description"] = k.Meaning
		if k.Meaning == "" {
			p["description"] = logged[k.Name]
		}
		if p["description"] == "" {
			log.Fatalf("nothing is said of the key %q", k.Name)
		}
		all[k.Name] = p
	}
	return all
}
