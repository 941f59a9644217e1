package confirm

import "strings"

// protocol is about the messages of HTTP. On AWS a front end parses the request and writes the response: what is left to fear is a value
// that a handler puts into a header, a message, or a request of its own.
var protocol = &family{"protocol", []rule{
	{920120, 920120, "no name of a file that goes on as another parameter", splitsParameter},
	{920420, 920420, "no signs but those of a media type", isNoMediaType},
	{920470, 920470, "no signs but those of a media type", isNoMediaType},
	{920600, 920600, "no signs but those of a list of media types", isNoMediaType},
	{921110, 921110, "no request of HTTP behind the end of a line", smuggles},
	{921120, 921120, "no header that begins behind a value", splits},
	{921130, 921130, "no header and no body behind the end of a line", answers},
	{921140, 921140, "no header behind the end of a line", hasLaterHeader},
	{921160, 921160, "no header and no body behind the end of a line", answers},
	{920540, 920540, "no sign of ASCII in an escape", escapesSign},
	{943110, 943120, "no parameter from which a framework takes its session", namesSession},
}}

// isNoMediaType says that a header has signs that no media type, list of them, or parameter has, quoted strings included. A handler that
// does not know a type ignores it; a type that is an expression or a statement is none (CVE-2017-5638).
func isNoMediaType(m *Match) bool {
	for _, c := range []byte(m.Text) {
		switch {
		case '0' <= c && c <= '9', 'a' <= c|0x20 && c|0x20 <= 'z', strings.IndexByte(" \t/.+-_;,=*\":!~&?#@", c) >= 0:
		default:
			return true
		}
	}
	return false
}

// splitsParameter says that the name of a file may end its mark and go on as a parameter of the part, to some reader. People name files
// with apostrophes, semicolons and equals signs.
func splitsParameter(m *Match) bool {
	text := lower(m.Text)
	return strings.ContainsAny(text, "\"\\\r\n\x00") || holdsAnyOf(text, "name=", "filename*", "boundary=", "../", "<", "&#", "\t")
}

// methods of HTTP, as request lines begin.
var methods = words{
	"get", "post", "head", "put", "delete", "options", "patch", "connect", "trace", "track", "propfind", "proppatch", "mkcol", "copy", "move",
	"lock", "unlock", "search", "report", "checkout", "merge",
}

// lines calls look with each line of a text that stands behind the end of another.
func lines(text string, look func(line string) bool) bool {
	for {
		end := strings.IndexAny(text, "\r\n")
		if end < 0 {
			return false
		}
		text = strings.TrimLeft(text[end:], "\r\n")
		line := text
		if end := strings.IndexAny(line, "\r\n"); end >= 0 {
			line = line[:end]
		}
		if look(line) {
			return true
		}
	}
}

// smuggles looks for a request line that stands alone, or has headers behind it, behind the end of another line. An access log has
// request lines inside of lines.
func smuggles(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		return asksProxy(text) || lines(text, func(line string) bool {
			method, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			return methods.has(strings.ToLower(method)) && strings.Contains(strings.ToLower(rest), "http/")
		})
	})
}

// asksProxy says that a text is a request line with a whole URL, as proxies are asked, and nothing else.
func asksProxy(text string) bool {
	fields := strings.Fields(lower(text))
	return len(fields) == 3 && methods.has(fields[0]) && strings.HasPrefix(fields[1], "http") && strings.HasPrefix(fields[2], "http/")
}

// splits looks for a header behind the end of a line. A text that is a list of headers from its first line on was never a value in one.
func splits(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		first, rest, more := strings.Cut(strings.TrimSpace(text), "\n")
		if more && isHeader(first) && allHeaders(rest) {
			return false
		}
		// Where only the rule's own decoding finds a line end, this cannot tell.
		return lines(text, isHeader) || !strings.ContainsAny(text, "\r\n") && text != m.Text
	})
}

// allHeaders says that each line of a text is a header or blank.
func allHeaders(text string) bool {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" && !isHeader(line) {
			return false
		}
	}
	return true
}

// isHeader says that a line begins as a header field (RFC 9112): a token, a colon.
func isHeader(line string) bool {
	name, _, found := strings.Cut(strings.TrimLeft(line, " \t"), ":")
	if !found || name == "" {
		return false
	}
	for _, c := range []byte(name) {
		if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// runsInRoot says that a tag for a whole page runs something: by a handler, or by what it stands for in a header.
func runsInRoot(m *Match, text string) bool {
	text = lower(text)
	for _, tag := range []string{"<html", "<meta"} {
		for rest := text; ; {
			_, after, found := strings.Cut(rest, tag)
			if !found {
				break
			}
			inside, _, _ := strings.Cut(after[:min(len(after), longestTag)], ">")
			if standsForHeader(inside) || strings.Contains(inside, "javascript:") || strings.Contains(inside, ":script") || strings.Contains(inside, "<?import") || hasHandlers(m, tag+inside) || m.late(len(inside)) {
				return true
			}
			rest = after
		}
	}
	return false
}

// standsForHeader says that a tag stands for a header that does something. Pages say of themselves in which letters and for which browser
// they are.
func standsForHeader(inside string) bool {
	_, name, found := strings.Cut(inside, "http-equiv")
	name = strings.TrimLeft(name, " \t\r\n=\"'")
	return found && (!pageHeaders.begin(name) || strings.Contains(inside, "utf-7") || strings.Contains(name, "http-equiv"))
}

var pageHeaders = words{"content-type", "content-language", "x-ua-compatible", "cache-control", "pragma", "expires"}

// answers looks for the begin of a message of HTTP behind the end of a line: a status line, a header, or the body that a split response
// goes on with.
func answers(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		page := beginsPage(text)
		return runsInRoot(m, text) || asksProxy(text) || lines(text, func(line string) bool {
			line = strings.ToLower(strings.TrimLeft(line, " \t"))
			if strings.HasPrefix(line, "http/") {
				return true
			}
			if !page && (strings.HasPrefix(line, "<html") || strings.HasPrefix(line, "<meta")) {
				return true
			}
			name, _, _ := strings.Cut(line, ":")
			return (answerHeaders.has(name) || originHeaders.has(name)) && name != line
		})
	})
}

// beginsPage says that a text is a page from its first sign on, so that the page is no body that a split response goes on with.
func beginsPage(text string) bool {
	text = lower(strings.TrimLeft(text, " \t\r\n\ufeff")[:min(len(text), shortest)])
	return words{"<!doctype html", "<html>", "<html ", "<head>"}.begin(text)
}

// answerHeaders are those by which a split response does harm.
var answerHeaders = words{
	"set-cookie", "location", "content-type", "content-length", "content-encoding", "content-disposition", "content-security-policy", "refresh",
	"transfer-encoding", "connection", "access-control-allow-origin", "link", "cache-control", "expires", "last-modified", "x-xss-protection",
}

// originHeaders are those of a request that tell its server who sends it: a value that goes into a request of the handler's brings one.
var originHeaders = words{"x-forwarded-for", "x-forwarded-host", "x-real-ip", "x-client-ip", "x-original-url", "x-rewrite-url", "remote-addr", "client-ip", "true-client-ip", "proxy-authorization"}

// escapesSign says that a text writes a sign of ASCII as \uHHHH: letters of other scripts and line separators are written so by programs.
func escapesSign(m *Match) bool {
	for text := m.Text; ; {
		before, after, found := strings.Cut(text, `\u`)
		if !found {
			return false
		}
		if isHex(after, 0, 4) && !(m.isText() && isShown(before, after[4:])) {
			if value := hexValue(after[:4]); value < 0x80 && value > ' ' || 0xff01 <= value && value <= 0xff5e {
				return true
			}
		}
		text = after
	}
}

// isShown says that an escape stands apart, as in a sentence about it.
func isShown(before, behind string) bool {
	return told(before, fewSpoken) && strings.IndexByte(" (\"'`\n", before[len(before)-1]) >= 0 && (behind == "" || strings.IndexByte(" ).,;:\"'`\n", behind[0]) >= 0)
}

// hasLaterHeader looks for any header behind the end of a line.
func hasLaterHeader(m *Match) bool {
	return inSome(m.Text, func(text string) bool { return lines(text, isHeader) })
}

// namesSession says that frameworks take a session's id from a parameter of this name: servlets, ColdFusion, PHP and ASP by their
// defaults of old. Others take it from a cookie alone.
func namesSession(m *Match) bool {
	switch strings.ToLower(m.Text) {
	case "sessionid", "session_id", "session-id", "session":
		return false
	}
	return true
}
