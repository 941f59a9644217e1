package sieve

// need is a cheap question about the classes in a text, which every text passes that a rule matches: all of one set are
// there, and one of each of two others.
type need struct{ all, some, other uint64 }

// whatever says of a set that none of it has to be there.
const whatever = ^uint64(0)

// met says that a text with a mask may match.
func (n *need) met(mask uint64) bool {
	return n.all&^mask == 0 && (n.some&mask != 0 || n.some == whatever) && (n.other&mask != 0 || n.other == whatever)
}

// implies says that a text which meets this one meets the other.
func (n *need) implies(weaker *need) bool {
	return weaker.all&^n.all == 0 && n.some&^weaker.some == 0 && n.other&^weaker.other == 0
}

// needs are those of several rules: one of them has to be met.
type needs []need

// nodeNeeds and kindNeeds bound how many are told apart, so that asking is cheaper than what it spares: a step, and the reading of
// a text.
const (
	nodeNeeds = 8
	kindNeeds = 32
)

// with adds one, and keeps not too many apart.
func (list needs) with(n need, most int) needs {
	kept := list[:0]
	for _, other := range list {
		if n.implies(&other) {
			return list
		}
		if !other.implies(&n) {
			kept = append(kept, other)
		}
	}
	if len(kept) < most {
		return append(kept, n)
	}
	last := &kept[len(kept)-1]
	last.all &= n.all
	last.some |= n.some
	last.other |= n.other
	return kept
}

// met says that one is met by the classes of a text, and those that steps may add.
func (list needs) met(mask uint64) bool {
	for i := range list {
		if list[i].met(mask) {
			return true
		}
	}
	return false
}
