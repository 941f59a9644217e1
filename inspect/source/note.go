package source

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"weir/decoders"
)

// noteName is the header, attribute or member that carries a note to the handler.
const noteName = "x-weir-note"

// text is the note's form for handlers: "v=1; verdict=annotate; score=5; id=…". Its grammar is fixed, and no part of it
// comes from the event.
func (n Note) text() string {
	b := append(make([]byte, 0, 80), "v=1; verdict="...)
	b = append(b, bare(n.Verdict)...)
	b = append(b, "; score="...)
	b = strconv.AppendInt(b, int64(n.Score), 10)
	b = append(b, "; id="...)
	b = append(b, bare(n.Incident)...)
	return string(b)
}

// bare returns text if it needs no quotes anywhere, and "unknown" if it does: then it is no word of ours.
func bare(text string) string {
	if len(text) > 64 || text == "" {
		return "unknown"
	}
	for i := range len(text) {
		if !alphanumeric(text[i]) && text[i] != '-' {
			return "unknown"
		}
	}
	return text
}

// isNote says whether a name is the note's, in any case. "_" counts as "-": gateways in the CGI tradition make one
// variable of both.
func isNote(name decoders.JSON) bool {
	text := name.Text(nil)
	if len(text) != len(noteName) {
		return false
	}
	for i, c := range text {
		if c == '_' {
			c = '-'
		}
		if lower(c) != noteName[i] {
			return false
		}
	}
	return true
}

// named says whether a name is want but for the case of its letters, as Go's parser compares names; want is in lower
// case, and not empty.
func named(name decoders.JSON, want string) bool {
	if len(name) < len(`""`)+len(want) {
		return false
	}
	raw := name[1 : len(name)-1]
	if c := raw[0]; c < utf8.RuneSelf && c != '\\' && lower(c) != want[0] {
		return false
	}
	if len(raw) > len(want) { // letters that fold to longer ones, or escapes
		return bytes.EqualFold(name.Text(nil), []byte(want))
	}
	for i, c := range raw {
		if lower(c) != want[i] {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// notIn drops the members that are notes: whatever came with the event under our name is the sender's.
func notIn(_ int, it item) bool { return isNote(it.name) }
