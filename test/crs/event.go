package crs

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

var jsonType = regexp.MustCompile(`(?i)^application/(?:[a-z0-9.-]+[+])?json`)

// isJSON says whether stock Coraza would read the body as JSON.
func isJSON(r Request) bool { return jsonType.MatchString(r.Header("Content-Type")) }

// textType is what a Function URL passes on as text if it is UTF-8; any other body arrives in Base64.
var textType = regexp.MustCompile(`(?i)^(?:text/|application/(?:json|javascript|xml|graphql)\b|application/[a-z0-9.-]+\+(?:json|xml))`)

// Event is the request as a Function URL hands it to its function: payload version 2.0, see
// https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html.
func Event(r Request) ([]byte, error) {
	path, query, _ := strings.Cut(r.URI, "?")
	headers, cookies := headersOf(r)
	event := map[string]any{
		"version":        "2.0",
		"routeKey":       "$default",
		"rawPath":        path,
		"rawQueryString": query,
		"headers":        headers,
		"requestContext": map[string]any{
			"accountId":    "anonymous",
			"apiId":        "abcdefghij",
			"domainName":   "abcdefghij.lambda-url.eu-west-1.on.aws",
			"domainPrefix": "abcdefghij",
			"http": map[string]any{
				"method":    r.Method,
				"path":      path,
				"protocol":  r.Version,
				"sourceIp":  "192.0.2.7",
				"userAgent": r.Header("User-Agent"),
			},
			"requestId": "5f0e2a0e-4c0f-4f8e-9a3b-0123456789ab",
			"routeKey":  "$default",
			"stage":     "$default",
			"time":      "12/Mar/2026:19:03:58 +0000",
			"timeEpoch": 1773342238390,
		},
		"isBase64Encoded": false,
	}
	if len(cookies) > 0 {
		event["cookies"] = cookies
	}
	if parameters := parametersOf(query); len(parameters) > 0 {
		event["queryStringParameters"] = parameters
	}
	if r.Body != "" {
		event["body"] = r.Body
		if !textType.MatchString(r.Header("Content-Type")) || !utf8.ValidString(r.Body) || r.Header("Content-Encoding") != "" {
			event["body"] = base64.StdEncoding.EncodeToString([]byte(r.Body))
			event["isBase64Encoded"] = true
		}
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(event)
	return []byte(out.String()), err
}

// headersOf lowers the names, joins what is repeated with commas, and keeps cookies apart.
func headersOf(r Request) (headers map[string]string, cookies []string) {
	headers = map[string]string{}
	for _, h := range r.Headers {
		name := strings.ToLower(h.Name)
		if name == "cookie" {
			for _, c := range strings.Split(h.Value, ";") {
				cookies = append(cookies, strings.TrimSpace(c))
			}
			continue
		}
		if before, ok := headers[name]; ok {
			headers[name] = before + "," + h.Value
			continue
		}
		headers[name] = h.Value
	}
	return headers, cookies
}

// parametersOf decodes the query once and joins what is repeated with commas.
func parametersOf(query string) map[string]string {
	out := map[string]string{}
	for _, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescape(name), unescape(value)
		if before, ok := out[name]; ok {
			value = before + "," + value
		}
		out[name] = value
	}
	return out
}

// unescape leaves alone what is no percent-encoding.
func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
