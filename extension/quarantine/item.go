package quarantine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"weir/decoders"
	"weir/extension/secret"
	"weir/inspect"
	"weir/inspect/source"
)

// whole is the record index of an item that is a whole event.
const whole = -1

// Item is one thing that is lost unless it is kept: a record, or a whole event.
type Item struct {
	Record int    // index in the batch; -1 for a whole event
	ID     string // the record's id as its service knows it, "" if it has none
	SHA256 string // of what is kept of it, in hex; the same for every delivery of a record. "" if there was no time to prepare it: then it is not kept
	content
}

// content is what is kept: a JSON text on one line, or bytes that are none.
type content struct {
	data    []byte
	isJSON  bool
	leftOut int // credentials and other values that are not in data
}

// Taken lists what an outcome loses: the records that were taken out of a batch and do not come back, and an event that
// was swallowed. An event that is refused by an answer or an error is not lost: somebody is told, or AWS tries again and
// has a place for failures. Once stop says that there is no time for more, further items have no more than an id; nil never
// stops.
func Taken(inv source.Invocation, v inspect.Verdict, o source.Outcome, stop func() bool) []Item {
	switch o := o.(type) {
	case source.Forward:
		// A tumbling window's last event reaches the handler even if it is refused, without its records.
		emptied := v.Action == inspect.Block && !bytes.Equal(o.Payload, inv.Payload)
		if (v.Action == inspect.Filter || emptied) && !o.Reported {
			return taken(inv, v, stop)
		}
	case source.Reply:
		if o.Swallows {
			return taken(inv, v, stop)
		}
	}
	return nil
}

// taken lists the records at fault; or the whole event, if it is at fault as such.
func taken(inv source.Invocation, v inspect.Verdict, stop func() bool) []Item {
	event := source.Parse(inv.Payload)
	batch, ok := source.Named(v.Source).(source.Batch)
	all := v.Action == inspect.Block && len(v.Bad) != v.Records
	if !ok || all || len(v.Bad) == 0 {
		return []Item{itemOf(whole, event.Root, inv.Payload, stop)}
	}
	items := make([]Item, 0, len(v.Bad))
	for i, record := range batch.Each(event) {
		if _, bad := slices.BinarySearch(v.Bad, i); bad {
			items = append(items, itemOf(i, record, record, stop))
		}
	}
	return items
}

func itemOf(record int, value decoders.JSON, raw []byte, stop func() bool) Item {
	item := Item{Record: record}
	if record != whole {
		item.ID = idOf(value)
	}
	late := false
	item.content = contentOf(value, raw, func() bool {
		late = late || stop != nil && stop()
		return late
	})
	if late {
		item.content = content{}
		return item
	}
	sum := sha256.Sum256(item.data)
	item.SHA256 = hex.EncodeToString(sum[:])
	return item
}

// contentOf prepares a value, or, if it is nil, bytes that are no JSON.
func contentOf(value decoders.JSON, raw []byte, stop func() bool) content {
	if value == nil {
		data, count := secret.CleanUntil(stop, raw, leftOut)
		return content{data: data, leftOut: count}
	}
	data, count := redact(value, maxInner, stop)
	if stop != nil && stop() {
		return content{}
	}
	data = oneLine(data)
	// What our parser takes for JSON is more than what others do: NaN, raw control characters, any bytes for text.
	return content{data: data, isJSON: utf8.Valid(data) && json.Valid(data), leftOut: count}
}

// oneLine writes a JSON text so that it is one line, and free of the two characters that SQS does not take. Line ends
// stand between tokens only, and those characters in strings only, so that the text means what it meant.
func oneLine(text []byte) []byte {
	for _, r := range []struct{ from, to string }{
		{"\n", " "}, {"\r", " "}, {"\ufffe", `\ufffe`}, {"\uffff", `\uffff`},
	} {
		if bytes.Contains(text, []byte(r.from)) {
			text = bytes.ReplaceAll(text, []byte(r.from), []byte(r.to))
		}
	}
	return text
}

// ids are where services put a record's id. The first that a record has is its own; one of several parts is joined by
// slashes.
var ids = [][]string{
	{"messageId"}, // SQS, Pipes
	{"Sns.MessageId"},
	{"eventID"}, // Kinesis, DynamoDB
	{"dynamodb.SequenceNumber"},
	{"recordId"}, // Firehose, Analytics
	{"taskId"},   // S3 Batch
	{"topic", "partition", "offset"},
	{"messageID"}, // ActiveMQ
	{"basicProperties.messageId"},
	{"event._id._data"}, // DocumentDB
	{"s3.object.sequencer"},
	{"id"}, // EventBridge, log events
}

// maxID bounds an id. SQS's and Kinesis' have 36 to 76 characters.
const maxID = 128

// idOf finds a record's id. Whoever writes an event writes its ids: what does not look like one is none.
func idOf(record decoders.JSON) string {
	for _, parts := range ids {
		var id []byte
		for i, part := range parts {
			value := record.Get(strings.Split(part, ".")...)
			text := []byte(value)
			if value.IsString() {
				text = value.Text(nil)
			}
			if len(text) == 0 {
				id = nil
				break
			}
			if i > 0 {
				id = append(id, '/')
			}
			id = append(id, text...)
		}
		if len(id) > 0 && len(id) <= maxID && !bytes.ContainsFunc(id, strange) {
			return string(id)
		}
	}
	return ""
}

// strange says of a character that it is in no service's ids.
func strange(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune("._:/=+-", r)
}
