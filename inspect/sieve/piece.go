package sieve

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// A step over some megabytes takes up to a tenth of a second of a whole core, and nobody looks at the clock meanwhile. So the slowest
// steps take a long text in pieces: what they make of it is what they make of its pieces, where these end at the right place.

// pieceEnd says where a piece of a text may end that is at least so long.
type pieceEnd func(text []byte, least int) int

// atRune ends a piece before a character.
func atRune(text []byte, least int) int {
	for least < len(text) && !utf8.RuneStart(text[least]) {
		least++
	}
	return least
}

// atEscape ends a piece before an escape of a URL, which no digit of the one before can be part of.
func atEscape(text []byte, least int) int {
	if next := bytes.IndexByte(text[least:], '%'); next >= 0 {
		return least + next
	}
	return len(text)
}

// apply takes a step, with looks at the clock if the text is long. If there is no time left, it makes nothing of the text: it may match
// then, whatever it is.
func (w *walk) apply(step uint8, dst, text []byte) (out []byte, changed bool) {
	t := &w.transform[step]
	if len(text) <= stopEvery {
		return t.apply(dst, text)
	}
	if w.effort.read(len(text)) {
		return text, false
	}
	if t.ends == nil {
		return t.apply(dst, text)
	}
	dst = slices.Grow(dst, len(text))
	same := true
	for rest := text; len(rest) > 0; {
		end := len(rest)
		if end > stopEvery {
			end = t.ends(rest, stopEvery)
		}
		piece := rest[:end]
		rest = rest[end:]
		out, is := t.apply(dst, piece)
		if sameRoom(out, piece) {
			out = append(dst, piece...)
		} else {
			same = false
		}
		dst, changed = out, changed || is
		if w.effort.read(len(piece)) {
			return text, false
		}
	}
	if same {
		return text, changed
	}
	return dst, changed
}
