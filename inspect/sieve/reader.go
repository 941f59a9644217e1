package sieve

// reader reads derived: numbers are varints, texts have their length before them.
type reader struct{ rest string }

func (r *reader) bytes(n int) string {
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) number() int {
	if c := r.rest[0]; c < 0x80 {
		r.rest = r.rest[1:]
		return int(c)
	}
	n := 0
	for shift := 0; ; shift += 7 {
		c := r.rest[0]
		r.rest = r.rest[1:]
		n |= int(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
}

// signed reads a number of either sign: 0, -1, 1, -2, …
func (r *reader) signed() int {
	n := r.number()
	return n>>1 ^ -(n & 1)
}

func (r *reader) text() string { return r.bytes(r.number()) }
