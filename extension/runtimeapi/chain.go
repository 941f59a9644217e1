package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Another Runtime API proxy may have its own wrapper, which sends the runtime to it. Weir's wrapper sees that, and tells the
// proxy before the runtime starts, so that both stand in line.

// chainPath is where the wrapper tells it: a POST with the other proxy's address, HOST:PORT. What the answer begins with says
// what became of it.
const chainPath = "/.weir/chain"

// The answers to the wrapper.
const (
	answerBehind = "behind" // Weir asks the other proxy from now on: the runtime belongs to Weir
	answerBefore = "before" // the other proxy asks Weir: the runtime belongs to that one
	answerAbsent = "absent" // nobody listens there: the runtime belongs to Weir, which asks as before
)

const (
	// chainTime bounds how long the other proxy may take to listen. Its extension has registered, or the runtime would not
	// start; to listen may come a little later.
	chainTime = 400 * time.Millisecond
	// chainAnswer bounds its answer to a question for Weir. One that knows no such path refuses at once, and one that passes
	// everything on takes as long as Weir.
	chainAnswer = 300 * time.Millisecond
	// maxAddress bounds what is read of an address: a name of DNS has 255 bytes.
	maxAddress = 300
)

// api is the host and port to which the proxy speaks.
func (p *Proxy) api() string { return *p.address.Load() }

// chain answers the wrapper. Once a runtime has asked for something it is too late: whoever comes then is no wrapper.
func (p *Proxy) chain(w http.ResponseWriter, r *http.Request) {
	text, err := io.ReadAll(io.LimitReader(r.Body, maxAddress))
	address := string(text)
	switch {
	case err != nil || !validAddress(address):
		http.Error(w, "no address", http.StatusBadRequest)
	case p.seen.Load():
		http.Error(w, "the runtime has started", http.StatusConflict)
	case p.isOwn(address):
		_, _ = io.WriteString(w, answerBehind) // it is where it belongs
	default:
		_, _ = io.WriteString(w, p.join(r.Context(), address))
	}
}

// join puts the proxy behind or before another one.
func (p *Proxy) join(ctx context.Context, address string) string {
	if !listens(ctx, address, chainTime) {
		return answerAbsent
	}
	if leadsHere(ctx, address) {
		return answerBefore
	}
	p.address.Store(&address)
	return answerBehind
}

// fallBack makes the proxy speak to Lambda itself if nobody listens where it was told to, and never will. It is asked before
// the first request is passed on.
func (p *Proxy) fallBack() {
	told, lambda := p.api(), p.options.Fallback
	if lambda == "" || told == lambda || listens(p.open, told, chainTime) {
		return
	}
	p.trouble(fmt.Errorf("nobody listens on %s, where another proxy was to be: asking Lambda itself, on %s", told, lambda))
	p.address.Store(&lambda)
}

// listens says whether somebody listens on an address, now or within a time.
func listens(ctx context.Context, address string, within time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			_ = conn.Close()
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// leadsHere says whether a proxy passes on to Weir what it does not know.
func leadsHere(ctx context.Context, address string) bool {
	transport := newTransport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, Timeout: chainAnswer}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+alivePath, nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	said, err := io.ReadAll(io.LimitReader(response.Body, maxAddress))
	return err == nil && response.StatusCode == http.StatusOK && strings.TrimSpace(string(said)) == aliveAnswer
}

func validAddress(text string) bool {
	host, port, err := net.SplitHostPort(text)
	n, notNumber := strconv.Atoi(port)
	return errors.Join(err, notNumber) == nil && host != "" && !strings.ContainsAny(host, "/@?# \t\r\n") && n > 0 && n <= 65535
}

// isOwn says whether an address is where the proxy itself listens.
func (p *Proxy) isOwn(address string) bool {
	host, port, _ := net.SplitHostPort(address)
	_, own, _ := net.SplitHostPort(p.Address())
	ip := net.ParseIP(host)
	return port == own && (host == "localhost" || ip != nil && ip.IsLoopback())
}
