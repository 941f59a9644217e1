package sieve

// longValue is the longest value whose texts are all kept while it is judged, in bytes: some thirty may differ. Those of a longer one
// share two rooms, and two more are for those that links look at: of 6 MB, which is what Lambda delivers, a room for each depth
// would be a third of the smallest function, whose handler would then end for want of memory.
const longValue = 256 << 10

// long is for what steps make of a long value. Looking at what follows from a text takes the text's room; what is still
// needed of it afterwards is made again.
type long struct {
	rooms [2][]byte
	steps [maxDepth]uint8 // that were taken, by the depth that they led to
}

func (w *walk) isLong() bool { return len(w.value) > w.longValue }

// takeLong returns what a step makes of a text at some depth. The text stands in the other room, or is the value.
func (w *walk) takeLong(depth int, step uint8, text []byte) []byte {
	room := &w.long.rooms[depth&1]
	if cap(*room) < len(text) {
		*room = nil // another comes in its place, and both at once are too much
	}
	out, _ := w.apply(step, (*room)[:0], text)
	if !sameRoom(out, text) {
		*room = out
	}
	return out
}

// again returns the text at this depth once more.
func (w *walk) again() []byte {
	text := w.value
	for depth := range w.depth {
		text = w.takeLong(depth, w.long.steps[depth+1], text)
	}
	return text
}
