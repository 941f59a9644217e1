package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"weir/inspect/source"
)

// bodiless are the statuses from 200 on that end a response at its headers: a refusal would lose its body.
var bodiless = []int{204, 205, 304}

func status(r *reading, target *int, text string) error {
	var n int
	if err := number(r, &n, text, 200, 599); err != nil {
		return err
	}
	if slices.Contains(bodiless, n) {
		return fmt.Errorf("a response of status %d has no body", n)
	}
	*target = n
	return nil
}

// body takes any text: its type is the user's business (a Content-Type header in WEIR_BLOCK_HEADERS).
func body(target *string, text string) error {
	if !utf8.ValidString(text) {
		return errors.New("not UTF-8")
	}
	*target = text
	return nil
}

// framing headers belong to the connection or to the renderer. A wrong one breaks the response instead of adding to it.
var framing = []string{"connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}

// headers reads "Name: value[;…]". Values hold semicolons themselves (text/html; charset=utf-8), so one separates
// headers only where a name and a colon follow.
func headers(text string) ([]source.Pair, error) {
	var list []source.Pair
	for clause := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(clause, ":")
		name = strings.TrimSpace(name)
		switch {
		case ok && token(name):
			if slices.Contains(framing, strings.ToLower(name)) {
				return nil, fmt.Errorf("header %q belongs to the connection", shown(name))
			}
			list = append(list, source.Pair{Name: name, Value: strings.TrimSpace(value)})
		case len(list) > 0:
			list[len(list)-1].Value += ";" + clause
		case strings.TrimSpace(clause) != "":
			return nil, fmt.Errorf("%q does not begin with a header's name and a colon", shown(clause))
		}
	}
	for i := range list {
		value := strings.TrimRight(list[i].Value, "; \t")
		if !fieldValue(value) {
			return nil, fmt.Errorf("the value of header %q holds characters that no header may hold", shown(list[i].Name))
		}
		list[i].Value = value
	}
	if list == nil {
		return nil, errors.New("it names no header")
	}
	return list, nil
}

func showHeaders(list []source.Pair) string {
	var b strings.Builder
	for i, h := range list {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(h.Name + ": " + h.Value)
	}
	return b.String()
}

// token is the grammar of a header's name: RFC 9110, section 5.6.2.
func token(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return name != ""
}

// fieldValue is the grammar of a header's value, RFC 9110 section 5.5, without obs-text: what is beyond ASCII reaches
// the client as something else through one gateway or another. CR and LF would end the header.
func fieldValue(value string) bool {
	for i := range len(value) {
		if c := value[i]; c != '\t' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// printable says that a text can stand in a line of a log as it is.
func printable(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return false
		}
	}
	return true
}
