package source

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"io"
	"iter"

	"weir/decoders"
)

// CWLogs is a batch of log events that a subscription filter of CloudWatch Logs hands over.
type CWLogs struct{ noNote }

// Name is "cwlogs".
func (CWLogs) Name() string { return "cwlogs" }

// DefaultMode is "monitor": logs tell of attacks, stopped ones and Weir's own findings included.
func (CWLogs) DefaultMode() string { return "monitor" }

// Recognise asks for the text awslogs.data.
func (CWLogs) Recognise(e Event) bool { return e.Get("awslogs", "data").IsString() }

var (
	keyLogs       = decoders.Step{Key: []byte("awslogs")}
	keyLogEvents  = decoders.Step{Key: []byte("logEvents"), Enter: true}
	keyLogMessage = decoders.Step{Key: []byte("message")}
	keyExtracted  = decoders.Step{Key: []byte("extractedFields")}
)

// Fields yields the message of each log event, what the filter's pattern has extracted from it, and the names of group,
// stream and filters. Control messages are read like others: anybody could write one. Data that is no compressed JSON
// with log events is one field.
func (CWLogs) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		data := e.Get("awslogs", "data")
		if logs, ok := unpackLogs(data); ok {
			w.under(keyLogs, keyData)
			w.inside, w.kind = len(w.here), logKind
			w.listFields(logs.Event, logs.list(), true, w.logEvent, keyLogEvents)
			w.inside, w.kind = 0, nil
			w.leave(2)
			w.uncover(0)
			w.cover(data)
		} else {
			hint := decoders.Hint{Encodings: []decoders.Encoding{decoders.Base64, packingOf(data.Text(nil))}}
			w.field(data, Unknown, hint, keyLogs, keyData)
		}
		w.walk(e.Root)
	}
}

// logKind is Log for everything in the document: groups and streams are named for the files and functions whose lines they
// hold, "/var/log/cron" and "2026/04/09/[$LATEST]0a1b".
func logKind(decoders.Path) Kind { return Log }

func (w *walker) logEvent(event decoders.JSON) {
	w.field(event.Get("message"), Log, decoders.Hint{}, keyLogMessage)
	w.foreign(event.Get("extractedFields"), keyExtracted)
}

// maxLogs bounds the document that is unpacked here. A payload of 1 MB, the quota for asynchronous ones, holds 0.75 MB
// of gzip, and logs shrink to a tenth or a twentieth. What is larger is one field, under the limits of the decoders.
const maxLogs = 16 << 20

// leastLogs is what a document may unpack to at any ratio. A larger one that shrinks by more than the decoders allow is
// a bomb, and not unpacked to its end in order to be counted.
const leastLogs = 1 << 20

// logs is the document that awslogs.data holds.
type logs struct {
	Event
	packing decoders.Encoding
}

func (l logs) list() decoders.JSON { return l.Get("logEvents") }

// packingOf is the compression that a Base64 text begins with: gzip, unless its first byte is that of zlib.
func packingOf(text []byte) decoders.Encoding {
	if len(text) > 1 && text[0] == 'e' && 'A' <= text[1] && text[1] <= 'P' {
		return decoders.Zlib
	}
	return decoders.Gzip
}

// unpackLogs reads what awslogs.data holds, if it is a document with log events of which there is but one reading.
func unpackLogs(data decoders.JSON) (logs, bool) {
	text := data.Text(nil)
	l := logs{packing: packingOf(text)}
	packed, err := base64.StdEncoding.AppendDecode(nil, text)
	if err != nil {
		return l, false
	}
	var r io.Reader
	if l.packing == decoders.Zlib {
		r, err = zlib.NewReader(bytes.NewReader(packed))
	} else {
		r, err = gzip.NewReader(bytes.NewReader(packed))
	}
	if err != nil {
		return l, false
	}
	limit := min(maxLogs, max(leastLogs, decoders.DefaultRatio*len(packed)))
	var document bytes.Buffer // which grows by doubling: it leaves less behind than io.ReadAll
	if _, err := document.ReadFrom(io.LimitReader(r, int64(limit)+1)); err != nil || document.Len() > limit {
		return l, false
	}
	l.Event = Parse(document.Bytes())
	return l, l.list().IsArray() && !l.Duplicates
}

// pack writes a document as awslogs.data holds it, a JSON string.
func (l logs) pack(document []byte) []byte {
	var packed bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&packed)
	if l.packing == decoders.Zlib {
		w = zlib.NewWriter(&packed)
	}
	_, _ = w.Write(document) // a buffer takes everything
	_ = w.Close()
	return append(base64.StdEncoding.AppendEncode([]byte{'"'}, packed.Bytes()), '"')
}

// Records is the number of log events; 0 if the data cannot be unpacked.
func (CWLogs) Records(e Event) int {
	if logs, ok := unpackLogs(e.Get("awslogs", "data")); ok {
		return logs.list().Len()
	}
	return 0
}

// Each yields the log events, from the document that is packed in the event.
func (CWLogs) Each(e Event) iter.Seq2[int, decoders.JSON] {
	if logs, ok := unpackLogs(e.Get("awslogs", "data")); ok {
		return logs.list().Elements()
	}
	return decoders.JSON(nil).Elements()
}

// Refuse ends the delivery. Nobody waits for an answer: CloudWatch Logs has delivered, and keeps the log events in their
// group. Swallowed, the event goes to the destination for successes if the function has one; as an error it runs twice
// more, refused each time, and then goes to the function's dead-letter queue or destination for failures.
func (CWLogs) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }

// Without packs the log events anew that are not in bad, compressed as they came. In the mode fail, or if nothing is
// left, the event is refused; single log events cannot be reported.
func (s CWLogs) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	data := e.Get("awslogs", "data")
	logs, ok := unpackLogs(data)
	if !ok || policy.Batch == BatchFail {
		return s.Refuse(e, note, policy)
	}
	document, left := withoutItems(logs.Event, logs.list(), bad)
	if left == 0 {
		return s.Refuse(e, note, policy)
	}
	x := edits{text: e.Payload}
	for _, outer := range items(e.Payload, e.start) {
		if !outer.holds(e.Payload, e.Get("awslogs")) {
			continue
		}
		for _, it := range items(e.Payload, outer.value) {
			if it.holds(e.Payload, data) {
				x.replace(it.value, it.end, string(logs.pack(document)))
			}
		}
	}
	return Forward{Payload: x.apply()}
}
