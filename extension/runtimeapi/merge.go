package runtimeapi

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
)

// maxAnswer bounds the handler's answer that is held back to be merged: what Lambda takes, and so far beyond it that
// Lambda itself refuses the rest.
const maxAnswer = 8 << 20

// merges holds, by request id, what has to be said in the handler's answer about records that it never saw. The zero
// merges is ready for use, and safe for concurrent use.
type merges struct {
	mu    sync.Mutex
	byID  map[string]func([]byte) []byte
	order []string // oldest first
}

// keep notes the merge of an invocation; nil removes what was noted.
func (m *merges) keep(id string, merge func([]byte) []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remove(id)
	if merge == nil {
		return
	}
	if m.byID == nil {
		m.byID = make(map[string]func([]byte) []byte)
	}
	if len(m.order) == maxCases { // the oldest has timed out long ago
		m.remove(m.order[0])
	}
	m.byID[id] = merge
	m.order = append(m.order, id)
}

// has says whether there is a merge of an invocation.
func (m *merges) has(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.byID[id] != nil
}

// take returns the merge of an invocation, once.
func (m *merges) take(id string) func([]byte) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	merge := m.byID[id]
	m.remove(id)
	return merge
}

func (m *merges) remove(id string) {
	if _, ok := m.byID[id]; !ok {
		return
	}
	delete(m.byID, id)
	m.order = slices.DeleteFunc(m.order, func(other string) bool { return other == id })
}

// merge puts into the handler's answer what has to be said about records that it never saw. Errors stay as they are:
// all records come back then, ours too. A failed stream is an error whose sign comes behind the body.
func (p *Proxy) merge(r *http.Request, id string, isError bool) {
	merge := p.merges.take(id)
	if merge == nil || isError || r.Header.Get(headerResponseMode) != "" {
		return
	}
	if answer, ok := readAnswer(r); ok {
		replaceBody(r, p.merged(merge, answer, id))
	}
}

// merged applies a merge. A panic in it must not cost the handler's work its answer.
func (p *Proxy) merged(merge func([]byte) []byte, answer []byte, id string) (out []byte) {
	defer func() {
		if v := recover(); v != nil {
			p.trouble(fmt.Errorf("merging into the answer of %q: panic: %s", id, panicText(v)))
			out = answer
		}
	}()
	return merge(answer)
}
