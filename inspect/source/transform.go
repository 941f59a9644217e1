package source

import (
	"iter"
	"slices"
	"strings"

	"weir/decoders"
)

// transform is how services are answered that hand over records for transformation and want every one of them answered.
type transform struct {
	result string // what is said of a record that the handler does not see
	data   bool   // the answer gives the record's data back
}

// The results that records can be answered with.
const (
	resultOk               = "Ok"
	resultProcessingFailed = "ProcessingFailed"
	resultDeliveryFailed   = "DeliveryFailed"
)

// streamKind is the kind of the data in a delivery stream. AWS WAF delivers its logs to streams whose names begin so, and to no others
// (AWS WAF developer guide, sending web ACL traffic logs to Firehose): lines about requests, attacks before all.
func streamKind(e Event) Kind {
	_, name, _ := strings.Cut(string(e.Get("deliveryStreamArn").Text(nil)), ":deliverystream/")
	if strings.HasPrefix(name, "aws-waf-logs-") {
		return Log
	}
	return Unknown
}

// transformFields yields the fields of such an event.
func transformFields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		kind := streamKind(e)
		w.listFields(e, e.Get("records"), true, func(record decoders.JSON) {
			w.producerData(record.Get("data"), kind, keyData)
			w.producerData(record.Get("kafkaRecordValue"), Unknown, keyKafkaValue)
		}, keyRecordList)
	}
}

// without takes out the records in bad, and answers for them.
func (t transform) without(e Event, bad []int, note Note, policy Policy) Outcome {
	ours, ok := t.answers(e, bad)
	if !ok || policy.Batch == BatchFail {
		return blocked(note) // a record without an id cannot be answered, and the batch fails anyway
	}
	payload, left := withoutItems(e, e.Get("records"), bad)
	lost := t.result == resultOk // the service keeps or repeats what has failed
	if left == 0 {
		return Reply{Payload: append(append([]byte(`{"records":[`), ours...), "]}"...), Swallows: lost}
	}
	return Forward{
		Payload: payload, Reported: !lost,
		Merge: func(answer []byte) []byte { return mergeList(answer, "records", ours) },
	}
}

// answers writes the elements of the answer that stand for the records in bad. It fails if one has no id.
func (t transform) answers(e Event, bad []int) ([]byte, bool) {
	var out []byte
	for n, record := range e.Get("records").Elements() {
		if _, found := slices.BinarySearch(bad, n); !found {
			continue
		}
		id := record.Get("recordId").Text(nil)
		if len(id) == 0 {
			return nil, false
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = appendQuoted(append(out, `{"recordId":`...), id)
		out = append(out, `,"result":"`+t.result+`"`...)
		if t.data {
			name := "data"
			if record.Get("kafkaRecordValue").IsString() {
				name = "kafkaRecordValue"
			}
			out = appendQuoted(append(out, `,"`+name+`":`...), record.Get(name).Text(nil))
		}
		out = append(out, '}')
	}
	return out, true
}
