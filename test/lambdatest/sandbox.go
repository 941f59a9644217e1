package lambdatest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

// runtimeState is what the service thinks of the runtime as a whole; what it does with an event is the event's phase.
type runtimeState int

const (
	absent    runtimeState = iota // not started: an external extension has not registered yet
	starting                      // started, has not asked for an event
	unfit                         // reported an error of its initialisation
	saving                        // waits in restore/next for the snapshot
	restoring                     // restored, runs its hooks
	up                            // asked for its first event
)

// sandbox is one life of an environment, from the first process to the last. Fields below mu are guarded by it.
type sandbox struct {
	cfg     Config
	journal *journal
	logs    *logs
	serial  *serial
	addr    string
	server  *http.Server

	registered chan struct{} // closed when all external extensions have registered
	initDone   chan struct{} // closed when initialised, or failed before that
	failed     chan struct{} // closed when broken is set
	closed     chan struct{} // closed when the service goes away

	mu         sync.Mutex
	runtime    runtimeState
	polls      []*poll
	queue      []*invocation
	current    *invocation // on demand: what the runtime works at
	inflight   map[string]*invocation
	external   map[string]*extension // by file name; nil until registered
	extensions []*extension          // registered ones, in that order
	processes  []*process
	restored   chan struct{} // closed at the restore, under SnapStart
	broken     *Failure
	inited     bool
	stopping   bool
	exits      []Exit
	ended      chan struct{} // closed at the end of shutdown; nil before its beginning
}

// poll is one pending invocation/next.
type poll struct {
	context context.Context // done when the client has gone, which the service on demand does not notice
	event   chan *invocation
}

// serial numbers requests, nonces and extensions over all lives of an environment.
type serial struct {
	mu sync.Mutex
	n  uint64
}

// id returns a new identifier in the form of a UUID. It is counted, not random: a failed test reads better.
func (s *serial) id(kind byte) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, s.n)
}

// The kinds of identifiers.
const (
	requestID   = 'r'
	nonceID     = 'n'
	extensionID = 'e'
	eventID     = 'v'
)

func newSandbox(cfg Config, j *journal, l *logs, ids *serial) (*sandbox, error) {
	names, err := externals(cfg)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening for the Runtime API: %w", err)
	}
	s := &sandbox{
		cfg: cfg, journal: j, logs: l, serial: ids,
		addr:       listener.Addr().String(),
		registered: make(chan struct{}),
		initDone:   make(chan struct{}),
		failed:     make(chan struct{}),
		closed:     make(chan struct{}),
		restored:   make(chan struct{}),
		inflight:   map[string]*invocation{},
		external:   map[string]*extension{},
	}
	for _, name := range append(slices.Clone(cfg.Played), names...) {
		s.external[name] = nil
	}
	// No timeouts of any kind: the service has none (RUNTIME API, long poll of invocation/next).
	s.server = &http.Server{Handler: s.routes(), ConnContext: keepConn}
	go s.server.Serve(listener) //nolint:errcheck // it ends with ErrServerClosed

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, name := range names {
		s.launch(name, []string{filepath.Join(cfg.Opt, "extensions", name)}, cfg.extensionEnv(s.addr), "Extension.LaunchError")
	}
	s.advance()
	time.AfterFunc(cfg.InitTimeout, s.initExpired)
	return s, nil
}

// externals lists the files that the service starts as external extensions: directories are passed over.
func externals(cfg Config) ([]string, error) {
	if cfg.Opt == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(filepath.Join(cfg.Opt, "extensions"))
	if os.IsNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("looking for extensions: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if entry.Type().IsRegular() {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

// advance does what has become possible: the runtime's start, the restore, the end of initialisation, the next
// delivery. The lock is held.
func (s *sandbox) advance() {
	if s.stopping || s.broken != nil {
		return
	}
	if s.runtime == absent && s.allRegistered() {
		s.runtime = starting
		close(s.registered)
		if command := s.cfg.runtimeCommand(); command != nil {
			s.launch("runtime", command, s.cfg.runtimeEnv(s.addr), "Runtime.InvalidEntrypoint")
		}
	}
	if s.runtime == saving && s.allReady() {
		s.runtime = restoring
		close(s.restored)
	}
	if !s.inited && s.runtime == up && s.allReady() {
		s.inited = true
		close(s.initDone)
	}
	if s.inited {
		s.dispatch()
	}
}

func (s *sandbox) allRegistered() bool {
	for _, x := range s.external {
		if x == nil {
			return false
		}
	}
	return true
}

// allReady says that every extension asked for its first event; one without subscriptions counts like the others.
func (s *sandbox) allReady() bool {
	for _, x := range s.extensions {
		if !x.ready {
			return false
		}
	}
	return true
}

// dispatch pairs waiting events with waiting polls, oldest first. The lock is held.
func (s *sandbox) dispatch() {
	for len(s.queue) > 0 && len(s.polls) > 0 {
		inv, p := s.queue[0], s.polls[0]
		s.queue, s.polls = s.queue[1:], s.polls[1:]
		inv.phase, inv.began = running, time.Now()
		if s.cfg.Concurrency > 0 && p.context.Err() != nil {
			// Managed Instances notice the dead connection when they write to it.
			inv.result.ErrorType = "Runtime.Unknown"
			inv.result.Payload = errorBody("Runtime.Unknown", "the runtime's connection is gone")
			inv.ready = true
			s.complete(inv)
			continue
		}
		s.inflight[inv.id] = inv
		if s.cfg.Concurrency == 0 {
			s.current = inv
		}
		for _, x := range s.extensions {
			if x.events[invokeEvent] {
				inv.waiting[x] = true
				x.owes = inv
				x.send(s.invokeMessage(inv))
			}
		}
		p.event <- inv
	}
}

// complete ends an invocation when nobody has anything left to do for it. The lock is held.
func (s *sandbox) complete(inv *invocation) {
	if inv.ready && len(inv.waiting) == 0 {
		close(inv.done)
	}
}

// fail ends the sandbox's usefulness, once. The lock is held.
func (s *sandbox) fail(f Failure) {
	if s.broken != nil || s.stopping {
		return
	}
	s.journal.act("", "fail "+f.Type)
	s.setBroken(f)
}

// setBroken lets go whoever waits for the sandbox. The lock is held.
func (s *sandbox) setBroken(f Failure) {
	if f.Reason == "" {
		f.Reason = "failure"
	}
	if f.Body == nil {
		f.Body = errorBody(f.Type, f.Message)
	}
	s.broken = &f
	close(s.failed)
	if !s.inited {
		close(s.initDone)
	}
}

func (s *sandbox) initExpired() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.inited {
		s.fail(Failure{Type: "Sandbox.Timedout", Message: "initialisation took longer than " + s.cfg.InitTimeout.String()})
	}
}

func (s *sandbox) awaitInit() *Failure {
	<-s.initDone
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.broken
}

// invoke delivers an event and waits for its end. The failure is the environment's, if the invocation met one.
func (s *sandbox) invoke(payload []byte, options InvokeOptions) (Result, *Failure) {
	if len(payload) > MaxPayload {
		const t = "RequestTooLargeException" // what the Invoke API answers; no environment sees the event
		return Result{ErrorType: t, Payload: errorBody(t, "the payload is larger than "+strconv.Itoa(MaxPayload)+" bytes")}, nil
	}
	inv := &invocation{
		id: s.serial.id(requestID), payload: payload, options: options,
		waiting: map[*extension]bool{}, done: make(chan struct{}),
	}
	if !options.NoInvocationID {
		inv.nonce = s.serial.id(nonceID)
	}
	inv.result.RequestID = inv.id
	if f := s.awaitInit(); f != nil {
		inv.result.ErrorType, inv.result.Payload = f.Type, f.Body
		return inv.result, f
	}

	s.mu.Lock()
	inv.deadline = time.Now().Add(s.cfg.Timeout)
	s.queue = append(s.queue, inv)
	s.advance()
	s.mu.Unlock()

	timer := time.NewTimer(s.cfg.Timeout)
	defer timer.Stop()
	select {
	case <-inv.done:
	case <-s.failed:
	case <-timer.C:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settle(inv)
}

// settle says how an invocation ended, whether or not it is complete. The lock is held.
func (s *sandbox) settle(inv *invocation) (Result, *Failure) {
	select {
	case <-inv.done:
		return inv.result, nil
	default:
	}
	if s.broken == nil {
		const t = "Sandbox.Timedout"
		message := fmt.Sprintf("%s Task timed out after %.2f seconds", inv.id, s.cfg.Timeout.Seconds())
		if s.cfg.Concurrency > 0 {
			// The runtime of a Managed Instance lives on, and its answer comes too late.
			inv.phase = late
			s.queue = slices.DeleteFunc(s.queue, func(q *invocation) bool { return q == inv })
			inv.result.ErrorType, inv.result.Payload = t, errorBody(t, message)
			return inv.result, nil
		}
		s.fail(Failure{Type: t, Message: message, Reason: "timeout"})
	}
	result := inv.result
	result.ErrorType = s.broken.Type
	if !result.Answered {
		result.Payload = s.broken.Body
	}
	return result, s.broken
}

func millis(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }
