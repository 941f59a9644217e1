package inspect

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/inspect/source"
)

// callerOf is who gets the response to an event.
func callerOf(t testing.TB, event string) source.Caller {
	t.Helper()
	e := source.Parse([]byte(event))
	s, _ := source.Recognise(e)
	return source.CallerOf(s, e, s.Name())
}

const (
	toURL   = `{"version":"2.0","requestContext":{"http":{},"domainName":"a.lambda-url.eu-west-1.on.aws"}}`
	toREST  = `{"httpMethod":"GET","resource":"/","path":"/","requestContext":{}}`
	toQueue = `{"Records":[{"eventSource":"aws:sqs","body":"x","messageId":"1","receiptHandle":"r","attributes":{}}]}`
	toRaw   = `{"params":{"querystring":{}},"context":{},"body-json":{}}`
)

// answer is a response in the form of payload versions 1.0 and 2.0.
func answer(t testing.TB, status int, contentType, body string) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"statusCode": status, "headers": map[string]string{"Content-Type": contentType}, "body": body,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func responseOf(text string) source.Response {
	return source.Response{Head: []byte(text[:min(len(text), source.MaxHead)]), Whole: len(text) <= source.MaxHead}
}

func judgeResponse(t testing.TB, o Options, event string, r source.Response) (Verdict, source.Outcome) {
	t.Helper()
	o.Budget = time.Minute
	v, outcome := New(o).InspectResponse(t.Context(), source.Invocation{ID: "1"}, callerOf(t, event), r)
	if v.Fault != "" {
		t.Errorf("fault: %s", v.Fault)
	}
	return v, outcome
}

const (
	awsLeak = `{"AccessKeyId":"ASIAEXAMPLEEXAMPLE12","SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}`
	sqlLeak = `You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near ''' at line 1`
	trace   = `  File "/var/task/app.py", line 12, in handler`
)

func TestLeaksInResponsesAreFound(t *testing.T) {
	html, jsonType := "text/html; charset=utf-8", "application/json"
	for _, c := range []struct {
		name, event, response string
		rule                  int
		field                 string
	}{
		{"credentials", toURL, answer(t, 200, jsonType, awsLeak), 1010700, "response.body"},
		{"credentials as a body by itself", toURL, awsLeak, 1010700, "response.body"},
		{"credentials in a header", toREST, `{"statusCode":302,"headers":{"Location":"mysql://a:kd93kfK@db1.shop.com/x"},"body":""}`, 1010702, "response.headers.Location"},
		{"credentials to nobody", toQueue, awsLeak, 1010700, "response.body"},
		{"a trace in JSON", toREST, answer(t, 500, jsonType, `{"trace":["  File \"/var/task/app.py\", line 12, in handler\n"]}`), 1010710, ""},
		{"a trace that is a text in JSON in JSON", toREST, answer(t, 200, jsonType, `{"e":"{\"trace\":\"  File \\\"/var/task/app.py\\\", line 12\"}"}`), 1010710, ""},
		{"an error of a database", toREST, answer(t, 200, html, "<p>"+sqlLeak+"</p>"), 951230, "response.body"},
		{"an error of a database in JSON", toREST, answer(t, 200, jsonType, `{"error":"`+sqlLeak+`"}`), 951230, "response.body"},
		{"a listing", toREST, answer(t, 200, html, "<title>Index of /</title><h1>Index of /</h1>"), 950130, "response.body"},
		{"Java", toREST, answer(t, 500, "text/plain", "java.lang.NullPointerException\n\tat com.shop.A.b(A.java:1)"), 952110, "response.body"},
		{"PHP", toREST, answer(t, 200, html, "<br />\n<b>Warning</b>: Undefined variable $x in <b>/app/x.php</b> on line <b>3</b>"), 953100, "response.body"},
		{"the source of a program", toREST, answer(t, 200, "text/plain", "<?php\n echo 1;"), 953120, "response.body"},
		{"a shell", toREST, answer(t, 200, html, "<title>r57 shell</title>"), 955110, "response.body"},
		{"a trace that an error shows through a template", toRaw, `{"statusCode":200,"body":"at x (/var/task/index.js:3:9)"}`, 1010711, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, outcome := judgeResponse(t, Options{}, c.event, responseOf(c.response))
			i := slices.IndexFunc(v.Matches, func(m Match) bool { return m.Rule == c.rule })
			if i < 0 || v.Score < 4 || v.Incident == "" || !v.Response {
				t.Fatalf("%+v", v)
			}
			if c.field != "" && v.Matches[i].Field != c.field {
				t.Errorf("field %s", v.Matches[i].Field)
			}
			if outcome != nil || v.Action != Pass {
				t.Errorf("%s, %+v", v.Action, outcome)
			}
		})
	}
}

func TestHonestResponsesAreClean(t *testing.T) {
	html, jsonType := "text/html", "application/json"
	for name, c := range map[string]struct{ event, response string }{
		"JSON about keys":              {toREST, answer(t, 200, jsonType, `{"keys":["primary"],"accessKeyId":"AKIAIOSFODNN7EXAMPLE","secretAccessKey":null}`)},
		"an honest error":              {toREST, answer(t, 500, jsonType, `{"message":"Internal server error","error":"TypeError: x is not a function"}`)},
		"an honest form":               {toREST, answer(t, 400, jsonType, `{"message":["email must be a valid email","name cannot be empty"],"error":"Bad Request"}`)},
		"a page":                       {toREST, answer(t, 200, html, "<!doctype html><html><title>Shop</title><h1>Hello</h1><p>At our company all is well.</p></html>")},
		"XML":                          {toREST, answer(t, 200, "application/xml", `<?xml version="1.0"?><a>b</a>`)},
		"a script":                     {toREST, answer(t, 200, "text/javascript", "throw new TypeError('x'); // <? fopen( java.lang.Exception")},
		"a trace in no HTTP":           {toQueue, `{"trace":"at x (/var/task/index.js:3:9)"}`},
		"no response":                  {toREST, ""},
		"null":                         {toURL, "null"},
		"a response that is malformed": {toREST, `{"statusCode":`},
		"a picture":                    {toREST, `{"statusCode":200,"headers":{"Content-Type":"image/png"},"isBase64Encoded":true,"body":"` + base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n\x00\x00<? x\x00#!/\xff<%=\x80at com")) + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			if v, outcome := judgeResponse(t, Options{Responses: ResponsesBlock}, c.event, responseOf(c.response)); !v.Clean() || outcome != nil {
				t.Errorf("%+v, %v", v, outcome)
			}
		})
	}
}

// blog is an article about errors that quotes them.
var blog = "<html><h1>When databases answer</h1>" + strings.Repeat("<p>We all have seen errors. They tell what went wrong. Here is one.</p>\n", 4) +
	"<code>" + sqlLeak + "</code><p>Such a text helps an attacker. Do not show it.</p><pre>" + trace + "</pre>" +
	"<pre>java.lang.IllegalStateException: x</pre></html>"

func TestAnArticleAboutErrorsIsNotedAndDoesNotCount(t *testing.T) {
	o := Options{Responses: ResponsesBlock}
	v, outcome := judgeResponse(t, o, toREST, responseOf(answer(t, 200, "text/html", blog)))
	if v.Score != 0 || len(v.Matches) < 3 || outcome != nil || v.Action != Pass {
		t.Errorf("%+v", v)
	}
	if v, outcome := judgeResponse(t, o, toREST, responseOf(answer(t, 500, "text/html", blog))); v.Score < 8 || outcome == nil {
		t.Errorf("with the status of an error: %+v", v)
	}
	if v, outcome := judgeResponse(t, o, toREST, responseOf(answer(t, 200, "text/html", blog+awsLeak))); v.Score != 5 || outcome == nil {
		t.Errorf("with credentials: %+v", v)
	}
}

func TestResponsesAreReadThroughTheirEncodings(t *testing.T) {
	packed := func(coding string, pack func(*bytes.Buffer)) string {
		var b bytes.Buffer
		pack(&b)
		return `{"statusCode":200,"isBase64Encoded":true,"headers":{"content-encoding":"` + coding + `"},"body":"` + base64.StdEncoding.EncodeToString(b.Bytes()) + `"}`
	}
	for via, response := range map[string]string{
		"base64": packed("identity", func(b *bytes.Buffer) { b.WriteString(awsLeak) }),
		"base64>gzip": packed("gzip", func(b *bytes.Buffer) {
			w := gzip.NewWriter(b)
			_, _ = w.Write([]byte(awsLeak))
			_ = w.Close()
		}),
		"base64>deflate": packed("deflate", func(b *bytes.Buffer) {
			w := zlib.NewWriter(b)
			_, _ = w.Write([]byte(awsLeak))
			_ = w.Close()
		}),
	} {
		t.Run(via, func(t *testing.T) {
			v, _ := judgeResponse(t, Options{}, toURL, responseOf(response))
			if len(v.Matches) != 1 || v.Matches[0].Rule != 1010700 || v.Matches[0].Via != via {
				t.Errorf("%+v", v)
			}
		})
	}
}

func TestTheModeSaysWhatBecomesOfAResponse(t *testing.T) {
	leak := responseOf(answer(t, 200, "application/json", awsLeak))
	failed := source.Response{Head: []byte(`{"errorMessage":"x","errorType":"Oops","stackTrace":["at x (/var/task/index.js:3:9)"]}`), Whole: true, Error: true}
	failedWithKey := source.Response{Head: []byte(`{"errorMessage":"ASIAEXAMPLEEXAMPLE12 wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY","errorType":"Oops"}`), Whole: true, Error: true}
	off, monitor, block := ResponsesOff, ResponsesMonitor, ResponsesBlock
	for _, c := range []struct {
		name      string
		options   Options
		event     string
		response  source.Response
		found     bool
		withholds bool
	}{
		{"off", Options{Responses: off}, toREST, leak, false, false},
		{"monitor", Options{Responses: monitor}, toREST, leak, true, false},
		{"block", Options{Responses: block}, toREST, leak, true, true},
		{"block, a high threshold", Options{Responses: block, ResponseThreshold: 9}, toREST, leak, true, false},
		{"block, no client", Options{Responses: block}, toQueue, leak, true, false},
		{"block, excluded", Options{Responses: block, Exclude: []Exclusion{{Rule: 1010700, Source: "rest-v1", Field: "response.body*"}}}, toREST, leak, false, false},
		{"monitor, an error that no client sees", Options{Responses: monitor}, toREST, failed, false, false},
		{"monitor, an error that a client sees", Options{Responses: monitor}, toRaw, failed, true, false},
		{"monitor, an error with credentials", Options{Responses: monitor}, toREST, failedWithKey, true, false},
		{"block, an error", Options{Responses: block}, toREST, failed, true, true},
		{"block, an error to a queue", Options{Responses: block}, toQueue, failed, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, outcome := judgeResponse(t, c.options, c.event, c.response)
			if c.found == v.Clean() || c.withholds != (outcome != nil) || c.withholds != (v.Action == Block) {
				t.Errorf("%+v, %+v", v, outcome)
			}
			if fail, ok := outcome.(source.Fail); c.response.Error && c.withholds && (!ok || fail.Type != "Oops") {
				t.Errorf("%+v", outcome)
			}
		})
	}
}

func TestTheCallerOfAnEventIsToldWithIt(t *testing.T) {
	i := New(Options{})
	_, outcome := i.Inspect(t.Context(), source.Invocation{Payload: []byte(toURL)})
	if f, ok := outcome.(source.Forward); !ok || f.Caller != callerOf(t, toURL) {
		t.Errorf("%+v", outcome)
	}
	if v, outcome := i.InspectResponse(t.Context(), source.Invocation{}, source.Caller{}, responseOf(awsLeak)); !v.Clean() || outcome != nil {
		t.Errorf("nobody's response: %+v", v)
	}
}

func TestAStreamIsJudgedPieceByPiece(t *testing.T) {
	const prelude = "{\"statusCode\":200}\x00\x00\x00\x00\x00\x00\x00\x00"
	head := []byte(prelude + strings.Repeat("word ", 4000) + "ASIAEXAMPLEEXAMPLE12 wJalrXUtnFEMI/K7")
	rest := []byte("MDENG/bPxRfiCYEXAMPLEKEY")
	o := Options{Responses: ResponsesBlock}
	if v, _ := judgeResponse(t, o, toURL, source.Response{Head: head, Flows: true, More: true}); !v.Clean() {
		t.Fatalf("%+v", v)
	}
	v, outcome := judgeResponse(t, o, toURL, source.Response{Head: slices.Concat(head, rest), Flows: true, Known: len(head), More: true})
	if len(v.Matches) != 1 || outcome == nil {
		t.Errorf("%+v", v)
	}
	// What was found to be clean is not looked at again, but for its end.
	v, _ = judgeResponse(t, o, toURL, source.Response{Head: slices.Concat(head, rest, bytes.Repeat([]byte("x "), 4000)), Flows: true, Known: len(head) + len(rest) + 8000, More: true})
	if !v.Clean() {
		t.Errorf("%+v", v)
	}
}

func TestTheTimeForResponsesIsBounded(t *testing.T) {
	i := New(Options{Budget: time.Nanosecond})
	_, _ = i.Wait()
	v, outcome := i.InspectResponse(t.Context(), source.Invocation{}, callerOf(t, toREST), responseOf(answer(t, 200, "text/html", "<p>"+sqlLeak)))
	if !slices.Equal(v.Incomplete, []string{"time"}) || outcome != nil {
		t.Errorf("%+v", v)
	}
}

func BenchmarkResponse(b *testing.B) {
	i := New(Options{})
	_, _ = i.Wait()
	caller := callerOf(b, toREST)
	item := `{"sku":"SKU-007919-BLK","title":"Wireless headphones, over-ear, 20 h battery","error":null,"price":"49.99"},`
	for name, text := range map[string]string{
		"clean_2KB":  answer(b, 200, "application/json", `{"items":[`+strings.Repeat(item, 17)+`{}]}`),
		"clean_64KB": answer(b, 200, "text/html", "<html>"+strings.Repeat("<p>Plain words and a <a href=\"/x\">link</a>, twice a day.</p>\n", 1100)),
		"leak_2KB":   answer(b, 500, "application/json", `{"error":"`+sqlLeak+`","items":[`+strings.Repeat(item, 16)+`{}]}`),
	} {
		b.Run(name, func(b *testing.B) {
			r := responseOf(text)
			i.InspectResponse(context.Background(), source.Invocation{}, caller, r)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				i.InspectResponse(context.Background(), source.Invocation{}, caller, r)
			}
		})
	}
}

// TestHammerResponses judges responses side by side, whose rules are compiled meanwhile.
func TestHammerResponses(t *testing.T) {
	i := New(Options{Budget: time.Minute, Responses: ResponsesBlock})
	caller := callerOf(t, toREST)
	responses := map[string]bool{
		answer(t, 200, "application/json", awsLeak):                                          true,
		answer(t, 200, "text/html", "<p>"+sqlLeak):                                           true,
		answer(t, 500, "text/plain", trace):                                                  true,
		answer(t, 200, "text/html", "<title>Index of /</title><h1>Index of /</h1>"):          true,
		answer(t, 200, "application/json", `{"message":"email must be a valid email"}`):      false,
		answer(t, 404, "text/html", "<p>Nothing is here, and at com nothing is either.</p>"): false,
	}
	var all sync.WaitGroup
	for range 4 {
		for text, leaks := range responses {
			all.Go(func() {
				v, outcome := i.InspectResponse(context.Background(), source.Invocation{}, caller, responseOf(text))
				if (outcome != nil) != leaks || v.Fault != "" {
					t.Errorf("%.80s: %+v", text, v)
				}
			})
		}
	}
	all.Wait()
}
