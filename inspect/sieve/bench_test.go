package sieve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"weir/inspect/engine"
)

// workload makes the values of one event, with fresh texts each time.
type workload struct {
	name   string
	values func(r *rand.Rand) []string
}

var words = strings.Fields("the customer wants to order a new table for the garden and asks whether it can be delivered on friday or " +
	"saturday morning we should check with our warehouse in leeds before we answer please also update her address she has moved " +
	"last month to a flat in the second street behind the station thank you for your patience and kind regards from the team")

func sentence(r *rand.Rand, n int) string {
	var out strings.Builder
	for i := range n {
		w := words[r.IntN(len(words))]
		if i%12 == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		out.WriteString(w)
		switch {
		case i%12 == 11:
			out.WriteString(". ")
		case r.IntN(9) == 0:
			out.WriteString(", ")
		default:
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// leaf is one value of an honest JSON document.
func leaf(r *rand.Rand) string {
	switch r.IntN(12) {
	case 0, 1:
		return fmt.Sprint(r.IntN(1_000_000))
	case 2:
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48))
	case 3:
		return fmt.Sprintf("2026-%02d-%02dT%02d:%02d:%02d.%03dZ", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000))
	case 4:
		return fmt.Sprintf("%s.%s%d@example.com", words[r.IntN(len(words))], words[r.IntN(len(words))], r.IntN(1000))
	case 5:
		return fmt.Sprintf("https://img%d.example.com/%s/%x.jpg", r.IntN(100), words[r.IntN(len(words))], r.Uint32())
	case 6:
		return fmt.Sprintf("SKU-%X-%d", r.Uint32(), r.IntN(100))
	case 7:
		return sentence(r, 3+r.IntN(6))
	case 8:
		return []string{"true", "false", "null", "EUR", "GBP"}[r.IntN(5)]
	case 9:
		return fmt.Sprintf("%d.%02d", r.IntN(1000), r.IntN(100))
	}
	return words[r.IntN(len(words))] + "_" + words[r.IntN(len(words))]
}

func leaves(n int) func(r *rand.Rand) []string {
	return func(r *rand.Rand) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = leaf(r)
		}
		return out
	}
}

var workloads = []workload{
	{"JSON of 123 B", leaves(5)},
	{"JSON of 2 KB", leaves(80)},
	{"JSON of 42 KB", leaves(1500)},
	{"prose of 10 KB", func(r *rand.Rand) []string { return []string{sentence(r, 1850)} }},
}

func BenchmarkSieve(b *testing.B) {
	for _, w := range workloads {
		b.Run(w.name, func(b *testing.B) {
			s := New(1, nil)
			r := rand.New(rand.NewPCG(1, 2))
			bytes, let, all := 0, 0, 0
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				b.StopTimer()
				values := make([][]byte, 0, 1500)
				for _, v := range w.values(r) {
					values = append(values, []byte(v))
					bytes += len(v)
				}
				b.StartTimer()
				for _, v := range values {
					all++
					if s.MayMatch(v) {
						let++
					}
				}
			}
			b.ReportMetric(float64(bytes)/float64(b.N), "bytes/op")
			b.ReportMetric(100*float64(let)/float64(all), "%let")
		})
	}
}

func BenchmarkEngine(b *testing.B) {
	for _, w := range workloads {
		b.Run(w.name, func(b *testing.B) {
			e := engineAt(b, 1)
			r := rand.New(rand.NewPCG(1, 2))
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				b.StopTimer()
				var values []engine.Value
				for i, v := range w.values(r) {
					values = append(values, engine.Value{Name: fmt.Sprint(i), Text: v})
				}
				b.StartTimer()
				if _, err := e.Evaluate(context.Background(), nil, values, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(1, nil)
	}
}
