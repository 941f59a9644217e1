package source

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// kplMember writes a member of a protocol buffer message.
func kplMember(number byte, value string) string {
	return string([]byte{number<<3 | 2, byte(len(value))}) + value
}

// aggregate seals an AggregatedRecord as a Kinesis event has it.
func aggregate(message string) string {
	sum := md5.Sum([]byte(message))
	return base64.StdEncoding.EncodeToString([]byte(kplMagic + message + string(sum[:])))
}

// kinesisFields returns the values that an event with this data yields, by their paths from data on.
func kinesisFields(data string) map[string]string {
	e := Parse([]byte(fmt.Sprintf(`{"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":%q}}]}`, data)))
	found := map[string]string{}
	for f := range (Kinesis{}).Fields(e) {
		found[strings.TrimPrefix(f.Path.String(), "Records[0].kinesis.data")] = string(f.Value)
	}
	return found
}

func TestAggregatedRecordsAreReadInPlaceOfTheirWrapping(t *testing.T) {
	item := "\x08\x00" + "\x10\x80\x01" + kplMember(3, "<data>") + kplMember(4, kplMember(1, "k")+kplMember(2, "v"))
	found := kinesisFields(aggregate(kplMember(1, "ada") + kplMember(2, "12") + kplMember(3, item) + kplMember(3, kplMember(3, "more"))))
	for path, want := range map[string]string{
		" → partition_key_table[0]":     "ada",
		" → explicit_hash_key_table[0]": "12",
		" → records[0].data":            "<data>",
		" → records[0].tags[0].key":     "k",
		" → records[0].tags[0].value":   "v",
		" → records[1].data":            "more",
	} {
		if found[path] != want {
			t.Errorf("%s is %q", path, found[path])
		}
		delete(found, path)
	}
	if len(found) > 0 {
		t.Errorf("and %q", found)
	}
}

func TestWhatIsUnknownInAggregatedRecordsIsReadAsAWhole(t *testing.T) {
	known := kplMember(1, "ada") + kplMember(3, "\x08\x00"+kplMember(3, "inside"))
	broken := []byte(kplMagic + known + "0123456789abcdef")
	for name, data := range map[string]string{
		"a wrong checksum":           base64.StdEncoding.EncodeToString(broken),
		"an unknown member":          aggregate(known + kplMember(9, "x")),
		"an unknown member first":    aggregate(kplMember(9, "x") + known),
		"an unknown member inside":   aggregate(known + kplMember(3, kplMember(9, "x"))),
		"an unknown member of a tag": aggregate(known + kplMember(3, kplMember(4, kplMember(3, "x")))),
		"a number for a text":        aggregate(known + "\x08\x01"),
		"a text for a number":        aggregate(known + kplMember(3, kplMember(1, "x"))),
		"a number for data":          aggregate(known + kplMember(3, "\x18\x01")),
		"a group":                    aggregate(known + "\x0b\x0c"),
		"a member without number":    aggregate(known + "\x02\x01x"),
		"a length beyond the end":    aggregate(known + "\x1a\x7fx"),
		"a length beyond all":        aggregate(known + "\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"),
		"a length that does not end": aggregate(known + "\x1a\xff"),
		"a number that does not end": aggregate(known + "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
		"a member that does not fit": aggregate(known + "\xff"),
	} {
		t.Run(name, func(t *testing.T) {
			found := kinesisFields(data)
			if found[""] != data {
				t.Error("the whole is no field")
			}
			if found[" → records[0].data"] != "inside" {
				t.Error("what is inside is no field")
			}
		})
	}
}

func TestWhatIsNoAggregatedRecordIsAFieldOnce(t *testing.T) {
	for _, data := range []string{
		"", "84maw", "84mawg==", "84mawgA", "84maw!!!", base64.StdEncoding.EncodeToString([]byte(kplMagic + "short")),
		base64.StdEncoding.EncodeToString([]byte("\xf3\x89\x9a\xc3" + strings.Repeat("x", 20))),
	} {
		if found := kinesisFields(data); len(found) != 1 || found[""] != data {
			t.Errorf("%q: %q", data, found)
		}
	}
}

// A table's entry is a field once, however many records point to it: else a short message could make endless fields.
func TestKeysOfAggregatedRecordsAreReadOnce(t *testing.T) {
	message := kplMember(1, strings.Repeat("k", 100)) + strings.Repeat(kplMember(3, "\x08\x00"+kplMember(3, "d")), 500)
	total := 0
	for _, value := range kinesisFields(aggregate(message)) {
		total += len(value)
	}
	if total != 600 {
		t.Errorf("%d bytes of fields", total)
	}
}

func FuzzAggregatedRecordsYieldPartsOfThemselves(f *testing.F) {
	f.Add([]byte(kplMember(1, "ada") + kplMember(2, "1") + kplMember(3, "\x08\x00"+kplMember(3, "d")+kplMember(4, kplMember(1, "k")+kplMember(2, "v")))))
	f.Add([]byte("\x0a\x02x"))
	f.Add([]byte("\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"))
	f.Fuzz(func(t *testing.T, message []byte) {
		before, total := bytes.Clone(message), 0
		w := newWalker(func(field Field) bool {
			total += len(field.Value)
			return bytes.Contains(message, field.Value)
		})
		w.aggregatedRecord(message)
		if total > len(message) || w.done || len(w.here) != 0 || !bytes.Equal(before, message) {
			t.Errorf("%q yields %d bytes, path %s", message, total, w.here)
		}
	})
}
