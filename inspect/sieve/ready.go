package sieve

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// The functions of this file say how much of the beginning of a text a transformation may be given by itself, if more follows: what
// comes out of that, and behind it what comes out of the rest, is what comes out of the whole. The text begins where the text does,
// or where such a beginning ended.

// anywhere is for transformations that look at single bytes.
func anywhere(text []byte) int { return len(text) }

// wholeCharacters is for those that look at single characters.
func wholeCharacters(text []byte) int {
	for i := len(text) - 1; i >= max(0, len(text)-utf8.UTFMax+1); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return i
			}
			break
		}
	}
	return len(text)
}

// behindSpace leaves white space at the end for what follows: also the bytes of which that of Latin-1 consists.
func behindSpace(text []byte) int {
	for n := len(text); ; {
		n = wholeCharacters(text[:n])
		if n == 0 || !isSpace(text[n-1]) && text[n-1] < utf8.RuneSelf {
			return n
		}
		if c := text[n-1]; c != 0x85 && c != 0xa0 && !isSpace(c) {
			return n
		}
		n--
	}
}

// behindShell leaves what a command line reads in another way than as itself.
func behindShell(text []byte) int {
	n := len(text)
	for n > 0 && shell[text[n-1]].kind != 0 {
		n--
	}
	return n
}

// behindComments leaves an open comment, and what may open one.
func behindComments(text []byte) int {
	for at := 0; ; {
		open := bytes.Index(text[at:], []byte("/*"))
		if open < 0 {
			if len(text) > at && text[len(text)-1] == '/' {
				return len(text) - 1
			}
			return len(text)
		}
		end := bytes.Index(text[at+open+2:], []byte("*/"))
		if end < 0 {
			return at + open
		}
		at += open + 2 + end + 2
	}
}

// behindMarks leaves what the marks of comments may begin with.
func behindMarks(text []byte) int {
	n := len(text)
	for n > 0 && strings.IndexByte("/*<!-", text[n-1]) >= 0 {
		n--
	}
	return n
}

// behindPercent leaves an open %uHHHH. No escape reads the percent sign of the next.
func behindPercent(text []byte) int {
	n := len(text)
	if i := bytes.LastIndexByte(text[max(0, n-5):], '%'); i >= 0 {
		return max(0, n-5) + i
	}
	return n
}

// behindReference leaves a character reference that may go on.
func behindReference(text []byte) int {
	n := len(text)
	for n > 0 && inReference[text[n-1]] != 0 {
		n--
	}
	if n > 0 && text[n-1] == '&' {
		return n - 1
	}
	return len(text)
}

// longestEscape is the length of the longest escape of JavaScript, C or CSS: \u{HHHHHH}.
const longestEscape = 10

// behindEscape leaves an escape that may go on. Of backslashes in a row two are a backslash.
func behindEscape(text []byte) int {
	n := len(text)
	last := bytes.LastIndexByte(text[max(0, n-longestEscape):], '\\')
	if last < 0 {
		return n
	}
	last += max(0, n-longestEscape)
	first := last
	for first > 0 && text[first-1] == '\\' {
		first--
	}
	return first + (last+1-first)&^1
}
