package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/corazawaf/coraza/v3"

	"weir/inspect/rules"
)

// The stock side of the benchmarks: Coraza with its recommended set-up, limits lifted. It is built before an engine
// puts its operators in place of Coraza's.
const stockDirectives = `
Include @coraza.conf-recommended
SecAuditEngine Off
SecResponseBodyAccess Off
SecArgumentsLimit 1000000
Include @crs-setup.conf.example
Include @owasp_crs/*.conf
`

var stockWAF = func() coraza.WAF {
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(rules.Files()).WithDirectives(stockDirectives))
	if err != nil {
		panic(err)
	}
	return waf
}()

var words = strings.Fields("alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa")

// fresh makes a text that was never seen before: a cache must not help.
func fresh() string {
	return fmt.Sprintf("%s %s %d", words[rand.IntN(len(words))], words[rand.IntN(len(words))], rand.IntN(1_000_000))
}

func freshGet() *Request {
	var query []string
	for i := range 5 {
		query = append(query, fmt.Sprintf("q%d=%s", i, strings.ReplaceAll(fresh(), " ", "+")))
	}
	r := get("/items?" + strings.Join(query, "&"))
	for i := range 9 {
		r.Headers = append(r.Headers, Header{fmt.Sprintf("X-Header-%d", i), fresh()})
	}
	return r
}

// freshLeaves are JSON leaves of size bytes in all, 28 bytes with their name, as a 42 KB document of 1,500 leaves has.
func freshLeaves(size int) []Value {
	var out []Value
	for i := range max(1, size/28) {
		out = append(out, Value{fmt.Sprintf("body.items[%d].name", i), fresh()})
	}
	return out
}

func document(values []Value) []byte {
	var b strings.Builder
	b.WriteString(`{"items":[`)
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":%q}`, v.Text)
	}
	b.WriteString("]}")
	return []byte(b.String())
}

func stock(b *testing.B, r *Request) {
	b.Helper()
	tx := stockWAF.NewTransaction()
	defer func() { _ = tx.Close() }()
	tx.ProcessConnection(r.ClientIP, 0, "", 0)
	tx.ProcessURI(r.URI, r.Method, r.Protocol)
	for _, h := range r.Headers {
		tx.AddRequestHeader(h.Name, h.Value)
	}
	tx.ProcessRequestHeaders()
	if _, _, err := tx.WriteRequestBody(r.Body); err != nil {
		b.Fatal(err)
	}
	if _, err := tx.ProcessRequestBody(); err != nil {
		b.Fatal(err)
	}
}

// portion is how many values one transaction is given.
const portion = 128

func BenchmarkEvaluate(b *testing.B) {
	e := engineAt(b, 1)
	b.Run("get", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			evaluate(b, e, freshGet())
		}
	})
	b.Run("get/stock", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			stock(b, freshGet())
		}
	})
	for _, size := range []int{123, 42 << 10} {
		b.Run(fmt.Sprintf("json%d", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				values := freshLeaves(size)
				request := post("application/json", "")
				for len(values) > 0 {
					n := min(portion, len(values))
					evaluate(b, e, request, values[:n]...)
					values, request = values[n:], nil
				}
			}
		})
		b.Run(fmt.Sprintf("json%d/stock", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := post("application/json", "")
				r.Body = document(freshLeaves(size))
				stock(b, r)
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(Options{Setup: rules.Setup(), Files: rules.Files()}); err != nil {
			b.Fatal(err)
		}
	}
}
