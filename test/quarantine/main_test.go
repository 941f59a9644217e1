// Package quarantine keeps what Weir takes away in real servers: an S3 gateway and a stand-in for SQS, which run in
// processes of their own, so that they can die. Their modules are many, and no part of the product: this is a module of
// its own, and a test only.
package quarantine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// Where the first test that needs them has built the layer and a function.
var opt, task string

func TestMain(m *testing.M) {
	if kind := os.Getenv(serverVariable); kind != "" {
		fmt.Fprintln(os.Stderr, serve(kind)) // until it is killed
		os.Exit(1)
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "weir-quarantine")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	opt, task = filepath.Join(dir, "opt"), filepath.Join(dir, "task")
	return m.Run()
}

// build builds the product in its own module, so that it has the product's own dependencies.
var build = sync.OnceValue(func() error {
	for program, source := range map[string]string{
		filepath.Join(opt, "extensions", "weir"): "./extension",
		filepath.Join(opt, "weir-wrapper"):       "./layer/wrapper",
		filepath.Join(task, "echo"):              "./test/functions/echo",
	} {
		build := exec.Command("go", "build", "-o", program, source)
		build.Dir = filepath.Join("..", "..")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", source, err, out)
		}
	}
	return look()
})

// look looks at every file that the programs are built from, since only this tells go test that a result of before a
// change is none.
func look() error {
	var all error
	for _, dir := range []string{"decoders", "extension", "inspect", "layer", "test/functions"} {
		all = errors.Join(all, filepath.WalkDir(filepath.Join("..", "..", dir), func(path string, _ fs.DirEntry, err error) error {
			if err == nil {
				_, err = os.Stat(path)
			}
			return err
		}))
	}
	return all
}
