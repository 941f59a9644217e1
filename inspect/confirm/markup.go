package confirm

import "strings"

// markup is about pages that a value is written into. It does harm if a browser runs or loads something for it: by an active element, by
// the handler of an event, by a URL that is a script, or by a call where a script already runs.
var markup = &family{"markup", []rule{
	{941100, 941190, "nothing that a browser would run or load", active},
	{941210, 941280, "nothing that a browser would run or load", active},
	{941310, 941310, "no tag in signs that only an old browser takes for one", oldTags},
	{941370, 941400, "nothing that a browser would run or load", active},
}}

// active says that some reading of a text is active.
func active(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = likeASCII.Replace(lower(text))
		if m.Kind == "markup" || m.Kind == "code" {
			text = withoutOwnScripts(text)
		}
		return hasActiveTag(m, text) || hasHandlers(m, text) || hasScriptURL(text) || callsScript(m, text) || hasActiveStyle(text)
	})
}

// likeASCII undoes the character references of signs in a URL's scheme, whose names rules read in small letters, and writes letters as
// those of ASCII that programs make of them when they change their case.
var likeASCII = strings.NewReplacer("&tab;", "\t", "&newline;", "\n", "&colon;", ":", "\u0131", "i", "\u017f", "s", "\u212a", "k")

// activeTags run or load something by themselves, or change what a page does.
var activeTags = words{
	"script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "layer", "ilayer", "bgsound", "xss", "isindex", "portal", "import",
	"animate", "animatetransform", "animatemotion", "set", "handler", "listener", "foreignobject", "xml", "xsl:stylesheet", "noembed", "plaintext", "xmp", "marquee", "keygen", "command", "html:script", "svg:script",
}

// idleTags do nothing without an attribute. Messages of JavaScript name objects so: #<Object>.
var idleTags = words{"object", "embed", "applet", "iframe", "frame", "layer", "xml", "import", "command", "listener", "handler"}

// longestTag bounds what is read of a tag, in bytes, so that all tags together take linear time.
const longestTag = 512

// hasActiveTag looks at each tag.
func hasActiveTag(m *Match, text string) bool {
	for at := strings.IndexByte(text, '<'); at >= 0; {
		tag := text[at+1 : min(len(text), at+1+longestTag)]
		if isActiveTag(tag) && !declares(tag, text[:at]) || m.late(longestTag) {
			return true
		}
		next := strings.IndexByte(text[at+1:], '<')
		if next < 0 {
			return false
		}
		at += 1 + next
	}
	return false
}

// declares says that a tag is the declaration of a document of XML, in a character set like that of ASCII, and stands behind no other tag.
func declares(tag, before string) bool {
	inside, _, _ := strings.Cut(tag, ">")
	return strings.HasPrefix(inside, "?xml ") && !strings.Contains(inside, "utf-7") && !strings.Contains(inside, "utf-16") && !strings.HasSuffix(before, ">")
}

// isActiveTag says whether what follows an angle bracket is an active tag.
func isActiveTag(tag string) bool {
	tag = strings.TrimLeft(tag, "/%?\x00\t\r\n\f ")
	name := tag
	if end := strings.IndexFunc(tag, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == ':' || r == '-') }); end >= 0 {
		name = tag[:end]
	}
	inside, _, closed := strings.Cut(tag[len(name):], ">")
	switch {
	case idleTags.has(name) && closed && strings.Trim(inside, " \t\r\n/") == "":
		return false
	case name == "base":
		return strings.Contains(inside, "href")
	case name == "xml":
		return strings.Contains(inside, "version") || strings.Contains(inside, "id") || strings.Contains(inside, "src") || strings.Contains(inside, "ns") || strings.Trim(inside, " /") == ""
	case name == "set":
		return strings.Contains(inside, "attributename")
	case activeTags.has(name), strings.HasSuffix(name, ":script"):
		return true
	case name == "meta":
		return strings.Contains(inside, "http-equiv") && (strings.Contains(inside, "refresh") || strings.Contains(inside, "set-cookie") || strings.Contains(inside, "utf-7"))
	case strings.HasPrefix(name, "import"), isSpelled(tag), strings.HasPrefix(strings.ReplaceAll(tag[:min(len(tag), longestName)], " ", ""), "x:script"):
		return true
	case name == "link":
		return !strings.Contains(inside, "rel") && strings.Contains(inside, "href") || strings.Contains(inside, "stylesheet") || strings.Contains(inside, "import")
	case name == "style":
		return strings.Contains(tag, "@import") || strings.Contains(tag, "expression") || strings.Contains(tag, `@\`) || strings.Contains(tag, `=\`) || strings.Contains(tag, "javascript")
	}
	if strings.Contains(inside, "xsi:schemalocation") && strings.HasPrefix(afterText(tag[len(name)+len(inside):]), "</") {
		return true // an element that is nothing but its schema
	}
	return strings.HasPrefix(tag, "!entity") || strings.HasPrefix(tag, "!--#") || strings.HasPrefix(tag, "![cdata[<") || strings.Contains(inside, "formaction") ||
		strings.Contains(inside, "srcdoc") || strings.Contains(inside, "dataformatas") || strings.Contains(inside, "xlink:href")
}

// afterText is what follows the text behind the end of a tag.
func afterText(text string) string {
	if at := strings.IndexByte(text, '<'); at >= 0 {
		return text[at:]
	}
	return ""
}

// longestName bounds the name of a tag with blanks in it, in bytes.
const longestName = 32

// isSpelled says that a tag's name is spelled letter by letter: f o r m.
func isSpelled(tag string) bool {
	const shortest = len("f o r m")
	if len(tag) < shortest {
		return false
	}
	for at, c := range []byte(tag[:shortest]) {
		if at%2 == 0 && !('a' <= c && c <= 'z') || at%2 == 1 && c != ' ' {
			return false
		}
	}
	return true
}

// hasHandlers looks for an attribute that handles an event: in a tag, or behind a mark by which the value leaves an attribute. Its value
// is a program: it calls or sets something.
func hasHandlers(m *Match, text string) bool {
	for at := strings.Index(text, "on"); at >= 0; {
		if isHandler(text, at) || m.late(longestTag) {
			return true
		}
		next := strings.Index(text[at+2:], "on")
		if next < 0 {
			return false
		}
		at += 2 + next
	}
	return false
}

// longestHandler bounds the name of an event (onwebkitplaybacktargetavailabilitychanged), in bytes.
const longestHandler = 48

func isHandler(text string, at int) bool {
	if at > 0 && (isWordByte(text[at-1]) || text[at-1] == '-') {
		return false
	}
	end := at + 2
	for end < min(len(text), at+longestHandler) && ('a' <= text[end] && text[end] <= 'z' || text[end] == 0) {
		end++
	}
	rest := strings.TrimLeft(text[end:min(len(text), end+longestTag)], " \t\r\n\f\x00\x0b")
	if end-at < 5 || !strings.HasPrefix(rest, "=") {
		return false
	}
	value := strings.TrimLeft(rest[1:], " \t\r\n\f")
	if value == "" {
		return strings.TrimSpace(text[end:]) == "="
	}
	if value[0] == '{' || value[0] == '=' || value[0] == '>' {
		return false
	}
	if strings.HasPrefix(value, `""`) || strings.HasPrefix(value, "''") {
		return false
	}
	before := text[max(0, at-longestTag):at]
	inTag := strings.LastIndexByte(before, '<') > strings.LastIndexByte(before, '>')
	apart := strings.TrimRight(before, " \t\r\n\f\v\x00/")
	cut := apart == "" || strings.IndexByte("\"'`>", apart[len(apart)-1]) >= 0 // behind what the value stood in
	if inTag || cut && apart != "" {
		return strings.ContainsAny(value, "(`=;[&") || strings.Contains(value, "alert") || isEvent(text[at+2:end])
	}
	if space := strings.IndexAny(value, " \t\r\n"); space >= 0 {
		value = value[:space]
	}
	return isEvent(text[at+2:end]) && strings.ContainsAny(value, "(`") && holdsAnyOf(value, strangers...) && text[end] == '=' && !strings.HasPrefix(rest, "= ")
}

// strangers are signs of a handler that was not written for its page. One that calls a function of the page stands alone where the
// attributes of a visited page are recorded.
var strangers = []string{"//", "`", "[", "$", "eval", "function", "import", "document", "window", "location", "src", "top", "self", "=>", "\\", "%"}

// events begin the names of those that a browser has (https://html.spec.whatwg.org/multipage/indices.html), and the one that scanners make up.
var events = words{
	"load", "error", "focus", "blur", "mouse", "click", "key", "toggle", "animation", "pointer", "transition", "scroll", "begin", "end", "input", "change", "submit", "drag", "drop", "touch", "wheel", "copy", "cut", "paste",
	"play", "hash", "page", "resize", "select", "show", "start", "finish", "auxclick", "dblclick", "contextmenu", "before", "unload", "invalid", "reset", "search", "message", "popstate", "readystate", "webkit", "repeat", "canplay", "xxx",
}

// isEvent says that a name is an event's, without its first two letters.
func isEvent(name string) bool {
	return events.begin(strings.ReplaceAll(name, "\x00", ""))
}

// hasScriptURL looks for a URL that is a program, or a page with one, wherever blanks stand in its scheme. One that does nothing is what
// pages have on links that a handler serves.
func hasScriptURL(text string) bool {
	squeezed := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if strings.Contains(tabless.Replace(text), "javascript:") && !strings.Contains(text, "javascript:") {
		return true // browsers skip these signs in a scheme, and nobody writes them there
	}
	for _, scheme := range []string{"javascript:", "vbscript:", "livescript:", "mocha:", "data:text/html", "data:text/javascript", "data:application/javascript", "data:image/svg+xml;base64", "mhtml:", "data:;base64,", "data:text/xml", "data:,<", "ms-its:", "firefoxurl:"} {
		for rest := squeezed; ; {
			_, after, found := strings.Cut(rest, scheme)
			if !found {
				break
			}
			if !doesNothing(after) || (scheme == "vbscript:" || scheme == "data:,<") && after != "" || strings.HasPrefix(after, `\`) {
				return true
			}
			rest = after
		}
	}
	return false
}

// tabless takes the signs out of a URL that browsers take out.
var tabless = strings.NewReplacer("\t", "", "\r", "", "\n", "")

// doesNothing says that the program of a URL is empty, gives up its value, or is no program but a number or a word.
func doesNothing(program string) bool {
	program = program[:min(len(program), longestTag)]
	for _, nothing := range []string{"void(0)", "void0", "void(null)", "void()", "(void)", ";", "//", "returnfalse", "falselink"} {
		if strings.HasPrefix(program, nothing) {
			rest := strings.TrimLeft(program[len(nothing):], ";")
			return rest == "" || strings.IndexByte("&\"'\\,<>|}~", rest[0]) >= 0 || nothing != "//" && strings.HasPrefix(rest, "en=")
		}
	}
	program, _, _ = strings.Cut(program, "&&")
	end := strings.IndexAny(program, "\"'<>&|,}")
	if end >= 0 && program[end] != '&' && end > 0 {
		program = program[:end]
	}
	return !strings.ContainsAny(program[:min(len(program), longestTag)], "(`=[%&'\"<,") && !strings.Contains(program, "alert")
}

// hasActiveStyle looks for styles that run something.
func hasActiveStyle(text string) bool {
	for rest := text; ; {
		before, after, found := strings.Cut(rest, "expression(")
		if !found {
			break
		}
		if before = strings.TrimRight(before, " \t\r\n"); before == "" || strings.IndexByte(":/", before[len(before)-1]) >= 0 {
			return true
		}
		rest = after
	}
	if strings.Contains(text, "/*") && strings.Contains(uncommented(text), ":expression(") {
		return true
	}
	for _, sign := range []string{"\uff45\uff58\uff50\uff52\uff45\uff53\uff53\uff49\uff4f\uff4e(", "-moz-binding", "behavior:url", "behaviour:url", "behavior: url", "@import'javascript", `@import"javascript`, "exp/*", "url(javascript", "'formaction=", `"formaction=`} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// uncommented returns a text without its comments in stars.
func uncommented(text string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, text, _ = strings.Cut(after, "*/")
	}
}

// oldTags looks for a tag whose brackets are those of a character set with a bit less.
func oldTags(m *Match) bool {
	text := lower(m.Text)
	for _, open := range []string{"\xbc", "\u00bc"} {
		for _, name := range []string{"script", "iframe", "img", "svg", "body", "a ", "object", "embed", "style", "link", "/script"} {
			if strings.Contains(text, open+name) {
				return true
			}
		}
	}
	return false
}
