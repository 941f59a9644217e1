package main

import (
	"errors"
	"os"
	"strings"
)

// The next wrapper may send the runtime elsewhere: to another Runtime API proxy, as Datadog's does. So that this does not go
// unseen, the wrapper runs twice. In the first pass it takes the place of the runtime's program in the command line, where the
// next wrapper starts it in the end, with whatever arguments and environment it has made. The second pass then sees where the
// runtime was to go.

// The variables from the first pass to the second, which the runtime does not get to see.
const (
	programName = "_WEIR_PROGRAM" // the runtime's program
	lambdaName  = "_WEIR_LAMBDA"  // AWS_LAMBDA_RUNTIME_API before the first pass
)

const apiName = "AWS_LAMBDA_RUNTIME_API"

// wrapped returns the command line of the next wrapper. If that is a script, it ends in this program. Those that are none run
// with the runtime's own command line: none is known that sends the runtime elsewhere.
func wrapped(next string, command []string, lambda string) []string {
	self, err := os.Executable()
	if err != nil || !isScript(next) {
		return append([]string{next}, command...)
	}
	_ = os.Setenv(programName, command[0]) // fails for names with "=" or NUL only
	_ = os.Setenv(lambdaName, lambda)
	return append([]string{next, self}, command[1:]...)
}

func isScript(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	var head [2]byte
	n, _ := f.Read(head[:])
	return string(head[:n]) == "#!"
}

// unwrapped is the second pass: it returns the runtime's command line, or false if this is the first. An error says why the
// runtime is not inspected.
func unwrapped(args []string) (command []string, second bool, err error) {
	program, lambda := os.Getenv(programName), os.Getenv(lambdaName)
	_ = os.Unsetenv(programName) // never fails
	_ = os.Unsetenv(lambdaName)
	if program == "" || len(args) > 0 && args[0] == bootstrapFlag {
		return nil, false, nil
	}
	if self, err := os.Executable(); err == nil && len(args) > 0 && args[0] == self {
		args = args[1:] // the next wrapper has run this program by itself
	}
	if !isOff() {
		err = chain(os.Getenv(apiName), lambda)
	}
	return append([]string{program}, args...), true, err
}

// chain sees to it that a runtime that was sent to another proxy comes through Weir.
func chain(sent, lambda string) error {
	address, err := findWeir()
	if err != nil || sent == address {
		return err
	}
	if sent != lambda {
		said, err := tell(port(), sent)
		switch {
		case err != nil:
			return errors.New("WEIR_NEXT_WRAPPER sends the runtime to " + sent + ": " + err.Error())
		case strings.HasPrefix(said, "before"):
			say("info", "the runtime is behind the proxy on "+sent+", and that is behind Weir", errors.New("WEIR_NEXT_WRAPPER set "+apiName))
			return nil
		case strings.HasPrefix(said, "behind"):
			say("info", "the runtime is behind Weir, and Weir is behind the proxy on "+sent, errors.New("WEIR_NEXT_WRAPPER set "+apiName))
		case strings.HasPrefix(said, "absent"):
			say("error", "the runtime is behind Weir alone",
				errors.New("WEIR_NEXT_WRAPPER sends it to "+sent+", where nobody listens: is that proxy switched on?"))
		default:
			return errors.New("WEIR_NEXT_WRAPPER sends the runtime to " + sent + ", and Weir cannot stand behind that: " + said)
		}
	}
	_ = os.Setenv(apiName, address)
	return nil
}
