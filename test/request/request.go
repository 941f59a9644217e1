// Package request makes events of HTTP requests, as the front ends of AWS hand them to a function.
package request

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Request is an HTTP request.
type Request struct {
	Method, Path, Query string
	Header              []Pair
	Body                string

	// Recorded is set for requests that a proxy recorded: the event has the path as it was sent, and the body as text
	// if it is UTF-8 without NUL and no form, whatever its type says.
	Recorded bool
}

// Pair is a header.
type Pair struct{ Name, Value string }

// Parse reads a request as people write it: the request line, the headers, an empty line, the body. Lines end with LF.
func Parse(text string) (*Request, error) {
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	words := strings.Split(lines[0], " ")
	if len(words) != 3 {
		return nil, errors.New("the request line has not three words")
	}
	r := &Request{Method: words[0], Body: body}
	r.Path, r.Query, _ = strings.Cut(words[1], "?")
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ": ")
		if !ok {
			return nil, fmt.Errorf("%q is no header", line)
		}
		r.Header = append(r.Header, Pair{name, value})
	}
	return r, nil
}

// Forward adds what AWS's front ends add to the headers.
func (r *Request) Forward() {
	r.Header = append(r.Header,
		Pair{"X-Amzn-Trace-Id", "Root=1-69d79cb0-3f1c5b7a2e4d6f8091a2b3c4"}, Pair{"X-Forwarded-For", "198.51.100.23"},
		Pair{"X-Forwarded-Port", "443"}, Pair{"X-Forwarded-Proto", "https"})
}

// Get returns the first header of that name, in any case.
func (r *Request) Get(name string) string {
	for _, h := range r.Header {
		if strings.EqualFold(h.Name, name) {
			return h.Value
		}
	}
	return ""
}

// object is a JSON object.
type object = map[string]any

// Event is the request as a source delivers it.
func (r *Request) Event(source string) (map[string]any, error) {
	switch source {
	case "rest-v1", "http-v1":
		return r.proxied(source), nil
	case "http-v2", "function-url":
		return r.version2(source), nil
	case "alb":
		return r.balanced(), nil
	case "lattice-v1", "lattice-v2":
		return r.lattice(source), nil
	case "lambda-edge":
		return r.edge(), nil
	}
	return nil, fmt.Errorf("requests do not come from %s", source)
}

// payload is the body as JSON has it. Front ends tell by the content type whether it is text; REST APIs take all for
// text that is not declared binary.
func (r *Request) payload(isREST bool) (body string, isBase64 bool) {
	kind := r.Get("content-type")
	if r.Recorded {
		isForm := strings.HasPrefix(strings.ToLower(kind), "application/x-www-form-urlencoded")
		if !isForm && utf8.ValidString(r.Body) && !strings.Contains(r.Body, "\x00") {
			return r.Body, false
		}
		return base64.StdEncoding.EncodeToString([]byte(r.Body)), true
	}
	text := kind == "" || isREST
	for _, word := range []string{"text/", "json", "xml", "javascript"} {
		text = text || strings.Contains(kind, word)
	}
	if text && utf8.ValidString(r.Body) && r.Get("content-encoding") == "" {
		return r.Body, false
	}
	return base64.StdEncoding.EncodeToString([]byte(r.Body)), true
}

// nothing is what stands in an event for what there is none of.
func nothing[T any](m map[string]T) any {
	if len(m) == 0 {
		return nil
	}
	return m
}

func textOrNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// arguments are the parameters of the query, decoded if so wanted.
func (r *Request) arguments(decode bool) (one map[string]string, all map[string][]string) {
	one, all = map[string]string{}, map[string][]string{}
	for part := range strings.SplitSeq(r.Query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if decode {
			name, value = unescaped(name), unescaped(value)
		}
		if name != "" {
			one[name] = value
			all[name] = append(all[name], value)
		}
	}
	return one, all
}

// unescaped undoes the escapes of a query; a text with broken ones stays.
func unescaped(text string) string {
	if clean, err := url.QueryUnescape(text); err == nil {
		return clean
	}
	return text
}

// headers are the headers, with names in lower case if so wanted.
func (r *Request) headers(lower bool) (one map[string]string, all map[string][]string) {
	one, all = map[string]string{}, map[string][]string{}
	for _, h := range r.Header {
		name := h.Name
		if lower {
			name = strings.ToLower(name)
		}
		one[name] = h.Value
		all[name] = append(all[name], h.Value)
	}
	return one, all
}

func (r *Request) proxied(source string) object {
	one, all := r.headers(false)
	argument, arguments := r.arguments(true)
	body, isBase64 := r.payload(source == "rest-v1")
	event := object{
		"resource": "/{proxy+}", "path": r.Path, "httpMethod": r.Method, "headers": one, "multiValueHeaders": all,
		"queryStringParameters": nothing(argument), "multiValueQueryStringParameters": nothing(arguments),
		"pathParameters": object{"proxy": strings.TrimPrefix(r.Path, "/")}, "stageVariables": nil,
		"requestContext": object{
			"accountId": "123456789012", "apiId": "a1b2c3d4e5", "domainName": r.Get("host"), "domainPrefix": "api",
			"extendedRequestId": "JKJaXmPLvHcESHA=", "httpMethod": r.Method, "path": "/prod" + r.Path, "protocol": "HTTP/1.1",
			"identity":  object{"sourceIp": "198.51.100.23", "userAgent": textOrNull(r.Get("user-agent")), "userArn": nil},
			"requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef", "requestTime": "09/Apr/2026:12:34:56 +0000",
			"requestTimeEpoch": 1775738096123, "resourceId": "x7k2p0", "resourcePath": "/{proxy+}", "stage": "prod",
		},
		"body": textOrNull(body), "isBase64Encoded": isBase64 && body != "",
	}
	if source == "http-v1" {
		event["version"] = "1.0"
	}
	return event
}

func (r *Request) version2(source string) object {
	path := r.Path
	if clean, err := url.PathUnescape(path); err == nil && !r.Recorded {
		path = clean
	}
	domain := r.Get("host")
	if source == "function-url" {
		domain = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws"
	}
	headers, cookies := map[string]string{}, []string{}
	for _, h := range r.Header {
		name := strings.ToLower(h.Name)
		switch old, twice := headers[name]; {
		case name == "cookie":
			cookies = append(cookies, strings.Split(h.Value, "; ")...)
		case twice:
			headers[name] = old + "," + h.Value
		default:
			headers[name] = h.Value
		}
	}
	event := object{
		"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": r.Query, "headers": headers,
		"requestContext": object{
			"accountId": "123456789012", "apiId": "z9y8x7w6v5", "domainName": domain, "domainPrefix": strings.SplitN(domain, ".", 2)[0],
			"http": object{
				"method": r.Method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "198.51.100.23", "userAgent": r.Get("user-agent"),
			},
			"requestId": "JKJaXhgUIAMEPIQ=", "routeKey": "$default", "stage": "$default",
			"time": "09/Apr/2026:12:34:56 +0000", "timeEpoch": 1775738096123,
		},
		"isBase64Encoded": false,
	}
	if len(cookies) > 0 {
		event["cookies"] = cookies
	}
	if _, arguments := r.arguments(true); len(arguments) > 0 {
		joined := map[string]string{}
		for name, values := range arguments {
			joined[name] = strings.Join(values, ",")
		}
		event["queryStringParameters"] = joined
	}
	if r.Body != "" {
		event["body"], event["isBase64Encoded"] = r.payload(false)
	}
	return event
}

func (r *Request) balanced() object {
	headers, _ := r.headers(true)
	arguments, _ := r.arguments(false)
	body, isBase64 := r.payload(false)
	return object{
		"requestContext": object{"elb": object{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/49e9d65c45c6791a"}},
		"httpMethod":     r.Method, "path": r.Path, "queryStringParameters": arguments, "headers": headers,
		"body": body, "isBase64Encoded": isBase64,
	}
}

func (r *Request) lattice(source string) object {
	one, all := r.headers(true)
	body, isBase64 := r.payload(false)
	if source == "lattice-v1" {
		arguments, _ := r.arguments(false)
		return object{
			"raw_path": r.Path, "method": r.Method, "headers": one, "query_string_parameters": arguments,
			"body": body, "is_base64_encoded": isBase64,
		}
	}
	path := r.Path
	if r.Query != "" {
		path += "?" + r.Query
	}
	_, arguments := r.arguments(true)
	return object{
		"version": "2.0", "path": path, "method": r.Method, "headers": all, "queryStringParameters": arguments,
		"body": body, "isBase64Encoded": isBase64,
		"requestContext": object{
			"serviceNetworkArn": "arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-0bf3f2882e9cc805a",
			"serviceArn":        "arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-0a40eebed65f8d69c",
			"targetGroupArn":    "arn:aws:vpc-lattice:eu-west-1:123456789012:targetgroup/tg-6d0ecf831eec9f09",
			"identity":          object{"sourceVpcArn": "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-0b8276c84697e7339"},
			"region":            "eu-west-1", "timeEpoch": "1775738096123456",
		},
	}
}

func (r *Request) edge() object {
	headers := object{}
	for _, h := range r.Header {
		name := strings.ToLower(h.Name)
		items, _ := headers[name].([]object)
		headers[name] = append(items, object{"key": h.Name, "value": h.Value})
	}
	inner := object{"clientIp": "198.51.100.23", "method": r.Method, "uri": r.Path, "querystring": r.Query, "headers": headers}
	if r.Body != "" {
		inner["body"] = object{
			"inputTruncated": false, "action": "read-only", "encoding": "base64",
			"data": base64.StdEncoding.EncodeToString([]byte(r.Body)),
		}
	}
	return object{"Records": []object{{"cf": object{
		"config": object{
			"distributionDomainName": "d111111abcdef8.cloudfront.net", "distributionId": "EDFDVBD6EXAMPLE", "eventType": "viewer-request",
			"requestId": "4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==",
		},
		"request": inner,
	}}}}
}
