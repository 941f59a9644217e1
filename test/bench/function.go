package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"weir/test/lambdatest"
)

// function is a function in a fresh environment: an extension as a real process, or none, and a handler that this
// program plays.
type function struct {
	env     *lambdatest.Env
	handler *handler
	group   *group
	opt     string // to be removed
	running string // the extension's program
	port    string
}

// longest is how long anything may take: a small share of a processor is slow.
const longest = time.Minute

// start starts an extension, in a group unless that is nil, and waits until it has registered. The caller ends the
// function, and also if there is an error.
func start(p program, in *group) (*function, error) {
	f := &function{group: in}
	var err error
	if f.port, err = freePort(); err != nil {
		return f, err
	}
	if f.opt, f.running, err = p.layer(in); err != nil {
		return f, err
	}
	config := lambdatest.Config{Opt: f.opt, Timeout: longest, InitTimeout: longest, Env: map[string]string{"WEIR_PORT": f.port}}
	if f.env, err = lambdatest.Start(config); err != nil {
		return f, err
	}
	select {
	case <-f.env.RuntimeStarted():
	case <-time.After(longest):
		return f, fmt.Errorf("%s did not register", p.path)
	}
	return f, nil
}

// initialised starts an extension and a handler, and waits until both are ready. The caller ends the function, and also if
// there is an error.
func initialised(p program) (*function, error) {
	f, err := start(p, nil)
	if err == nil {
		err = f.ready()
	}
	return f, err
}

// bare is a function without an extension.
func bare() (*function, error) {
	env, err := lambdatest.Start(lambdatest.Config{})
	return &function{env: env}, err
}

// ready lets the handler start, through Weir if that is there, and waits for the end of the initialisation.
func (f *function) ready() error {
	address := f.env.Addr()
	if f.opt != "" {
		address = net.JoinHostPort("127.0.0.1", f.port)
	}
	f.handler = &handler{api: "http://" + address + "/2018-06-01/runtime/invocation/"}
	go f.handler.serve()
	return f.env.Ready()
}

// end leaves no process and no file behind.
func (f *function) end() error {
	if f.env != nil {
		f.env.Close()
	}
	var err error
	if f.group != nil {
		err = f.group.remove()
	}
	return errors.Join(err, os.RemoveAll(f.opt))
}

// invoke delivers an event. It took the time from the moment in which the service handed it out to its answer's
// arrival, whoever gave that; it passed if the handler got the event as it was.
func (f *function) invoke(event []byte) (took time.Duration, passed bool, err error) {
	result := f.env.Invoke(event, lambdatest.InvokeOptions{})
	if !result.Answered {
		return 0, false, fmt.Errorf("an event was not answered: %s", result.Payload)
	}
	return result.Duration, f.handler.saw(event), nil
}

// expect delivers an event that has to pass, or has to be refused.
func (f *function) expect(event []byte, pass bool) (time.Duration, error) {
	took, passed, err := f.invoke(event)
	if err == nil && passed != pass {
		err = errVerdict
	}
	return took, err
}

// memory is what the extension holds.
func (f *function) memory() (memory, error) { return memoryOf(processes(f.running)) }

// freePort finds a port for Weir that nobody else uses.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
