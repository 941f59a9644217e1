package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// A process compiles each of stock Coraza's expressions once, however often it builds the engine. So every building that
// counts happens in a process of its own.

// buildStock builds stock Coraza in another process of this program, and tells how long the building took there.
func buildStock() (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	said, err := exec.Command(self, "-stock").Output() //nolint:gosec,noctx // it ends by itself
	if err != nil {
		return 0, fmt.Errorf("building stock Coraza in a process of its own: %w", err)
	}
	return time.ParseDuration(string(said))
}

// tellBuilding is what that other process does.
func tellBuilding(out io.Writer) error {
	begun := time.Now()
	if _, err := newStock(); err != nil {
		return err
	}
	_, err := fmt.Fprint(out, time.Since(begun))
	return err
}
