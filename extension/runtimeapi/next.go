package runtimeapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"runtime"
	"strconv"
	"time"

	"weir/inspect/source"
)

// maxEvent bounds the event that is read into memory: ten times what Lambda delivers, which is 6 MiB and a little.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const maxEvent = 64 << 20

// delivery is what a poll brings: an event for the runtime, or an answer that is no event.
type delivery struct {
	status int
	header http.Header
	body   []byte
	event  bool
	id     string // request id of an event
}

// next makes the runtime wait for an event that it may see.
func (p *Proxy) next(w http.ResponseWriter, r *http.Request) {
	ticket, owes := p.desk.join()
	if owes {
		p.send(errand{header: pollHeader(r.Header), query: r.URL.RawQuery})
	}
	if brought, ok := attend(p, r, (<-chan *delivery)(ticket)); !ok {
		p.desk.leave(ticket)
	} else if p.reaches(r) && brought.write(w) == nil {
		return
	} else {
		p.desk.giveBack(brought)
	}
	panic(http.ErrAbortHandler) // no answer at all: an empty 200 would be an event
}

// write gives the delivery to the runtime. An error means that the runtime did not get all of it.
func (d *delivery) write(w http.ResponseWriter) error {
	header := w.Header()
	maps.Copy(header, d.header)
	silence(header)
	header.Set("Content-Length", strconv.Itoa(len(d.body)))
	w.WriteHeader(d.status)
	if _, err := w.Write(d.body); err != nil {
		return err
	}
	return http.NewResponseController(w).Flush()
}

func pollHeader(from http.Header) http.Header {
	header := endToEnd(from)
	header.Del("Accept-Encoding") // the event has to be readable here
	setUserAgent(header, from)
	return header
}

// poll fetches one delivery for the desk.
func (p *Proxy) poll(e errand) (brought *delivery) {
	defer func() {
		if v := recover(); v != nil {
			p.trouble(fmt.Errorf("polling for an event: panic: %s", panicText(v)))
			brought = unavailable(errors.New("polling for an event: the proxy panicked"))
		}
	}()
	return p.fetch(e)
}

// fetch polls until there is something for the runtime. Events that it may not see are answered on the way, and each
// answer is accepted before the next poll: Lambda would deliver the same event again.
func (p *Proxy) fetch(e errand) *delivery {
	for {
		brought, err := p.pollOnce(e)
		if err != nil {
			if p.open.Err() == nil {
				p.trouble(err)
			}
			return unavailable(err)
		}
		if !brought.event {
			return brought
		}
		invocation := invocationOf(brought)
		docket := p.ledger.open(brought.id, identityOf(brought.header))
		if docket.closed.Load() {
			err := fmt.Errorf("polling for an event: Lambda delivers %q again and takes no answer for it", brought.id)
			p.trouble(err)
			return unavailable(err)
		}
		docket.judged.Do(func() { p.decide(docket, invocation) })
		if docket.asItCame {
			return brought
		}
		if forward, ok := docket.outcome.(source.Forward); ok {
			// Another form of an event of up to 6 MB is not worth keeping: a repetition is judged again.
			p.ledger.forget(brought.id)
			p.merges.keep(brought.id, forward.Merge)
			brought.body = forward.Payload
			return brought
		}
		accepted, err := p.post(invocation, brought.header.Get(headerInvocationID), e.header, p.render(p.answer(docket, invocation)))
		if err != nil {
			p.trouble(err)
		}
		switch accepted {
		case given:
			p.ledger.forget(brought.id)
		case closed:
			docket.closed.Store(true)
		case lost:
			return unavailable(err)
		}
	}
}

// pollOnce is one poll upstream. Nothing ends it but the end of the environment.
func (p *Proxy) pollOnce(e errand) (*delivery, error) {
	if e.message != nil {
		return p.pollPlain(e)
	}
	request, err := http.NewRequestWithContext(p.open, http.MethodGet, "http://"+p.api()+nextPath, nil)
	if err != nil {
		return nil, fmt.Errorf("polling for an event: %w", err)
	}
	request.URL.RawQuery = e.query
	request.Header = e.header
	response, err := p.upstream.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("polling for an event: %w", err)
	}
	defer response.Body.Close()
	body, err := readEvent(response)
	if err != nil {
		return nil, fmt.Errorf("reading an event with status %d: %w", response.StatusCode, err)
	}
	return &delivery{
		status: response.StatusCode,
		header: endToEnd(response.Header),
		body:   body,
		event:  response.StatusCode == http.StatusOK,
		id:     response.Header.Get(headerRequestID),
	}, nil
}

// pollPlain is pollOnce for a poll that is plain.
func (p *Proxy) pollPlain(e errand) (*delivery, error) {
	h, err := p.upstream.straight.exchange(p.open, p.api(), e.message, true, maxEvent)
	if err != nil {
		return nil, fmt.Errorf("polling for an event: %w", err)
	}
	if h.response != nil {
		defer h.response.Body.Close()
		h.body, h.cut = readEvent(h.response)
		h.header = endToEnd(h.header)
	}
	if h.cut != nil {
		return nil, fmt.Errorf("reading an event with status %d: %w", h.status, h.cut)
	}
	return &delivery{
		status: h.status, header: h.header, body: h.body, event: h.status == http.StatusOK, id: h.header.Get(headerRequestID),
	}, nil
}

// readEvent reads a body into one buffer of its own size.
func readEvent(response *http.Response) ([]byte, error) {
	if response.ContentLength > maxEvent {
		return nil, fmt.Errorf("%d bytes are more than Lambda delivers", response.ContentLength)
	}
	if response.ContentLength >= 0 {
		body := make([]byte, response.ContentLength)
		_, err := io.ReadFull(response.Body, body)
		return body, err
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxEvent+1))
	if err == nil && len(body) > maxEvent {
		err = fmt.Errorf("more than %d bytes are more than Lambda delivers", maxEvent)
	}
	return body, err
}

func invocationOf(d *delivery) source.Invocation {
	invocation := source.Invocation{
		ID:          d.id,
		FunctionARN: d.header.Get(headerFunctionARN),
		Tenant:      d.header.Get(headerTenant),
		Trace:       d.header.Get(headerTrace),
		Payload:     d.body,
	}
	if ms, err := strconv.ParseInt(d.header.Get(headerDeadline), 10, 64); err == nil {
		invocation.Deadline = time.UnixMilli(ms)
	}
	return invocation
}

func identityOf(header http.Header) identity {
	return identity{deadline: header.Get(headerDeadline), nonce: header.Get(headerInvocationID)}
}

// decide asks the judge. No failure of the judge's keeps an event from the handler: to refuse in doubt is for the judge
// to decide.
func (p *Proxy) decide(d *docket, invocation source.Invocation) {
	defer func() {
		if v := recover(); v != nil {
			p.trouble(fmt.Errorf("judging %q: panic: %s", invocation.ID, panicText(v)))
			d.asItCame = true
		}
	}()
	switch outcome := p.options.Judge(context.WithoutCancel(p.open), invocation).(type) {
	case nil:
		p.trouble(fmt.Errorf("judging %q: no outcome", invocation.ID))
		d.asItCame = true
	case source.Forward:
		p.calls.keep(invocation, outcome.Caller)
		d.asItCame = sameBytes(outcome.Payload, invocation.Payload)
		d.outcome = outcome
	default:
		d.outcome = outcome
	}
	if d.asItCame {
		d.outcome = nil // it holds the event
	}
}

func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// panicText describes a panic without repeating what may be a piece of an event. The runtime's own panics name types
// and numbers only.
func panicText(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a value of type %T", v)
}

// unavailable is the answer to a runtime for which there is none. A runtime exits at it, and Lambda starts it anew.
func unavailable(err error) *delivery {
	body, _ := json.Marshal(problem{Message: err.Error(), Type: "Extension.RuntimeAPIUnavailable"}) // two strings
	return &delivery{
		status: http.StatusBadGateway,
		header: http.Header{"Content-Type": {typeJSON}},
		body:   body,
	}
}
