// The demonstration: a function that is vulnerable on purpose is attacked, first as it stands and then behind Weir, by
// real processes and a Lambda service on this machine. It prints what happened as a table, and fails if any of it is
// not as it should be. With WEIR_MODE=monitor Weir lets all pass, and the table says what it would have done.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"weir/test/lambdatest"
)

func main() {
	if err := run(os.Getenv("WEIR_MODE")); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run(setting string) error {
	m, err := modeOf(setting)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "weir-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := build(dir); err != nil {
		return err
	}

	bare, err := function(dir, "")
	if err != nil {
		return err
	}
	defer bare.Close()
	guarded, err := function(dir, m)
	if err != nil {
		return err
	}
	defer guarded.Close()
	for _, env := range []*lambdatest.Env{bare, guarded} {
		if err := env.Ready(); err != nil {
			return fmt.Errorf("starting the function: %w", err)
		}
	}

	var played []played
	for _, r := range rows() {
		played = append(played, play(r, m, bare, guarded))
	}
	print(os.Stdout, m, played)
	if err := failures(played); err != nil {
		printLogs(os.Stderr, guarded)
		return err
	}
	return nil
}

// build makes the layer's folder and the goat's.
func build(dir string) error {
	for _, target := range []struct{ out, pkg string }{
		{"opt/extensions/weir", "./extension"},
		{"opt/weir-wrapper", "./layer/wrapper"},
		{"goat/handler", "./test/demo/goat"},
	} {
		cmd := exec.Command("go", "build", "-o", filepath.Join(dir, target.out), target.pkg) //nolint:gosec,noctx // our own packages
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("building %s: %w", target.pkg, err)
		}
	}
	return os.WriteFile(filepath.Join(dir, "goat", "secrets.env"), []byte(secretFile+"\n"), 0o600)
}

// mode is Weir's in the demonstration.
type mode string

const (
	block   mode = "block"
	monitor mode = "monitor"
)

// modeOf reads WEIR_MODE. The table knows what is right in two modes.
func modeOf(setting string) (mode, error) {
	switch m := mode(setting); m {
	case "", block:
		return block, nil
	case monitor:
		return m, nil
	}
	return "", fmt.Errorf("WEIR_MODE=%q: the demonstration has the modes block and monitor", setting)
}

// function starts the goat, behind Weir in that mode or, without one, as it stands.
func function(dir string, m mode) (*lambdatest.Env, error) {
	config := lambdatest.Config{
		Name: "goat", Command: []string{filepath.Join(dir, "goat", "handler")}, TaskRoot: filepath.Join(dir, "goat"),
		Handler: "handler", Memory: 512, Timeout: 30 * time.Second, Env: map[string]string{},
	}
	if m != "" {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		config.Opt = filepath.Join(dir, "opt")
		config.Env["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/weir-wrapper"
		config.Env["WEIR_MODE"] = string(m)
		config.Env["WEIR_PORT"] = port
		config.Env["WEIR_LOG"] = "all"    // honest events have a line, too, which says how long they took
		config.Env["WEIR_BUDGET"] = "20s" // a busy machine must not turn the demonstration into one of time limits
	}
	return lambdatest.Start(config)
}

// failures says which rows were not as they should be.
func failures(all []played) error {
	var errs []error
	for _, p := range all {
		if p.wrong != "" {
			errs = append(errs, fmt.Errorf("%s: %s", p.row.name, p.wrong))
		}
	}
	return errors.Join(errs...)
}
