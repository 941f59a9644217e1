package decoders

// Excesses says which of the limits Keys, Elements and Length a JSON document goes beyond, and CutDepth if it nests deeper
// than a document may: each once, in no order. It takes one pass, and of a text that is no JSON it says whatever comes of
// reading on.
func (l Limits) Excesses(doc []byte) []Reason {
	l = l.withDefaults()
	var found []Reason
	exceeds := func(n, limit int, reason Reason) {
		if n == limit+1 { // it goes by ones
			found = appendOnce(found, reason)
		}
	}
	open := make([]count, 0, 16)
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; c {
		case '{', '[':
			if len(open) == l.Depth*nestingPerLevel {
				return appendOnce(found, CutDepth)
			}
			open = append(open, count{object: c == '{', n: 1})
		case '}', ']':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case ',':
			if len(open) == 0 {
				continue
			}
			in := &open[len(open)-1]
			if in.n++; in.object {
				exceeds(in.n, l.Keys, CutKeys)
			} else {
				exceeds(in.n, l.Elements, CutElements)
			}
		case '"':
			end := SkipString(doc, i)
			if end < 0 {
				return found
			}
			if end-i-len(`""`) > l.Length {
				found = appendOnce(found, CutLength)
			}
			i = end - 1
		}
	}
	return found
}

// MayExceed says whether Excesses may find anything in a document of a size: of most events it knows without another pass.
func (l Limits) MayExceed(doc []byte, size Size) bool {
	l = l.withDefaults()
	return l.mayExceed(doc, size)
}

func (l *Limits) mayExceed(doc []byte, size Size) bool {
	return size.depth > l.Depth*nestingPerLevel || size.commas >= min(l.Keys, l.Elements) || len(doc) > l.Length
}

// count is how many members or elements an open object or array has so far.
type count struct {
	object bool
	n      int
}

func appendOnce(list []Reason, reason Reason) []Reason {
	for _, r := range list {
		if r == reason {
			return list
		}
	}
	return append(list, reason)
}
