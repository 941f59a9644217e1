package lambdatest

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"time"
)

// maxExtensions is the service's limit, external and internal ones together.
const maxExtensions = 10

// The events that extensions take.
const (
	invokeEvent   = "INVOKE"
	shutdownEvent = "SHUTDOWN"
)

// extension is one registered extension. The sandbox's lock guards it.
type extension struct {
	name, id string
	internal bool // lives in the runtime's process
	events   map[string]bool
	ready    bool // asked for an event at least once
	owes     *invocation
	unsent   []message
	poll     chan message // of the pending event/next; nil if there is none
}

// message is what event/next answers.
type message struct {
	event string
	id    string // Lambda-Extension-Event-Identifier; "" for none
	body  []byte
}

// send gives the extension a message, now or when it asks. The sandbox's lock is held.
func (x *extension) send(m message) {
	if x.poll != nil {
		x.poll <- m
		x.poll = nil
		return
	}
	x.unsent = append(x.unsent, m)
}

func (x *extension) role() string {
	if x.internal {
		return "internal " + x.name
	}
	return "extension " + x.name
}

func (s *sandbox) invokeMessage(inv *invocation) message {
	return message{event: invokeEvent, id: s.serial.id(eventID), body: marshal(map[string]any{
		"eventType": invokeEvent, "deadlineMs": inv.deadline.UnixMilli(), "requestId": inv.id,
		"invokedFunctionArn": arn(s.cfg),
		"tracing":            map[string]string{"type": "X-Amzn-Trace-Id", "value": inv.options.TraceID},
	})}
}

func shutdownMessage(reason string, deadline time.Time) message {
	return message{event: shutdownEvent, body: marshal(map[string]any{
		"eventType": shutdownEvent, "shutdownReason": reason, "deadlineMs": deadline.UnixMilli(),
	})}
}

// register knows an external extension by the exact name of its file. Whoever has another name is internal.
func (s *sandbox) register(c *call, r *http.Request) {
	name := r.Header.Get("Lambda-Extension-Name")
	var wish struct {
		Events []string `json:"events"`
	}
	body, err := io.ReadAll(r.Body)
	if err == nil && len(body) > 0 {
		err = json.Unmarshal(body, &wish)
	}
	if err != nil {
		c.refuse(forbidden("InvalidRequestFormat", "the body cannot be read"))
		return
	}
	s.mu.Lock()
	x, no := s.admit(name, wish.Events)
	if no == nil {
		s.journal.as(c.entry, x.role())
	}
	s.mu.Unlock()
	if no != nil {
		c.refuse(no)
		return
	}
	answer := map[string]string{"functionName": s.cfg.Name, "functionVersion": "$LATEST", "handler": s.cfg.Handler}
	if r.Header.Get("Lambda-Extension-Accept-Feature") == "accountId" {
		answer["accountId"] = "123456789012"
	}
	header := jsonHeader()
	header.Set("Lambda-Extension-Identifier", x.id)
	c.answer(http.StatusOK, header, marshal(answer))
	// Only now may things go on: the runtime starts after the last external extension has its answer.
	_ = http.NewResponseController(c.w).Flush() // an extension that has gone shows as a process that ended
	s.mu.Lock()
	defer s.mu.Unlock()
	if !x.internal {
		s.external[x.name] = x
	}
	s.advance()
}

// admit decides about a registration. The lock is held.
func (s *sandbox) admit(name string, events []string) (*extension, *refusal) {
	_, external := s.external[name]
	switch {
	case name == "":
		return nil, forbidden("Extension.InvalidExtensionName", "the header Lambda-Extension-Name is missing")
	case s.runtime == up:
		return nil, forbidden("Extension.RegistrationClosed", "the runtime has asked for its first event")
	case len(s.extensions) >= maxExtensions:
		return nil, forbidden("Extension.TooManyExtensions", "there are ten extensions")
	}
	for _, x := range s.extensions {
		if x.name == name {
			return nil, forbidden("Extension.InvalidExtensionState", "the extension has registered before")
		}
	}
	x := &extension{name: name, id: s.serial.id(extensionID), internal: !external, events: map[string]bool{}}
	for _, event := range events {
		allowed := event == invokeEvent && s.cfg.Concurrency == 0 || event == shutdownEvent && external
		if !allowed {
			return nil, forbidden("Extension.InvalidEventType", "the extension cannot take "+event)
		}
		x.events[event] = true
	}
	s.extensions = append(s.extensions, x)
	return x, nil
}

var extensionIdentifier = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// identify finds the extension that calls.
func (s *sandbox) identify(c *call, r *http.Request) (*extension, *refusal) {
	id := r.Header.Get("Lambda-Extension-Identifier")
	if id == "" {
		return nil, forbidden("Extension.MissingExtensionIdentifier", "the header Lambda-Extension-Identifier is missing")
	}
	if !extensionIdentifier.MatchString(id) {
		return nil, forbidden("Extension.InvalidExtensionIdentifier", "the identifier is no UUID")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.extensions {
		if x.id == id {
			s.journal.as(c.entry, x.role())
			return x, nil
		}
	}
	return nil, forbidden("Extension.UnknownExtensionIdentifier", "no extension has this identifier")
}

// eventNext says that an extension is initialised, or has finished with its last event, and waits for the next.
func (s *sandbox) eventNext(c *call, r *http.Request) {
	x, no := s.identify(c, r)
	if no != nil {
		c.refuse(no)
		return
	}
	poll := make(chan message, 1)
	s.mu.Lock()
	if x.poll != nil {
		s.mu.Unlock()
		c.refuse(forbidden("Extension.InvalidExtensionState", "the extension waits for an event already"))
		return
	}
	x.ready = true
	if inv := x.owes; inv != nil {
		x.owes = nil
		delete(inv.waiting, x)
		s.complete(inv)
	}
	x.poll = poll
	if len(x.unsent) > 0 {
		first := x.unsent[0]
		x.unsent = x.unsent[1:]
		x.send(first)
	}
	s.advance()
	s.mu.Unlock()
	select {
	case m := <-poll:
		c.deliver(m)
		return
	case <-s.closed:
	}
	select {
	case m := <-poll: // sent in the moment of the end
		c.deliver(m)
	default:
		c.drop()
	}
}

func (c *call) deliver(m message) {
	header := jsonHeader()
	if m.id != "" {
		header.Set("Lambda-Extension-Event-Identifier", m.id)
	}
	c.answer(http.StatusOK, header, m.body)
}

// extensionInitError is an extension's way to say that it cannot start.
func (s *sandbox) extensionInitError(c *call, r *http.Request) {
	s.extensionError(c, r, "Extension.InitError", func(x *extension) bool { return !x.ready })
}

// extensionExitError is its way to say why it is about to exit.
func (s *sandbox) extensionExitError(c *call, r *http.Request) {
	s.extensionError(c, r, "Extension.ExitError", func(*extension) bool { return true })
}

func (s *sandbox) extensionError(c *call, r *http.Request, errorType string, fits func(*extension) bool) {
	x, no := s.identify(c, r)
	if no == nil && r.Header.Get("Lambda-Extension-Function-Error-Type") == "" {
		no = forbidden("Extension.MissingHeader", "the header Lambda-Extension-Function-Error-Type is missing")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxPayload))
	if no == nil && err != nil {
		no = badRequest("TruncatedHTTPRequest", "the body ended before its end")
	}
	if no == nil {
		s.mu.Lock()
		if !fits(x) {
			no = forbidden("Extension.InvalidExtensionState", "the call does not fit the state of the extension")
		} else {
			reported := r.Header.Get("Lambda-Extension-Function-Error-Type")
			s.fail(Failure{Type: errorType, Message: x.name + " reports " + reported, Body: body})
		}
		s.mu.Unlock()
	}
	if no != nil {
		c.refuse(no)
		return
	}
	c.accept()
}
