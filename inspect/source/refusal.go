package source

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// The refusal of HTTP sources where the user declares nothing.
const (
	defaultStatus = http.StatusForbidden
	defaultBody   = `{"message":"Forbidden"}`
)

// incidentHeader carries the incident id to the client: all that it learns.
const incidentHeader = "x-weir-incident"

// answerForm is how a source of HTTP requests wants its answer written.
type answerForm uint8

const (
	// answerV1: API Gateway's payload version 1.0. A header that is repeated needs multiValueHeaders.
	answerV1 answerForm = iota
	// answerV2: payload version 2.0. Repeated headers are joined, and cookies have a place of their own.
	answerV2
	// answerALB: a load balancer's, with a status line. Headers are strings.
	answerALB
	// answerALBMulti: the same for target groups with multi-value headers. Headers are arrays.
	answerALBMulti
)

// refuse writes the refusal of a request by the user's policy, in the form given; extra are headers of the form's own.
func refuse(note Note, policy Policy, form answerForm, extra ...Pair) HTTP {
	answer := HTTP{Status: policy.Status, Body: []byte(policy.Body)}
	if answer.Status == 0 {
		answer.Status = defaultStatus
	}
	if policy.Body == "" {
		answer.Body = []byte(defaultBody)
	}
	answer.Headers = []Pair{{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}
	answer.Headers = append(answer.Headers, extra...)
	answer.Headers = slices.DeleteFunc(answer.Headers, func(p Pair) bool { return hasHeader(policy.Headers, p.Name) })
	for _, p := range policy.Headers {
		if !strings.EqualFold(p.Name, incidentHeader) {
			answer.Headers = append(answer.Headers, p)
		}
	}
	answer.Headers = append(answer.Headers, Pair{incidentHeader, note.Incident})

	b := append([]byte(nil), `{"statusCode":`...)
	b = strconv.AppendInt(b, int64(answer.Status), 10)
	if form == answerALB || form == answerALBMulti {
		b = append(b, `,"statusDescription":`...)
		b = appendQuoted(b, strings.TrimSpace(strconv.Itoa(answer.Status)+" "+http.StatusText(answer.Status)))
	}
	b = append(b, ',')
	b = appendHeaders(b, answer.Headers, form)
	b = append(b, `,"body":`...)
	b = appendQuoted(b, answer.Body)
	answer.Buffered = append(b, `,"isBase64Encoded":false}`...)
	return answer
}

func hasHeader(headers []Pair, name string) bool {
	return slices.ContainsFunc(headers, func(p Pair) bool { return strings.EqualFold(p.Name, name) })
}

// appendHeaders appends the members that hold the headers. A header that occurs twice becomes one member either way: an
// array, or its values joined by commas.
func appendHeaders(dst []byte, headers []Pair, form answerForm) []byte {
	if form == answerV2 {
		var cookies []Pair
		cookies, headers = split(headers, "Set-Cookie")
		if len(cookies) > 0 {
			dst = append(dst, `"cookies":`...)
			dst = append(appendValues(dst, cookies), ',')
		}
	}
	arrays := form == answerALBMulti || form == answerV1 && repeated(headers)
	if arrays {
		dst = append(dst, `"multiValueHeaders":{`...)
	} else {
		dst = append(dst, `"headers":{`...)
	}
	for first := true; len(headers) > 0; first = false {
		var same []Pair
		same, headers = split(headers, headers[0].Name)
		if !first {
			dst = append(dst, ',')
		}
		dst = append(appendQuoted(dst, same[0].Name), ':')
		if arrays {
			dst = appendValues(dst, same)
			continue
		}
		values := make([]string, len(same))
		for i, p := range same {
			values[i] = p.Value
		}
		dst = appendQuoted(dst, strings.Join(values, ", "))
	}
	return append(dst, '}')
}

// split parts the headers of a name from the others; neither list shares memory with headers.
func split(headers []Pair, name string) (same, others []Pair) {
	for _, p := range headers {
		if strings.EqualFold(p.Name, name) {
			same = append(same, p)
		} else {
			others = append(others, p)
		}
	}
	return same, others
}

func repeated(headers []Pair) bool {
	for i, p := range headers {
		if hasHeader(headers[i+1:], p.Name) {
			return true
		}
	}
	return false
}

func appendValues(dst []byte, headers []Pair) []byte {
	dst = append(dst, '[')
	for i, p := range headers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendQuoted(dst, p.Value)
	}
	return append(dst, ']')
}

// blocked is the function error of sources whose callers see errors.
func blocked(note Note) Fail {
	return Fail{Type: Blocked, Message: "Request blocked (incident " + bare(note.Incident) + ")"}
}
