package lambdatest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
)

// What Linux tells about processes, read from /proc. Elsewhere nothing is known: owners are "", memory is 0.

// connKey finds the connection of a request in its context.
type connKey struct{}

// client is the other end of one connection, and its owner once somebody asked.
type client struct {
	local, remote string // ports as /proc/net/tcp writes them
	once          sync.Once
	owner         string
}

func keepConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, &client{local: hexPort(c.LocalAddr()), remote: hexPort(c.RemoteAddr())})
}

func hexPort(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%04X", tcp.Port)
}

// owner names the process at the other end of a request's connection. The client waits for us, so its socket is there.
func (s *sandbox) owner(ctx context.Context) string {
	c, ok := ctx.Value(connKey{}).(*client)
	if !ok {
		return ""
	}
	c.once.Do(func() {
		socket := socketBetween(c.remote, c.local)
		if socket == "" {
			return
		}
		s.mu.Lock()
		processes := s.processes
		s.mu.Unlock()
		for _, p := range processes {
			for _, pid := range group(p.cmd.Process.Pid) {
				if holds(pid, socket) {
					c.owner = p.name
					return
				}
			}
		}
	})
	return c.owner
}

// socketBetween finds the socket whose own port and peer's port are the given ones.
func socketBetween(own, peer string) string {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		lines := bufio.NewScanner(bytes.NewReader(text))
		for lines.Scan() {
			f := strings.Fields(lines.Text())
			if len(f) > 9 && strings.HasSuffix(f[1], ":"+own) && strings.HasSuffix(f[2], ":"+peer) {
				return "socket:[" + f[9] + "]"
			}
		}
	}
	return ""
}

func holds(pid int, socket string) bool {
	folder := fmt.Sprintf("/proc/%d/fd", pid)
	files, err := os.ReadDir(folder)
	if err != nil {
		return false
	}
	for _, f := range files {
		if target, err := os.Readlink(folder + "/" + f.Name()); err == nil && target == socket {
			return true
		}
	}
	return false
}

// group lists the processes of a process group.
func group(leader int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue
		}
		// The command's name is in brackets and may hold anything; state, parent and group come after it.
		after := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(after) > 2 && after[2] == strconv.Itoa(leader) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// memory adds up a line of the status of a process and its children, in bytes: "VmHWM" for their peaks.
func (s *sandbox) memory(name, line string) int64 {
	s.mu.Lock()
	processes := s.processes
	s.mu.Unlock()
	var sum int64
	for _, p := range processes {
		if p.name != name {
			continue
		}
		for _, pid := range group(p.cmd.Process.Pid) {
			sum += statusOf(pid, line)
		}
	}
	return sum
}

// statusOf reads a line like "VmHWM:   1234 kB", in bytes.
func statusOf(pid int, name string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if rest, found := strings.CutPrefix(line, name+":"); found {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err == nil {
				return kilobytes * 1024
			}
		}
	}
	return 0
}
