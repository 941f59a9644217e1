package runtimeapi

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// One clean event of 2 KB with its answer: what the proxy costs on top of the Runtime API itself.
func BenchmarkProxyPass(b *testing.B) {
	body := []byte(`{"body":"` + strings.Repeat("x", 2000) + `"}`)
	upstream := httpServer(b, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusAccepted)
			_, _ = io.WriteString(w, "{\"status\":\"OK\"}\n")
			return
		}
		w.Header().Set(headerRequestID, "id")
		w.Header().Set("Content-Type", typeJSON)
		_, _ = w.Write(body)
	})
	run := func(b *testing.B, address string) {
		runtime := newRuntime(b, address)
		b.ReportAllocs()
		for b.Loop() {
			runtime.next()
			runtime.post("id", "response", "{}")
		}
	}
	b.Run("direct", func(b *testing.B) { run(b, upstream) })
	b.Run("proxy", func(b *testing.B) { run(b, start(b, Options{Upstream: upstream}).Address()) })
}
