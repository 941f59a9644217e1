package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"weir/test/lambdatest"
)

// column is how much of a processor a function gets, how long it may take, and how large the events are.
type column struct {
	quota   int // µs in each period
	memory  int // MB, with which Lambda gives so much
	timeout time.Duration
	size    int // bytes
	honest  bool
}

// columns are those of the table. Honest says that what is honest has to be handled there.
var columns = []column{
	{quota, 128, 3 * time.Second, 100 << 10, true},
	{quota, 128, 3 * time.Second, 1 << 20, false},
	{quota, 128, 3 * time.Second, largestEvent, false},
	{quota, 128, 10 * time.Second, largestEvent, false},
	{period, 1769, 3 * time.Second, 1 << 20, true},
	{period, 1769, 3 * time.Second, largestEvent, false},
}

func (c column) String() string {
	size := fmt.Sprintf("%d MB", c.size>>20)
	if c.size < 1<<20 {
		size = fmt.Sprintf("%d KB", c.size>>10)
	}
	return fmt.Sprintf("%d %% of a core, %d s, %s", 100*c.quota/period, int(c.timeout.Seconds()), size)
}

// ending is how an invocation ended.
type ending string

const (
	handled  ending = "clean"     // the handler answered
	refused  ending = "refused"   // Weir did
	timedOut ending = "timed out" // nobody did in time
)

var errNoNode = errors.New("there is no Node here to play the handler")

// deadlineAll sends events of all shapes to a function whose extension and handler share a part of a processor. No
// invocation may outlive its deadline, whoever made the event.
func deadlineAll(progress io.Writer, weir program, only string) (*table, error) {
	t := &table{head: []string{"event"}}
	for _, c := range columns {
		t.head = append(t.head, c.String())
	}
	t.head = append(t.head, "missed")
	node, _ := exec.LookPath("node")
	if node == "" {
		t.notes = append(t.notes, "Left out: "+errNoNode.Error()+".")
		return t, nil
	}
	for _, s := range shapes {
		if !strings.Contains(s.name, only) {
			continue
		}
		row, missed := []string{s.name}, []string{}
		for _, c := range columns {
			event := s.make(c.size)
			cell, err := c.cell(weir, node, s, event, &missed)
			if errors.Is(err, errNoGroups) {
				t.notes = append(t.notes, "Left out: "+err.Error()+".")
				return t, nil
			}
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", s.name, c, err)
			}
			fmt.Fprintf(progress, "%s, %s, %d bytes: %s\n", s.name, c, len(event), cell)
			row = append(row, cell)
		}
		t.add(append(row, strings.Join(missed, "; "))...)
	}
	t.notes = append(t.notes, "In brackets: the same event without Weir.")
	return t, nil
}

// cell is one event with Weir and without.
func (c column) cell(weir program, node string, s shape, event []byte, missed *[]string) (string, error) {
	end, took, err := c.once(weir, node, event)
	if err != nil {
		return "", err
	}
	alone, bare, err := c.once(program{}, node, event)
	if err != nil {
		return "", err
	}
	if end == timedOut && alone != timedOut {
		*missed = append(*missed, "timed out: "+c.String())
	}
	if end != handled && c.honest && s.honest {
		*missed = append(*missed, "not clean: "+c.String())
	}
	return fmt.Sprintf("%s %s (%s %s)", end, short(took), alone, short(bare)), nil
}

// once sends an event to a fresh function, which begins with a small one. Without a program the handler is alone.
func (c column) once(weir program, node string, event []byte) (end ending, took time.Duration, err error) {
	g, err := newGroup()
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, g.remove()) }()
	if err := g.keepMemory(); err != nil {
		return "", 0, err
	}
	env, opt, err := c.start(weir, node, g)
	defer func() { err = errors.Join(err, os.RemoveAll(opt)) }()
	if err != nil {
		return "", 0, err
	}
	defer env.Close()
	if err := env.Ready(); err != nil {
		return "", 0, err
	}
	if first := env.Invoke([]byte(`{"hello":"world"}`), lambdatest.InvokeOptions{}); !first.Answered {
		return "", 0, fmt.Errorf("a small event was not answered: %s", first.Payload)
	}
	if err := g.allow(c.quota); err != nil {
		return "", 0, err
	}
	result := env.Invoke(event, lambdatest.InvokeOptions{})
	switch {
	case !result.Answered:
		end = timedOut
	case result.ErrorType != "" || bytes.Contains(result.Payload, []byte(`"statusCode":403`)):
		end = refused
	default:
		end = handled
	}
	return end, result.Duration, nil
}

// start starts the handler, and Weir before it, in a group.
func (c column) start(weir program, node string, in *group) (env *lambdatest.Env, opt string, err error) {
	handler, err := filepath.Abs(filepath.Join("test", "functions", "parse", "index.mjs"))
	if err != nil {
		return nil, "", err
	}
	script := ""
	for _, file := range in.entrances() {
		script += "echo $$ >" + file + "\n"
	}
	config := lambdatest.Config{Timeout: c.timeout, InitTimeout: longest, Memory: c.memory, Env: map[string]string{}}
	if weir.path != "" {
		port, err := freePort()
		if err != nil {
			return nil, "", err
		}
		if opt, _, err = weir.layer(in); err != nil {
			return nil, opt, err
		}
		config.Opt, config.Env["WEIR_PORT"] = opt, port
		script += "export AWS_LAMBDA_RUNTIME_API=" + net.JoinHostPort("127.0.0.1", port) + "\n"
	}
	config.Command = []string{"/bin/sh", "-c", script + "exec " + node + " " + handler}
	env, err = lambdatest.Start(config)
	return env, opt, err
}
