package corpus

import (
	"hash/fnv"
	"slices"
	"strings"
	"sync"
)

// Half is one of the two halves of the matrix.
type Half int

// The halves. Rules and decoders may be written with the cases of the open one before one's eyes. The other is held back:
// its rate says what the rules are worth on what they were not written for, as long as nobody looks at its cases.
const (
	Open Half = iota
	HeldBack
)

// wideShare is the share of all combinations that is taken of those that are not basic: one in so many.
const wideShare = 16

// Matrix returns attacks crossed with encodings and with the events that carry them: all of those that are basic, and of
// the others a share that their names choose.
func Matrix() ([]Case, error) { return matrix() }

var matrix = sync.OnceValues(func() ([]Case, error) {
	attacks, err := matrixAttacks()
	if err != nil {
		return nil, err
	}
	var cases []Case
	cross := func(c carrier, isRare bool) {
		for _, a := range attacks {
			for _, e := range encodings {
				if c.line && !e.line {
					continue
				}
				share := uint64(wideShare)
				switch {
				case isRare:
					share = rareShare
				case a.basic && e.basic && c.basic:
					share = 1
				}
				if id := a.name + "/" + e.name + "/" + c.name; hashOf(id)%share == 0 {
					cases = append(cases, Case{
						ID: id, Source: c.source, Event: c.event, Class: a.class, Payload: a.payload,
						Wire: slices.Concat(e.wire, c.wire),
					})
				}
			}
		}
	}
	for _, c := range carriers {
		cross(c, false)
	}
	for _, c := range rareCarriers() {
		cross(c, true)
	}
	return cases, nil
})

// HalfOf says which half a case of the matrix belongs to. Its name alone decides.
func HalfOf(id string) Half { return Half(hashOf("half of "+id) % 2) }

func hashOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64() >> 20       // the low bits of FNV say little of what comes first
}

// IsCombined says whether the case is one of the matrix.
func (c Case) IsCombined() bool { return strings.Contains(c.ID, "/") }

// Part returns one part of the id of a case of the matrix: 0 the attack, 1 the encoding, 2 the carrier.
func (c Case) Part(n int) string { return strings.Split(c.ID, "/")[n] }
