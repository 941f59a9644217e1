package runtimeapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"weir/inspect/source"
)

// putTime bounds a PUT to a third party, in all. A function in a VPC may have no way out at all, and the invocation has
// to be answered in any case.
const putTime = 2 * time.Second

// answer is the outcome with which the invocation is answered. If it depends on a third party, that is told once: a delivery may
// be fetched twice, and in parallel.
func (p *Proxy) answer(d *docket, invocation source.Invocation) source.Outcome {
	put, ok := d.outcome.(source.Put)
	if !ok {
		return d.outcome
	}
	d.told.Do(func() { d.reply = p.put(invocation, put) })
	return d.reply
}

// put tells a third party and returns what the invocation is answered with.
func (p *Proxy) put(invocation source.Invocation, o source.Put) source.Outcome {
	if err := putOnce(p.outside, o); err != nil {
		p.trouble(fmt.Errorf("reporting for %q: %w", invocation.ID, err))
		return o.Otherwise
	}
	return o.Then
}

// newOutside returns the client for the world outside the sandbox. Other than the Runtime API's legs it follows the
// function's proxy settings, and it never follows a redirect: the URL was checked, where it leads was not.
func newOutside() *http.Client {
	return &http.Client{
		Timeout:       putTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// putOnce sends one PUT. Errors do not name the URL: it is signed, and a secret while it is valid.
func putOnce(client *http.Client, o source.Put) error {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPut, o.URL, bytes.NewReader(o.Body))
	if err != nil {
		return fmt.Errorf("sending a PUT: %T", err)
	}
	for _, h := range o.Headers {
		request.Header[http.CanonicalHeaderKey(h.Name)] = []string{h.Value}
	}
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("sending a PUT to %s failed", request.URL.Host)
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, maxAcknowledgement)
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("sending a PUT to %s: status %d", request.URL.Host, response.StatusCode)
	}
	return nil
}
