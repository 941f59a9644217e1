// Command wrapper starts a function's runtime, and puts Weir in between if Weir is there.
//
// It is /opt/weir-wrapper of the layer: Lambda runs AWS_LAMBDA_EXEC_WRAPPER with the runtime's command line as
// arguments, and expects the program to become the runtime. It asks Weir's port for a sign of life, points the runtime
// at that port if there is one, and becomes the next program by exec: WEIR_NEXT_WRAPPER if that is set (see chain.go), else the
// runtime. OS-only runtimes know no wrappers, and start /opt/bootstrap; that is a file with the one line
//
//	#!/opt/weir-wrapper --bootstrap
//
// which the kernel itself reads, so that neither a shell nor a second copy of this program is needed. There, the
// runtime is the function's own program: LAMBDA_TASK_ROOT/_HANDLER.
//
// The program runs once in every cold start, on 7 % of a core at 128 MB, and is downloaded before it. So it links package os
// and little else: no net, fmt, os/exec or encoding/json, which made it 2.5 MB; it is 1.6 now.
package main

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
	"syscall"
)

func main() {
	os.Exit(start(os.Args[1:]))
}

// start becomes the runtime, or says why it cannot and returns an exit code.
func start(args []string) int {
	closed := isClosed()
	lambda := os.Getenv(apiName)
	command, second, fault := unwrapped(args)
	if !second {
		var err error
		if command, err = commandLine(args); err != nil {
			_ = ask(port()) // so that Weir knows that nothing goes past it
			say("error", "the runtime is not started", err)
			return 1
		}
		fault = redirect()
	}
	if fault != nil && closed {
		say("error", "the runtime is not started, because WEIR_ON_FAULT=closed", fault)
		return 1
	}
	if fault != nil {
		say("error", "the runtime starts without Weir: events are not inspected", fault)
	}

	_ = os.Unsetenv("WEIR_LOG_CLIENT_KEY") // the handler has no use for it, and could show it
	if next := strings.TrimSpace(os.Getenv("WEIR_NEXT_WRAPPER")); next != "" {
		// The next program does not get to see the variable: a wrapper that leads back here, or is this program,
		// ends in the runtime and not in a circle.
		_ = os.Unsetenv("WEIR_NEXT_WRAPPER") // never fails
		err := become(wrapped(next, command, lambda))
		_ = os.Unsetenv(programName)
		_ = os.Unsetenv(lambdaName)
		err = errors.New("starting WEIR_NEXT_WRAPPER: " + err.Error())
		if closed {
			say("error", "the runtime is not started, because WEIR_ON_FAULT=closed", err)
			return 1
		}
		say("error", "the runtime starts without the next wrapper", err)
	}
	say("error", "the runtime is not started", become(command))
	return 1
}

// redirect points the runtime at Weir.
func redirect() error {
	if isOff() {
		// What the user asked for is no alarm, but a function without its firewall should be seen in its log.
		say("info", "the runtime starts without Weir", errors.New("WEIR_MODE=off"))
		return nil
	}
	address, err := findWeir()
	if err == nil {
		_ = os.Setenv(apiName, address) // fails for names with "=" or NUL only
	}
	return err
}

// bootstrapFlag is what the first line of the layer's bootstrap adds.
const bootstrapFlag = "--bootstrap"

// commandLine returns the runtime's command line.
func commandLine(args []string) ([]string, error) {
	// The kernel adds the file that began with #!, and its arguments. Lambda starts a bootstrap without any.
	if len(args) > 0 && args[0] == bootstrapFlag {
		handler := os.Getenv("_HANDLER")
		if handler == "" {
			return nil, errors.New("_HANDLER is not set: an OS-only function names its program as its handler")
		}
		program := path.Join(cmp.Or(os.Getenv("LAMBDA_TASK_ROOT"), "/var/task"), handler)
		if err := executable(program); err != nil {
			return nil, errors.New("an OS-only function names its program as its handler: " + explain(program, err).Error())
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
	program, err := find(command[0])
	if err != nil {
		return explain(command[0], err)
	}
	if err := syscall.Exec(program, command, os.Environ()); err != nil {
		return explain(program, err)
	}
	return nil
}

// find returns the file of a program. A name without a slash is looked for in PATH, as a shell does: images write
// CMD ["python", …].
func find(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, executable(name)
	}
	for dir := range strings.SplitSeq(os.Getenv("PATH"), ":") {
		// An empty entry is the working directory.
		if program := cmp.Or(dir, ".") + "/" + name; executable(program) == nil {
			return program, nil
		}
	}
	return "", fs.ErrNotExist
}

// executable returns nil if the file may be a program, and what keeps it from being one. Exec has the last word.
func executable(file string) error {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return err
	case info.IsDir(), info.Mode()&0o111 == 0:
		return fs.ErrPermission
	}
	return nil
}
