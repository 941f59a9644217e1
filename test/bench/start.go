package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"weir/test/lambdatest"
)

// starts is how often the extension is started; the median counts.
const starts = 7

// startUp is the time from the start of the extension's process to its registration, as the service sees it, and the
// memory that the process has taken when its rules are compiled.
func startUp() (took time.Duration, memory int64, err error) {
	opt, err := os.MkdirTemp("", "weir-bench-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = os.RemoveAll(opt) }()
	program := filepath.Join(opt, "extensions", "weir")
	build := exec.Command("go", "build", "-ldflags", "-s -w", "-o", program, "./extension") //nolint:gosec,noctx // our own package
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return 0, 0, fmt.Errorf("building the extension: %w", err)
	}
	var all []time.Duration
	for range starts {
		once, peak, err := startOnce(opt)
		if err != nil {
			return 0, 0, err
		}
		all, memory = append(all, once), max(memory, peak)
	}
	slices.Sort(all)
	return all[len(all)/2], memory, nil
}

// settled is when the rules are compiled for sure.
const settled = 2 * time.Second

func startOnce(opt string) (took time.Duration, memory int64, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed at once
	if err != nil {
		return 0, 0, err
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	_ = l.Close()
	begun := time.Now()
	env, err := lambdatest.Start(lambdatest.Config{Opt: opt, Env: map[string]string{"WEIR_PORT": port}})
	if err != nil {
		return 0, 0, err
	}
	defer env.Close()
	select {
	case <-env.RuntimeStarted():
		took = time.Since(begun)
	case <-time.After(10 * time.Second):
		return 0, 0, errors.New("the extension did not register")
	}
	time.Sleep(settled)
	return took, env.PeakMemory("weir"), nil
}
