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

// expectedMembers is how many outer and inner members together events of AWS rarely exceed.
const expectedMembers = 48

// contextName is the member in which events of the HTTP family say most about themselves: many sources ask what it holds.
const contextName = "requestContext"

// Event is a payload whose outermost shape has been read. It aliases the payload and is safe for concurrent use.
type Event struct {
	Payload []byte        // as it came
	Root    decoders.JSON // the payload without surrounding white space and byte order mark; nil if it is no valid JSON

	// Duplicates is true if the outer object names a member twice. Handlers differ in which of the two they read.
	Duplicates bool
	// Collides is true if two outer names differ in case only. Handlers in .NET and Go take the one for the other.
	Collides bool
	crowded  bool // there are more than maxOuter outer members
	batch    bool // the inner members are of a record

	start int    // where Root begins in Payload
	lists *parts // nil if nothing was parsed
}

// parts are what is known of the insides of an event.
type parts struct {
	size decoders.Size // of what is in it, if it was parsed

	outer index // the outer members; none if crowded
	inner index // the members of requestContext, or else of the first record; none if there are more than maxOuter

	headers, multi index // the members of headers and multiValueHeaders, with the same bound

	room [expectedMembers]decoders.Member // what the lists begin in
}

var noParts parts

// parts returns what must not be changed.
func (e *Event) parts() *parts {
	if e.lists == nil {
		return &noParts
	}
	return e.lists
}

// Parse reads the outermost shape of a payload in one pass. It never fails: what is no JSON is an Event without Root.
func Parse(payload []byte) Event { return Event{}.Reparse(payload) }

// Reparse is Parse in the memory of e, which must not be used any more.
func (e Event) Reparse(payload []byte) Event {
	e = e.empty(payload)
	if len(payload) == 0 {
		return e
	}
	p := e.lists
	o, ok := decoders.ParseOutline(payload, p.room[:0], maxOuter)
	if !ok {
		*p = parts{}
		return e
	}
	e.start = skipSpace(payload, len(payload)-len(bytes.TrimPrefix(payload, []byte("\xef\xbb\xbf"))))
	e.Root, e.crowded = o.Doc, o.Crowded
	p.size, p.outer = o.Size, indexOf(o.Doc, o.Members)
	e.index()
	e.compareNames()
	return e
}

// ReparseDocument is Reparse for what is known to be JSON. Of an object with too many members for an event it does not say whether
// names are equal.
func (e Event) ReparseDocument(doc decoders.JSON) Event {
	e = e.empty(doc)
	e.Root = doc
	e.lists.outer, e.crowded = indexed(e.lists.room[:0], doc)
	e.index()
	if !e.crowded {
		e.compareNames()
	}
	return e
}

// empty is an event in the memory of e.
func (e Event) empty(payload []byte) Event {
	if e.lists == nil {
		e.lists = &parts{}
	}
	*e.lists = parts{}
	return Event{Payload: payload, lists: e.lists}
}

// index lists the members inside of members that sources ask for.
func (e *Event) index() {
	p := e.lists
	if e.crowded {
		p.outer = index{}
		return
	}
	if !e.Root.IsObject() {
		return
	}
	inner := p.outer.get(contextName)
	if inner == nil {
		inner, e.batch = records(*e).At(0), true
	}
	// Behind the outer members in the same memory, where there is room.
	rest := p.outer.members
	for _, x := range [...]struct {
		list   *index
		object decoders.JSON
	}{
		{&p.inner, inner},
		{&p.headers, p.outer.get("headers")},
		{&p.multi, p.outer.get("multiValueHeaders")},
	} {
		*x.list, _ = indexed(rest[len(rest):], x.object)
		rest = x.list.members
	}
}

// Excesses is what the limits say of the payload of an event that Parse has read.
func (e *Event) Excesses(limits decoders.Limits) []decoders.Reason {
	if e.Root != nil && !limits.MayExceed(e.Root, e.parts().size) {
		return nil
	}
	return limits.Excesses(e.Payload)
}

// compareNames notices outer names that are equal, or differ in case only.
func (e *Event) compareNames() {
	if !e.Root.IsObject() {
		return
	}
	names := make([]uint64, 0, maxOuter)
	if !repeats(e.appendHashes(names, foldedHash)) {
		return
	}
	e.Duplicates = repeats(e.appendHashes(names, exactHash))
	e.Collides = !e.Duplicates
}

// appendHashes appends the hashes of the outer names to dst.
func (e *Event) appendHashes(dst []uint64, hash func(decoders.JSON) uint64) []uint64 {
	if e.crowded {
		for name := range e.Root.Members() {
			dst = append(dst, hash(name))
		}
		return dst
	}
	for _, m := range e.parts().outer.members {
		dst = append(dst, hash(m.Name))
	}
	return dst
}

// Get follows member names downwards from the outer object, names being exact. Of members with the same name it takes
// the last, as the runtimes' parsers do. It returns nil if a name is missing.
func (e Event) Get(name string, deeper ...string) decoders.JSON {
	p := e.parts()
	if len(deeper) == 0 {
		return p.outer.get(name)
	}
	if name == contextName && !e.batch && len(p.inner.members) > 0 {
		return p.inner.get(deeper[0]).Get(deeper[1:]...)
	}
	return p.outer.get(name).Get(deeper...)
}

// at is Get for a path of names.
func (e Event) at(path decoders.Path) decoders.JSON {
	switch len(path) {
	case 0:
		return nil
	case 1:
		return e.Get(string(path[0].Key))
	}
	value := e.Get(string(path[0].Key), string(path[1].Key))
	for _, step := range path[2:] {
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
