package corpus

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"weir/inspect/source"
)

// How many benign events there must be: in all, of every source, and of the sources that most functions have.
const (
	honestFloor = 400
	sourceFloor = 2
	commonFloor = 15
)

var commonSources = []string{
	"rest-v1", "http-v2", "function-url", "alb", "sqs", "sns", "s3", "eventbridge", "kinesis", "dynamodb", "kafka", "cwlogs",
	"ses", "appsync", "direct", "stepfunctions", "cognito",
}

// undeclaredCeiling is how many benign events are blocked by Weir as it comes, without a word about what is in their fields.
// It is not to rise, except by new events.
const undeclaredCeiling = 65

func honest(t *testing.T) []Benign {
	t.Helper()
	cases, err := Honest()
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestBenignEventsAreWholeAndDiffer(t *testing.T) {
	ids, payloads := map[string]bool{}, map[string]string{}
	for _, b := range honest(t) {
		if ids[b.ID] {
			t.Errorf("%s: there are two", b.ID)
		}
		ids[b.ID] = true
		if other, ok := payloads[b.Payload]; ok {
			t.Errorf("%s has the payload of %s", b.ID, other)
		}
		payloads[b.Payload] = b.ID
		event, err := b.Bytes()
		if err != nil {
			t.Error(err)
			continue
		}
		if !json.Valid(event) || strings.Contains(string(event), attackPlace) {
			t.Errorf("%s: %.300s", b.ID, event)
		}
	}
}

func TestThereAreEnoughBenignEventsOfEverySource(t *testing.T) {
	cases := honest(t)
	count := map[string]int{}
	kinds := map[string]bool{}
	for _, b := range cases {
		count[SourceOf(b.Case)]++
		kinds[b.Kind] = true
	}
	if len(cases) < honestFloor {
		t.Errorf("%d events, less than %d", len(cases), honestFloor)
	}
	for _, name := range source.Names() {
		floor := sourceFloor
		if slices.Contains(commonSources, name) {
			floor = commonFloor
		}
		if count[name] < floor {
			t.Errorf("%s: %d events, less than %d", name, count[name], floor)
		}
	}
	for _, kind := range Kinds {
		if !kinds[kind] {
			t.Errorf("no event is of the kind %s", kind)
		}
	}
}

func TestWhatAUserDeclaresNamesItsSourceAndAKind(t *testing.T) {
	for _, b := range honest(t) {
		if _, err := b.fields(); err != nil {
			t.Error(err)
		}
	}
	for _, wrong := range []string{"sqs", "sqs:body", "sqs:body=prose", "sns:body=text"} {
		if _, err := (Benign{Case: Case{Source: "sqs"}, Declared: wrong}).fields(); err == nil {
			t.Errorf("%q is no declaration", wrong)
		}
	}
}

func TestNoBenignEventIsBlocked(t *testing.T) {
	results, err := JudgeHonest(honest(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Verdict.Source != r.Source {
			t.Errorf("%s: source %q, want %q", r.ID, r.Verdict.Source, r.Source)
		}
		if r.Verdict.Fault != "" || len(r.Verdict.Incomplete) > 0 {
			t.Errorf("%s: fault %q, incomplete %q", r.ID, r.Verdict.Fault, r.Verdict.Incomplete)
		}
		if r.Blocked {
			t.Errorf("%s is blocked by %v", r.ID, r.Rules)
		}
	}
}

// What nobody has declared is of the kind unknown, and there some honest values are taken for attacks: those that are listed.
func TestWhatIsBlockedIfNothingIsDeclaredIsListed(t *testing.T) {
	listed, err := Undeclared()
	if err != nil {
		t.Fatal(err)
	}
	if len(listed) > undeclaredCeiling {
		t.Errorf("%d events are blocked if nothing is declared, more than %d", len(listed), undeclaredCeiling)
	}
	results, err := JudgeHonest(Bare(honest(t)), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		switch want, ok := listed[r.ID]; {
		case r.Blocked && !ok:
			t.Errorf("%s %v is blocked, and undeclared.txt does not have it", r.ID, r.Rules)
		case !r.Blocked && ok:
			t.Errorf("%s passes, and undeclared.txt has it", r.ID)
		case ok && !slices.Equal(want, r.Rules):
			t.Errorf("%s is blocked by %v, and undeclared.txt has %v", r.ID, r.Rules, want)
		}
		delete(listed, r.ID)
	}
	for id := range listed {
		t.Errorf("%s is listed, and there is no such event", id)
	}
}

func TestABrokenEntryIsAnError(t *testing.T) {
	const head = "A comment.\n\n-- one sqs text en --\n"
	good := head + "event: sqs.body\nwire: url, base64\n\nfirst\n\nsecond\n\n"
	cases, err := parseHonest("x", good+"-- two sns text - --\nevent: sns.message\n\n-- no head --\n")
	if err != nil || len(cases) != 2 || cases[0].Payload != "first\n\nsecond" || cases[1].Payload != "-- no head --" || len(cases[0].Wire) != 2 {
		t.Errorf("%+v, %v", cases, err)
	}
	for _, text := range []string{
		head + "event: sqs.body\npayload",                                        // no empty line
		head + "event: sqs.body\n\n",                                             // no payload
		head + "\npayload",                                                       // no event
		head + "event: sqs.body\ncolour: red\n\npayload",                         // no such setting
		"-- one sqs gibberish en --\nevent: sqs.body\n\npayload",                 // no such kind
		"-- one sqs text en --\nevent: sqs.body\nbinary: perhaps\n\npayload\n\n", // neither true nor left out
	} {
		if cases, err := parseHonest("x", text); err == nil {
			t.Errorf("%q: %+v", text, cases)
		}
	}
}

func TestARequestIsWhatItsSourceMakesOfIt(t *testing.T) {
	const text = "POST /caf%C3%A9?a=1%202&a=b HTTP/1.1\nHost: api.example\nCookie: x=1; y=2\nContent-Type: application/x-www-form-urlencoded\n\nn=1"
	for _, c := range []struct{ source, want string }{
		{"rest-v1", `"path":"/caf%C3%A9"`},
		{"rest-v1", `"multiValueQueryStringParameters":{"a":["1 2","b"]}`},
		{"rest-v1", `"body":"n=1"`},
		{"http-v1", `"version":"1.0"`},
		{"http-v1", `"body":"bj0x"`},
		{"http-v2", `"rawPath":"/café","rawQueryString":"a=1%202\u0026a=b"`},
		{"http-v2", `"queryStringParameters":{"a":"1 2,b"}`},
		{"http-v2", `"cookies":["x=1","y=2"]`},
		{"function-url", `"domainName":"abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws"`},
		{"alb", `"queryStringParameters":{"a":"b"}`},
		{"alb", `"cookie":"x=1; y=2"`},
		{"lattice-v1", `"raw_path":"/caf%C3%A9"`},
		{"lattice-v2", `"path":"/caf%C3%A9?a=1%202\u0026a=b"`},
		{"lambda-edge", `"cookie":[{"key":"Cookie","value":"x=1; y=2"}]`},
	} {
		b := Benign{Case: Case{ID: "x", Source: c.source, Event: asRequest, Payload: text}}
		if got, err := b.Bytes(); err != nil || !strings.Contains(string(got), c.want) {
			t.Errorf("%s: %s, %v; want %s in it", c.source, got, err, c.want)
		}
	}
	if got, err := (Benign{Case: Case{Source: "sqs", Event: asRequest, Payload: text}}).Bytes(); err == nil {
		t.Errorf("a request from a queue: %s", got)
	}
}
