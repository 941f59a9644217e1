package main

import "math/bits"

// need is a question about the classes in a text which is cheaper than a formula, and weaker: all of one set have to be
// there, and one of each of two others.
type need struct{ all, some, other mask }

// whatever says of a set that none of it has to be there.
const whatever = ^mask(0)

// need is what has to be in every text that fulfils the formula. In some, every clause has its rarest class, and in other
// its rarest letter, which few clauses have in common with numbers.
func (f formula) need() need {
	n := need{f.needs(), whatever, whatever}
	for _, c := range f {
		n.some = lessLikely(n.some, c.hitBy(whatever))
		n.other = lessLikely(n.other, c.hitBy(letters))
	}
	return n
}

// letters are the classes of letters.
const letters = mask(1)<<classDigit - 1

// hitBy has, of every clause, its rarest class of those preferred, or else its rarest class.
func (c condition) hitBy(preferred mask) mask {
	var hit mask
	for _, k := range c {
		m := k.needs()
		if m == 0 {
			return whatever
		}
		if m&preferred != 0 {
			m &= preferred
		}
		hit |= 1 << rarest(m)
	}
	return hit
}

// lessLikely is the set of which texts have fewer.
func lessLikely(a, b mask) mask {
	if a.likelihood() <= b.likelihood() {
		return a
	}
	return b
}

// likelihood is an estimate that grows with the classes of the set.
func (m mask) likelihood() float64 {
	p := 0.0
	for ; m != 0; m &= m - 1 {
		p += classFrequency[bits.TrailingZeros64(uint64(m))]
	}
	return p
}
