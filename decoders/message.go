package decoders

// A message is what one program writes for another: values with their types and lengths, and no magic number. It is read
// if all of its bytes fit a format and one of its strings is long enough to be no chance. Its strings are texts, whatever they
// hold; what it calls bytes may be anything.
const (
	minMessage = 4  // bytes
	minPiece   = 4  // bytes of the longest string
	maxNested  = 64 // values inside each other; decoders end there or before, and what is deeper is read as bytes
)

// pieceKind says what a part of a message is.
type pieceKind uint8

const (
	pieceText pieceKind = iota
	pieceName
	pieceBytes
)

// message is a message that is being read.
type message struct {
	data    []byte
	tell    func(text []byte, kind pieceKind) bool // nil while it is only checked; false ends it
	longest int                                    // of its pieces that are text or packed, in bytes
}

func (m *message) piece(text []byte, kind pieceKind) bool {
	if m.tell != nil {
		return len(text) == 0 || m.tell(text, kind)
	}
	if len(text) > m.longest && (packed(text) != "" || IsText(text)) {
		m.longest = len(text)
	}
	return true
}

// formats are those that a message may have.
var formats = [...]Encoding{MessagePack, CBOR, BSON, Protobuf}

// read reads the message in a format, and says whether all of it fits.
func (m *message) read(format Encoding) bool {
	switch c := m.data[0]; format {
	case MessagePack:
		return (0x80 <= c && c <= 0x9f || 0xdc <= c && c <= 0xdf) && m.messagePacks()
	case CBOR:
		return 0x80 <= c && c < 0xe0 && m.cbors()
	case BSON:
		return m.bson(m.data, 0)
	default:
		return m.protobufs()
	}
}

// isMessage says whether readMessage would read anything.
func isMessage(data []byte) bool {
	if len(data) < minMessage {
		return false
	}
	for _, f := range formats {
		if m := (message{data: data}); m.read(f) && m.longest >= minPiece {
			return true
		}
	}
	return false
}

// readMessage reads bytes as a message of each format that fits.
func (w *walk) readMessage(r reading) bool {
	if len(r.data) < minMessage || r.level >= w.x.limits.Depth {
		return true
	}
	for _, f := range formats {
		m := message{data: r.data}
		if m.read(f) && m.longest >= minPiece && !w.readPieces(r, f, &m) {
			return false
		}
	}
	return true
}

// readPieces reads the strings of a message that has been checked.
func (w *walk) readPieces(r reading, f Encoding, m *message) bool {
	ok := true
	w.via = append(w.via, f)
	w.path = append(w.path, Step{Enter: true, Index: -1})
	m.tell = func(text []byte, kind pieceKind) bool {
		if !w.x.countName() {
			return false
		}
		w.path[len(w.path)-1].Index++
		ok = w.member(reading{data: text, level: r.level + 1, name: kind == pieceName, bytes: kind == pieceBytes})
		return ok
	}
	m.read(f)
	w.path = w.path[:len(w.path)-1]
	w.via = w.via[:len(w.via)-1]
	return ok
}

// bigEndian is the number in the first n bytes, and whether they are there.
func bigEndian(data []byte, n int) (value uint64, ok bool) {
	if len(data) < n {
		return 0, false
	}
	for _, c := range data[:n] {
		value = value<<8 | uint64(c)
	}
	return value, true
}
