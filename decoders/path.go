package decoders

import (
	"strconv"
	"unicode/utf8"
)

// Step is one step of a Path: a member's name, or an index where Key is nil.
type Step struct {
	Key   []byte
	Index int
	// Enter marks the first step inside a document that stood as text in its parent.
	Enter bool
}

// Path leads to a value inside an event, as in Records[2].body → Message → Records[0].s3.object.key. Its steps alias
// the input and are reused by whoever walks it: keep String, not the Path.
type Path []Step

// maxSegment bounds one rendered name, in bytes. Names are the sender's text and end up in logs; 64 bytes show any
// name that a person chose.
const maxSegment = 64

// maxSteps bounds the steps that are rendered: deeper paths are cut in the middle, since start and end say most.
const maxSteps = 32

// String renders the path for people and logs. Control characters, quotes, brackets, dots and bytes that are no UTF-8
// inside a name are escaped, so that a name can neither forge a path nor break a log line.
func (p Path) String() string { return string(p.Append(nil)) }

// Append appends the rendered path to dst and returns it.
func (p Path) Append(dst []byte) []byte {
	for i := 0; i < len(p); i++ {
		if len(p) > maxSteps && i == maxSteps/2 {
			dst = append(dst, "…"...)
			i = len(p) - maxSteps/2
		}
		s := p[i]
		if s.Enter && len(dst) > 0 {
			dst = append(dst, " → "...)
		} else if s.Key != nil && len(dst) > 0 {
			dst = append(dst, '.')
		}
		if s.Key == nil {
			dst = append(dst, '[')
			dst = strconv.AppendInt(dst, int64(s.Index), 10)
			dst = append(dst, ']')
			continue
		}
		dst = appendSegment(dst, s.Key)
	}
	return dst
}

func appendSegment(dst, name []byte) []byte {
	start := len(dst)
	for len(name) > 0 {
		if len(dst)-start >= maxSegment {
			return append(dst, "…"...)
		}
		r, n := utf8.DecodeRune(name)
		switch {
		case r == utf8.RuneError && n == 1, !strconv.IsPrint(r):
			for _, b := range name[:n] {
				dst = append(dst, '\\', 'x', "0123456789abcdef"[b>>4], "0123456789abcdef"[b&15])
			}
		case r == '.' || r == '[' || r == ']' || r == '"' || r == '\\' || r == '→':
			dst = append(dst, '\\')
			dst = append(dst, name[:n]...)
		default:
			dst = append(dst, name[:n]...)
		}
		name = name[n:]
	}
	return dst
}
