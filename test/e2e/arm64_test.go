//go:build arm64qemu

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"weir/test/lambdatest"
)

// TestTheARM64ProgramStartsRegistersAndJudges runs the program of the arm64 layer under qemu-user: WEIR_ARM64 is the directory of
// the unpacked layer. The wrapper and the function are this machine's.
func TestTheARM64ProgramStartsRegistersAndJudges(t *testing.T) {
	layer := os.Getenv("WEIR_ARM64")
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "extensions"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(opt, "weir-wrapper"), filepath.Join(dir, "weir-wrapper")); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\nexec qemu-aarch64-static %s\n", filepath.Join(layer, "extensions", "weir"))
	if err := os.WriteFile(filepath.Join(dir, "extensions", "weir"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	f := attach(t, "echo", nil, func(cfg *lambdatest.Config) { cfg.Opt = dir })
	if got := f.call(functionURL("id=1")); isRefusal(got) {
		t.Errorf("a clean event got %s", got)
	}
	f.refused(functionURL("id=1%27%20union%20select%20password%20from%20users--%20"))
	f.find("weir register 200")
}
