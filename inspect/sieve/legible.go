package sieve

// mayHoldBase64 says that a step which reads Base64, the node's own or one below, may make of a text what is legible
// enough to match.
func (w *walk) mayHoldBase64(n *node, text []byte) bool {
	switch s := &w.transform[n.step]; {
	case s.base64:
		return legibleBase64(text, n.legible, false)
	case s.unspaces:
		return legibleBase64(text, n.legible, true)
	}
	return true // other steps are taken where there is an escape, which may stand for anything
}

// legibleBase64 says that at least so many characters may stand together in what a text of Base64 stands for, or a text
// without its white space. It reads as base64Decode does, makes nothing, and is quick to say no, which it does of most texts.
func legibleBase64(text []byte, atLeast int, unspaced bool) bool {
	var l legible
	bits, n := 0, 0
	for _, c := range text {
		v := int(base64Values[c])
		if v < 0 {
			if c == '\r' || c == '\n' || unspaced && isSpace(c) {
				continue
			}
			if unspaced && c >= 0x80 {
				return true // white space, perhaps
			}
			break
		}
		bits = bits<<6 | v
		if n++; n < 4 {
			continue
		}
		if l.add(byte(bits >> 16)); l.together >= atLeast {
			return true
		}
		if l.add(byte(bits >> 8)); l.together >= atLeast {
			return true
		}
		if l.add(byte(bits)); l.together >= atLeast {
			return true
		}
		bits, n = 0, 0
	}
	if n >= 2 {
		bits <<= 6 * (4 - n)
		l.add(byte(bits >> 16))
	}
	if n == 3 && l.together < atLeast {
		l.add(byte(bits >> 8))
	}
	return l.together >= atLeast
}

// legible counts the characters that stand together at the end of a text, or might if what no step takes away were not
// between them: control characters, and bytes that are no UTF-8. Other steps may take white space of any kind away. Of
// what is not ASCII it may count too many.
type legible struct {
	together int
	last     position // of the last byte
}

// position is where a byte stands in a character that is not ASCII.
type position uint8

const (
	outside position = iota
	first
	further
)

func (l *legible) add(c byte) {
	broken := l.last == first // but for a further byte now
	switch {
	case c >= 0x80 && c < 0xc0 && l.last != outside:
		l.together++
		l.last = further
		return
	case c >= 0x80 && c < 0xc2, c >= 0xf5, c < ' ' && !isSpace(c), c == 0x7f:
		l.together, l.last = 0, outside
		return
	}
	if broken {
		l.together = 0
	}
	if c >= 0xc2 {
		l.last = first
		return
	}
	l.together++
	l.last = outside
}
