package inspect

import (
	"hash/maphash"

	"weir/inspect/source"
)

// provenParts is how many parts of requests are remembered, over invocations: a function's callers are of a few programs, which send the
// same dozen headers again and again, to the same host.
const provenParts = 256

// longestProven is the longest value that is remembered, in bytes: longer ones are hardly ever sent twice.
const longestProven = 4 << 10

// proven remembers headers, cookies and paths in which nothing was found, in any reading. It holds a print of each, and nothing of
// its text. A part that is not remembered may be clean, too.
type proven [provenParts]uint64

// printOf is the print of a part of a request: of what is not to be remembered, 0.
func (r *reading) printOf(f *source.Field) uint64 {
	if r.at.level > 0 || f.IsName || len(f.Value) > longestProven || len(f.Name) > longestProven {
		return 0
	}
	const odd, other = 0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9
	switch f.Target {
	case source.Header:
		return maphash.Bytes(seed, f.Value) ^ maphash.Bytes(seed, f.Name)*odd
	case source.URLPath, source.Cookie:
		return maphash.Bytes(seed, f.Value) ^ uint64(f.Target)*other
	}
	return 0
}

func (p *proven) has(print uint64) bool { return print != 0 && p[print%provenParts] == print }

// passPart puts the part at hand, which is proven, into the request.
func (r *reading) passPart() {
	if r.late(len(r.field.Value)); r.field.Target == source.Header && r.request.fits(r.field.Value) {
		r.request.header(r.request.keep(r.field.Name), r.field.Value)
		r.request.prove()
	}
}

// prove remembers the part at hand if nothing may be found in it any more.
func (r *reading) prove(print uint64) {
	if print == 0 || r.doubtful || r.stopped {
		return
	}
	if r.field.Target == source.Header {
		if !r.provesHeader() {
			return
		}
		r.request.prove()
	}
	r.proven[print%provenParts] = print
}

// provesHeader asks the sieve about the header at hand, where it stands. If that fails, nothing is proven.
func (r *reading) provesHeader() (proven bool) {
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault, proven = "sieving a header: "+faultOf(p), false
		}
	}()
	return r.inspector.sieve.ProvesHeader(r.field.Name, r.field.Value)
}
