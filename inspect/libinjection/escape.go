package libinjection

// escapes tells which quotes inside one string are escaped by backslashes.
//
// The original looks for the rest of the text, from the quote on, and counts the backslashes before the first place where it finds
// that. This is mostly the quote itself. But the rest may stand in the string once before: then what counts is what stands before
// that. In 'a\'b' all of ' at the end stood there behind the backslash, so that the last quote counts as escaped. Only if some quotes
// are escaped and some are not does it matter.
type escapes struct {
	start int  // of the string
	odd   bool // a quote so far stands behind an odd number of backslashes
	even  bool // a quote so far does not
	asked bool // where a rest stands first
}

// isEscaped says it of the quote at a place. It is asked about them in order.
func (r *sqlReader) isEscaped(e *escapes, at int, quote byte) bool {
	odd := false
	for i := at; i > e.start && r.text[i-1] == '\\'; i-- {
		odd = !odd
	}
	escaped := odd
	if odd && e.even || !odd && e.odd {
		if !e.asked {
			e.asked = true
			r.repeats.begin()
		}
		if first := r.firstRepeat(e.start, at, quote); first < at {
			escaped = r.repeats.isOdd(first - e.start)
		}
	}
	e.odd = e.odd || odd
	e.even = e.even || !odd || !escaped && r.byteAt(at+1) == quote
	return escaped
}

// repeats finds the first place in a string where the text from a quote on stands as well.
type repeats struct {
	looked int      // so many bytes of the string have been looked at
	odd    bool     // they end with an odd number of backslashes
	shift  int      // how far before the quote the first place is; 0 if it is the quote itself
	later  []same   // from which other places a shorter rest stands as well, from first to last
	behind []uint64 // a bit for each byte: it is a quote behind an odd number of backslashes
}

// begin begins with another string, in the same room.
func (p *repeats) begin() { *p = repeats{later: p.later[:0], behind: p.behind[:0]} }

// same says that the last bytes of the text, and those that end some bytes before its end, are the same. It has so many of them
// in the string that the first one is of no use before the rest is as short.
type same struct{ length, shift uint32 }

// isOdd says that the quote at a place in the string stands behind an odd number of backslashes.
func (p *repeats) isOdd(at int) bool { return p.behind[at>>6]>>(at&63)&1 != 0 }

// maxRepeats is the length of a string, in bytes, up to which it is told where a rest stands first: as much as the engine is given at
// once. In a longer one that hangs on it, nothing is known. It takes four bytes of memory for each, and at most eight more.
const maxRepeats = 256 << 10

// firstRepeat is the first place in a string where all of the text from a quote on stands.
func (r *sqlReader) firstRepeat(start, at int, quote byte) int {
	p := &r.repeats
	if at-start > maxRepeats {
		r.stopped = true
		return at
	}
	rest := len(r.text) - at
	n := 0
	for n < len(p.later) && int(p.later[n].length) >= rest {
		p.shift = int(p.later[n].shift)
		n++
	}
	p.later = p.later[n:]
	for ; p.looked < at-start && !r.stopped; p.looked++ {
		p.note(r.text[start+p.looked], quote)
		shift := p.looked + 1
		length := r.sameAt(shift)
		if length >= rest {
			p.shift, p.later = shift, p.later[:0]
			continue
		}
		for n := len(p.later); n > 0 && int(p.later[n-1].length) <= length; n-- {
			p.later = p.later[:n-1]
		}
		if length > 0 {
			p.later = append(p.later, same{uint32(length), uint32(shift)})
		}
	}
	return at - p.shift
}

// note notes of the next byte whether it is a quote behind an odd number of backslashes.
func (p *repeats) note(c, quote byte) {
	if p.looked&63 == 0 {
		p.behind = append(p.behind, 0)
	}
	if c == quote && p.odd {
		p.behind[p.looked>>6] |= 1 << (p.looked & 63)
	}
	p.odd = c == '\\' && !p.odd
}

// tails knows how much of the end of a text also ends some bytes before it. It is the Z algorithm, backwards.
type tails struct {
	text        string
	same        []uint32 // by the number of bytes before the end, from 1, less 1
	left, right int      // a place and what is the same from there reach furthest to the beginning
}

// sameAt is how many bytes before the end of the text are the same as those before a place so many bytes before the end.
func (r *sqlReader) sameAt(shift int) int {
	t := &r.tails
	for n := len(t.text); len(t.same) < shift; {
		s, length := len(t.same)+1, 0
		if s < t.right {
			length = min(t.right-s, int(t.same[s-t.left-1]))
		}
		from := length
		for s+length < n && t.text[n-1-length] == t.text[n-1-s-length] {
			length++
		}
		r.spend(length - from + tokenCost)
		if s+length > t.right {
			t.left, t.right = s, s+length
		}
		t.same = append(t.same, uint32(length))
	}
	return int(t.same[shift-1])
}
