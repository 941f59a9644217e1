package inspect

import (
	"bytes"
	"context"
	"encoding/base64"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"weir/inspect/source"
)

// part is a multipart body of one part.
func part(headers, content string) string {
	return "--frontier\r\nContent-Disposition: form-data; name=\"a\"" + headers + "\r\n\r\n" + content + "\r\n--frontier--\r\n"
}

// The engine's own readers of bodies pass over much that a handler reads.
func TestWhatTheEngineDoesNotReadInABodyIsJudgedAsAValue(t *testing.T) {
	const escaped = `{"id":"1\u0027 \u0055NION \u0053ELECT username, password FROM users--"}`
	const form = "multipart/form-data; boundary=frontier"
	for _, c := range []struct{ name, contentType, body string }{
		{"a file's content", form, part(`; filename="a.csv"`, injection)},
		{"a part in Base64", form, part("\r\nContent-Transfer-Encoding: base64", base64.StdEncoding.EncodeToString([]byte(injection)))},
		{"a part of JSON", form, part("\r\nContent-Type: application/json", escaped)},
		{"XML around a comment", "application/xml", `<a>1' UN<!-- -->ION SELE<!-- -->CT username, pass<!-- -->word FR<!-- -->OM users--</a>`},
		{"XML around a section", "text/xml", `<a>1' UN<![CDATA[ION SELE]]>CT username, password FROM users--</a>`},
		{"an XML entity", "application/xml", `<!DOCTYPE a [<!ENTITY x "` + injection + `">]><a>&x;</a>`},
		{"an XML comment", "application/xml", "<a><!-- " + injection + " --></a>"},
		{"an instruction in XML", "image/svg+xml", "<?xml version='1.0'?><svg><?x " + injection + "?></svg>"},
		{"no XML under an XML type", "text/xml", "x <?x " + injection + "?>"},
		{"JSON under an XML type", "application/x-json+xml", escaped},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, _ := judge(t, patient(), functionURL("/", "", c.contentType, c.body, false))
			if !slices.Contains(ids(v), 942100) || v.Action != Block {
				t.Errorf("%s by %v", v.Action, ids(v))
			}
		})
	}
}

// Compressed pictures are as random as bytes get.
func TestLargeUploadsOfBytesPass(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	picture := make([]byte, 400<<10)
	for i := range picture {
		picture[i] = byte(random.Uint32())
	}
	copy(picture, "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01")
	encoded := base64.StdEncoding.EncodeToString(picture)
	upload := part("; filename=\"p.jpg\"\r\nContent-Type: image/jpeg", string(picture))
	for name, event := range map[string]string{
		"body":      functionURL("/upload", "", "image/jpeg", encoded, true),
		"in JSON":   functionURL("/upload", "", "application/json", `{"picture":"`+encoded+`"}`, false),
		"a message": queue(encoded),
		"a part":    functionURL("/upload", "", "multipart/form-data; boundary=frontier", base64.StdEncoding.EncodeToString([]byte(upload)), true),
	} {
		if v, _ := judge(t, patient(), event); v.Action != Pass || v.Score != 0 {
			t.Errorf("%s: %s with score %d, incomplete %v: %v", name, v.Action, v.Score, v.Incomplete, ids(v))
		}
	}
	hidden := bytes.Join([][]byte{picture[:1000], []byte(strings.Repeat("<?php system($_GET['c']); ?>", 2)), picture[1000:]}, nil)
	if v, _ := judge(t, patient(), functionURL("/upload", "", "image/jpeg", base64.StdEncoding.EncodeToString(hidden), true)); v.Action != Block {
		t.Errorf("a shell inside a picture: %s", v.Action)
	}
}

// A record of a stream inside a message is declared as Base64 there: too short to be guessed.
func TestWhatOnlyAnEnvelopeDeclaresIsNamedFromTheOutside(t *testing.T) {
	record := `{"Records":[{"eventSource":"aws:kinesis","eventID":"shardId-0:1","kinesis":{"data":"` +
		base64.StdEncoding.EncodeToString([]byte("'or 1=1--")) + `","partitionKey":"1","sequenceNumber":"1"}}]}`
	v, _ := judge(t, patient(), queue(record))
	const want = "Records[0].body → Records[0].kinesis.data"
	if !slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Rule == 942100 && m.Field == want && m.Via == "base64" }) {
		t.Errorf("no match at %s: %+v", want, v.Matches)
	}
}

// A request that was recorded has a type of its own. Together with that of the request that carries it, it is no header sent twice.
func TestTheTypeOfARecordedRequestIsNoSecondOne(t *testing.T) {
	inner := functionURL("/", "", "application/json", "{}", false)
	if v, _ := judge(t, patient(), functionURL("/replay", "", "application/json", inner, false)); slices.Contains(ids(v), 920620) {
		t.Errorf("%s by %v", v.Action, ids(v))
	}
	inner = functionURL("/", "", "%{(#a='multipart/form-data').(#b=@java.lang.Runtime@getRuntime().exec('id'))}", "", false)
	if v, _ := judge(t, patient(), functionURL("/replay", "", "application/json", inner, false)); v.Action != Block {
		t.Errorf("an attack in the inner type: %s by %v", v.Action, ids(v))
	}
}

func TestARequestWithoutAMethodIsStillARequest(t *testing.T) {
	event := functionURL("/", "id="+url.QueryEscape(injection), "text/plain", "", false)
	v, _ := judge(t, patient(), strings.Replace(event, `"method":"POST"`, `"method":""`, 1))
	if !slices.Contains(ids(v), 942100) || v.Action != Block {
		t.Errorf("%s by %v", v.Action, ids(v))
	}
}

// The engine keeps the names of arguments in lower case.
func TestNoNameInAnotherCaseHidesAnArgument(t *testing.T) {
	i := inspectorFor(t, patient())
	for range 20 { // it used to be a matter of chance
		event := functionURL("/", "", "application/x-www-form-urlencoded", "ID="+url.QueryEscape(injection)+"&id=1&Id=2", false)
		if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != Block {
			t.Fatalf("%s by %v", v.Action, ids(v))
		}
	}
}

func TestACookieIsReadWhateverStandsBesideIt(t *testing.T) {
	wrapped := base64.StdEncoding.EncodeToString([]byte(`{"user":"` + injection + `"}`))
	event := functionURL("/", "", "text/plain", "", false)
	for name, event := range map[string]string{
		"header": strings.Replace(event, `"accept":"*/*"`, `"accept":"*/*","cookie":"a=b; session=`+wrapped+`; c=d"`, 1),
		"list":   strings.Replace(event, `"requestContext"`, `"cookies":["a=b","session=`+wrapped+`","c=d"],"requestContext"`, 1),
	} {
		v, _ := judge(t, patient(), event)
		if !slices.ContainsFunc(v.Matches, func(m Match) bool {
			return m.Rule == 942100 && strings.HasSuffix(m.Field, "session → user") && m.Via == "base64"
		}) {
			t.Errorf("%s: %s by %v", name, v.Action, ids(v))
		}
	}
}
