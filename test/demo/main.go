// The demonstration: a function that is vulnerable on purpose is attacked, first as it stands and then behind Weir, by
// real processes and a Lambda service on this machine. It prints what happened as a table, and fails if any of it is
// not as it should be.
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
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "weir-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := build(dir); err != nil {
		return err
	}

	bare, err := function(dir, false)
	if err != nil {
		return err
	}
	defer bare.Close()
	guarded, err := function(dir, true)
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
		played = append(played, play(r, bare, guarded))
	}
	print(os.Stdout, played)
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

// function starts the goat, behind Weir or not.
func function(dir string, behindWeir bool) (*lambdatest.Env, error) {
	config := lambdatest.Config{
		Name: "goat", Command: []string{filepath.Join(dir, "goat", "handler")}, TaskRoot: filepath.Join(dir, "goat"),
		Handler: "handler", Memory: 512, Timeout: 30 * time.Second, Env: map[string]string{},
	}
	if behindWeir {
		port, err := freePort()
		if err != nil {
			return nil, err
		}
		config.Opt = filepath.Join(dir, "opt")
		config.Env["AWS_LAMBDA_EXEC_WRAPPER"] = "/opt/weir-wrapper"
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
