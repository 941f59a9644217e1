package source

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"

	"weir/decoders"
)

// maxOuter bounds the outer members that are indexed. The largest event of AWS has about twenty; an object with more
// than 64 is no event of AWS, is recognised by nothing, and every string of it is a field.
const maxOuter = 64

// expectedOuter is how many outer members events of AWS rarely exceed.
const expectedOuter = 16

// Event is a payload whose outermost shape has been read. It aliases the payload and is safe for concurrent use.
type Event struct {
	Payload []byte        // as it came
	Root    decoders.JSON // the payload without surrounding white space and byte order mark; nil if it is no valid JSON

	// Duplicates is true if the outer object names a member twice. Handlers differ in which of the two they read.
	Duplicates bool
	// Collides is true if two outer names differ in case only. Handlers in .NET and Go take the one for the other.
	Collides bool

	start   int      // where Root begins in Payload
	outer   []member // the outer members, duplicates included; none if crowded
	signs   uint64   // of the outer members' names: what most sources ask for is not there, and this says so at once
	crowded bool     // there are more than maxOuter
}

type member struct{ name, value decoders.JSON }

// Parse reads the outermost shape of a payload in one pass. It never fails: what is no JSON is an Event without Root.
func Parse(payload []byte) Event { return Event{}.Reparse(payload) }

// Reparse is Parse in the memory of e, which must not be used any more.
func (e Event) Reparse(payload []byte) Event {
	clear(e.outer[:cap(e.outer)])
	e = Event{Payload: payload, outer: e.outer[:0]}
	root, ok := decoders.ParseJSON(payload)
	if !ok {
		return e
	}
	e.Root = root
	e.start = skipSpace(payload, len(payload)-len(bytes.TrimPrefix(payload, []byte("\xef\xbb\xbf"))))
	if !root.IsObject() {
		return e
	}
	e.outer = slices.Grow(e.outer, expectedOuter)
	names := make([]uint64, 0, maxOuter)
	for name, value := range root.Members() {
		names = append(names, foldedHash(name))
		if len(names) <= maxOuter {
			e.outer = append(e.outer, member{name, value})
			e.signs |= signOf(name)
		}
	}
	if len(names) > maxOuter {
		e.outer, e.signs, e.crowded = e.outer[:0], 0, true
	}
	if repeats(names) {
		names = names[:0]
		for name := range root.Members() {
			names = append(names, exactHash(name))
		}
		e.Duplicates = repeats(names)
		e.Collides = !e.Duplicates
	}
	return e
}

// Get follows member names downwards from the outer object, names being exact. Of members with the same name it takes
// the last, as the runtimes' parsers do. It returns nil if a name is missing.
func (e Event) Get(name string, deeper ...string) decoders.JSON {
	if e.signs&sign(name) == 0 {
		return nil
	}
	for i := len(e.outer) - 1; i >= 0; i-- {
		if e.outer[i].name.Equal(name) {
			return e.outer[i].value.Get(deeper...)
		}
	}
	return nil
}

// sign is one bit of 64 for a name, by its length and both of its ends. Names of one sign may differ.
func sign[T string | decoders.JSON](name T) uint64 {
	n := len(name)
	if n == 0 {
		return 1
	}
	return 1 << ((uint(n) + 5*uint(name[0]) + 11*uint(name[n-1])) % 64)
}

// signOf is the sign of a raw name, and every sign if the name has escapes, and may spell anything.
func signOf(name decoders.JSON) uint64 {
	if bytes.IndexByte(name, '\\') >= 0 {
		return ^uint64(0)
	}
	return sign(name[1 : len(name)-1])
}

// at is Get for a path of names.
func (e Event) at(path decoders.Path) decoders.JSON {
	if len(path) == 0 {
		return nil
	}
	value := e.Get(string(path[0].Key))
	for _, step := range path[1:] {
		value = value.Get(string(step.Key))
	}
	return value
}

// has says whether the event has an outer member of that name, whatever its value.
func (e Event) has(name string) bool { return e.Get(name) != nil }

// is says whether the value at the end of names is one of the texts.
func (e Event) is(name string, texts ...string) bool {
	value := e.Get(name)
	return slices.ContainsFunc(texts, value.Equal)
}

// repeats says whether a number occurs twice. It changes the order of the numbers.
func repeats(numbers []uint64) bool {
	slices.Sort(numbers)
	for i := 1; i < len(numbers); i++ {
		if numbers[i] == numbers[i-1] {
			return true
		}
	}
	return false
}

// The two parameters of the FNV-1a hash. It is no secret, but all that a crafted collision earns its sender is to be
// taken for one who names a member twice.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func exactHash(name decoders.JSON) uint64 {
	h := uint64(fnvOffset)
	for _, b := range name.Text(nil) {
		h = (h ^ uint64(b)) * fnvPrime
	}
	return h
}

// foldedHash is the same for names that differ in case only, by Unicode's simple folding, which Go's parser uses and
// which includes .NET's.
func foldedHash(name decoders.JSON) uint64 {
	h := uint64(fnvOffset)
	for text := name.Text(nil); len(text) > 0; {
		r, n := rune(text[0]), 1
		switch {
		case r >= utf8.RuneSelf:
			r, n = utf8.DecodeRune(text)
			if r == utf8.RuneError && n == 1 {
				r = -1 - rune(text[0]) // no character: itself only
			} else {
				r = leastFold(r)
			}
		case 'a' <= r && r <= 'z':
			r -= 'a' - 'A'
		}
		h = (h ^ uint64(uint32(r))) * fnvPrime
		text = text[n:]
	}
	return h
}

// leastFold is the least character of those that r is equal to but for its case.
func leastFold(r rune) rune {
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}
