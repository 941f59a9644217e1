package main

import (
	"math"
	"math/bits"
	"slices"
)

// need is a question about the classes in a text which is cheaper than a formula, and weaker: all of one set have to be
// there, and one of each of two others.
type need struct{ all, some, other mask }

// whatever says of a set that none of it has to be there.
const whatever = ^mask(0)

// need is what has to be in every text that fulfils the formula. Every clause has a class in some, and a letter in other, unless it has
// none: numbers and signs are in many texts.
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

// hitBy has, of every clause, one class of those preferred, or of all if it has none of these. Classes that are rare, and in
// many clauses, are taken first.
func (c condition) hitBy(preferred mask) mask {
	var left []mask
	for _, k := range c {
		m := k.needs()
		if m == 0 {
			return whatever
		}
		if m&preferred != 0 {
			m &= preferred
		}
		left = append(left, m)
	}
	var hit mask
	for len(left) > 0 {
		var hits [64]int
		for _, m := range left {
			for ; m != 0; m &= m - 1 {
				hits[bits.TrailingZeros64(uint64(m))]++
			}
		}
		best, least := 0, math.Inf(1)
		for class, n := range hits {
			if price := classFrequency[class] / float64(n); price < least {
				best, least = class, price
			}
		}
		hit |= 1 << best
		left = slices.DeleteFunc(left, func(m mask) bool { return m&(1<<best) != 0 })
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
