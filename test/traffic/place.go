package main

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"
)

// carriers.txt holds honest requests with a place for an attack: "-- where", an empty line, the request.
//
//go:embed carriers.txt
var carrierText string

// The places.
const (
	inTheQuery = "in query"
	inTheForm  = "in form"
	inTheJSON  = "in JSON"
	inACookie  = "in cookie"
	inAHeader  = "in header"
)

var placeNames = []string{inTheQuery, inTheForm, inTheJSON, inACookie, inAHeader}

// carriers are the requests of each place.
var carriers = sync.OnceValue(func() map[string][]string {
	list := map[string][]string{}
	for _, entry := range strings.Split("\n"+carrierText, "\n-- ")[1:] {
		where, page, _ := strings.Cut(entry, "\n\n")
		list["in "+where] = append(list["in "+where], strings.TrimRight(page, "\n"))
	}
	return list
})

// attack is a payload as a handler's code gets to see it, and as a query carries it.
type attack struct{ text, escaped string }

// in is the attack as a place carries it.
func (a attack) in(where string) (string, error) {
	switch where {
	case inTheQuery, inTheForm:
		return a.escaped, nil
	case inTheJSON:
		return quoted(a.text)
	case inACookie:
		return forCookie(a.text), nil
	case inAHeader:
		return forHeader(a.text), nil
	}
	return "", fmt.Errorf("nothing is put %s", where)
}

// appendPlaced appends the attack in each place of an honest request. There are several requests of each place, and attacks take turns.
func appendPlaced(list []input, index int, a attack) ([]input, error) {
	for _, where := range placeNames {
		pages := carriers()[where]
		value, err := a.in(where)
		if err != nil {
			return nil, err
		}
		event, err := fill(pages[index%len(pages)], value)
		if err != nil {
			return nil, err
		}
		list = append(list, input{where, index, event})
	}
	return list, nil
}

// unescaped undoes percent signs with two digits of hex and leaves others. What is no UTF-8 then stays as it was: neither JSON
// nor a header of an event can carry it otherwise.
func unescaped(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if i+2 < len(text) && text[i] == '%' && hex(text[i+1]) >= 0 && hex(text[i+2]) >= 0 {
			b.WriteByte(byte(hex(text[i+1])<<4 | hex(text[i+2])))
			i += 2
			continue
		}
		if text[i] == '+' {
			b.WriteByte(' ')
			continue
		}
		b.WriteByte(text[i])
	}
	if plain := b.String(); utf8.ValidString(plain) {
		return plain
	}
	return text
}

func hex(c byte) int { return strings.IndexByte("0123456789abcdef", c|0x20) }

// forCookie escapes what a cookie's value cannot hold, as encodeURIComponent does.
func forCookie(text string) string {
	return escaped(text, func(c byte) bool {
		return c <= ' ' || c >= 0x7f || strings.IndexByte("\",;\\%", c) >= 0
	})
}

// forHeader escapes what the value of a header cannot hold.
func forHeader(text string) string {
	return escaped(strings.Trim(text, " "), func(c byte) bool { return c < ' ' && c != '\t' || c >= 0x7f })
}

func escaped(text string, which func(byte) bool) string {
	var b strings.Builder
	for i := range len(text) {
		if which(text[i]) {
			fmt.Fprintf(&b, "%%%02X", text[i])
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
