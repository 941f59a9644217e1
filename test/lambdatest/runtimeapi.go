package lambdatest

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// next hands out the next event. A runtime that asks again while it works at one gets the same one again.
func (s *sandbox) next(c *call, r *http.Request) {
	s.mu.Lock()
	inv, p, no := s.ask(r)
	s.advance()
	s.mu.Unlock()
	if no != nil {
		c.refuse(no)
		return
	}
	if p != nil {
		// The client's context is not looked at: the service on demand does not notice that a runtime hangs up, and
		// the event is rendered into the dead connection.
		select {
		case inv = <-p.event:
		case <-s.closed:
			c.drop()
		}
	}
	c.answer(http.StatusOK, inv.header(s.cfg), inv.payload)
}

// ask is what invocation/next means in the present state: the running event, a place in the queue, or no. The lock is
// held.
func (s *sandbox) ask(r *http.Request) (*invocation, *poll, *refusal) {
	switch s.runtime {
	case starting, restoring:
		s.runtime = up
	case up:
	case absent, unfit, saving:
		return nil, nil, wrongState()
	}
	if n := s.cfg.Concurrency; n > 0 && len(s.polls)+s.busy() >= n {
		return nil, nil, wrongState() // chosen: AWS documents N slots and not what a further poll gets
	}
	if inv := s.current; inv != nil {
		switch inv.phase {
		case running:
			return inv, nil, nil
		case answered:
			s.current = nil
			delete(s.inflight, inv.id)
			inv.ready = true
			s.complete(inv)
		case queued, responding, late:
			return nil, nil, wrongState()
		}
	}
	p := &poll{context: r.Context(), event: make(chan *invocation, 1)}
	s.polls = append(s.polls, p)
	return nil, p, nil
}

// busy counts the slots of a Managed Instance that work. The lock is held.
func (s *sandbox) busy() int {
	n := 0
	for _, inv := range s.inflight {
		if inv.phase == running || inv.phase == responding {
			n++
		}
	}
	return n
}

// claim finds the invocation that a POST wants to answer, and marks it as being answered.
func (s *sandbox) claim(r *http.Request) (*invocation, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	inv := s.inflight[r.PathValue("id")]
	if inv == nil {
		return nil, badRequest("InvalidRequestID", "there is no such invocation, or not any more")
	}
	if inv.phase == late {
		return nil, &refusal{http.StatusGone, "ErrorRuntimeInvokeTimeout", "the invocation has timed out"}
	}
	if echo := r.Header.Get("Lambda-Runtime-Invocation-Id"); echo != "" && echo != inv.nonce {
		// A stale responder. That it is refused is documented, the type is chosen.
		return nil, badRequest("InvalidRequestID", "the invocation id is of another delivery")
	}
	if inv.phase != running {
		return nil, wrongState()
	}
	inv.phase = responding
	return inv, nil
}

// response takes a handler's answer, whole or piece by piece.
func (s *sandbox) response(c *call, r *http.Request) {
	inv, no := s.claim(r)
	if no != nil {
		c.refuse(no)
		return
	}
	limit := MaxPayload
	streaming := false
	switch mode := r.Header.Get("Lambda-Runtime-Function-Response-Mode"); mode {
	case "":
	case "streaming":
		streaming, limit = true, maxStream
	default:
		// The invocation stays in the middle of its response: every later call is refused, as observed on AWS's core.
		c.refuse(badRequest("InvalidFunctionResponseMode", strconv.Quote(mode)+" is no response mode"))
		return
	}
	s.mu.Lock()
	inv.streaming = streaming
	s.mu.Unlock()

	body, err := receive(inv, r.Body, limit)
	s.mu.Lock()
	no = s.received(inv, r, body, err)
	s.mu.Unlock()
	if no != nil {
		c.refuse(no)
		return
	}
	c.accept()
}

// reception is a body as it came.
type reception struct {
	whole  []byte
	chunks []Chunk
	over   bool // longer than the limit; the rest was read and dropped
}

func receive(inv *invocation, body io.Reader, limit int) (reception, error) {
	var got reception
	buffer := make([]byte, 64*1024)
	for {
		n, err := body.Read(buffer)
		if n > 0 {
			piece := append([]byte(nil), buffer[:n]...)
			if len(got.whole)+n > limit {
				got.over = true
			} else {
				got.whole = append(got.whole, piece...)
				got.chunks = append(got.chunks, Chunk{After: time.Since(inv.began), Data: piece})
			}
			if inv.options.OnChunk != nil {
				inv.options.OnChunk(piece)
			}
		}
		if errors.Is(err, io.EOF) {
			return got, nil
		}
		if err != nil {
			return got, err
		}
	}
}

// received decides what a body that has been read amounts to. The lock is held.
func (s *sandbox) received(inv *invocation, r *http.Request, got reception, err error) *refusal {
	switch {
	case inv.phase == late:
		return &refusal{http.StatusGone, "ErrorRuntimeInvokeTimeout", "the invocation has timed out"}
	case inv.phase != responding:
		return nil // cut short by an error during the stream: the caller has its answer
	}
	inv.result.Header, inv.result.Trailer = r.Header.Clone(), r.Trailer.Clone()
	inv.result.Chunks, inv.result.Streaming = got.chunks, inv.streaming
	inv.result.Payload = got.whole
	if err != nil {
		inv.result.ErrorType = "Runtime.TruncatedResponse"
		return badRequest("TruncatedHTTPRequest", "the body ended before its end")
	}
	if got.over {
		const t = "Function.ResponseSizeTooLarge"
		message := fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", MaxPayload)
		inv.result.ErrorType, inv.result.Payload = t, errorBody(t, message)
		s.answered(inv)
		return &refusal{
			http.StatusRequestEntityTooLarge, "RequestEntityTooLarge",
			fmt.Sprintf("Exceeded maximum allowed payload size (%d bytes).", MaxPayload),
		}
	}
	if t := r.Trailer.Get("Lambda-Runtime-Function-Error-Type"); t != "" {
		inv.result.ErrorType = t
	}
	s.answered(inv)
	return nil
}

// answered notes that an invocation has its answer. The lock is held.
func (s *sandbox) answered(inv *invocation) {
	inv.phase = answered
	inv.result.Answered = true
	inv.result.Duration = time.Since(inv.began)
	if s.cfg.Concurrency > 0 {
		delete(s.inflight, inv.id)
		inv.ready = true
		s.complete(inv)
	}
}

// invocationError takes a handler's error. On a Managed Instance it may cut a stream short that is still being sent.
func (s *sandbox) invocationError(c *call, r *http.Request) {
	inv, no := s.claim(r)
	if no != nil && no.errorType == "InvalidStateTransition" {
		if inv = s.cutStream(r.PathValue("id")); inv != nil {
			no = nil
		}
	}
	if no != nil {
		c.refuse(no)
		return
	}
	got, err := receive(&invocation{began: inv.began}, r.Body, MaxPayload)
	s.mu.Lock()
	switch {
	case err != nil:
		no = badRequest("TruncatedHTTPRequest", "the body ended before its end")
	case inv.phase == late:
		no = &refusal{http.StatusGone, "ErrorRuntimeInvokeTimeout", "the invocation has timed out"}
	case got.over:
		no = &refusal{http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "the error is too large"}
		fallthrough
	default:
		inv.result.Header = r.Header.Clone()
		inv.result.Payload = got.whole
		inv.result.ErrorType = errorType(r.Header.Get("Lambda-Runtime-Function-Error-Type"))
		s.answered(inv)
	}
	s.mu.Unlock()
	if no != nil {
		c.refuse(no)
		return
	}
	c.accept()
}

// cutStream finds a streamed response in flight that an error may end: only Managed Instances allow it.
func (s *sandbox) cutStream(id string) *invocation {
	s.mu.Lock()
	defer s.mu.Unlock()
	inv := s.inflight[id]
	if s.cfg.Concurrency == 0 || inv == nil || inv.phase != responding || !inv.streaming {
		return nil
	}
	return inv
}

// initError is the end of a runtime that cannot start: allowed before its first invocation/next only.
func (s *sandbox) initError(c *call, r *http.Request) {
	s.startError(c, r, starting, saving, restoring)
}

// restoreError is the same for a hook that fails after the restore.
func (s *sandbox) restoreError(c *call, r *http.Request) { s.startError(c, r, restoring) }

func (s *sandbox) startError(c *call, r *http.Request, allowed ...runtimeState) {
	got, err := receive(&invocation{began: time.Now()}, r.Body, MaxPayload)
	if err != nil {
		c.refuse(badRequest("TruncatedHTTPRequest", "the body ended before its end"))
		return
	}
	s.mu.Lock()
	fits := slices.Contains(allowed, s.runtime)
	if fits {
		s.runtime = unfit
		s.fail(Failure{
			Type:    errorType(r.Header.Get("Lambda-Runtime-Function-Error-Type")),
			Message: "the runtime could not start", Body: got.whole,
		})
	}
	s.mu.Unlock()
	if !fits {
		c.refuse(wrongState())
		return
	}
	c.accept()
}

// restoreNext holds the runtime over the snapshot.
func (s *sandbox) restoreNext(c *call, _ *http.Request) {
	s.mu.Lock()
	fits := s.runtime == starting
	if fits {
		s.runtime = saving
		s.advance()
	}
	s.mu.Unlock()
	if !fits {
		c.refuse(wrongState())
		return
	}
	select {
	case <-s.restored:
		c.answer(http.StatusOK, nil, nil)
	case <-s.closed:
		c.drop()
	}
}
