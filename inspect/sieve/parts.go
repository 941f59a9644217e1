package sieve

import "math/bits"

// parts is a set of parts, or of links.
type parts [6]uint64

func (p *parts) add(n uint16)      { p[n>>6] |= 1 << (n & 63) }
func (p *parts) remove(n uint16)   { p[n>>6] &^= 1 << (n & 63) }
func (p *parts) has(n uint16) bool { return p[n>>6]>>(n&63)&1 != 0 }

// meets says that the sets have a member in common.
func (p *parts) meets(q *parts) bool {
	return p[0]&q[0]|p[1]&q[1]|p[2]&q[2]|p[3]&q[3]|p[4]&q[4]|p[5]&q[5] != 0
}

func (p parts) and(q parts) parts {
	for i := range p {
		p[i] &= q[i]
	}
	return p
}

func (p parts) or(q parts) parts {
	for i := range p {
		p[i] |= q[i]
	}
	return p
}

func (p parts) empty() bool { return p[0]|p[1]|p[2]|p[3]|p[4]|p[5] == 0 }

// next takes a member out of the set.
func (p *parts) next() uint16 {
	for i := range p {
		if p[i] != 0 {
			n := bits.TrailingZeros64(p[i])
			p[i] &= p[i] - 1
			return uint16(i<<6 + n)
		}
	}
	return 0
}

func (p parts) without(q parts) parts {
	for i := range p {
		p[i] &^= q[i]
	}
	return p
}

func (p parts) count() int {
	n := 0
	for _, w := range p {
		if w != 0 { // of most texts hardly any is not
			n += bits.OnesCount64(w)
		}
	}
	return n
}
