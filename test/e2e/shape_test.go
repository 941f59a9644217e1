package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
)

// shape is a kind of large event. Its text is made when it is needed: all of them are some hundred megabytes.
type shape struct {
	name    string
	make    func(size int) string // an event of about that many bytes, and never more
	hostile bool                  // it may be refused
	short   bool                  // every run of the tests tries it
}

const (
	prose     = "The quick brown fox jumps over the lazy dog. "
	accents   = "Où l'été a séché les forêts, l'œuvre d'un élève âgé paraît déjà très évoluée. "
	chinese   = "天地玄黄,宇宙洪荒。日月盈昃,辰宿列张。寒来暑往,秋收冬藏。"
	emoji     = "😀😁😂🤣😃😄😅😆😉😊🚀🌍👩‍👩‍👧‍👦 "
	logLine   = `2026-03-12T19:03:58Z info order 18273 {"status": 200, "took": "18 ms", "path": "/orders/18273"} ` + "\n"
	smallItem = `{"a":"x1","b":2},`
)

// shapes are those that Weir's memory is measured with.
var shapes = []shape{
	{"one text", member(prose), false, true},
	{"one hostile text", member(`union/**/select %41 'c'at ../etc/passwd \x41 &lt;script onload=`), true, true},
	{"many small members", list(smallItem), false, true},
	{"many different members", differentNames, false, true},
	{"many attacks", list(`"` + injection + `",`), true, true},
	{"accents", member(accents), false, false},
	{"accents alone", member("é"), false, false},
	{"accents as escapes", member("\\u00e9t\\u00e9 "), false, false},
	{"Chinese", member(chinese), false, false},
	{"emoji", member(emoji), false, false},
	{"emoji as escapes", member(`\ud83d\ude00`), false, false},
	{"log lines", member(strings.ReplaceAll(strings.ReplaceAll(logLine, `"`, `\"`), "\n", `\n`)), false, false},
	{"quotes", member(`'`), true, false},
	{"Base64 of no text", member(base64.StdEncoding.EncodeToString([]byte("\xff\xfe\xff"))), false, false},
	{"Base64 of Latin-1", func(size int) string {
		return member(base64.StdEncoding.EncodeToString([]byte("\xe9t\xe9 \xe0 la for\xeat, ")))(size)
	}, false, false},
	{"Base64 of a picture", func(size int) string {
		return `{"picture":"` + base64.StdEncoding.EncodeToString(noise((size-20)/4*3)) + `"}`
	}, false, false},
	{"percent signs", member("%ff%fe"), false, false},
	{"percent signs of accents", member("%C3%A9t%C3%A9+"), false, false},
	{"invalid UTF-8", func(size int) string { return strings.Repeat("\xff\xfe", size/2) }, false, false},
	{"invalid UTF-8 in JSON", member("\xff\xfe"), false, false},
	{"noise", func(size int) string { return string(noise(size)) }, false, false},
	{"plain text", func(size int) string { return strings.Repeat(prose, size/len(prose)) }, false, false},
	{"a million numbers", func(int) string { return `{"list":[` + strings.Repeat("1234,", 999_999) + `0]}` }, false, false},
	{"half a million strings", func(int) string { return `{"list":[` + strings.Repeat(`"ab1c",`, 499_000) + `0]}` }, false, false},
	{"a million members", func(size int) string { return list(`{"a":1},`)(size) }, false, false},
	{"10,000 records", func(size int) string { return kinesis(10_000, strings.Repeat("x y ", (size/10_000-600)/16*3)) }, false, false},
	{"records of 6 MB", func(size int) string { return kinesis(1, strings.Repeat(prose, (size-1000)/4*3/len(prose))) }, false, false},
	{"gzip in gzip", func(size int) string { return kinesis(1, packed(packed(letters((size-1000)/4*3*5/4)))) }, false, false},
	{"log subscription", func(size int) string { return awslogs(subscription(logLine, 3*size)) }, false, false},
	{"envelopes of log subscriptions", nested(func(inner string) string { return awslogs(inner) }, 6), true, false},
	{"envelopes as texts", nested(func(inner string) string { return `{"widgetContext":{},"x":` + quoted(inner) + `}` }, 6), true, false},
	{"envelopes of requests", nested(func(inner string) string { return post("application/json", inner, false) }, 6), true, false},
	{"envelopes of requests in Base64", nested(func(inner string) string { return post("application/json", inner, true) }, 6), true, false},
	{"many envelopes", func(size int) string {
		return list(quoted(`{"awslogs":{"data":"x"}}`) + ",")(size)
	}, true, true},
	{"a query in direct", func(size int) string { return `{"url":"/?` + strings.Repeat("name=some+value&", size/16-2) + `"}` }, false, false},
	{"a query", func(size int) string { return functionURL(strings.Repeat("name=some+value&", size/16-120)) }, false, false},
	{"a query that is decoded twice", func(size int) string {
		return functionURL(strings.Repeat("n=a%2520value%2B&", size/17-120))
	}, false, false},
	{"a query parsed and raw", func(size int) string {
		q := strings.Repeat("some+value+", size/22-120)
		return functionURL("q="+q, `"queryStringParameters": {"q": "`+strings.ReplaceAll(q, "+", " ")+`"}`)
	}, false, false},
	{"cookies", func(size int) string {
		return functionURL("", `"cookies": [`+strings.Repeat(`"name=some-value",`, size/18-120)+`"a=b"]`)
	}, false, false},
	{"one cookie", func(size int) string {
		return functionURL("", `"cookies": ["a=`+strings.Repeat("value", size/5-400)+`"]`)
	}, false, false},
	{"a header", func(size int) string {
		return post("text/plain", "x", false, `"x-long": "`+strings.Repeat(prose, size/len(prose)-50)+`"`)
	}, false, false},
	{"a form", func(size int) string {
		return post("application/x-www-form-urlencoded", strings.Repeat("name=some+value&", size/16-120), false)
	}, false, false},
	{"a form in Base64", func(size int) string {
		return post("application/x-www-form-urlencoded", strings.Repeat("name=some+value&", size*3/64-120), true)
	}, false, false},
	{"a form of accents", func(size int) string {
		return post("application/x-www-form-urlencoded", "q="+strings.Repeat("%C3%A9t%C3%A9+", size/14-120), false)
	}, false, false},
	{"a body of JSON", func(size int) string { return post("application/json", list(smallItem)((size-1500)*17/24), false) }, false, false},
	{"a body of JSON in Base64", func(size int) string { return post("application/json", list(smallItem)((size-1500)/4*3), true) }, false, false},
	{"an upload in Base64", func(size int) string { return post("application/octet-stream", string(noise((size-1500)/4*3)), true) }, false, false},
	{"an upload of a form", func(size int) string {
		part := "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
		return post("multipart/form-data; boundary=b", part+string(noise((size-2000)/4*3))+"\r\n--b--\r\n", true)
	}, false, false},
	{"XML", func(size int) string {
		return post("application/xml", "<a>"+strings.Repeat("<b>some text</b>", (size-1500)/18)+"</a>", false)
	}, false, false},
}

// member is an event with one string that repeats a text.
func member(text string) func(int) string {
	return func(size int) string { return `{"text":"` + strings.Repeat(text, (size-20)/len(text)) + `"}` }
}

// list is an event with a list that repeats an element and its comma.
func list(element string) func(int) string {
	return func(size int) string { return `{"list":[` + strings.Repeat(element, (size-20)/len(element)) + `0]}` }
}

func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text)
	return strings.TrimSpace(b.String())
}

// noise is a sequence of random bytes, and always the same.
func noise(size int) []byte {
	r := rand.NewChaCha8([32]byte{1})
	out := make([]byte, size)
	_, _ = r.Read(out)
	return out
}

// letters is a JSON document that compresses badly.
func letters(size int) string {
	return `{"text":"` + base64.RawURLEncoding.EncodeToString(noise((size-20)/4*3)) + `"}`
}

func packed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.String()
}

func awslogs(text string) string {
	return `{"awslogs":{"data":"` + base64.StdEncoding.EncodeToString([]byte(packed(text))) + `"}}`
}

func subscription(line string, size int) string {
	var b strings.Builder
	b.WriteString(`{"messageType":"DATA_MESSAGE","owner":"123456789012","logGroup":"g","logStream":"s","subscriptionFilters":["f"],"logEvents":[`)
	for i := 0; b.Len() < size-300; i++ {
		fmt.Fprintf(&b, `{"id":"%056d","timestamp":1440442987000,"message":%s},`, i, quoted(line))
	}
	b.WriteString(`{"id":"1","timestamp":1440442987000,"message":"end"}]}`)
	return b.String()
}

// kinesis is a batch of n records.
func kinesis(n int, data string) string {
	encoded := base64.StdEncoding.EncodeToString([]byte(data))
	var records []string
	for i := range n {
		records = append(records, fmt.Sprintf(`{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"4959033827149025660855969253836157109592157598913658%04d",`+
			`"data":"%s","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:4959033827149025660855969253836157109592157598913658",`+
			`"eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role","awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}`, i, encoded))
	}
	return batch(records...)
}

// post is the event of a POST to an HTTP API.
func post(contentType, body string, encoded bool, headers ...string) string {
	if encoded {
		body = `"` + base64.StdEncoding.EncodeToString([]byte(body)) + `"`
	} else {
		body = quoted(body)
	}
	more := ""
	for _, h := range headers {
		more += "," + h
	}
	return fmt.Sprintf(`{"version":"2.0","routeKey":"$default","rawPath":"/orders","rawQueryString":"","headers":{"content-type":%q,"host":"abc.execute-api.eu-central-1.amazonaws.com","user-agent":"curl/8.0","accept":"*/*"%s},`+
		`"requestContext":{"accountId":"1","apiId":"abc","domainName":"abc.execute-api.eu-central-1.amazonaws.com","domainPrefix":"abc","http":{"method":"POST","path":"/orders","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":"curl/8.0"},`+
		`"requestId":"5fd6b1a2","routeKey":"$default","stage":"$default","time":"12/Mar/2026:19:03:58 +0000","timeEpoch":1583348638390},"body":%s,"isBase64Encoded":%t}`, contentType, more, body, encoded)
}

// nested puts a text into envelopes inside each other, as large as fits.
func nested(wrap func(string) string, levels int) func(int) string {
	return func(size int) string {
		for inner := size; ; inner = inner * 9 / 10 {
			text := letters(inner)
			for range levels {
				text = wrap(text)
				if len(text) > size {
					break
				}
			}
			if len(text) <= size {
				return text
			}
		}
	}
}

func differentNames(size int) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := 0; b.Len() < size-40; i++ {
		fmt.Fprintf(&b, `"name%d":"value %d",`, i, i)
	}
	b.WriteString(`"end":""}`)
	return b.String()
}
