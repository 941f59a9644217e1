// Command wrapper starts a function's runtime, and puts Weir in between if Weir is there.
//
// It is /opt/weir-wrapper of the layer: Lambda runs AWS_LAMBDA_EXEC_WRAPPER with the runtime's command line as
// arguments, and expects the program to become the runtime. It asks Weir's port for a sign of life, points the runtime
// at that port if there is one, and becomes the next program by exec: WEIR_NEXT_WRAPPER if that is set, else the
// runtime. OS-only runtimes know no wrappers, and start /opt/bootstrap; that is a file with the one line
//
//	#!/opt/weir-wrapper --bootstrap
//
// which the kernel itself reads, so that neither a shell nor a second copy of this program is needed. There, the
// runtime is the function's own program: LAMBDA_TASK_ROOT/_HANDLER.
//
// The program runs once in every cold start, on 7 % of a core at 128 MB, so it links little. Measured from start to
// exec: 2.5 MB and 3.0 ms of processor time as it is, 6 MB and 4.3 ms with net/http. With bare system calls in place of
// package net it would be 2.0 MB and 2.6 ms, which is not worth doing deadlines and interrupted calls by hand.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

func main() {
	os.Exit(start(os.Args[1:]))
}

// start becomes the runtime, or says why it cannot and returns an exit code.
func start(args []string) int {
	closed := strings.TrimSpace(os.Getenv("WEIR_ON_FAULT")) == "closed"
	command, err := commandLine(args)
	if err != nil {
		say("error", "the runtime is not started", err)
		return 1
	}
	if strings.TrimSpace(os.Getenv("WEIR_MODE")) == "off" {
		// What the user asked for is no alarm, but a function without its firewall should be seen in its log.
		say("info", "the runtime starts without Weir", errors.New("WEIR_MODE=off"))
	} else if address, err := findWeir(); err == nil {
		_ = os.Setenv("AWS_LAMBDA_RUNTIME_API", address) // fails for names with "=" or NUL only
	} else if closed {
		say("error", "the runtime is not started, because WEIR_ON_FAULT=closed", err)
		return 1
	} else {
		say("error", "the runtime starts without Weir: events are not inspected", err)
	}

	if next := strings.TrimSpace(os.Getenv("WEIR_NEXT_WRAPPER")); next != "" {
		// The next program does not get to see the variable: a wrapper that leads back here, or is this program,
		// ends in the runtime and not in a circle.
		_ = os.Unsetenv("WEIR_NEXT_WRAPPER") // never fails
		err := become(append([]string{next}, command...))
		err = fmt.Errorf("starting WEIR_NEXT_WRAPPER: %w", err)
		if closed {
			say("error", "the runtime is not started, because WEIR_ON_FAULT=closed", err)
			return 1
		}
		say("error", "the runtime starts without the next wrapper", err)
	}
	say("error", "the runtime is not started", become(command))
	return 1
}

// commandLine returns the runtime's command line.
func commandLine(args []string) ([]string, error) {
	// The kernel adds the file that began with #!, and its arguments. Lambda starts a bootstrap without any.
	if len(args) > 0 && args[0] == "--bootstrap" {
		handler := os.Getenv("_HANDLER")
		if handler == "" {
			return nil, errors.New("_HANDLER is not set: an OS-only function names its program as its handler")
		}
		program := filepath.Join(cmp.Or(os.Getenv("LAMBDA_TASK_ROOT"), "/var/task"), handler)
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("an OS-only function names its program as its handler: %w", explain(program, err))
		}
		return []string{program}, nil
	}
	if len(args) == 0 {
		return nil, errors.New("no command line: the wrapper is run with the runtime's command as its arguments")
	}
	return args, nil
}

// become replaces this process by the given command. It returns only if that fails.
func become(command []string) error {
	// A name without a slash is looked for in PATH, as a shell's exec would: images write CMD ["python", …].
	path, err := exec.LookPath(command[0])
	if err != nil {
		return explain(command[0], err)
	}
	if err := syscall.Exec(path, command, os.Environ()); err != nil {
		return explain(path, err)
	}
	return nil
}
