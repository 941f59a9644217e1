package source

import (
	"strings"
	"testing"
)

func TestAFindingTellsWhoAskedForWhichRoute(t *testing.T) {
	for name, c := range map[string]struct {
		source, event string
		want          Origin
	}{
		"a REST API": {
			"rest-v1", `{"httpMethod":"POST","resource":"/users/{id}","path":"/users/7","requestContext":{"resourcePath":"/users/{id}","identity":{"sourceIp":"198.51.100.7"}}}`,
			Origin{"POST", "/users/{id}", "198.51.100.7"},
		},
		"an HTTP API, format 1.0": {
			"http-v1", `{"httpMethod":"GET","resource":"/a","path":"/secret/7","requestContext":{"resourcePath":"$default","identity":{"sourceIp":"2001:DB8::0:7"}}}`,
			Origin{"GET", "$default", "2001:db8::7"},
		},
		"an HTTP API, format 2.0": {
			"http-v2", `{"routeKey":"PUT /users/{id}","requestContext":{"routeKey":"PUT /users/{id}","http":{"method":"PUT","path":"/users/7","sourceIp":"198.51.100.7"}}}`,
			Origin{"PUT", "/users/{id}", "198.51.100.7"},
		},
		"a Function URL has no routes": {
			"function-url", `{"requestContext":{"routeKey":"$default","http":{"method":"GET","path":"/users/7","sourceIp":"198.51.100.7"}}}`,
			Origin{"GET", "", "198.51.100.7"},
		},
		"a load balancer": {
			"alb", `{"httpMethod":"GET","path":"/","headers":{"x-forwarded-for":"10.0.0.1, 198.51.100.7"},"requestContext":{"elb":{}}}`,
			Origin{"GET", "", "198.51.100.7"},
		},
		"a load balancer that keeps ports and repeats headers": {
			"alb", `{"httpMethod":"GET","multiValueHeaders":{"X-Forwarded-For":["192.0.2.1","10.0.0.1,[2001:db8::7]:4711"]}}`,
			Origin{"GET", "", "2001:db8::7"},
		},
		"a load balancer without hops": {"alb", `{"httpMethod":"GET","headers":{}}`, Origin{Method: "GET"}},
		"VPC Lattice names nobody":     {"lattice-v2", `{"method":"GET","headers":{"x-forwarded-for":["198.51.100.7"]}}`, Origin{Method: "GET"}},
		"a message over a websocket": {
			"websocket-message", `{"requestContext":{"routeKey":"sendMessage","identity":{"sourceIp":"198.51.100.7"}}}`,
			Origin{"", "sendMessage", "198.51.100.7"},
		},
		"an authorizer": {
			"auth-http-v2", `{"requestContext":{"routeKey":"GET /a","http":{"method":"GET","sourceIp":"::ffff:198.51.100.7"}}}`,
			Origin{"GET", "/a", "198.51.100.7"},
		},
		"a batch":         {"sqs", `{"requestContext":{"identity":{"sourceIp":"198.51.100.7"}}}`, Origin{}},
		"a direct event":  {"direct", `{"httpMethod":"GET","requestContext":{"identity":{"sourceIp":"198.51.100.7"}}}`, Origin{}},
		"nothing at all":  {"rest-v1", `{}`, Origin{}},
		"values of other": {"rest-v1", `{"httpMethod":7,"requestContext":{"resourcePath":["/"],"identity":{"sourceIp":{"a":"198.51.100.7"}}}}`, Origin{}},
	} {
		if got := OriginOf(Named(c.source), Parse([]byte(c.event))); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestAForgedOriginBringsNoFreeTextIntoALog(t *testing.T) {
	for _, text := range []string{
		"<script>alert(1)</script>", "GET\\r\\nlevel: x", "ä", " ", "\\u0000", "198.51.100.7 or 1=1", "fe80::1%<b>", "1.2.3.4:99999", strings.Repeat("9", 5000),
	} {
		event := `{"httpMethod":"` + text + `","requestContext":{"resourcePath":"` + text + `","identity":{"sourceIp":"` + text + `"}}}`
		got := OriginOf(RestV1{}, Parse([]byte(event)))
		if len(got.Method) > maxMethod || len(got.Route) > maxRoute || strings.ContainsAny(got.Method, " <\r\n") ||
			strings.ContainsAny(got.Route, " \r\n\x00ä") || strings.Trim(got.Client, "0123456789abcdef:.") != "" {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

func TestEveryLayoutOfAnOriginIsASources(t *testing.T) {
	known := 0
	for _, name := range Names() {
		if originLayout(name) != nil {
			known++
		}
	}
	if known != 14 {
		t.Errorf("%d sources have a layout, want 14: one is not called so any more, or is new", known)
	}
}
