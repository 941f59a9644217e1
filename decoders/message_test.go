package decoders

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// short is an attack as it stands in a message: shorter than what is looked for between any bytes.
const short = "$(id)"

func lengthBefore(n int, parts ...string) string {
	text := strings.Join(parts, "")
	return string(binary.LittleEndian.AppendUint32(nil, uint32(len(text)+n))) + text //nolint:gosec // short
}

func TestTheStringsOfMessagesAreReadAsValues(t *testing.T) {
	json := `{"q":"` + short + `"}`
	long := strings.Repeat("x", 33)
	for _, c := range []struct{ name, data, via, want string }{
		{"msgpack, a map", "\x82\xa1a\x01\xa1q\xa5" + short, "msgpack", short},
		{"msgpack, an array", "\x93\xc0\xcb\x40\x09\x21\xfb\x54\x44\x2d\x18\xa5" + short, "msgpack", short},
		{"msgpack, a name", "\x81\xa5" + short + "\xc3", "msgpack", short},
		{"msgpack, str 8", "\x81\xa1q\xd9\x26" + short + long, "msgpack", short + long},
		{"msgpack, maps in maps", "\x81\xa1a\x81\xa1b\x81\xa1c\x92\x01\xa5" + short, "msgpack", short},
		{"msgpack, map 16", "\xde\x00\x01\xa1q\xda\x00\x05" + short, "msgpack", short},
		{"msgpack, bytes with JSON", "\x81\xa1b\xc4\x0d" + json, "msgpack", short},
		{"msgpack, rubbish in a string", "\x81\xa1q\xab\x01\x02\x03\x04\x05\x06" + short + "\xa4text", "", ""},
		{"msgpack, control characters", "\x82\xa1q\xa9\x01\x02" + short + "\x01\x02\xa1r\xa4text", "msgpack", "\x01\x02" + short + "\x01\x02"},
		{"msgpack, several", "\x81\xa1a\x01\x81\xa1q\xa5" + short, "msgpack", short},
		{"CBOR, a map", "\xa2\x61a\x01\x61q\x65" + short, "cbor", short},
		{"CBOR, an endless map", "\xbf\x61q\x65" + short + "\xff", "cbor", short},
		{"CBOR, chunks", "\xa1\x61q\x7f\x62$(\x63id)\xff", "cbor", short},
		{"CBOR, tagged", "\xd9\xd9\xf7\x81\x65" + short, "cbor", short},
		{"CBOR, a name", "\xa1\x65" + short + "\xf5", "cbor", short},
		{"CBOR, bytes with JSON", "\xa1\x61b\x4d" + json, "cbor", short},
		{"BSON", lengthBefore(4, "\x02q\x00", lengthBefore(0, short, "\x00"), "\x00"), "bson", short},
		{"BSON, a name", lengthBefore(4, "\x10"+short+"\x00\x01\x00\x00\x00\x00"), "bson", short},
		{
			"BSON, a document in one", lengthBefore(4, "\x08b\x00\x01\x03d\x00",
				lengthBefore(4, "\x02q\x00", lengthBefore(0, short, "\x00"), "\x00"), "\x00"), "bson", short,
		},
		{"Protobuf", "\x08\x96\x01\x12\x05" + short, "protobuf", short},
		{"Protobuf, a message in one", "\x0a\x0b\x08\x01\x12\x07\x22\x05" + short, "protobuf", short},
		{"Protobuf, JSON with a length that is a character", "\x0a\x22" + `{"q":"` + short + long[:21] + `"}`, "protobuf", short + long[:21]},
		{"records in one", "\xf3\x89\x9a\xc2\x0a\x01k\x1a\x11\x08\x00\x1a\x0d" + json + strings.Repeat("\xd1", 16), "protobuf", short},
		{"Confluent, JSON", "\x00\x00\x00\x00\x07" + `{"q":"` + short + "\xff\xfe" + `"}`, "", short + "\xff\xfe"},
		{"Confluent, Protobuf", "\x00\x00\x00\x00\x07\x00\x0a\x05" + short, "protobuf", short},
		{"Confluent, MessagePack", "\x00\x00\x00\x00\x07\x81\xa1q\xa5" + short, "msgpack", short},
		{"Glue, JSON", "\x03\x00" + strings.Repeat("\xab", 16) + `{"q":"` + short + `"}`, "", short},
		{"Glue, zlib", "\x03\x05" + strings.Repeat("\xab", 16) + zlibbed(t, json), "zlib", short},
		{"a length, and JSON", "\x00\x0d" + json, "", short},
		{"Avro, JSON in a string", "\x02\x01\x1a" + json + "\x00", "", short},
	} {
		t.Run(c.name, func(t *testing.T) {
			for prefix, views := range map[string][]seen{
				"":       expand(c.data, Hint{Bytes: true}),
				"base64": expand(base64Of(c.data), Hint{Encodings: []Encoding{Base64}}),
			} {
				found := slices.ContainsFunc(views, func(v seen) bool {
					return v.data == c.want && !v.opaque && v.via == strings.Trim(prefix+">"+c.via, ">")
				})
				if c.want != "" && !found {
					t.Errorf("%q: %+v", prefix, views)
				}
			}
		})
	}
}

func TestHostileMessagesEnd(t *testing.T) {
	for name, data := range map[string]string{
		"arrays in arrays":       strings.Repeat("\x91", 100_000),
		"a long array":           "\xdd\xff\xff\xff\xff" + strings.Repeat("\x01", 100),
		"a long map":             "\xdf\xff\xff\xff\xff" + strings.Repeat("\x01", 100),
		"a long string":          "\xdb\xff\xff\xff\xff" + strings.Repeat("a", 100),
		"CBOR tags":              strings.Repeat("\xc1", 100_000),
		"CBOR, endless arrays":   strings.Repeat("\x9f", 100_000),
		"CBOR, a long array":     "\x9b\xff\xff\xff\xff\xff\xff\xff\xff" + strings.Repeat("\x01", 100),
		"CBOR, a long string":    "\x7b\xff\xff\xff\xff\xff\xff\xff\xff" + strings.Repeat("\x01", 100),
		"CBOR, chunks":           "\x7f" + strings.Repeat("\x60", 100_000),
		"BSON, too long":         "\xff\xff\xff\xff\x00",
		"BSON, a long string":    lengthBefore(4, "\x02q\x00\xff\xff\xff\xff\x00"),
		"Protobuf, long":         "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
		"Protobuf, many":         strings.Repeat("\x08\x01", 100_000),
		"a head and nothing":     "\x00\x00\x00\x00\x01",
		"Glue's and nothing":     "\x03\x05" + strings.Repeat("\xab", 16),
		"openings behind a head": "\x01" + strings.Repeat("[", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			for range NewExpander(Limits{}).Expand([]byte(data), Hint{Bytes: true}) {
			}
		})
	}
}

// Encrypted values, hashes and compressed ones are as random as bytes get.
func TestRandomBytesAreHardlyEverMessages(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	passed := 0
	const each = 20_000
	for range each {
		data := make([]byte, 8+random.IntN(120))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		for _, v := range expand(string(data), Hint{Bytes: true})[1:] {
			if v.via != "" {
				passed++
				break
			}
		}
	}
	if passed*200 > each {
		t.Errorf("%d of %d are read as something", passed, each)
	}
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte("\x82\xa1a\x01\xa1q\xa5" + short))
	f.Add([]byte("\xa1\x61q\x7f\x62$(\x63id)\xff"))
	f.Add([]byte("\x0a\x0b\x08\x01\x12\x07\x22\x05" + short))
	f.Add([]byte(lengthBefore(4, "\x02q\x00", lengthBefore(0, short, "\x00"), "\x00")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		for _, format := range formats {
			m := message{data: bytes.Clone(data)}
			fits := m.read(format)
			told := 0
			m.tell = func(text []byte, _ pieceKind) bool { told += len(text); return true }
			if again := m.read(format); again != fits {
				t.Fatalf("%s: %v and then %v", format, fits, again)
			}
			if !bytes.Equal(m.data, data) || told > 65*len(data) {
				t.Fatalf("%s: %d bytes told of %d", format, told, len(data))
			}
		}
	})
}
