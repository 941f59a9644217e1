package decoders

import "bytes"

// Programs that write to streams put a short head before a message, by which the reader finds the message's schema. What
// they know to be a schema's number are any bytes to us: a document, or a packed text, is looked for behind the heads that are
// common, and a document also behind any other short one.
const (
	confluentHead = 5  // a zero, and the schema's number in four bytes: Confluent's wire format
	glueHead      = 18 // 3, 0 or 5 for zlib, and the schema's version in sixteen bytes: AWS Glue Schema Registry
	maxTypeSteps  = 8  // of messages declared inside messages, in a schema of Protocol Buffers
	maxHead       = 32 // bytes of any head
	maxOpenings   = 4  // of documents that are tried behind a head: each costs a pass
)

// readFramed reads what stands behind the head of a message.
func (w *walk) readFramed(r reading) bool {
	head := 0
	switch {
	case len(r.data) > confluentHead && r.data[0] == 0:
		head = confluentHead
	case len(r.data) > glueHead && r.data[0] == 3 && (r.data[1] == 0 || r.data[1] == 5):
		head = glueHead
	}
	if head > 0 {
		inner := reading{data: r.data[head:], level: r.level + 1, name: r.name, bytes: true, opaque: true}
		if !w.readPacked(&inner) || !w.readWide(inner) || !w.readMessage(inner) {
			return false
		}
		// Protocol Buffers have another head: how many numbers lead to the message's type, doubled, and those.
		if skip := 1 + int(inner.data[0]>>1); inner.data[0] < 2*maxTypeSteps && skip < len(inner.data) {
			inner.data = inner.data[skip:]
			if !w.readMessage(inner) {
				return false
			}
		}
	}
	return w.readHeaded(r)
}

// readHeaded reads a document that begins among the first bytes, but not with the first.
func (w *walk) readHeaded(r reading) bool {
	for i, tried := 1, 0; tried < maxOpenings; i++ {
		n := bytes.IndexAny(r.data[min(i, len(r.data)):min(maxHead, len(r.data))], "{[")
		if n < 0 {
			return true
		}
		i += n
		tried++
		inner := reading{data: r.data[i:], level: r.level, name: r.name}
		if scanValue(inner.data) < minStretch {
			continue // no document, or an empty one, as chance makes them
		}
		kind, size := w.jsonKind(&inner)
		if kind == noJSON {
			continue
		}
		return (kind == jsonPrefix || w.emit(&inner, kind)) && w.readJSON(inner, kind, size)
	}
	return true
}
