// Package lambdatest is a Lambda service for tests: it speaks the Runtime API and the Extensions API, keeps the state
// machine that the service keeps, and runs real extensions and a real runtime against it.
//
// It is strict where the service is strict (wrong states, unknown ids, names, sizes), and it writes down every call in
// the order in which it came, so that a test can assert what was said and not only how it ended. It knows nothing of
// Weir. Where AWS documents no behaviour the comments say what was chosen.
//
// It differs from the service on purpose in three things: Invoke returns when the invocation is complete instead of
// when the answer is there; nothing is ever frozen; and an initialisation that takes too long is a failure instead of
// being repeated with the function's own timeout.
package lambdatest

import (
	"errors"
	"os"
	"sync"
	"time"
)

// Config describes a function and its environment. The zero Config is a function without processes: the test itself
// plays the runtime with an HTTP client.
type Config struct {
	// Opt is the directory that plays /opt. Every regular file in its folder "extensions" is started as an external
	// extension. "" means that there are no layers.
	Opt string
	// Played names further external extensions, which the test itself plays with an HTTP client.
	Played []string

	// Command is the runtime process of a managed runtime: program and arguments. The variable
	// AWS_LAMBDA_EXEC_WRAPPER in Env is honoured; a path under /opt means the same path under Opt.
	// If it is empty and OSOnly is false, the test itself plays the runtime.
	Command []string
	// OSOnly makes the function one of an OS-only runtime: TaskRoot/bootstrap is started, or else Opt/bootstrap, and
	// no wrapper is honoured.
	OSOnly   bool
	TaskRoot string // LAMBDA_TASK_ROOT; "" means the working directory
	Handler  string // _HANDLER

	// Env holds the function's own variables. Nothing of the test's environment is inherited but PATH.
	Env map[string]string

	Name        string        // function name; "" means "function"
	Memory      int           // MB, told to the processes and not enforced; 0 means 128
	Timeout     time.Duration // of one invocation; 0 means 10 s
	InitTimeout time.Duration // 0 means 10 s, as on the service for functions on demand

	// Concurrency of 1 or more makes the function one of a Managed Instance with that many slots.
	Concurrency int
	// SnapStart opens the restore routes: the runtime's restore/next waits for the snapshot, which is "taken" when
	// every extension has asked for its first event, and "restored" at once.
	SnapStart bool

	// Stdout is the standard output of processes, by name, in place of Logs: a log that nobody reads, or can read.
	Stdout map[string]*os.File

	// Observe, if set, is called for every call before it is served, and may look at the world as it is then. It must
	// not use the Env.
	Observe func(Entry)
}

// Env is a function's execution environment. Its methods are safe for concurrent use.
type Env struct {
	cfg     Config
	journal *journal
	logs    *logs

	turn sync.Mutex // on demand, invocations are one after the other

	mu     sync.Mutex
	box    *sandbox // the present life of the environment; nil after a failure until the next Invoke
	serial *serial
	closed bool
}

// Start begins the first life of an environment and returns without waiting for its initialisation.
func Start(cfg Config) (*Env, error) {
	if cfg.Name == "" {
		cfg.Name = "function"
	}
	if cfg.Memory == 0 {
		cfg.Memory = 128
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = 10 * time.Second
	}
	if cfg.InitTimeout == 0 {
		cfg.InitTimeout = 10 * time.Second
	}
	if cfg.TaskRoot == "" {
		cfg.TaskRoot = "."
	}
	e := &Env{cfg: cfg, journal: newJournal(), logs: &logs{}, serial: &serial{}}
	if _, err := e.life(); err != nil {
		return nil, err
	}
	return e, nil
}

// life returns the present sandbox, or starts a new one after a failure.
func (e *Env) life() (*sandbox, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, errors.New("the environment is closed")
	}
	if e.box != nil {
		return e.box, nil
	}
	box, err := newSandbox(e.cfg, e.journal, e.logs, e.serial)
	if err != nil {
		return nil, err
	}
	e.box = box
	return box, nil
}

// Addr is the service's address, host:port, in the environment's present life: what AWS_LAMBDA_RUNTIME_API holds.
func (e *Env) Addr() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.box == nil {
		return ""
	}
	return e.box.addr
}

// Ready waits until the environment is initialised and returns what initialisation failed with: nil, or a *Failure.
func (e *Env) Ready() error {
	box, err := e.life()
	if err != nil {
		return err
	}
	if f := box.awaitInit(); f != nil {
		return f
	}
	return nil
}

// RuntimeStarted is closed when every external extension has registered: from then on there is a runtime.
func (e *Env) RuntimeStarted() <-chan struct{} {
	box, err := e.life()
	if err != nil {
		never := make(chan struct{})
		return never
	}
	return box.registered
}

// Invoke delivers one event and waits until the invocation is complete: the runtime asked for the next event (answered,
// on Managed Instances), and so did every extension that takes INVOKE events. A failure of the environment ends its
// life, with the service's shutdown sequence; the next Invoke starts another.
func (e *Env) Invoke(payload []byte, options InvokeOptions) Result {
	if e.cfg.Concurrency == 0 {
		e.turn.Lock()
		defer e.turn.Unlock()
	}
	box, err := e.life()
	if err != nil {
		return Result{ErrorType: "Sandbox.Failure", Payload: errorBody("Sandbox.Failure", err.Error())}
	}
	result, failure := box.invoke(payload, options)
	if failure != nil {
		e.end(box, failure.Reason)
	}
	return result
}

// end finishes a sandbox's life once, however many invocations saw it fail.
func (e *Env) end(box *sandbox, reason string) []Exit {
	e.mu.Lock()
	if e.box == box {
		e.box = nil
	}
	e.mu.Unlock()
	return box.shutdown(reason)
}

// Shutdown ends the environment's life as the service does when it is no longer needed, and says how each process
// ended, in the order in which they ended.
func (e *Env) Shutdown() []Exit {
	e.mu.Lock()
	box := e.box
	e.mu.Unlock()
	if box == nil {
		return nil
	}
	return e.end(box, "spindown")
}

// Close ends the environment for good and leaves no process behind. It may be called more than once.
func (e *Env) Close() {
	e.mu.Lock()
	box := e.box
	e.box, e.closed = nil, true
	e.mu.Unlock()
	if box != nil {
		box.kill()
	}
}

// Journal returns everything that happened so far, in the order in which it began.
func (e *Env) Journal() []Entry { return e.journal.entries() }

// Logs returns the lines that the processes wrote, in the order in which they came. What a running process wrote just
// before its last call may still be on its way; after Shutdown everything is here.
func (e *Env) Logs() []Line { return e.logs.lines() }

// PeakMemory is the highest resident memory so far, in bytes, of a running process and its children together: "runtime",
// or an extension's file name. It is 0 if there is no such process, or no /proc.
func (e *Env) PeakMemory(process string) int64 { return e.memory(process, "VmHWM") }

// Memory is their resident memory now.
func (e *Env) Memory(process string) int64 { return e.memory(process, "VmRSS") }

func (e *Env) memory(process, line string) int64 {
	e.mu.Lock()
	box := e.box
	e.mu.Unlock()
	if box == nil {
		return 0
	}
	return box.memory(process, line)
}
