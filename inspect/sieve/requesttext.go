package sieve

import (
	"net/url"
	"strings"
)

// readURI takes a URI apart. One that is no URI is cut at its first "?".
func (q *request) readURI(text string) {
	text, _, _ = strings.Cut(text, "#")
	file, arguments, _ := strings.Cut(text, "?")
	whole := text
	if !plainPath(file) || !plainQuery(arguments) {
		if u, err := url.ParseRequestURI(text); err == nil {
			file, arguments, whole = u.Path, u.RawQuery, u.String()
		}
	}
	q.add(atURI, "", whole)
	q.add(atPath, "", file)
	last := file
	if cut := strings.LastIndexAny(file, `/\`); cut >= 0 && cut+1 < len(file) {
		last = file[cut+1:]
	}
	q.add(atBase, "", last)
	q.add(atQuery, "", arguments)
	q.readPairs(arguments, atQueryName, atQueryValue)
}

// plainPath says that package url leaves a path as it is.
func plainPath(text string) bool {
	if text == "" || text[0] != '/' || strings.HasPrefix(text, "//") {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c >= 0x80 || !isWordByte[c] && c != '-' && c != '.' && c != '~' && c != '/' {
			return false
		}
	}
	return true
}

// plainQuery says that package url finds no fault with a query, and leaves it as it is.
func plainQuery(text string) bool {
	for i := range len(text) {
		if c := text[i]; c <= ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// readPairs reads the arguments of a query or a form.
func (q *request) readPairs(text string, names, values place) {
	for text != "" {
		var pair string
		pair, text, _ = strings.Cut(text, "&")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if name = unescapeQuery(name); name == "" {
			name = "_"
		}
		q.add(names, "", name)
		q.add(values, lowerName(name), unescapeQuery(value))
	}
}

// unescapeQuery undoes %HH and "+", and leaves what is neither.
func unescapeQuery(text string) string {
	if strings.IndexByte(text, '%') < 0 && strings.IndexByte(text, '+') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '+' {
			c = ' '
		}
		if c == '%' && i+2 < len(text) {
			if high, low := unhex(text[i+1]), unhex(text[i+2]); high >= 0 && low >= 0 {
				c = byte(high<<4 | low)
				i += 2
			}
		}
		out = append(out, c)
	}
	return stringOf(out)
}

// lowerName is a name in small letters.
func lowerName(name string) string {
	for i := range len(name) {
		if c := name[i]; 'A' <= c && c <= 'Z' || c >= 0x80 {
			return strings.ToLower(name)
		}
	}
	return name
}

func (q *request) readCookies(text string) {
	isEdge := func(r rune) bool { return r <= ' ' || r == 0x7f }
	for text != "" {
		var pair string
		pair, text, _ = strings.Cut(text, ";")
		name, value, _ := strings.Cut(strings.TrimFunc(pair, isEdge), "=")
		name, value = strings.TrimFunc(name, isEdge), strings.TrimFunc(value, isEdge)
		if name == "" && value == "" {
			continue
		}
		if name == "" {
			name = "_"
		}
		q.add(atCookieName, "", name)
		q.add(atCookie, lowerName(name), value)
	}
}
