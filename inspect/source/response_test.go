package source

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"weir/decoders"
)

func TestAResponseIsReadAsItsCallersFrontEndReadsIt(t *testing.T) {
	v1, v2 := Caller{source: "rest-v1", client: true}, Caller{source: "function-url", client: true, form: answerV2, loose: true}
	raw, other := Caller{source: "apigw-nonproxy", client: true, raw: true}, Caller{source: "sqs"}
	whole := func(text string) Response { return Response{Head: []byte(text), Whole: true} }
	cut := func(text string) Response { return Response{Head: []byte(text)} }
	for _, c := range []struct {
		name     string
		caller   Caller
		response Response
		status   int
		body     string
		hint     []decoders.Encoding
		headers  int
	}{
		{"an object", v1, whole(`{"statusCode":404,"headers":{"Content-Type":"text/plain"},"body":"gone \"away\""}`), 404, `gone "away"`, nil, 1},
		{"Base64", v1, whole(`{"statusCode":200,"body":"aGk=","isBase64Encoded":true}`), 200, "aGk=", []decoders.Encoding{decoders.Base64}, 0},
		{
			"Base64 of what is compressed",
			v1,
			whole(`{"statusCode":200,"multiValueHeaders":{"content-encoding":["gzip"]},"body":"H4sI","isBase64Encoded":true}`),
			200,
			"H4sI",
			[]decoders.Encoding{decoders.Base64, decoders.Gzip},
			1,
		},
		{"a header that is wrong", v1, whole(`{"statusCode":200,"headers":{"Content-Encoding":"br"},"body":"text"}`), 200, "text", nil, 1},
		{"cookies", v2, whole(`{"statusCode":200,"cookies":["a=b","c=d"],"body":""}`), 200, "", nil, 2},
		{"no body", v1, whole(`{"statusCode":204}`), 204, "", nil, 0},
		{"null for a body", v1, whole(`{"statusCode":204,"body":null}`), 204, "", nil, 0},
		{"a body that is none", v1, whole(`{"statusCode":200,"body":{"a":1}}`), 502, `{"statusCode":200,"body":{"a":1}}`, nil, 0},
		{"no response", v1, whole(`oops`), 502, "oops", nil, 0},
		{"just a body", v2, whole(`{"a":1}`), 200, `{"a":1}`, nil, 0},
		{"just a text", v2, whole(`"a\tb"`), 200, "a\tb", nil, 0},
		{"a stream of bytes", v2, whole(`<p>`), 200, "<p>", nil, 0},
		{"cut in the body", v1, cut(`{"statusCode":500,"body":"one\ntw\`), 500, "one\ntw", nil, 0},
		{"cut in a character", v1, cut(`{"statusCode":500,"body":"one\u00e`), 500, "one", nil, 0},
		{"cut in Base64", v1, cut(`{"isBase64Encoded":true,"statusCode":200,"body":"aGkhaGk`), 200, "aGkh", []decoders.Encoding{decoders.Base64}, 0},
		{"cut behind a text", v1, cut(`{"statusCode":500,"body":"one"`), 500, "one", nil, 0},
		{"nobody's form", raw, whole(`{"statusCode":200,"body":"x"}`), 0, `{"statusCode":200,"body":"x"}`, nil, 0},
		{"no client", other, whole(`{"statusCode":200,"body":"x"}`), 0, `{"statusCode":200,"body":"x"}`, nil, 0},
		{"an error", v1, Response{Head: []byte(`{"errorMessage":"x"}`), Error: true}, 0, `{"errorMessage":"x"}`, nil, 0},
		{
			"a stream",
			v2,
			Response{Head: []byte("{\"statusCode\":201,\"headers\":{\"a\":\"b\"}}\x00\x00\x00\x00\x00\x00\x00\x00body"), Flows: true},
			201,
			"body",
			nil,
			1,
		},
		{"a stream without its prelude", v2, Response{Head: []byte("{\"statusCode\":201,"), Flows: true}, 0, "", nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := c.caller.Read(c.response)
			if a.Status != c.status || string(a.Body) != c.body || !slices.Equal(a.Hint.Encodings, c.hint) || len(a.Headers) != c.headers {
				t.Errorf("%d %q %v %v", a.Status, a.Body, a.Hint.Encodings, a.Headers)
			}
		})
	}
}

func TestEveryCutOfAResponseCanBeRead(t *testing.T) {
	text := `{"statusCode":500,"headers":{"a":"b\\"},"multiValueHeaders":{"x":["1","2\""]},"cookies":[],"body":"one \u00e9 \"two\" \\"}`
	const start = `{"statusCode":500,`
	for n := len(start); n <= len(text); n++ {
		c := Caller{source: "rest-v1", client: true}
		a := c.Read(Response{Head: []byte(text[:n]), Whole: n == len(text)})
		if strings.HasSuffix(text[:n], `"`) && a.Status != 500 && a.Status != 502 {
			t.Errorf("cut at %d: %d %q", n, a.Status, a.Body)
		}
	}
}

func TestAResponseIsWithheldInTheFormOfItsSource(t *testing.T) {
	note := Note{Incident: "c0ffee"}
	for name, event := range map[string]string{
		"rest-v1":      `{"httpMethod":"GET","resource":"/","path":"/","requestContext":{}}`,
		"http-v2":      `{"version":"2.0","requestContext":{"http":{}}}`,
		"function-url": `{"version":"2.0","requestContext":{"http":{},"domainName":"a.lambda-url.eu-west-1.on.aws"}}`,
		"alb":          `{"multiValueHeaders":{},"requestContext":{"elb":{"targetGroupArn":"x"}}}`,
		"lattice-v2":   `{"version":"2.0","method":"GET","requestContext":{"serviceArn":"x"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			e := Parse([]byte(event))
			s, _ := Recognise(e)
			caller := CallerOf(s, e, s.Name())
			if s.Name() != name || caller.Source() != name || !caller.Client() {
				t.Fatalf("%s: %+v", s.Name(), caller)
			}
			outcome, ok := caller.Withhold(Response{}, note, []Pair{{"Access-Control-Allow-Origin", "*"}}).(HTTP)
			if !ok || outcome.CanFlow {
				t.Fatalf("%+v", outcome)
			}
			var answer struct {
				StatusCode        int
				StatusDescription string
				Headers           map[string]string
				MultiValueHeaders map[string][]string
				Body              string
			}
			if err := json.Unmarshal(outcome.Buffered, &answer); err != nil || answer.StatusCode != 502 || answer.Body != `{"message":"Bad Gateway"}` {
				t.Errorf("%s, %v", outcome.Buffered, err)
			}
			if text := fmt.Sprint(answer.Headers, answer.MultiValueHeaders); !strings.Contains(text, "c0ffee") || !strings.Contains(text, "Allow-Origin") {
				t.Errorf("headers %s", text)
			}
			if multi := len(answer.MultiValueHeaders) > 0; multi != (name == "alb") || (answer.StatusDescription != "") != (name == "alb" || name == "lattice-v2") {
				t.Errorf("%s", outcome.Buffered)
			}
		})
	}
}

func TestAnErrorKeepsItsTypeAndLosesTheRest(t *testing.T) {
	caller := Caller{source: "rest-v1", client: true}
	for body, want := range map[string]string{
		`{"errorMessage":"secret","errorType":"Shop.OrderError","stackTrace":["secret"]}`: "Shop.OrderError",
		`{"errorType":"*errors.errorString","errorMessage":"secret"}`:                     "*errors.errorString",
		`{"errorType":"a secret"}`: Blocked,
		`{"errorType":""}`:         Blocked,
		`secret`:                   Blocked,
	} {
		fail, ok := caller.Withhold(Response{Head: []byte(body), Error: true}, Note{Incident: "c0ffee"}, nil).(Fail)
		if !ok || fail.Type != want || fail.Message != "The response was withheld (incident c0ffee)" {
			t.Errorf("%s: %+v", body, fail)
		}
	}
}

func TestOnlyResponsesToClientsAreWithheld(t *testing.T) {
	for _, s := range All {
		caller := CallerOf(s, Event{}, s.Name())
		withheld := caller.Withhold(Response{}, Note{}, nil) != nil
		if _, requests := s.(Requester); withheld != requests {
			t.Errorf("%s: withheld: %v", s.Name(), withheld)
		}
	}
}
