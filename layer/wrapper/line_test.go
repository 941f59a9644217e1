package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// started runs a wrapper that has a line to write, with that standard output, and says whether the runtime was started.
func started(t *testing.T, stdout *os.File) bool {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), wrapper, "/bin/sh", "-c", "echo started >&2")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), nobody(t), "GORACE=atexit_sleep_ms=0"}
	cmd.Stdout = stdout
	var said strings.Builder
	cmd.Stderr = &said
	err := cmd.Run()
	return err == nil && said.String() == "started\n"
}

func TestTheRuntimeStartsIfTheReaderOfTheLogHasGone(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	_ = r.Close()
	if !started(t, w) {
		t.Error("it does not")
	}
}

func TestTheRuntimeStartsIfNobodyReadsTheLog(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for err == nil { // until it is full
		if err = w.SetWriteDeadline(time.Now().Add(20 * time.Millisecond)); err == nil {
			_, err = w.Write(make([]byte, 512))
		}
	}
	if !started(t, w) {
		t.Error("it does not")
	}
}
