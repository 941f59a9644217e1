package engine

import (
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"

	"weir/inspect/rules"
)

// Hammer, for the race detector: what Coraza shares between transactions is safe only if nobody else is at it.
func TestTransactionsBeginAndEndSideBySide(t *testing.T) {
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 40 {
				matches, err := e.Evaluate(t.Context(), upload(t), []Value{{"a", injection}}, &Suspects{Rules: []int{942100}})
				if err != nil || len(matches) != 1 || matches[0].Value != 0 {
					t.Errorf("%v, %v", matches, err)
				}
			}
		})
	}
	all.Wait()
}

// upload is a request with a file, which Coraza writes to a file unless it is built with no_fs_access.
func upload(t *testing.T) *Request {
	t.Helper()
	return post("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\nx\r\n--b--\r\n")
}

func TestTransactionsLeaveNoFiles(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	evaluate(t, e, upload(t))
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Coraza's pool need not be one that the collector can empty.
func TestALargeTransactionIsLetGoOf(t *testing.T) {
	e, err := New(Options{Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	judge := func(text string) {
		if _, err := e.Evaluate(t.Context(), post("text/plain", text), nil, &Suspects{Rules: []int{942100}}); err != nil {
			t.Fatal(err)
		}
	}
	judge("x")
	before := inUse()
	judge(strings.Repeat("x", 16<<20))
	if more := inUse() - before; more > 4<<20 {
		t.Errorf("%d bytes are still held", more)
	}
	runtime.KeepAlive(e)
}

// inUse is the heap in bytes. A sync.Pool holds its contents over one collection.
func inUse() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
