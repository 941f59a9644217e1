package sieve

// reader reads derived: numbers are varints, texts have their length before them. It counts where it is, and cuts nothing
// off: numbers are what it reads most, and pointers are dearer to write.
type reader struct {
	all string
	at  int
}

func (r *reader) bytes(n int) string {
	r.at += n
	return r.all[r.at-n : r.at]
}

func (r *reader) number() int {
	c := r.all[r.at]
	r.at++
	if c < 0x80 {
		return int(c)
	}
	return r.longNumber(int(c & 0x7f))
}

// longNumber reads what follows the first byte of a number.
func (r *reader) longNumber(n int) int {
	for shift := 7; ; shift += 7 {
		c := r.all[r.at]
		r.at++
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
