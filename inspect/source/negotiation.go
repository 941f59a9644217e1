package source

import (
	"bytes"
	"strings"

	"weir/decoders"
)

// syntax is how the values of a header of negotiation are written.
type syntax uint8

// The syntaxes. Each is narrower than its RFC: what an honest client does not send, such as a quotation mark inside a
// word, makes the value one like any other, and that costs time only.
const (
	noSyntax   syntax = iota
	wordList          // "gzip, br;q=0.5", "max-age=0", "?1"
	mediaRange        // the same, with a slash in words: "text/html;q=0.9"
	entityTags        // "*", W/"a1b2", "c3"
	date              // "Thu, 04 Jul 2024 17:40:51 GMT"
	byteRanges        // "bytes=0-99, 200-"
	products          // "Mozilla/5.0 (X11; Linux) Gecko/1", "1.1 varnish"
	members           // "congo=t61rcWkgMzE,rojo@x=00f0"
)

// longestNegotiation is the longest name that syntaxOf knows.
const longestNegotiation = len("sec-ch-prefers-reduced-transparency")

// syntaxOf returns the syntax of a header in which clients and servers negotiate, and noSyntax of all others. Letters of either case
// are the same.
func syntaxOf(name []byte) syntax {
	var folded [longestNegotiation]byte
	if len(name) > len(folded) {
		return noSyntax
	}
	for i, c := range name {
		folded[i] = lower(c)
	}
	switch string(folded[:len(name)]) {
	case "accept", "content-type": // RFC 9110 sections 12.5.1, 8.3
		return mediaRange
	case "accept-charset", "accept-encoding", "accept-language", "te", "connection", // RFC 9110 sections 12.5.2 to 12.5.4, 10.1.4, 7.6.1
		"content-encoding", "content-language", "content-length", "expect", "transfer-encoding", // RFC 9110 sections 8.4 to 8.6, 10.1.1
		"cache-control", "pragma", "priority", "upgrade-insecure-requests", // RFC 9111 section 5.2 and 5.4, RFC 9218 section 5
		"dnt", "sec-gpc", "save-data", "purpose", "sec-purpose",
		"sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site", "sec-fetch-user", // Fetch Metadata Request Headers, section 2
		"x-amzn-trace-id", "x-forwarded-port", "x-forwarded-proto": // the load balancers' user guide
		return wordList
	case "sec-ch-ua", "sec-ch-ua-arch", "sec-ch-ua-bitness", "sec-ch-ua-form-factors", "sec-ch-ua-full-version", // UA Client Hints
		"sec-ch-ua-full-version-list", "sec-ch-ua-mobile", "sec-ch-ua-model", "sec-ch-ua-platform", "sec-ch-ua-platform-version",
		"sec-ch-ua-wow64", "sec-ch-device-memory", "sec-ch-dpr", "sec-ch-viewport-height", "sec-ch-viewport-width",
		"sec-ch-prefers-color-scheme", "sec-ch-prefers-reduced-motion", "sec-ch-prefers-reduced-transparency":
		return wordList
	case "if-match", "if-none-match": // RFC 9110 section 13.1
		return entityTags
	case "if-modified-since", "if-unmodified-since", "date": // RFC 9110 section 5.6.7
		return date
	case "range": // RFC 9110 section 14.2
		return byteRanges
	case "user-agent", "useragent", "via": // RFC 9110 sections 10.1.5, 7.6.3; API Gateway repeats the first as userAgent
		return products
	case "traceparent", "tracestate": // Trace Context, sections 3.2 and 3.3
		return members
	}
	return noSyntax
}

// fits says whether a value is written in the syntax. It looks at every byte a few times at most.
func (s syntax) fits(value []byte) bool {
	value = bytes.TrimSpace(value)
	switch s {
	case wordList:
		return fitsElements(value, inWord)
	case mediaRange:
		return fitsElements(value, inType)
	case members:
		return fitsElements(value, inMember)
	case entityTags:
		return fitsTags(value)
	case date:
		return shaped(value, "AAA, 00 AAA 0000 00:00:00 AAA") || only(value, 20, "-0123456789")
	case byteRanges:
		ranges, found := bytes.CutPrefix(value, []byte("bytes="))
		return found && only(ranges, len(ranges), "0123456789-, ")
	case products:
		return fitsProducts(value)
	}
	return false
}

// headerKind is HeaderText for a value of a header of negotiation that is written in the header's syntax, which rules made
// for arguments take for commands ("gzip, deflate") or markup. It is Unknown for all others: they hold what a handler may use
// as it uses an argument.
func headerKind(name, value []byte) Kind {
	if s := syntaxOf(name); s != noSyntax && s.fits(value) {
		return HeaderText
	}
	return Unknown
}

// headerNamed is headerKind for a value at a path. The header's name is the last on it; CloudFront has "value" behind it.
func headerNamed(path decoders.Path, value []byte) (name []byte, kind Kind) {
	for i := len(path) - 1; i >= 0; i-- {
		if key := path[i].Key; key != nil && string(key) != "value" {
			return key, headerKind(key, value)
		}
	}
	return nil, Unknown
}

// The signs that the parts of a value may be made of.
const (
	inWord uint8 = 1 << iota
	inType
	inMember
	inQuotes
	inProduct
	inComment
)

// signs tells for each byte where it may stand.
var signs = classifySigns()

func classifySigns() (table [256]uint8) {
	for _, row := range [...]struct {
		where uint8
		more  string
	}{
		{inWord, "-_.+*?"},
		{inType, "-_.+*?/"},
		{inMember, "-_.+*?@:"},
		{inQuotes, " ()-./:;=?_+,"},
		{inProduct, " -_.+,:#@~*!/"},
		{inComment, " -_.+,:#@~*!/;=?&"},
	} {
		for c := range len(table) {
			if b := byte(c); alphanumeric(b) || strings.IndexByte(row.more, b) >= 0 {
				table[c] |= row.where
			}
		}
	}
	return table
}

// run returns how many bytes at the beginning of a text may stand somewhere, and whether they are no path that leads up.
func run(text []byte, where uint8) (n int, ok bool) {
	before := byte(0)
	for ; n < len(text) && signs[text[n]]&where != 0; n++ {
		if text[n] == '.' && before == '.' {
			return n, false
		}
		before = text[n]
	}
	return n, true
}

// fitsElements says whether a value is a list, separated by commas, of words with parameters: word [= word] *(; word [= word]).
func fitsElements(value []byte, where uint8) bool {
	for len(value) > 0 {
		rest, ok := cutWord(value, where)
		if ok && len(rest) > 0 && rest[0] == '=' {
			if rest, ok = cutWord(rest[1:], where); ok {
				rest = bytes.TrimLeft(rest, "=") // padding: tokens may be Base64
			}
		}
		if !ok {
			return false
		}
		if rest = withoutBlanks(rest); len(rest) == 0 {
			return true
		}
		if rest[0] != ',' && rest[0] != ';' {
			return false
		}
		value = withoutBlanks(rest[1:])
	}
	return true
}

func withoutBlanks(text []byte) []byte {
	for len(text) > 0 && (text[0] == ' ' || text[0] == '\t') {
		text = text[1:]
	}
	return text
}

// cutWord cuts a word or a text in quotation marks off the beginning of a text. A slash may stand inside a word once.
func cutWord(text []byte, where uint8) (rest []byte, ok bool) {
	if len(text) > 0 && text[0] == '"' {
		n, ok := run(text[1:], inQuotes)
		if !ok || n+1 >= len(text) || text[n+1] != '"' {
			return nil, false
		}
		return text[n+2:], true
	}
	n, ok := run(text, where)
	if ok && where == inType && n > 0 {
		ok = text[0] != '/' && bytes.Count(text[:n], []byte("/")) <= 1
	}
	return text[n:], ok
}

// fitsTags says whether a value is a list of entity tags; those of some servers have no quotation marks.
func fitsTags(value []byte) bool {
	for rest, more := value, true; more; {
		var tag []byte
		tag, rest, more = bytes.Cut(rest, []byte(","))
		tag = bytes.TrimPrefix(bytes.TrimSpace(tag), []byte("W/"))
		if n := len(tag); n > 1 && tag[0] == '"' && tag[n-1] == '"' {
			tag = tag[1 : n-1]
		}
		if len(tag) > 0 && (!consists(tag, 256, "-_.:+/=*#!~") || tag[0] == '/' || bytes.Contains(tag, []byte(".."))) {
			return false
		}
	}
	return true
}

// fitsProducts says whether a value is a list of names with versions and comments. A few words alone are a name; more of them, without
// any version, may be anything.
func fitsProducts(value []byte) bool {
	const most = 2 // words of a name without a version: "Amazon CloudFront"
	depth := 0
	for rest := value; ; rest = rest[1:] {
		where := inProduct
		if depth > 0 {
			where = inComment
		}
		n, ok := run(rest, where)
		if rest = rest[n:]; !ok || len(rest) == 0 {
			return ok && depth == 0 && (bytes.IndexByte(value, '/') >= 0 || len(bytes.Fields(value)) <= most)
		}
		switch rest[0] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		default:
			return false
		}
		if depth < 0 {
			return false
		}
	}
}
