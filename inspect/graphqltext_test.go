package inspect

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"weir/inspect/source"
)

// graphQLWays are how a document of GraphQL comes to a handler.
var graphQLWays = map[string]func(document string) string{
	"JSON": func(d string) string {
		body, _ := json.Marshal(map[string]any{"query": d, "variables": map[string]int{"n": 1}})
		return functionURL("/graphql", "", "application/json", string(body), false)
	},
	"a list in JSON": func(d string) string {
		body, _ := json.Marshal([]any{map[string]string{"query": d}})
		return functionURL("/graphql", "", "application/json", string(body), false)
	},
	"query": func(d string) string {
		return functionURL("/graphql", "query="+url.QueryEscape(d), "text/plain", "", false)
	},
	"application/graphql": func(d string) string { return functionURL("/graphql", "", "application/graphql", d, false) },
	"direct":              func(d string) string { text, _ := json.Marshal(map[string]string{"query": d}); return string(text) },
	"queue":               func(d string) string { return queue(d) },
}

// graphql-js gives a resolver the value of each of these arguments as the attack, without any sign of the document.
func TestTextsInGraphQLAreValuesOfTheirOwn(t *testing.T) {
	i := inspectorFor(t, patient())
	for _, document := range []string{
		`{ a(x: "it's") b(y: "1 or 1=1-- ") }`,
		`query Q { a(x: "it's", y: "\" or \"\"=\"") { id } }`,
		`mutation { a(x: "it's five o'clock", y: "\u0027 or 1=1-- ") }`,
		`mutation { a(x: "it's", y: "\u{27} or 1=1-- ") }`,
		"{ a(x: \"it's\", y: \"\"\"1' union\nselect password from users-- \"\"\") }",
		"{ a(x: \"\"\"it's \\\"\"\" here\"\"\", y: \"' or 1=1-- \") }",
		"# it's\n{ a(y: [\"it's\", \"' or 1=1-- \"]) }",
		`query Q($id: ID = "' or 1=1-- ") { a(x: "it's", id: $id) }`,
		`{ a(x: "it's", y: "` + base64.StdEncoding.EncodeToString([]byte("1' union select password from users-- ")) + `") }`,
		`{ a(x: "it's", y: "%27%20or%201=1--%20") }`,
		`{ a(x: "it's", y: "{\"q\":\"' or 1=1-- \"}") }`,
		`{ a(x: "it's", y: {z: "$(cat /etc/passwd)"}) }`,
	} {
		for name, event := range graphQLWays {
			v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event(document))})
			if v.Action != Block {
				t.Errorf("%s: %s passes: %+v", name, document, v.Matches)
			}
		}
	}
	for _, document := range []string{
		`{ a(x: "it's") b(y: "five o'clock") { name } }`,
		`query Search($q: String = "garden chairs") { search(q: $q, tags: ["o'brien", "red"]) { name } }`,
		"{ a(note: \"\"\"\n  Anna's \\\"\"\"chair\\\"\"\"\n  is red\n\"\"\") { id } }",
	} {
		for name, event := range graphQLWays {
			if v, _ := i.Inspect(t.Context(), source.Invocation{ID: "1", Payload: []byte(event(document))}); v.Score > 0 {
				t.Errorf("%s: %s: %+v", name, document, v.Matches)
			}
		}
	}
}

func TestEscapesOfGraphQL(t *testing.T) {
	for literal, want := range map[string]string{
		`"a"`: "a", `""`: "", `"\""`: `"`, `"\u0027\n\t\/\\"`: "'\n\t/\\", `"\u{1F600}x"`: "😀x", `""""""`: "", `"""a "b" \""""""`: `a "b" """`,
		`"\u00"`: "\x00", `"\u{12"`: "�12", `"\`: "", `"`: "",
	} {
		if got := string(graphText([]byte(literal))); !strings.HasPrefix(got, want) && got != want {
			t.Errorf("%s is %q", literal, got)
		}
	}
}
