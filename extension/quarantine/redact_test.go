package quarantine

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"weir/decoders"
)

// secretText is what no kept text may hold.
const secretText = "hunter2"

func TestCredentialsAreLeftOutAndAllOtherBytesStay(t *testing.T) {
	inBase64 := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
	for _, test := range []struct{ name, text, want string }{
		{"nothing to leave out", `{"a": [1, 2.50, "x"] , "b":null}`, `{"a": [1, 2.50, "x"] , "b":null}`},
		{"a header, however it is written", `{"headers":{"Authorization" : "hunter2","accept":"*/*"}}`, `{"headers":{"Authorization" : "[left out]","accept":"*/*"}}`},
		{"a header of many values", `{"multiValueHeaders":{"cookie":["a=hunter2","b"],"x":["y"]}}`, `{"multiValueHeaders":{"cookie":"[left out]","x":["y"]}}`},
		{"an object", `{"data":{"artifactCredentials":{"secretAccessKey":"hunter2","n":{"m":[]}}, "z":1}}`, `{"data":{"artifactCredentials":"[left out]", "z":1}}`},
		{"a number", `{"password":12345 }`, `{"password":"[left out]" }`},
		{"the last of several", `{"token":"hunter2","a":1,"token":"hunter2"}`, `{"token":"[left out]","a":1,"token":"[left out]"}`},
		{"a name in escapes", `{"\u0070assword":"hunter2"}`, `{"\u0070assword":"[left out]"}`},
		{"a value with quotes", `{"password":"\"hunter2\\","a":"b"}`, `{"password":"[left out]","a":"b"}`},
		{"a code of Cognito", `{"request":{"code":"hunter2","userAttributes":{}}}`, `{"request":{"code":"[left out]","userAttributes":{}}}`},
		{"a code of anybody else", `{"country":{"code":"DE"},"request":[{"code":"DE"}],"code":"DE"}`, `{"country":{"code":"DE"},"request":[{"code":"DE"}],"code":"DE"}`},
		{"a value that is called so", `["password","hunter"]`, `["password","hunter"]`},
		{"a document in a string", `{"body":"{\"password\":\"hunter2\",\"b\":\"<ü>\"}"}`, `{"body":"{\"password\":\"[left out]\",\"b\":\"<ü>\"}"}`},
		{
			"a document in a document in a string",
			`{"body":"{\"Message\":\"{\\\"headers\\\":{\\\"cookie\\\":\\\"hunter2\\\"}}\"}"}`,
			`{"body":"{\"Message\":\"{\\\"headers\\\":{\\\"cookie\\\":\\\"[left out]\\\"}}\"}"}`,
		},
		{
			"a document in Base64", `{"data":"` + inBase64(`{"password":"hunter2"}`) + `"}`,
			`{"data":"` + inBase64(`{"password":"[left out]"}`) + `"}`,
		},
		{"Base64 with nothing to leave out", `{"data":"` + inBase64(`{"user":"x"}`) + `"}`, `{"data":"` + inBase64(`{"user":"x"}`) + `"}`},
		{"a string in which only the text looks like a document", `{"body":"{user: hunter}"}`, `{"body":"{user: hunter}"}`},
		{"what differs by delivery", `{"attributes":{"ApproximateReceiveCount":"7"}}`, `{"attributes":{"ApproximateReceiveCount":"[left out]"}}`},
		{"raw control characters", "{\"a\":\"\n\",\"password\":\"hunter2\"}", "{\"a\":\"\n\",\"password\":\"[left out]\"}"},
		{"tokens of OAuth", `{"access_token":"hunter2","token_type":"Bearer","expires_in":3600}`, `{"access_token":"[left out]","token_type":"Bearer","expires_in":3600}`},
		{"a name and a value", `{"headers":[{"key":"Authorization","value":"hunter2"},{"key":"Accept","value":"*/*"}]}`, `{"headers":[{"key":"Authorization","value":"[left out]"},{"key":"Accept","value":"*/*"}]}`},
		{"a value and a name", `[{"Value" : "hunter2" , "Name":"DB_PASSWORD"},{"Value":"eu","Name":"REGION"}]`, `[{"Value" : "[left out]" , "Name":"DB_PASSWORD"},{"Value":"eu","Name":"REGION"}]`},
		{"a value that holds another pair", `{"value":{"value":"hunter2","name":"token"},"name":"x-api-key"}`, `{"value":"[left out]","name":"x-api-key"}`},
		{"pairs as arrays", `{"h":[["authorization","hunter2"],["accept","*/*"]]}`, `{"h":[["authorization","[left out]"],["accept","*/*"]]}`},
		{"names and values in turn", `{"rawHeaders":["Host","a.example","X-Auth-Token","hunter2"]}`, `{"rawHeaders":["Host","a.example","X-Auth-Token","[left out]"]}`},
		{"a list of two words", `{"words":["token","hunter"]}`, `{"words":["token","hunter"]}`},
		{"a query", `{"rawQueryString":"page=2&access_token=hunter2&x=1"}`, `{"rawQueryString":"page=2&access_token=[left out]&x=1"}`},
		{"a form in Base64", `{"data":"` + inBase64("grant_type=password&client_secret=hunter2") + `"}`, `{"data":"` + inBase64("grant_type=password&client_secret=[left out]") + `"}`},
		{"Base64 that begins with white space", `{"data":"` + inBase64("\n {\"refresh_token\":\"hunter2\"}") + `"}`, `{"data":"` + inBase64("{\"refresh_token\":\"[left out]\"}") + `"}`},
		{"a token by its shape", `{"log":"pushed with ghp_16C7e42F292c6912E7710c838347Ae178B4a to main"}`, `{"log":"pushed with [left out] to main"}`},
		{"a place in a list of pages", `{"nextToken":"abc","maxTokens":5,"password_url":"https://a.example"}`, `{"nextToken":"abc","maxTokens":5,"password_url":"https://a.example"}`},
		{"a lone string", `"{\"token\":1}"`, `"{\"token\":\"[left out]\"}"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, ok := decoders.ParseJSON([]byte(test.text))
			if !ok {
				t.Fatal("the test's text is no JSON")
			}
			got, count := redact(doc, maxInner, nil)
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if want := strings.Count(test.want+unpacked(test.want), "[left out]"); count != want {
				t.Errorf("counted %d, want %d", count, want)
			}
		})
	}
}

func TestACompressedTextWithACredentialIsLeftOutWhole(t *testing.T) {
	pack := func(text string) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(text))
		_ = w.Close()
		return base64.StdEncoding.EncodeToString(b.Bytes())
	}
	for text, want := range map[string]int{
		`{"logEvents":[{"message":"{\"client_secret\":\"hunter2\"}"}]}`: 1,
		`authorization: Bearer hunter2hunter2`:                          1,
		`{"logEvents":[{"message":"started in 2 ms"}]}`:                 0,
	} {
		packed := pack(text)
		document := `{"data":"` + packed + `"}`
		got, count := redact(decoders.JSON(document), maxInner, nil)
		if count != want || strings.Contains(string(got), packed) != (want == 0) {
			t.Errorf("%s: %d left out, got %s", text, count, got)
		}
	}
}

func TestBytesThatAreNoJSONAreKeptWithoutCredentials(t *testing.T) {
	c := contentOf(nil, []byte("POST / HTTP/1.1\r\nX-Vault-Token: hunter2\r\n\r\n"), nil)
	if bytes.Contains(c.data, []byte(secretText)) || c.leftOut != 1 {
		t.Errorf("kept %q, %d left out", c.data, c.leftOut)
	}
}

// unpacked is what the first Base64 text in a test's text says, if there is one.
func unpacked(text string) string {
	_, rest, _ := strings.Cut(text, `{"data":"`)
	data, _, _ := strings.Cut(rest, `"`)
	out, _ := base64.StdEncoding.DecodeString(data)
	return string(out)
}

func TestDocumentsAreSearchedToABoundedDepth(t *testing.T) {
	document := []byte(`{"token":"hunter2"}`)
	for range maxInner + 3 {
		document = []byte(`[` + string(quote(document)) + `]`)
	}
	if got, count := redact(document, maxInner, nil); count != 0 || !bytes.Equal(got, document) {
		t.Errorf("found %d beyond the bound", count)
	}
	deep := []byte(strings.Repeat("[", 9000) + `{"token":1}` + strings.Repeat("]", 9000))
	if _, count := redact(deep, maxInner, nil); count != 1 {
		t.Errorf("found %d at depth 9000, want 1", count)
	}
}

func FuzzWhatIsLeftOutIsGoneAndTheRestIsValid(f *testing.F) {
	for _, seed := range []string{
		`{"a":{"password":"x","b":[1,{"Cookie":["y"]}]}}`, `{"body":"{\"token\":{}}"}`, `["eyJ0b2tlbiI6MX0="]`, `{"token":NaN}`, `{"":"\\"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, ok := decoders.ParseJSON(text)
		if !ok {
			return
		}
		got, count := redact(doc, maxInner, nil)
		if json.Valid(doc) && !json.Valid(got) {
			t.Fatalf("%s became %s", doc, got)
		}
		if _, ok := decoders.ParseJSON(got); !ok {
			t.Fatalf("%s became %s", doc, got)
		}
		again, more := redact(got, maxInner, nil)
		if (count == 0) != bytes.Equal(got, doc) && count == 0 {
			t.Fatalf("nothing was left out of %s, and it became %s", doc, got)
		}
		if !bytes.Equal(again, got) && more == 0 {
			t.Fatalf("twice is not once: %s and %s", got, again)
		}
		if len(oneLine(got)) > 3*len(got)+8 || bytes.ContainsAny(oneLine(got), "\n\r") {
			t.Fatalf("no line: %q", oneLine(got))
		}
	})
}
