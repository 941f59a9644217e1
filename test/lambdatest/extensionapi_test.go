package lambdatest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestTheRuntimeExistsOnlyAfterEveryExternalExtensionRegistered(t *testing.T) {
	e := start(t, Config{Played: []string{"a", "b"}})
	c := callerOf(t, e)
	c.register("a", `{"events":[]}`)
	select {
	case <-e.RuntimeStarted():
		t.Fatal("the runtime started before b registered")
	default:
	}
	expect(t, "next without a runtime", c.next(), 403, "InvalidStateTransition")
	c.register("b", `{"events":[]}`)
	within(t, "start of the runtime", e.RuntimeStarted())
}

func TestTheFirstEventWaitsForTheRuntimeAndForEveryExtension(t *testing.T) {
	e := start(t, Config{Played: []string{"x"}})
	c := callerOf(t, e)
	id := c.register("x", `{"events":[]}`).extID()
	internal := c.register("inside", `{"events":["INVOKE"]}`).extID()
	result := invoke(e, "1")
	event := inBackground(c.next)
	waitForPolls(t, e, 1)
	c.waitToTheEnd(id)
	waitFor(t, e, "event/next")
	select {
	case r := <-event:
		t.Fatalf("the event came before the internal extension was ready: %+v", r)
	case <-time.After(20 * time.Millisecond):
	}
	told := inBackground(func() reply { return c.event(internal) })
	n := within(t, "next", event)
	within(t, "INVOKE", told)
	c.waitToTheEnd(internal)
	finish(c, n.id(), result)
}

func TestAnInvocationIsCompleteWhenItsSubscribersAskAgain(t *testing.T) {
	e := start(t, Config{Played: []string{"x"}})
	c := callerOf(t, e)
	id := c.register("x", `{"events":["INVOKE","SHUTDOWN"]}`).extID()
	told := inBackground(func() reply { return c.event(id) })
	result := inBackground(func() Result { return e.Invoke([]byte("1"), InvokeOptions{TraceID: "Root=1"}) })
	n := c.next()
	m := within(t, "INVOKE", told)
	var event struct {
		EventType, RequestID, InvokedFunctionArn string
		DeadlineMs                               int64
		Tracing                                  struct{ Type, Value string }
	}
	if err := json.Unmarshal([]byte(m.body), &event); err != nil {
		t.Fatal(err)
	}
	if event.EventType != "INVOKE" || event.RequestID != n.id() || event.Tracing.Value != "Root=1" || event.DeadlineMs == 0 ||
		m.header.Get("Lambda-Extension-Event-Identifier") == "" {
		t.Errorf("INVOKE: %s %v", m.body, m.header)
	}
	expect(t, "response", c.answer(n.id(), "response", "{}"), 202, "")
	c.pollToTheEnd()
	select {
	case r := <-result:
		t.Fatalf("complete before the extension asked again: %+v", r)
	case <-time.After(20 * time.Millisecond):
	}
	told = inBackground(func() reply { return c.event(id) })
	within(t, "invoke", result)

	e.Shutdown()
	var shutdown struct {
		EventType, ShutdownReason string
		DeadlineMs                int64
	}
	m = within(t, "SHUTDOWN", told)
	if err := json.Unmarshal([]byte(m.body), &shutdown); err != nil {
		t.Fatal(err)
	}
	if left := time.Until(time.UnixMilli(shutdown.DeadlineMs)); shutdown.EventType != "SHUTDOWN" ||
		shutdown.ShutdownReason != "spindown" || left <= 0 || left > 2*time.Second {
		t.Errorf("SHUTDOWN: %s", m.body)
	}
}

func TestWrongCallsOfExtensionsAreRefused(t *testing.T) {
	e := start(t, Config{Played: []string{"x"}})
	c := callerOf(t, e)
	next := func(headers ...string) reply {
		return c.do("GET", "/2020-01-01/extension/event/next", nil, headers...)
	}
	expect(t, "no name", c.register("", "{}"), 403, "Extension.InvalidExtensionName")
	expect(t, "no such event", c.register("x", `{"events":["PARTY"]}`), 403, "Extension.InvalidEventType")
	expect(t, "no JSON", c.register("x", `{`), 403, "InvalidRequestFormat")
	expect(t, "internal one with SHUTDOWN", c.register("inside", `{"events":["SHUTDOWN"]}`), 403, "Extension.InvalidEventType")
	expect(t, "no identifier", next(), 403, "Extension.MissingExtensionIdentifier")
	expect(t, "no UUID", next("Lambda-Extension-Identifier", "me"), 403, "Extension.InvalidExtensionIdentifier")
	unknown := "00000000-0000-0000-0000-000000000000"
	expect(t, "stranger", next("Lambda-Extension-Identifier", unknown), 403, "Extension.UnknownExtensionIdentifier")

	r := c.register("x", `{"events":["SHUTDOWN"]}`, "Lambda-Extension-Accept-Feature", "accountId")
	var answer map[string]string
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil || answer["accountId"] != "123456789012" || answer["functionName"] != "function" {
		t.Errorf("register: %s %v", r.body, err)
	}
	expect(t, "twice", c.register("x", "{}"), 403, "Extension.InvalidExtensionState")
	expect(t, "exit/error without a type", c.do("POST", "/2020-01-01/extension/exit/error", nil,
		"Lambda-Extension-Identifier", r.extID()), 403, "Extension.MissingHeader")
	for n := range maxExtensions - 1 {
		expect(t, "internal", c.register("inside"+string(rune('a'+n)), "{}"), 200, "")
	}
	expect(t, "eleventh", c.register("inside", "{}"), 403, "Extension.TooManyExtensions")
	c.pollToTheEnd()
	waitForPolls(t, e, 1)
	expect(t, "after the runtime's first next", c.register("late", "{}"), 403, "Extension.RegistrationClosed")
	c.waitToTheEnd(r.extID())
	waitForReady(t, e, "x")
	expect(t, "init/error after being ready", c.do("POST", "/2020-01-01/extension/init/error", nil, "Lambda-Extension-Identifier", r.extID(),
		"Lambda-Extension-Function-Error-Type", "x.y"), 403, "Extension.InvalidExtensionState")
}

func TestAWrongNameIsAnInternalExtensionAndInitialisationNeverEnds(t *testing.T) {
	e := start(t, Config{Played: []string{"weir"}, InitTimeout: 150 * time.Millisecond})
	c := callerOf(t, e)
	expect(t, "register", c.register("Weir", `{"events":[]}`), 200, "")
	if entry := waitFor(t, e, "register 200"); entry.As != "internal Weir" {
		t.Errorf("registered as %q", entry.As)
	}
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Sandbox.Timedout" {
		t.Errorf("caller got %+v", r)
	}
}

func TestAnExtensionCanFailTheInitialisation(t *testing.T) {
	e := start(t, Config{Played: []string{"x"}})
	c := callerOf(t, e)
	id := c.register("x", `{"events":[]}`).extID()
	r := c.do("POST", "/2020-01-01/extension/init/error", strings.NewReader("{}"),
		"Lambda-Extension-Identifier", id, "Lambda-Extension-Function-Error-Type", "Config.Bad")
	expect(t, "init/error", r, 202, "")
	if r := e.Invoke([]byte("1"), InvokeOptions{}); r.ErrorType != "Extension.InitError" {
		t.Errorf("caller got %+v", r)
	}
}

func TestAnExtensionCanFailARunningInvocation(t *testing.T) {
	e := start(t, Config{Played: []string{"x"}})
	c := callerOf(t, e)
	id := c.register("x", `{"events":[]}`).extID()
	c.waitToTheEnd(id)
	result := invoke(e, "1")
	c.next()
	r := c.do("POST", "/2020-01-01/extension/exit/error", strings.NewReader("{}"),
		"Lambda-Extension-Identifier", id, "Lambda-Extension-Function-Error-Type", "It.Broke")
	expect(t, "exit/error", r, 202, "")
	if r := within(t, "invoke", result); r.ErrorType != "Extension.ExitError" {
		t.Errorf("caller got %+v", r)
	}
}
