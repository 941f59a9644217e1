package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// kernelCounts are what the kernel counts of a process, all its threads together.
type kernelCounts struct {
	processor time.Duration
	switches  int64 // of threads, voluntary ones and others
}

func kernelCountsOf(pid int) (c kernelCounts, err error) {
	if c.processor, err = processorOf([]string{strconv.Itoa(pid)}); err != nil {
		return c, err
	}
	threads, err := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/status")
	if err != nil {
		return c, err
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if err != nil {
			return c, err
		}
		for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
			name, value, _ := strings.Cut(lines.Text(), ":")
			if name != "voluntary_ctxt_switches" && name != "nonvoluntary_ctxt_switches" {
				continue
			}
			n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			if err != nil {
				return c, err
			}
			c.switches += n
		}
	}
	return c, nil
}

var errNoCalls = errors.New("system calls are counted by perf, which has to be there and to be allowed: raw_syscalls:sys_enter")

// systemCalls counts what a process calls the kernel for while something happens.
func systemCalls(pid int, happens func() error) (int64, error) {
	var said bytes.Buffer
	counter := exec.Command("perf", "stat", "-x", ",", "-e", "raw_syscalls:sys_enter", "-p", strconv.Itoa(pid)) //nolint:gosec,noctx // ended below
	counter.Stderr = &said
	if err := counter.Start(); err != nil {
		return 0, errNoCalls
	}
	time.Sleep(perfStart)
	err := happens()
	_ = counter.Process.Signal(os.Interrupt)
	_ = counter.Wait() // it was interrupted
	if err != nil {
		return 0, err
	}
	count, _, _ := strings.Cut(strings.TrimSpace(said.String()), ",")
	calls, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		return 0, errNoCalls
	}
	return calls, nil
}

// perfStart is what perf needs until it counts.
const perfStart = 500 * time.Millisecond
