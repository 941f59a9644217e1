package lambdatest

import "syscall"

// ownGroup makes a process the leader of a group of its own, and lets it end with the test if that is killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
