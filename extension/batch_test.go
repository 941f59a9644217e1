package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/extension/auditlog"
	"weir/extension/quarantine"
	"weir/inspect"
	"weir/inspect/source"
)

// fullBatch is as many messages of a queue as one event may hold, each of which in step is an attack.
func fullBatch(step int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"Records":[`)
	for n := range 10_000 {
		if n > 0 {
			b.WriteByte(',')
		}
		body := "hello"
		if n%step == 0 {
			body = "1' UNION SELECT password FROM users WHERE '1'='1"
		}
		fmt.Fprintf(&b, `{"messageId":"059f36b4-87a3-44ab-83d2-66197%07d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a","body":%q,`+
			`"attributes":{},"messageAttributes":{},"eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:q"}`, n, body)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

// sink is a log's writer. The log does not wait for a slow one, so it locks.
type sink struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write implements io.Writer.
func (l *sink) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// String is what was written by now.
func (l *sink) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func valuesIn(v any) int {
	switch v := v.(type) {
	case map[string]any:
		n := 0
		for _, member := range v {
			n += valuesIn(member)
		}
		return n
	case []any:
		n := 0
		for _, element := range v {
			n += valuesIn(element)
		}
		return n
	}
	return 1
}

func TestTheLinesAboutTheLargestBatchHaveNoMoreValuesThanLogsInsightsFinds(t *testing.T) {
	for name, o := range map[string]inspect.Options{
		"filter":  {},
		"report":  {Batch: map[string]source.BatchMode{"": source.BatchReport}},
		"fail":    {Batch: map[string]source.BatchMode{"": source.BatchFail}},
		"monitor": {Mode: inspect.ModeMonitor},
	} {
		o.Budget, o.Excerpts = time.Minute, true
		var out sink
		w := &weir{
			inspector:  func() *inspect.Inspector { return inspect.New(o) },
			log:        auditlog.New(&out, auditlog.Options{Function: "f", Metrics: auditlog.ByAction, Excerpts: true}),
			quarantine: quarantine.New(quarantine.Options{}),
		}
		w.judge(t.Context(), source.Invocation{ID: "1", Payload: fullBatch(50)})
		listed := 0
		for line := range strings.Lines(out.String()) {
			var all map[string]any
			if err := json.Unmarshal([]byte(line), &all); err != nil {
				t.Fatal(err)
			}
			if n := valuesIn(all); n > 200 {
				t.Errorf("%s: a line has %d values", name, n)
			}
			removed, _ := all["removed"].([]any)
			listed += len(removed)
			if all["weir"] == "finding" && (all["bad_total"] != 200.0 || all["records"] != 10_000.0 || all["field"] == nil) {
				t.Errorf("%s: %s", name, line)
			}
		}
		// On a machine under load a line may be lost, which is what the log does about writers that are slow.
		if least, most := map[string]int{"filter": 8}[name], map[string]int{"filter": 100}[name]; listed < least || listed > most {
			t.Errorf("%s: %d removed records are listed, want %d to %d", name, listed, least, most)
		}
	}
}
