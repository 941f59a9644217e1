package cli

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kaptinlin/jsonschema"

	"weir/extension/auditlog"
	"weir/inspect"
	"weir/inspect/source"
)

const schemaFile = "../../docs/inspect.schema.json"

// printed are the objects that --json prints of each event of the tests, with and without all that can be asked for.
func printed(t *testing.T) []map[string]any {
	t.Helper()
	var all []map[string]any
	files := maps.Clone(events)
	files["explained.json"], files["broken.json"] = `{"explained":1}`, `{"broken":1}`
	names := slices.Sorted(maps.Keys(files))
	leak := map[string]string{"leak.json": `{"statusCode":200,"body":"leak"}`}
	for _, r := range []result{
		weir(t, "", files, append([]string{"inspect", "--json"}, names...)...),
		weir(t, "", files, append([]string{"inspect", "--json", "--explain", "--outcome"}, names...)...),
		weir(t, "{}\n{\"injection\":1}", nil, "inspect", "--json", "-"),
		weir(t, "", leak, "inspect", "--json", "--outcome", "--response", "function-url", "leak.json"),
	} {
		for line := range strings.Lines(r.out) {
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil {
				t.Fatal(err)
			}
			all = append(all, object)
		}
	}
	if len(all) < 2*len(files)+3 {
		t.Fatalf("only %d objects are printed", len(all))
	}
	return all
}

func TestTheSchemaFitsWhatIsPrinted(t *testing.T) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.NewCompiler().Compile(text)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, object := range printed(t) {
		if result := schema.Validate(object); !result.IsValid() {
			t.Errorf("%v does not fit: %v", object, result.ToList())
		}
		for key := range object {
			seen[key] = true
		}
	}
	for _, k := range Keys {
		if !seen[k.Name] {
			t.Errorf("the key %s, which the schema describes, is never printed", k.Name)
		}
	}
	for _, wrong := range []string{
		`{}`,
		`{"file":"a","phase":"request"}`,
	} {
		var object map[string]any
		if err := json.Unmarshal([]byte(wrong), &object); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(object).IsValid() {
			t.Errorf("%s fits, and should not", wrong)
		}
	}
	good := printed(t)[0]
	for key, value := range map[string]any{"unknown": 1, "action": "stop", "score": "5", "matches": []any{map[string]any{"rule": "x"}}, "rules": nil} {
		changed := maps.Clone(good)
		changed[key] = value
		if schema.Validate(changed).IsValid() {
			t.Errorf("an object with %s=%v fits, and should not", key, value)
		}
	}
}

// What is in the tables and what is printed are the same keys in the same order.
func TestTheTablesOfKeysAreThoseOfTheTypes(t *testing.T) {
	for _, c := range []struct {
		keys []Key
		of   any
	}{{Keys, report{}}, {MatchKeys, match{}}, {UnconfirmedKeys, unconfirmed{}}, {DenialKeys, denial{}}} {
		var want, got []string
		for _, f := range reflect.VisibleFields(reflect.TypeOf(c.of)) {
			if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
				want = append(want, name)
			}
		}
		for _, k := range c.keys {
			got = append(got, k.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("the table has %v, the type %v", got, want)
		}
	}
}

func TestListsAreThereEvenIfTheyAreEmpty(t *testing.T) {
	for _, object := range printed(t) {
		for _, key := range []string{"bad_records", "matches", "incomplete", "rules", "unconfirmed"} {
			if _, ok := object[key].([]any); !ok {
				t.Errorf("%s is %v, want an array", key, object[key])
			}
		}
	}
}

// The same verdict, by hand and in the log: a key of both has the same value in both.
func TestKeysAreThoseOfTheLog(t *testing.T) {
	common := 0
	for word, say := range verdicts {
		verdict, _ := say([]byte(word))
		verdict.Incident = "68c7f8b6ce698d92"
		var log bytes.Buffer
		auditlog.New(&log, auditlog.Options{Level: auditlog.All, Excerpts: true, Client: auditlog.Address}).Write(source.Invocation{}, verdict, auditlog.Removal{})
		var logged map[string]any
		if err := json.Unmarshal(log.Bytes(), &logged); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(reportOf(options{}, document{file: "f"}, verdict))
		if err != nil {
			t.Fatal(err)
		}
		var shown map[string]any
		if err := json.Unmarshal(text, &shown); err != nil {
			t.Fatal(err)
		}
		for key, value := range logged {
			if key == "matches" || ofTheInvocation[key] {
				continue
			}
			common++
			if !reflect.DeepEqual(shown[key], value) {
				t.Errorf("%s: %s is %v in the log, and %v by hand", word, key, value, shown[key])
			}
		}
		matches, _ := logged["matches"].([]any)
		for n, m := range matches {
			by := shown["matches"].([]any)[n].(map[string]any)
			for key, value := range m.(map[string]any) {
				if key != "excerpt" && !strings.ContainsRune(key, '…') && !reflect.DeepEqual(by[key], value) {
					t.Errorf("%s: %s of a match is %v in the log, and %v by hand", word, key, value, by[key])
				}
			}
		}
	}
	if common < 50 {
		t.Errorf("only %d values were compared", common)
	}
}

// ofTheInvocation are keys of the log that are about an invocation, or about metrics, which by hand there are not.
var ofTheInvocation = func() map[string]bool {
	keys := map[string]bool{"weir": true, "level": true, "time": true, "timestamp": true, "function": true, "_aws": true}
	for _, m := range auditlog.Metrics {
		keys[m.Name] = true
	}
	return keys
}()

func TestRulesAreListedByWhatTheyWeigh(t *testing.T) {
	v := inspect.Verdict{Mode: inspect.ModeBlock, Matches: []inspect.Match{
		{Rule: 1, Score: 3, Record: -1}, {Rule: 2, Score: 5, Record: -1, Mode: inspect.ModeMonitor}, {Rule: 3, Score: 5, Record: 0}, {Rule: 3, Score: 5, Record: 1},
	}}
	r := reportOf(options{}, document{}, v)
	if !slices.Equal(r.Rules, []int{3, 1, 2}) || r.Rule != 3 || r.MatchesTotal != 4 || *r.Matches[1].Record != 1 || r.Matches[2].Record != nil {
		t.Errorf("got %+v", r)
	}
}
