package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// way is how a handler reaches a service: directly, or through a process between them. All are processes of their own.
type way struct {
	name    string
	between *exec.Cmd // nil if there is none
	sizes   io.Writer // tells the service how many events to deliver
	results *json.Decoder
	started []*exec.Cmd
}

// maxSlots bounds the events that a handler has at a time.
const maxSlots = 64

// newWay starts a service, what between makes of its address, and a handler with so many slots. The caller ends the way,
// and also if there is an error.
func newWay(name string, slots int, between func(service, port string) *exec.Cmd) (*way, error) {
	w := &way{name: name}
	service, err := self("-part", "service")
	if err != nil {
		return w, err
	}
	if w.sizes, err = service.StdinPipe(); err != nil {
		return w, err
	}
	said, err := service.StdoutPipe()
	if err != nil {
		return w, err
	}
	if err := w.start(service); err != nil {
		return w, err
	}
	lines := bufio.NewReader(said)
	var address string
	if _, err := fmt.Fscanln(lines, &address); err != nil {
		return w, err
	}
	w.results = json.NewDecoder(lines)
	if between != nil {
		port, err := freePort()
		if err != nil {
			return w, err
		}
		w.between = between(address, port)
		if err := w.start(w.between); err != nil {
			return w, err
		}
		address = net.JoinHostPort("127.0.0.1", port)
		if err := listening(address); err != nil {
			return w, err
		}
	}
	handler, err := self("-part", "handler", "-api", "http://"+address+"/2018-06-01/runtime/invocation/", "-slots", strconv.Itoa(slots))
	if err != nil {
		return w, err
	}
	return w, w.start(handler)
}

func (w *way) start(c *exec.Cmd) error {
	c.Stderr = os.Stderr
	err := c.Start()
	if err == nil {
		w.started = append(w.started, c)
	}
	return err
}

// end ends the processes, the handler first.
func (w *way) end() {
	for i := len(w.started) - 1; i >= 0; i-- {
		_ = w.started[i].Process.Kill()
		_ = w.started[i].Wait() // it was killed
	}
}

// deliver has the service deliver so many events.
func (w *way) deliver(count int) (batchResult, error) {
	var result batchResult
	if _, err := fmt.Fprintln(w.sizes, count); err != nil {
		return result, err
	}
	if err := w.results.Decode(&result); err != nil {
		return result, err
	}
	if result.Wrong > 0 {
		return result, fmt.Errorf("%s: %d events or answers were not what they were", w.name, result.Wrong)
	}
	return result, nil
}

// self is this program, to be started once more.
func self(arguments ...string) (*exec.Cmd, error) {
	path, err := os.Executable()
	return exec.Command(path, arguments...), err //nolint:gosec,noctx // ended by whoever starts it
}

// listening waits until a process takes connections.
func listening(address string) error {
	for begun := time.Now(); time.Since(begun) < longest; time.Sleep(time.Millisecond) {
		conn, err := net.Dial("tcp", address) //nolint:noctx // closed at once
		if err == nil {
			return conn.Close()
		}
	}
	return errors.New("nobody listens on " + address)
}

// extension is how a program is started that stands between a service and a handler, as Lambda would start it.
func extension(p program, memory, slots int) func(service, port string) *exec.Cmd {
	return func(service, port string) *exec.Cmd {
		c := exec.Command(p.path) //nolint:gosec,noctx // our own, and ended by the way
		c.Env = []string{
			"PATH=" + os.Getenv("PATH"), "AWS_LAMBDA_RUNTIME_API=" + service, "WEIR_PORT=" + port,
			"AWS_LAMBDA_FUNCTION_NAME=function", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=" + strconv.Itoa(memory),
		}
		if slots > 1 {
			c.Env = append(c.Env, "AWS_LAMBDA_MAX_CONCURRENCY="+strconv.Itoa(slots))
		}
		return c
	}
}

// reverseProxy is the least proxy that net/http has.
func reverseProxy(service, port string) *exec.Cmd {
	c, _ := self("-part", "reverse", "-api", "http://"+service, "-port", port) // asked before
	return c
}

// proxy is the life of its process.
func proxy(api, port string) error {
	target, err := url.Parse(api)
	if err != nil {
		return err
	}
	reverse := httputil.NewSingleHostReverseProxy(target)
	reverse.Transport = &http.Transport{MaxIdleConnsPerHost: 2 * maxSlots}   // two would be its default
	return http.ListenAndServe(net.JoinHostPort("127.0.0.1", port), reverse) //nolint:gosec // as the service
}

// part is what this program plays in a process of its own.
type part struct {
	name, api, port string
	slots           int
}

// play ends with an error only.
func (p part) play() error {
	switch p.name {
	case "service":
		return serve(os.Stdin, os.Stdout)
	case "handler":
		return handle(p.api, p.slots)
	case "reverse":
		return proxy(p.api, p.port)
	}
	return errors.New("no such part: " + p.name)
}
