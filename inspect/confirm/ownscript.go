package confirm

import "strings"

// A page loads scripts of its own by a path: <script src="js/menu.js"></script>. In a field that is declared as markup or as code that is no
// attack: what such a path leads to is what the owner of the page has put there.

// withoutOwnScripts is a text in small letters without the tags of such scripts.
func withoutOwnScripts(text string) string {
	const tag = "<script "
	if !strings.Contains(text, tag) {
		return text
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, tag)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n := ownScriptLength(after[:min(len(after), longestTag)])
		if n == 0 {
			b.WriteString(tag)
		}
		text = after[n:]
	}
}

// scriptAttributes say how a script is loaded.
var scriptAttributes = words{"type", "async", "defer", "nomodule", "crossorigin", "charset", "language"}

// ownScriptLength is the length of the rest of a tag that loads a script by a path, and of its end; 0 if it is none, or does more.
func ownScriptLength(text string) int {
	loads := false
	for rest := text; ; {
		rest = strings.TrimLeft(rest, " \t\r\n")
		if strings.HasPrefix(rest, ">") {
			rest, closed := strings.CutPrefix(strings.TrimLeft(rest[1:], " \t\r\n"), "</script>")
			if !closed || !loads {
				return 0
			}
			return len(text) - len(rest)
		}
		name := rest[:wordLength(rest)]
		rest = rest[len(name):]
		value := ""
		if strings.HasPrefix(rest, `="`) || strings.HasPrefix(rest, "='") {
			end := strings.IndexByte(rest[2:], rest[1])
			if end < 0 {
				return 0
			}
			value, rest = rest[2:2+end], rest[2+end+1:]
		}
		switch {
		case name == "src" && isOwnPath(value) && !loads:
			loads = true
		case !scriptAttributes.has(name) || strings.Trim(value, "abcdefghijklmnopqrstuvwxyz0123456789/-+") != "":
			return 0
		}
	}
}

// isOwnPath says that an address has neither a scheme nor a host, nothing that a browser reads as one, and no climb out of its folders.
func isOwnPath(address string) bool {
	return address != "" && strings.Trim(address, "abcdefghijklmnopqrstuvwxyz0123456789_./@-") == "" && !strings.Contains(address, "//") && strings.HasSuffix(address, "js")
}
