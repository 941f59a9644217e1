package lambdatest

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is one process that the service started, the leader of its own process group.
type process struct {
	name    string
	cmd     *exec.Cmd
	exited  chan struct{}
	streams []*stream
}

// Exit is how a process ended.
type Exit struct {
	Process string // "runtime", or an extension's file name
	Code    int    // exit code; -1 if a signal ended it
	Signal  string // "" or the signal's name
	Killed  bool   // the service had to end it by SIGKILL
}

// launch starts a process; one that cannot be started is a failure of the given type. The lock is held.
func (s *sandbox) launch(name string, command, env []string, errorType string) {
	p := &process{name: name, exited: make(chan struct{})}
	out := &stream{logs: s.logs, process: name, name: "stdout"}
	problems := &stream{logs: s.logs, process: name, name: "stderr"}
	p.streams = []*stream{out, problems}
	p.cmd = exec.Command(command[0], command[1:]...) // ended by shutdown or kill
	p.cmd.Dir = s.cfg.TaskRoot
	p.cmd.Env = env
	p.cmd.Stdout, p.cmd.Stderr = out, problems
	if file, ok := s.cfg.Stdout[name]; ok {
		p.cmd.Stdout = file
	}
	p.cmd.SysProcAttr = ownGroup()
	p.cmd.WaitDelay = time.Second // a grandchild that keeps the pipes open must not hold the test
	s.journal.act(name, "start")
	if err := p.cmd.Start(); err != nil {
		s.fail(Failure{Type: errorType, Message: "starting " + name + ": " + err.Error()})
		return
	}
	s.processes = append(s.processes, p)
	go s.await(p)
}

// await notes a process's end. Outside of shutdown the end of any process is the end of the sandbox, whatever its code.
func (s *sandbox) await(p *process) {
	_ = p.cmd.Wait()          // how it ended is in ProcessState
	p.signal(syscall.SIGKILL) // what it started does not outlive it
	for _, stream := range p.streams {
		stream.flush()
	}
	exit := Exit{Process: p.name, Code: p.cmd.ProcessState.ExitCode()}
	act := "exit " + strconv.Itoa(exit.Code)
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		exit.Signal = status.Signal().String()
		exit.Killed = status.Signal() == syscall.SIGKILL
		act = "signal: " + exit.Signal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exits = append(s.exits, exit)
	s.journal.act(p.name, act)
	close(p.exited)
	if p.name == "runtime" {
		s.fail(Failure{Type: "Runtime.ExitError", Message: "runtime exited with " + act})
		return
	}
	s.fail(Failure{Type: "Extension.Crash", Message: p.name + " ended with " + act})
}

// signal sends a signal to the process and all its children that stayed in its group.
func (p *process) signal(sig syscall.Signal) {
	err := syscall.Kill(-p.cmd.Process.Pid, sig)
	if err != nil && !errors.Is(err, syscall.ESRCH) {
		panic("signalling a process group of our own: " + err.Error())
	}
}

// runtimeCommand is how the runtime is started, or nil if the test plays it.
func (c Config) runtimeCommand() []string {
	if c.OSOnly {
		// The service looks into the function's own folder first. A folder of that name is no program, and is passed over.
		own := filepath.Join(c.TaskRoot, "bootstrap")
		if info, err := os.Stat(own); err == nil && !info.IsDir() {
			return []string{own}
		}
		return c.interpreted(filepath.Join(c.Opt, "bootstrap"))
	}
	if len(c.Command) == 0 {
		return nil
	}
	if wrapper := c.Env["AWS_LAMBDA_EXEC_WRAPPER"]; wrapper != "" {
		return append([]string{c.underOpt(wrapper)}, c.Command...)
	}
	return c.Command
}

// interpreted is the command line of a program. If it is a script whose interpreter is in /opt, the interpreter is named
// here as the kernel would do it, because the kernel does not know which directory plays /opt.
func (c Config) interpreted(program string) []string {
	text, err := os.ReadFile(program)
	if err != nil {
		return []string{program} // starting it says what is wrong
	}
	first, _, _ := strings.Cut(string(text), "\n")
	rule, found := strings.CutPrefix(first, "#!")
	if !found || !strings.HasPrefix(strings.TrimSpace(rule), "/opt/") {
		return []string{program}
	}
	interpreter, argument, _ := strings.Cut(strings.TrimSpace(rule), " ")
	command := []string{c.underOpt(interpreter)}
	if argument = strings.TrimSpace(argument); argument != "" {
		command = append(command, argument) // the kernel passes the rest of the line as one
	}
	return append(command, program)
}

// underOpt maps a path in /opt to the directory that plays it.
func (c Config) underOpt(name string) string {
	if rest, found := strings.CutPrefix(path.Clean(name), "/opt/"); found {
		return filepath.Join(c.Opt, filepath.FromSlash(rest))
	}
	return name
}

// extensionEnv is what extensions see: nothing that belongs to the runtime alone, and nothing that begins with "_".
func (c Config) extensionEnv(addr string) []string {
	env := c.sharedEnv(addr)
	for name, value := range c.Env {
		if !strings.HasPrefix(name, "_") {
			env[name] = value
		}
	}
	return list(env)
}

func (c Config) runtimeEnv(addr string) []string {
	env := c.sharedEnv(addr)
	env["_HANDLER"] = c.Handler
	env["LAMBDA_TASK_ROOT"] = c.TaskRoot
	env["LAMBDA_RUNTIME_DIR"] = "/var/runtime"
	env["AWS_EXECUTION_ENV"] = "AWS_Lambda_test"
	env["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/" + c.Name
	env["AWS_LAMBDA_LOG_STREAM_NAME"] = "2026/01/01/[$LATEST]00000000000000000000000000000000"
	env["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR"
	env["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.100.1:2000"
	maps.Copy(env, c.Env)
	return list(env)
}

func (c Config) sharedEnv(addr string) map[string]string {
	env := map[string]string{
		"PATH":                            os.Getenv("PATH"),
		"AWS_LAMBDA_RUNTIME_API":          addr,
		"AWS_LAMBDA_FUNCTION_NAME":        c.Name,
		"AWS_LAMBDA_FUNCTION_VERSION":     "$LATEST",
		"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": strconv.Itoa(c.Memory),
		"AWS_LAMBDA_INITIALIZATION_TYPE":  "on-demand",
		"AWS_REGION":                      "eu-central-1",
		"AWS_DEFAULT_REGION":              "eu-central-1",
	}
	if c.SnapStart {
		env["AWS_LAMBDA_INITIALIZATION_TYPE"] = "snap-start"
	}
	if c.Concurrency > 0 {
		env["AWS_LAMBDA_INITIALIZATION_TYPE"] = "lambda-managed-instances"
		env["AWS_LAMBDA_MAX_CONCURRENCY"] = strconv.Itoa(c.Concurrency)
	}
	return env
}

func list(env map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(env)) {
		out = append(out, name+"="+env[name])
	}
	return out
}
