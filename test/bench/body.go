package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// small is an order of 123 bytes.
func small(n int) string {
	return fmt.Sprintf(`{"customer":"C-%06d","sku":"chair-%04d","amount":%d,"currency":"EUR","note":"please ring twice","city":"Graz","n":"%05d"}`,
		n%1_000_000, n%9973, n%9, n%100_000)
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

// leaves is an object of strings, with a payload among them unless it is "".
func leaves(n, count int, payload string) string {
	v := make(map[string]string, count)
	for i := range count {
		v[fmt.Sprintf("key%d", i)] = fmt.Sprintf("value %04d %d", n, i*13)
	}
	if payload != "" {
		v["key777"] = payload
	}
	return encoded(v)
}

var sentences = []string{
	"The delivery came on a Tuesday, and nobody was at home to take it.",
	"We'd like to select another colour from your catalogue if there is one.",
	"My neighbour says the chair's left leg is shorter; it isn't, the floor is.",
	"Please update the order and drop the second table, or send it later.",
	"Is it true that the cushions are not included where the picture shows them?",
}

func words(n, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "%s (%d) ", sentences[(n+i)%len(sentences)], n*31+i)
	}
	return b.String()
}

func prose(n, size int) string { return encoded(map[string]string{"text": words(n, size)}) }

func form(n int) string {
	v := url.Values{}
	for i := range 33 {
		v.Set(fmt.Sprintf("field%d", i), fmt.Sprintf("value %d of the form %04d", i, n))
	}
	return v.Encode()
}

const boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"

// multipart is a form with 12 fields and a small file of text.
func multipart(n int) string {
	var b strings.Builder
	part := func(disposition, content string) {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n", boundary, disposition, content)
	}
	for i := range 12 {
		part(fmt.Sprintf(`name="field%d"`, i), fmt.Sprintf("value %d of the form %04d", i, n))
	}
	part(fmt.Sprintf(`name="notes"; filename="notes-%d.txt"`, n)+"\r\nContent-Type: text/plain", words(n, 2500))
	return b.String() + "--" + boundary + "--\r\n"
}

func xml(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0" encoding="UTF-8"?><order id="%08x"><customer>Anna Huber %d</customer>`, n, n)
	for i := range 20 {
		fmt.Fprintf(&b, `<item sku="SKU-%d-%d"><name>Garden chair number %d</name><amount>%d</amount><price>19.9</price></item>`, n, i, n+i, 1+i%4)
	}
	return b.String() + "</order>"
}

// encoded is a value as JSON, with letters as they are: nobody but Go's encoder writes < as an escape.
func encoded(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("a value of this program's own: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
