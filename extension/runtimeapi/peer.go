package runtimeapi

import (
	"bufio"
	"context"
	"encoding/binary"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// glance is how often a runtime that sends no more is looked at: nothing tells when it leaves. If it leaves and polls
// again within that time, two polls are under way, and Lambda answers the first.
const glance = time.Second

// attend waits for what the runtime of a request is to be given. It is not ok if the runtime has left, or everything ends.
//
// A runtime may close its sending direction behind its request and read on, as "nc -N" and others do. Of that the proxy hears
// what it hears of one that has left: the end of the connection's input, which ends the request's context.
func attend[T any](p *Proxy, r *http.Request, from <-chan T) (brought T, ok bool) {
	select {
	case brought = <-from:
		return brought, true
	case <-r.Context().Done():
	}
	for p.reaches(r) {
		select {
		case brought = <-from:
			return brought, true
		case <-p.open.Done():
		case <-time.After(glance):
		}
	}
	return brought, false
}

// reaches says whether the runtime can still be given an answer.
func (p *Proxy) reaches(r *http.Request) bool {
	return r.Context().Err() == nil || p.open.Err() == nil && asks(r)
}

// whilePresent returns a request whose context ends when the runtime has left, and no sooner.
func (p *Proxy) whilePresent(r *http.Request) (*http.Request, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	stop := context.AfterFunc(r.Context(), func() {
		if _, over := attend(p, r, ctx.Done()); !over {
			cancel()
		}
	})
	return r.WithContext(ctx), func() {
		stop()
		cancel()
	}
}

// asks says whether the runtime that a request came from is present.
func asks(r *http.Request) bool {
	peer, err := net.ResolveTCPAddr("tcp", r.RemoteAddr)
	if err != nil {
		return false
	}
	own, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && present(peer, own)
}

// present says whether the other end of a connection is open in any process. The kernel knows it, since that end
// is on this machine. Where its table cannot be read, an end that sends no more counts as left.
func present(peer, own *net.TCPAddr) bool {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} { // the runtime's socket may be one of IPv6
		file, err := os.Open(table)
		if err != nil {
			continue
		}
		found := held(bufio.NewScanner(file), entry(peer), entry(own))
		_ = file.Close()
		if found {
			return true
		}
	}
	return false
}

// The fields of a line in the kernel's table of connections. https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt
const (
	fieldLocal, fieldRemote = 1, 2
	fieldInode              = 9 // 0 if no process has the end open
)

// held says whether a table has the connection from local to remote, and its local end is open in a process.
func held(table *bufio.Scanner, local, remote string) bool {
	for table.Scan() {
		fields := strings.Fields(table.Text())
		// An address of IPv4 in the table of IPv6 has zeros and ones before it.
		if len(fields) > fieldInode && strings.HasSuffix(fields[fieldLocal], local) && strings.HasSuffix(fields[fieldRemote], remote) {
			return fields[fieldInode] != "0"
		}
	}
	return false
}

// entry is how the table writes an address of IPv4: the address in the machine's own order of bytes, and the port.
func entry(a *net.TCPAddr) string {
	ip := a.IP.To4()
	if ip == nil {
		ip = net.IPv4zero.To4() // the proxy listens on 127.0.0.1: this is nobody's
	}
	return fmt.Sprintf("%08X:%04X", binary.NativeEndian.Uint32(ip), a.Port)
}
