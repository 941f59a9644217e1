package decoders

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// order is a JSON document of about 2 KB with 40 strings, as a shop sends it.
func order() []byte {
	var items []string
	for i := range 8 {
		items = append(items, fmt.Sprintf(`{"sku":"SKU-%06d-BLK","title":"Wireless headphones, over-ear, %d h battery","quantity":%d,"price":"%d.99","currency":"EUR","available":true}`, i*7919, 20+i, i+1, 49+i))
	}
	return []byte(`{"orderId":"c80e8021-a70a-42c7-a470-796e1186f753","createdAt":"2024-05-01T12:34:56.789Z","customer":{"id":"cus_9s6XKzkNRiz8i3",` +
		`"name":"Seán O'Reilly","email":"sean.oreilly@example.com","phone":"+353 1 496 0000","address":{"street":"12 Grafton Street",` +
		`"city":"Dublin","zip":"D02 Y754","country":"IE"}},"items":[` + strings.Join(items, ",") + `],"total":"412.92","note":"Please ring twice \"loudly\", thank you"}`)
}

func views(x *Expander, value []byte, hint Hint) int {
	n := 0
	for range x.Expand(value, hint) {
		n++
	}
	return n
}

// random are bytes as encryption leaves them, the same in every run.
func random(n int) []byte {
	source := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(source.Uint32())
	}
	return data
}

func BenchmarkExpand(b *testing.B) {
	wide := func(n int) string { return strings.Repeat("plain words and numbers 12345, ", n/31) }
	for _, c := range []struct {
		name  string
		value []byte
		hint  Hint
	}{
		{"word", []byte("PENDING"), Hint{}},
		{"uuid", []byte("c80e8021-a70a-42c7-a470-796e1186f753"), Hint{}},
		{"sentence", []byte("The quick brown fox jumps over the lazy dog, twice a day."), Hint{}},
		{"prose_10KB", []byte(wide(10 << 10)), Hint{}},
		{"order_2KB", order(), Hint{ContentType: "application/json"}},
		{"order_2KB_form", []byte("order=" + percentAll(string(order()))), Hint{ContentType: "application/x-www-form-urlencoded"}},
		{"order_2KB_base64_gzip", []byte(base64Of(gzipped(b, string(order())))), Hint{Encodings: []Encoding{Base64, Gzip}}},
		{"session_cookie", []byte(base64Of(string(random(64)))), Hint{}},
		{"random_4KB", random(4 << 10), Hint{Bytes: true}},
		{"message_100B", []byte("\x83\xa2id\xcd\x01\x02\xa4name\xb0Ada, of Lovelace\xa4note\xd9\x30please ring twice, and leave it at the neighbour's"), Hint{Bytes: true}},
		{"list_42KB", []byte("[" + strings.Repeat(string(order())+",", 20) + "0]"), Hint{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			x := NewExpander(Limits{Expansion: maxLimit, Names: maxLimit, Entries: maxLimit})
			n := views(x, c.value, c.hint)
			b.SetBytes(int64(len(c.value)))
			b.ReportAllocs()
			for b.Loop() {
				x.spent, x.names, x.entries = 0, 0, 0
				views(x, c.value, c.hint)
			}
			b.ReportMetric(float64(n), "views/op")
		})
	}
	b.Run("order_2KB_new_expander", func(b *testing.B) {
		value := order()
		b.SetBytes(int64(len(value)))
		b.ReportAllocs()
		for b.Loop() {
			views(NewExpander(Limits{}), value, Hint{})
		}
	})
}

// Texts as bodies hold them: JSON inside a string, JSON itself, and prose.
func BenchmarkScan(b *testing.B) {
	for name, text := range map[string]string{
		"quoted_JSON": strconv.Quote(string(order())), "JSON": string(order()), "prose": strconv.Quote(strings.Repeat("plain words and numbers 12345, ", 100)),
	} {
		b.Run(name, func(b *testing.B) {
			data, buf := []byte(text), make([]byte, 0, 8<<10)
			b.SetBytes(int64(len(data)))
			b.Run("parse", func(b *testing.B) {
				for b.Loop() {
					if _, ok := ParseJSON(data); !ok {
						b.Fatal("no JSON")
					}
				}
			})
			b.Run("skip", func(b *testing.B) {
				for b.Loop() {
					skipValue(data, 0)
				}
			})
			b.Run("text", func(b *testing.B) {
				for b.Loop() {
					JSON(data).Text(buf)
				}
			})
		})
	}
}
