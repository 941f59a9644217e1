package source

import (
	"iter"

	"weir/decoders"
)

// Kafka is a batch of records that an event source mapping has read from topics of a cluster, managed by AWS or not.
type Kafka struct{ noNote }

// Name is "kafka".
func (Kafka) Name() string { return "kafka" }

// Recognise asks for the object records and the eventSource of a cluster, managed ("aws:kafka") or not
// ("SelfManagedKafka").
func (Kafka) Recognise(e Event) bool {
	return e.Get("records").IsObject() && e.is("eventSource", "aws:kafka", "SelfManagedKafka", "aws:SelfManagedKafka")
}

// Fields yields each record's key, value and headers, and the rest of the event. Keys and values are Base64; a header is
// a list of bytes, signed or not, which is read as the text that it spells.
func (Kafka) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.groupFields(e, e.Get("records"), w.kafkaRecord, keyRecordList)
	}
}

var (
	keyKafkaRecordValue = decoders.Step{Key: []byte("value")}
	keyKafkaHeaders     = decoders.Step{Key: []byte("headers")}
)

func (w *walker) kafkaRecord(record decoders.JSON) {
	w.field(record.Get("key"), Unknown, base64Declared, keyKey)
	w.field(record.Get("value"), Unknown, base64Declared, keyKafkaRecordValue)
	w.numbers = true
	w.foreign(record.Get("headers"), keyKafkaHeaders)
	w.numbers = false
}

var kafkaBatch = polled{member: "records", grouped: true, identify: kafkaIdentifier, line: kafkaPartition}

// kafkaPartition names a record's partition as the event and the reports do: topic, hyphen, number. It is "" if the
// record does not say it.
func kafkaPartition(record decoders.JSON) string {
	topic, partition := record.Get("topic").String(), record.Get("partition")
	if topic == "" || !decimal(partition) {
		return ""
	}
	return topic + "-" + string(partition)
}

// kafkaIdentifier identifies a record by its place in the partition.
func kafkaIdentifier(dst []byte, record decoders.JSON) ([]byte, bool) {
	partition, offset := kafkaPartition(record), record.Get("offset")
	if partition == "" || !decimal(offset) {
		return nil, false
	}
	dst = appendQuoted(append(dst, `{"partition":`...), partition)
	dst = append(append(dst, `,"offset":`...), offset...)
	return append(dst, '}'), true
}

// Records is the number of records in all partitions.
func (Kafka) Records(e Event) int { return kafkaBatch.count(e) }

// Each yields the records.
func (Kafka) Each(e Event) iter.Seq2[int, decoders.JSON] { return kafkaBatch.records(e) }

// Refuse spares the handler the whole batch. In the mode filter every record counts as done, and the partitions go on
// behind them. In the mode report each partition comes back from its first record on, and in the mode fail the batch
// comes back as a whole: partitions stand still until the records' retention ends, or the retries of a mapping in
// provisioned mode. No producer learns of it.
func (Kafka) Refuse(e Event, note Note, policy Policy) Outcome {
	return kafkaBatch.refuse(e, note, policy)
}

// Without takes out the records in bad; a partition of which none is left goes as a whole.
//
// In the mode filter they count as done. In the mode report they are reported as failed with all that follow in their
// partitions, which come back in order; a mapping knows such reports in provisioned mode only. In the mode fail the
// whole batch fails and comes back. A batch of which nothing is left is answered without the handler.
func (Kafka) Without(e Event, bad []int, note Note, policy Policy) Outcome {
	return kafkaBatch.without(e, bad, note, policy)
}
