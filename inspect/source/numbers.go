package source

import "weir/decoders"

// emitNumbers yields the text that a list of bytes at the start of rest spells, and returns the list's length; 0 if it
// is none.
func (w *walker) emitNumbers(rest decoders.JSON) int {
	if !w.numbers {
		return 0
	}
	text, length := spelt(rest, w.value[:0])
	if length == 0 {
		return 0
	}
	w.value = text
	if len(text) > 0 {
		w.emit(Field{Path: w.here, Kind: bytesKind(text), Value: text, Hint: decoders.Hint{Bytes: true}})
	}
	return length
}

// bytesKind is Binary for bytes that are no text: they come from where any bytes may honestly stand.
func bytesKind(data []byte) Kind {
	if decoders.IsText(data) {
		return Unknown
	}
	return Binary
}

// spelt reads a list of bytes: an array of whole numbers, or an object with such numbers under "0", "1" and so on, as
// some serialisers write it. Java's bytes are signed, so that -1 and 255 are the same. It returns length 0 if rest
// begins with anything else. What it looks at in vain is looked at once more and no oftener: the list that fails holds
// no list.
func spelt(rest decoders.JSON, dst []byte) (text []byte, length int) {
	closing := byte(']')
	if rest.IsObject() {
		closing = '}'
	}
	i := skipSpace(rest, 1)
	if i < len(rest) && rest[i] == closing {
		return dst, i + 1
	}
	for i < len(rest) {
		if closing == '}' {
			end := i + 1
			for end < len(rest) && '0' <= rest[end] && rest[end] <= '9' {
				end++
			}
			if rest[i] != '"' || end == i+1 || end == len(rest) || rest[end] != '"' {
				return dst, 0
			}
			i = skipSpace(rest, end+1)
			i = skipSpace(rest, i+1) // the colon
		}
		value, end := octet(rest, i)
		if end == i {
			return dst, 0
		}
		dst = append(dst, value)
		i = skipSpace(rest, end)
		if i < len(rest) && rest[i] == closing {
			return dst, i + 1
		}
		if i == len(rest) || rest[i] != ',' {
			return dst, 0
		}
		i = skipSpace(rest, i+1)
	}
	return dst, 0
}

// octet reads a whole number from -128 to 255 at text[i]. It returns end i if there is none.
func octet(text []byte, i int) (value byte, end int) {
	end = i
	if end < len(text) && text[end] == '-' {
		end++
	}
	digits, number := end, 0
	for end < len(text) && end-digits < 3 && '0' <= text[end] && text[end] <= '9' {
		number = 10*number + int(text[end]-'0')
		end++
	}
	negative := digits > i
	switch {
	case end == digits, number > 255, negative && number > 128:
		return 0, i
	case end < len(text) && ('0' <= text[end] && text[end] <= '9' || text[end] == '.' || text[end] == 'e' || text[end] == 'E'):
		return 0, i
	case negative:
		number = -number
	}
	return byte(number), end
}
