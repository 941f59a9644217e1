package decoders

import "bytes"

// Some few bytes are dangerous wherever they stand: a program that a server runs, an object that does something when it is read. They
// are looked for in bytes that are no text, whatever stands beside them. Each is so long that of 10,000 MB of random bytes less than
// one holds any.

// maxMarked is how many bytes from a mark on are judged: known chains of objects have their dangerous names within some hundred.
const maxMarked = 4 << 10

// mark is one kind of such bytes.
type mark struct {
	begin string // in lower case if it is text
	text  bool   // what follows is text, with letters of any case
	is    func(data []byte) bool
}

// markList lists them all.
var markList = [...]mark{
	{"<?php", true, nil},
	{"${jndi:", true, nil},
	{"\xac\xed\x00\x05", false, isJavaObject},
	{"\x80\x02c", false, importsName},
	{"\x80\x03c", false, importsName},
	{"\x80\x04\x95", false, isPickleFrame},
	{"\x80\x05\x95", false, isPickleFrame},
	{"O:", false, isPHPObject},
}

// isJavaObject says that the stream begins with an object, of any type (Java Object Serialization, section 6.4.2).
func isJavaObject(data []byte) bool { return len(data) > 4 && 'p' <= data[4] && data[4] <= '~' }

// importsName says that a pickle begins with a name to import: two lines.
func importsName(data []byte) bool {
	rest := data[3:min(len(data), 64)]
	for range 2 {
		n := bytes.IndexByte(rest, '\n')
		if n < 2 || !isWord(rest[:n]) {
			return false
		}
		rest = rest[n+1:]
	}
	return true
}

// isPickleFrame says that a pickle's first frame ends within the bytes (PEP 3154).
func isPickleFrame(data []byte) bool {
	size := uint64(0)
	for i := 10; i >= 3 && len(data) > 10; i-- {
		size = size<<8 | uint64(data[i])
	}
	return 0 < size && size < uint64(len(data))
}

// isPHPObject says that the length and the name of a class follow: O:8:"stdClass":1:{.
func isPHPObject(data []byte) bool {
	i := 2
	for i < len(data) && i < 6 && '0' <= data[i] && data[i] <= '9' {
		i++
	}
	if i == 2 || len(data)-i < len(`:"a":`) || string(data[i:i+2]) != `:"` {
		return false
	}
	name, rest, closed := bytes.Cut(data[i+2:min(len(data), i+maxMarked)], []byte(`":`))
	return closed && isWord(name) && len(rest) > 0 && '0' <= rest[0] && rest[0] <= '9'
}

func isWord(name []byte) bool {
	for _, c := range name {
		if c != '_' && c != '.' && c != '\\' && (c|' ' < 'a' || 'z' < c|' ') && (c < '0' || '9' < c) {
			return false
		}
	}
	return len(name) > 0
}

// next returns where the mark stands next at or behind i, or -1.
func (m *mark) next(data []byte, i int) int {
	for i < len(data) {
		n := bytes.Index(data[i:], []byte(m.prefix()))
		if n < 0 {
			return -1
		}
		i += n
		if len(data)-i < len(m.begin) {
			return -1
		}
		found := data[i : i+len(m.begin)]
		if (m.text && bytes.EqualFold(found, []byte(m.begin)) || string(found) == m.begin) && (m.is == nil || m.is(data[i:])) {
			return i
		}
		i++
	}
	return -1
}

// prefix is as much of a mark as has no cases.
func (m *mark) prefix() string {
	if !m.text {
		return m.begin
	}
	n := 0
	for n < len(m.begin) && (m.begin[n] < 'a' || 'z' < m.begin[n]) {
		n++
	}
	return m.begin[:n]
}

func holdsMark(data []byte) bool {
	for i := range markList {
		if markList[i].next(data, 0) >= 0 {
			return true
		}
	}
	return false
}

// readMarks shows what stands at each mark.
func (w *walk) readMarks(r reading) bool {
	for n := range markList {
		if w.x.late(len(r.data)) {
			return false
		}
		m := &markList[n]
		for at := m.next(r.data, 0); at >= 0; at = m.next(r.data, at+maxMarked) {
			if !w.x.countName() {
				return true
			}
			marked := r.data[at:min(len(r.data), at+maxMarked)]
			if m.text {
				_, end := nextStretch(marked, 0)
				marked = marked[:end]
			}
			if !w.sawBefore(r.data, marked) && !w.member(reading{data: marked[:len(marked):len(marked)], level: r.level, name: r.name, final: true}) {
				return false
			}
		}
	}
	return true
}
