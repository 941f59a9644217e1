package source

import (
	"iter"

	"weir/decoders"
)

// The functions of this file move through a text that is known to be valid JSON by positions, which is what edits and
// the walk need: decoders.JSON yields values, and not where they stand.

// item is a member of an object or an element of an array, from start (of the name, or of the element) to end.
type item struct {
	name       decoders.JSON // nil in an array
	start, end int
	value      int // where the value starts
}

// items yields the items of the object or array at text[at], in order; nothing for other values. It ends on any text.
func items(text []byte, at int) iter.Seq2[int, item] {
	return func(yield func(int, item) bool) {
		if at >= len(text) || text[at] != '{' && text[at] != '[' {
			return
		}
		closing := text[at] + 2 // '}' and ']' are two behind their openings
		i := skipSpace(text, at+1)
		for n := 0; i < len(text) && text[i] != closing; n++ {
			it := item{start: i, value: i}
			if closing == '}' {
				end := skipString(text, i)
				it.name = decoders.JSON(text[i:end:end])
				it.value = skipSpace(text, skipSpace(text, end)+1)
			}
			it.end = skipValue(text, it.value)
			if it.end <= it.value {
				return // no value: whoever asked did not know that the text is no JSON
			}
			if !yield(n, it) {
				return
			}
			i = skipSpace(text, it.end)
			if i < len(text) && text[i] == ',' {
				i = skipSpace(text, i+1)
			}
		}
	}
}

func skipSpace(text []byte, i int) int {
	for i < len(text) && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r') {
		i++
	}
	return i
}

// skipString returns the end of the string whose opening quote is at i.
func skipString(text []byte, i int) int {
	if end := decoders.SkipString(text, i); end >= 0 {
		return end
	}
	return len(text)
}

// skipValue returns the end of the value that starts at i.
func skipValue(text []byte, i int) int {
	depth := 0
	for i < len(text) {
		switch text[i] {
		case '"':
			i = skipString(text, i)
		case '{', '[':
			depth++
			i++
			continue
		case '}', ']':
			if depth == 0 {
				return i // the value was a scalar, and this closes what holds it
			}
			depth--
			i++
		case ',', ':', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
			i++
			continue
		default:
			i++
			continue
		}
		if depth == 0 {
			return i
		}
	}
	return i
}
