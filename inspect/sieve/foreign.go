package sieve

import "bytes"

// foreign are the three characters outside ASCII that case folding or lower-casing turns into ASCII letters.
var foreign = []struct {
	text   string
	letter byte
}{{"\u017f", 's'}, {"\u212a", 'k'}, {"\u0130", 'i'}}

func hasForeign(text []byte) bool {
	for _, f := range foreign {
		for rest := text; ; rest = rest[1:] {
			i := bytes.IndexByte(rest, f.text[0])
			if i < 0 {
				break
			}
			if rest = rest[i:]; len(rest) >= len(f.text) && string(rest[:len(f.text)]) == f.text {
				return true
			}
		}
	}
	return false
}

// foreignAt returns the letter that the text's first character stands for, and the character's length.
func foreignAt(text []byte) (letter byte, n int) {
	for _, f := range foreign {
		if len(text) >= len(f.text) && string(text[:len(f.text)]) == f.text {
			return f.letter, len(f.text)
		}
	}
	return 0, 0
}

func foldForeign(dst, src []byte) []byte {
	for i := 0; i < len(src); {
		if letter, n := foreignAt(src[i:]); n > 0 {
			dst = append(dst, letter)
			i += n
			continue
		}
		dst = append(dst, src[i])
		i++
	}
	return dst
}
