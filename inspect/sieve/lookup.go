package sieve

import (
	"math/bits"
	"slices"
	"sync"
)

// lookup finds literals in a text. It reads every three neighbouring symbols: where they are those by which some
// literal is known, the literal is compared. Literals of two symbols are known by both.
type lookup struct {
	maybe   [1 << 12]uint64 // a bit for every three symbols: worth a second look
	threes  [1 << 12]uint64 // a bit for every three symbols that are a key
	before  [1 << 12]uint16 // how many keys stand in threes before each word
	twos    [1 << 12]uint16 // for two symbols, 1 + the bucket
	buckets []uint16        // the first literal of each bucket, those of two symbols first
	pairs   uint16          // the number of buckets for two symbols
	around  []around        // by bucket

	literals []literal
	postings []posting

	mayOnce sync.Once
	may     []parts // by bucket, what may hold because of its literals: found out when a dense text comes, since most functions never see one
}

// around is what has to be in a text, besides a key, for any of its literals to be there and to matter.
type around struct {
	before, behind uint64 // the symbols that may stand there
	needs          uint64 // the classes that are needed
}

// allow makes it allow a literal of some classes.
func (a *around) allow(l literal, width int, needs uint64, symbol *[256]byte) {
	if start := int(l.end) - width; start > 0 {
		a.before |= 1 << symbol[l.text[start-1]]
	} else {
		a.before = ^uint64(0)
	}
	if l.reach > 0 {
		a.behind |= 1 << symbol[l.text[l.end]]
	} else {
		a.behind = ^uint64(0)
	}
	a.needs &= needs
}

// literal is a folded text whose key ends at byte end.
type literal struct {
	text     string
	end      uint8
	reach    uint8 // how far it goes on behind its key
	first    byte
	last     byte
	postings uint32 // where they begin; they end where those of the next literal begin
}

// readLiterals reads the literals that have an active posting. They come sorted by their keys, and those of a key by how
// far they reach behind it.
func (t *tables) readLiterals(r *reader, active parts) {
	n := r.number()
	t.literals = make([]literal, 0, n+1)
	t.postings = make([]posting, 0, n+n/4)
	last := -1
	for range n {
		l := literal{text: r.text(), end: uint8(r.number()), postings: uint32(len(t.postings))}
		l.first, l.last, l.reach = l.text[0], l.text[len(l.text)-1], uint8(len(l.text)-int(l.end))
		t.postings = t.readPostings(r, active, t.postings)
		if len(t.postings) == int(l.postings) {
			continue
		}
		key := 0
		for _, c := range []byte(l.text[max(0, int(l.end)-3):l.end]) {
			key = key<<6 | int(t.symbol[c])
		}
		isPair := len(l.text) == 2
		if isPair {
			key |= 1 << 18 // apart from those of three
		}
		if key != last {
			t.addKey(key, isPair)
			last = key
		}
		t.literals = append(t.literals, l)
		t.around[len(t.around)-1].allow(l, min(len(l.text), 3), t.needsOf(l), &t.symbol)
	}
	t.buckets = append(t.buckets, uint16(len(t.literals)))
	t.literals = append(t.literals, literal{postings: uint32(len(t.postings))})
	count := uint16(0)
	for i, w := range t.threes {
		t.before[i] = count
		count += uint16(bits.OnesCount64(w))
	}
}

// needsOf are the classes that a text has in which the literal, whose postings are the last ones, matters.
func (t *tables) needsOf(l literal) uint64 {
	needs, own := ^uint64(0), uint64(0)
	for i := range len(l.text) {
		own |= t.bit[l.text[i]]
	}
	list := t.postings[l.postings:]
	for _, p := range list {
		needs &= t.masks[p.mask]
	}
	t.noteBlanks(list, own)
	return needs | own
}

// findMay finds what may hold because of the literals of each bucket.
func (t *tables) findMay() {
	t.may = make([]parts, len(t.around))
	for i := range t.may {
		from, to := t.literals[t.buckets[i]].postings, t.literals[t.buckets[i+1]].postings
		for _, p := range t.postings[from:to] {
			t.may[i].add(p.part)
		}
	}
}

// addKey begins a bucket.
func (t *tables) addKey(key int, isPair bool) {
	t.buckets = append(t.buckets, uint16(len(t.literals)))
	t.around = append(t.around, around{needs: ^uint64(0)})
	if !isPair {
		t.threes[key>>6] |= 1 << (key & 63)
		t.maybe[key>>6] |= 1 << (key & 63)
		return
	}
	t.pairs++
	pair := key & (1<<12 - 1)
	t.twos[pair] = t.pairs
	for first := range 64 {
		t.maybe[first<<6|pair>>6] |= 1 << (pair & 63)
	}
}

// scan returns the parts that hold for a text with the given mask. It folds the text into the room, if a literal may be in it. If some are
// missing, it looks for these only, and takes away what it finds of them.
//
// It looks at the clock, and what it finds in a part of the text is not to be used once there is no time left.
func (t *tables) scan(text []byte, room *[]byte, mask uint64, missing *parts, e *effort) parts {
	found := t.anyText
	for m := mask & t.bareClasses; m != 0; m &= m - 1 {
		for _, p := range t.bare[bits.TrailingZeros64(m)] {
			if t.masks[p.mask]&^mask == 0 {
				found.add(p.part)
			}
		}
	}
	if missing != nil {
		t.mayOnce.Do(t.findMay)
		*missing = missing.without(found)
	}
	f := finding{text: text, room: room, parts: &found, mask: mask, missing: missing}
	gram := uint32(t.symbol[0])<<6 | uint32(t.symbol[0])
	for from := 0; from < len(text); from += stopEvery {
		for i, c := range text[from:min(len(text), from+stopEvery)] {
			gram = gram<<6&(1<<18-1) | uint32(t.symbol[c])
			if t.maybe[gram>>6]>>(gram&63)&1 == 0 {
				continue
			}
			t.compare(&f, from+i+1, gram)
		}
		if len(text) > stopEvery && e.read(stopEvery) {
			break
		}
	}
	return found
}

// foldedAtOnce is how much of a text is folded at once, in bytes: a room for all of the longest would be a twentieth of the smallest
// function. Around it stands as much as the longest literal, whose length is a byte.
const (
	foldedAtOnce = 64 << 10
	foldedAround = 256
)

// foldAround folds the text from somewhere on.
func (t *tables) foldAround(f *finding, at int) {
	f.from, f.until = max(0, at-foldedAround), min(at+foldedAtOnce, len(f.text))
	f.folded = t.foldInto(f.room, f.text[f.from:min(f.until+foldedAround, len(f.text))])
}

func (t *tables) foldInto(room *[]byte, text []byte) []byte {
	folded := slices.Grow((*room)[:0], len(text))[:len(text)]
	for i, c := range text {
		folded[i] = t.fold[c]
	}
	*room = folded
	return folded
}

// finding is what is found in a text.
type finding struct {
	text    []byte
	room    *[]byte
	folded  []byte // of the text, as far as it was needed
	from    int    // where that begins
	until   int    // up to where literals may end that are compared with it
	mask    uint64
	parts   *parts
	missing *parts // nil if all are looked for
}

// compare looks at the literals whose key may end in the text at end.
func (t *tables) compare(f *finding, end int, gram uint32) {
	if w := t.threes[gram>>6]; w>>(gram&63)&1 != 0 {
		t.compareBucket(f, end, 3, t.pairs+t.before[gram>>6]+uint16(bits.OnesCount64(w&(1<<(gram&63)-1))))
	}
	if n := t.twos[gram&(1<<12-1)]; n != 0 && end >= 2 {
		t.compareBucket(f, end, 2, n-1)
	}
}

func (t *tables) compareBucket(f *finding, end, width int, bucket uint16) {
	switch a := &t.around[bucket]; {
	case a.needs&^f.mask != 0,
		end < len(f.text) && a.behind>>(t.symbol[f.text[end]]&63)&1 == 0,
		end > width && a.before>>(t.symbol[f.text[end-width-1]]&63)&1 == 0:
		return
	}
	if f.missing != nil && !f.missing.meets(&t.may[bucket]) {
		return
	}
	from := int(t.buckets[bucket])
	literals := t.literals[from:t.buckets[bucket+1]]
	for i := range literals {
		l := &literals[i]
		start, stop := end-int(l.end), end+int(l.reach)
		if stop > len(f.text) {
			return // so do all behind it
		}
		if start < 0 || t.fold[f.text[start]] != l.first || t.fold[f.text[stop-1]] != l.last {
			continue
		}
		if end > f.until {
			t.foldAround(f, end-1)
		}
		if string(f.folded[start-f.from:stop-f.from]) != l.text {
			continue
		}
		for _, p := range t.postings[l.postings:t.literals[from+i+1].postings] {
			if t.masks[p.mask]&^f.mask != 0 {
				continue
			}
			if f.parts.add(p.part); f.missing != nil {
				f.missing.remove(p.part)
			}
		}
	}
}
