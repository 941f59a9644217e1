package corpus

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"
)

// request is an HTTP request.
type request struct {
	method, path, query string
	header              []pair
	body                string
}

type pair struct{ name, value string }

// request reads the payload as an HTTP request. What AWS's front ends add to the headers is added.
func (b Benign) request() (*request, error) {
	head, body, _ := strings.Cut(b.Payload, "\n\n")
	lines := strings.Split(head, "\n")
	words := strings.Split(lines[0], " ")
	if len(words) != 3 {
		return nil, errors.New("the request line has not three words")
	}
	r := &request{method: words[0]}
	r.path, r.query, _ = strings.Cut(words[1], "?")
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ": ")
		if !ok {
			return nil, fmt.Errorf("%q is no header", line)
		}
		r.header = append(r.header, pair{name, value})
	}
	if strings.HasPrefix(r.get("content-type"), "multipart/") {
		body = strings.ReplaceAll(body, "\n", "\r\n") + "\r\n"
	}
	var err error
	if r.body, _, err = b.encoded(body); err != nil {
		return nil, err
	}
	r.header = append(r.header,
		pair{"X-Amzn-Trace-Id", "Root=1-69d79cb0-3f1c5b7a2e4d6f8091a2b3c4"}, pair{"X-Forwarded-For", "198.51.100.23"},
		pair{"X-Forwarded-Port", "443"}, pair{"X-Forwarded-Proto", "https"})
	return r, nil
}

func (r *request) get(name string) string {
	for _, h := range r.header {
		if strings.EqualFold(h.name, name) {
			return h.value
		}
	}
	return ""
}

// object is a JSON object.
type object = map[string]any

// event is the request as a source delivers it.
func (r *request) event(source string) (object, error) {
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
func (r *request) payload(isREST bool) (body string, isBase64 bool) {
	kind := r.get("content-type")
	text := kind == "" || isREST
	for _, word := range []string{"text/", "json", "xml", "javascript"} {
		text = text || strings.Contains(kind, word)
	}
	if text && utf8.ValidString(r.body) && r.get("content-encoding") == "" {
		return r.body, false
	}
	return base64.StdEncoding.EncodeToString([]byte(r.body)), true
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
func (r *request) arguments(decode bool) (one map[string]string, all map[string][]string) {
	one, all = map[string]string{}, map[string][]string{}
	for part := range strings.SplitSeq(r.query, "&") {
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
func (r *request) headers(lower bool) (one map[string]string, all map[string][]string) {
	one, all = map[string]string{}, map[string][]string{}
	for _, h := range r.header {
		name := h.name
		if lower {
			name = strings.ToLower(name)
		}
		one[name] = h.value
		all[name] = append(all[name], h.value)
	}
	return one, all
}

func (r *request) proxied(source string) object {
	one, all := r.headers(false)
	argument, arguments := r.arguments(true)
	body, isBase64 := r.payload(source == "rest-v1")
	event := object{
		"resource": "/{proxy+}", "path": r.path, "httpMethod": r.method, "headers": one, "multiValueHeaders": all,
		"queryStringParameters": nothing(argument), "multiValueQueryStringParameters": nothing(arguments),
		"pathParameters": object{"proxy": strings.TrimPrefix(r.path, "/")}, "stageVariables": nil,
		"requestContext": object{
			"accountId": "123456789012", "apiId": "a1b2c3d4e5", "domainName": r.get("host"), "domainPrefix": "api",
			"extendedRequestId": "JKJaXmPLvHcESHA=", "httpMethod": r.method, "path": "/prod" + r.path, "protocol": "HTTP/1.1",
			"identity":  object{"sourceIp": "198.51.100.23", "userAgent": textOrNull(r.get("user-agent")), "userArn": nil},
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

func (r *request) version2(source string) object {
	path := r.path
	if clean, err := url.PathUnescape(path); err == nil {
		path = clean
	}
	domain := r.get("host")
	if source == "function-url" {
		domain = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws"
	}
	headers, cookies := map[string]string{}, []string{}
	for _, h := range r.header {
		name := strings.ToLower(h.name)
		switch old, twice := headers[name]; {
		case name == "cookie":
			cookies = append(cookies, strings.Split(h.value, "; ")...)
		case twice:
			headers[name] = old + "," + h.value
		default:
			headers[name] = h.value
		}
	}
	event := object{
		"version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": r.query, "headers": headers,
		"requestContext": object{
			"accountId": "123456789012", "apiId": "z9y8x7w6v5", "domainName": domain, "domainPrefix": strings.SplitN(domain, ".", 2)[0],
			"http": object{
				"method": r.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "198.51.100.23", "userAgent": r.get("user-agent"),
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
	if r.body != "" {
		event["body"], event["isBase64Encoded"] = r.payload(false)
	}
	return event
}

func (r *request) balanced() object {
	headers, _ := r.headers(true)
	arguments, _ := r.arguments(false)
	body, isBase64 := r.payload(false)
	return object{
		"requestContext": object{"elb": object{"targetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/49e9d65c45c6791a"}},
		"httpMethod":     r.method, "path": r.path, "queryStringParameters": arguments, "headers": headers,
		"body": body, "isBase64Encoded": isBase64,
	}
}

func (r *request) lattice(source string) object {
	one, all := r.headers(true)
	body, isBase64 := r.payload(false)
	if source == "lattice-v1" {
		arguments, _ := r.arguments(false)
		return object{
			"raw_path": r.path, "method": r.method, "headers": one, "query_string_parameters": arguments,
			"body": body, "is_base64_encoded": isBase64,
		}
	}
	path := r.path
	if r.query != "" {
		path += "?" + r.query
	}
	_, arguments := r.arguments(true)
	return object{
		"version": "2.0", "path": path, "method": r.method, "headers": all, "queryStringParameters": arguments,
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

func (r *request) edge() object {
	headers := object{}
	for _, h := range r.header {
		name := strings.ToLower(h.name)
		items, _ := headers[name].([]object)
		headers[name] = append(items, object{"key": h.name, "value": h.value})
	}
	inner := object{"clientIp": "198.51.100.23", "method": r.method, "uri": r.path, "querystring": r.query, "headers": headers}
	if r.body != "" {
		inner["body"] = object{
			"inputTruncated": false, "action": "read-only", "encoding": "base64",
			"data": base64.StdEncoding.EncodeToString([]byte(r.body)),
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
