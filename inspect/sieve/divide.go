package sieve

import "sync/atomic"

// What an automaton keeps of its states, in bytes. Honest text needs a few dozen states of less than a kilobyte. Text that
// was made to need more gets more, up to what all automata of a sieve have to spare between them, and up to largestSize. Who needs more
// than that is divided, and who cannot be divided forgets its states and begins anew.
const (
	usualSize   = 256 << 10
	largestSize = 2 * rowUnit << 16 // not more, so that all units of rows have numbers; it counts the names of states as well
	allSpare    = 8 << 20
)

// spareRoom is what the automata of a sieve may take besides their usual size.
type spareRoom struct{ taken atomic.Int64 }

// extend lets an automaton's states take more room, and says whether there was any.
func (a *automaton) extend() bool {
	if a.most >= largestSize || a.spare == nil {
		return false
	}
	if a.spare.taken.Add(usualSize) > allSpare {
		a.spare.taken.Add(-usualSize)
		return false
	}
	a.most += usualSize
	return true
}

// divide puts two automata in the place of one, each for half of the alternatives with which a match may begin: a text
// matches if it matches either. A state of the one tells of each alternative how far it has come, and so there may be as
// many as the product of what the alternatives have apiece; the two have the sum.
func (a *automaton) divide() {
	half := len(a.starts) / 2
	for _, starts := range [][]uint16{a.starts[:half], a.starts[half:]} {
		part := &automaton{
			program: a.program, sets: a.sets, alphabet: a.alphabet, looks: a.looks, starts: starts, spare: a.spare,
			most: usualSize, seen: make([]uint32, len(a.program)), members: make([]uint64, len(a.members)),
		}
		part.findEnding()
		part.forget()
		a.parts = append(a.parts, part)
	}
	a.spare.release(a.most - usualSize)
	a.states, a.next, a.index, a.size, a.most = nil, nil, nil, 0, usualSize
}

func (s *spareRoom) release(bytes int) {
	if s != nil {
		s.taken.Add(-int64(bytes))
	}
}
