package source

// edits change a JSON text by cutting and putting bytes; what is not named stays as it is, white space included. They
// are collected from left to right.
type edits struct {
	text []byte
	list []splice
}

// splice replaces text[from:to] by put.
type splice struct {
	from, to int
	put      string
}

// replace puts text in place of text[from:to].
func (e *edits) replace(from, to int, put string) {
	e.list = append(e.list, splice{from, to, put})
}

// rewrite takes the items that drop names out of the object or array at text[at], and appends add (a member or an
// element, or "") to those that stay. Commas stay right: an item goes with the comma behind it, or, if nothing stays
// behind it, with the one before.
func (e *edits) rewrite(at int, drop func(int, item) bool, add string) {
	kept, stays := at+1, false // end of the last item that stays, or behind the opening bracket while none does
	gap := -1                  // start of the items dropped since
	last := kept               // end of the last item
	for n, it := range items(e.text, at) {
		last = it.end
		if drop(n, it) {
			if gap < 0 {
				gap = it.start
			}
			continue
		}
		if gap >= 0 {
			e.replace(gap, it.start, "")
		}
		kept, stays, gap = it.end, true, -1
	}
	if add != "" && stays {
		add = "," + add
	}
	switch {
	case gap < 0:
		if add != "" {
			e.replace(kept, kept, add)
		}
	case stays:
		e.replace(kept, last, add)
	default:
		if add != "" {
			e.replace(kept, kept, add)
		}
		e.replace(gap, last, "")
	}
}

// changed says whether there is anything to do.
func (e *edits) changed() bool { return len(e.list) > 0 }

// apply returns the changed text, a new one.
func (e *edits) apply() []byte {
	size := len(e.text)
	for _, s := range e.list {
		size += len(s.put)
	}
	out := make([]byte, 0, size)
	i := 0
	for _, s := range e.list {
		out = append(out, e.text[i:s.from]...)
		out = append(out, s.put...)
		i = s.to
	}
	return append(out, e.text[i:]...)
}
