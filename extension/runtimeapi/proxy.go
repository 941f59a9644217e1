// Package runtimeapi is the proxy between a language runtime and the Lambda Runtime API: the door through which every
// event has to come.
//
// It knows the protocol and its traps. It knows no rules and no logs: what becomes of an event, Options.Judge says, and
// what does not concern an event it passes on as it is, both ways.
package runtimeapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"weir/inspect/source"
)

// Options are all that a Proxy is told.
type Options struct {
	// Upstream is the host and port of the real Runtime API, as AWS_LAMBDA_RUNTIME_API has them.
	Upstream string

	// Fallback is Lambda's own address, where Upstream is another proxy's: it holds if nobody listens there. It may be "".
	Fallback string

	// Judge says what becomes of an event. It is called once for each invocation, from several goroutines at a time
	// on Managed Instances, and before it returns it has written whatever must be written: the environment may freeze
	// right after the answer. Its context has no deadline and does not end with the runtime's connection. If it
	// panics, the event is forwarded as it came; a caller that would rather refuse recovers by itself.
	Judge func(context.Context, source.Invocation) source.Outcome

	// JudgeResponse says what Lambda gets in place of what the runtime has answered; nil leaves it as it is. It is called
	// from several goroutines at a time, under the same terms as Judge. The invocation has no payload any more.
	JudgeResponse func(context.Context, source.Invocation, source.Caller, source.Response) source.Outcome

	// Responses says when JudgeResponse is asked; "" means never.
	Responses ResponseMode

	// InvokeMode says how HTTP refusals are rendered; "" means Auto.
	InvokeMode InvokeMode

	// Trouble hears of failures on the proxy's own side, each worth a line in a log. It may be nil, and may be called
	// from several goroutines at a time.
	Trouble func(error)
}

// Proxy stands in for the Runtime API. Its methods are safe for concurrent use, except that Listen comes first.
type Proxy struct {
	options   Options
	upstream  *upstream
	outside   *http.Client
	forwarder *httputil.ReverseProxy
	answerer  *httputil.ReverseProxy // of the runtime's answers
	server    *http.Server
	front     front

	desk    desk
	pollers pollers
	ledger  ledger
	merges  merges
	calls   calls

	address  atomic.Pointer[string] // of the Runtime API, or of another proxy before it
	settled  sync.Once              // whether that is there
	asked    atomic.Bool            // a wrapper has asked for a sign of life
	seen     atomic.Bool
	learnt   atomic.Bool // that the function answers in streams
	open     context.Context
	shutDown context.CancelFunc
}

// The sizes of the two legs.
const (
	// The X-Ray cause of an error travels as a header of up to 1 MiB (aws-lambda-go, lambda/runtime_api_client.go).
	// Go's own limit leaves 4 KiB beside it; beyond is a 431, at which the runtime exits.
	maxHeaderBytes = 2 << 20

	// One connection per parallel invocation stays open between requests. A sandbox has 1,024 file descriptors, and
	// each invocation holds one on either leg.
	maxIdleConns = 256
)

// New returns a proxy that listens nowhere yet.
func New(options Options) *Proxy {
	p := &Proxy{options: options}
	p.address.Store(&options.Upstream)
	p.open, p.shutDown = context.WithCancel(context.Background())
	p.front = front{unusual: make(chan net.Conn), closing: make(chan struct{}), clients: map[*client]bool{}}
	p.front.idle.L = &p.front.mu
	p.upstream = newUpstream()
	p.outside = newOutside()
	complaints := log.New(complaintWriter{p}, "", 0)
	p.forwarder = p.newForwarder(complaints, never)
	p.answerer = p.newForwarder(complaints, untilEnd)
	p.server = &http.Server{
		Handler: p,
		// No timeout of any kind, which is what the zero values mean: a runtime waits for hours in one request, and
		// the sandbox may be frozen while it does.
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     complaints,
		BaseContext:                  func(net.Listener) context.Context { return p.open },
	}
	return p
}

// newTransport returns the upstream leg of all that does not go straight. Connections are kept and used again, as the runtimes' own clients do: the
// Runtime API closes no idle connections, loopback connections survive a freeze, and a new one per POST would leave
// hundreds of closed ones per second in TIME_WAIT until a busy sandbox has no ports left. The transport repeats a
// request by itself only if nothing of it was written or it is a poll without a body.
func newTransport() *http.Transport {
	dialer := &net.Dialer{KeepAlive: -1} // probes on a poll of hours prove nothing after a thaw
	return &http.Transport{
		Proxy:               nil, // HTTP_PROXY of the function's environment must not reach the Runtime API
		DialContext:         dialer.DialContext,
		DisableCompression:  true, // no Accept-Encoding that the runtime did not send
		MaxIdleConnsPerHost: maxIdleConns,
	}
}

// Listen binds the address the runtime will be sent to, 127.0.0.1 and a port. From then on connections are accepted;
// they are answered once Serve runs.
func (p *Proxy) Listen(address string) error {
	config := net.ListenConfig{KeepAlive: -1}
	listener, err := config.Listen(p.open, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("listening for the runtime on %s: another process has that port: %w", address, err)
	}
	if err != nil {
		return fmt.Errorf("listening for the runtime on %s: %w", address, err)
	}
	p.front.listener = listener
	return nil
}

// Address is where the proxy listens. It may be asked after Listen.
func (p *Proxy) Address() string { return p.front.listener.Addr().String() }

// Serve answers until Close, and then returns nil.
func (p *Proxy) Serve() error { return p.serve() }

// Close ends the polls, lets judgements and answers under way finish until the context ends, and closes everything. It
// is for the end of the environment only: a poll that is given up may cost an event.
func (p *Proxy) Close(ctx context.Context) error {
	p.shutDown()
	err := errors.Join(p.front.shutDown(ctx), p.server.Shutdown(ctx))
	if err != nil {
		err = fmt.Errorf("waiting for the runtime's last requests: %w", err)
		_ = p.server.Close() // what Shutdown complained of is what counts
	}
	p.upstream.close()
	return err
}

// Seen says whether a runtime ever came through the proxy. If none did, it was started without the wrapper, or another
// layer has sent it elsewhere.
func (p *Proxy) Seen() bool { return p.seen.Load() }

// Asked says whether a wrapper has asked for a sign of life, as it does right before it starts the runtime.
func (p *Proxy) Asked() bool { return p.asked.Load() }

// The paths that the proxy looks at; all others are forwarded unread.
const (
	alivePath        = "/.weir/alive" // the wrapper asks here before it redirects the runtime
	aliveAnswer      = "weir"
	invocationPrefix = "/2018-06-01/runtime/invocation/"
	nextPath         = invocationPrefix + "next"
)

// ServeHTTP routes. It compares paths itself because http.ServeMux would answer unclean ones with a redirect.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/.weir/") && p.own(w, r) {
		return
	}
	p.meet()
	if r.Method == http.MethodGet && r.URL.Path == nextPath {
		p.next(w, r)
		return
	}
	p.forward(w, r)
}

// meet settles to whom requests are passed on, before the first is, and notes that a runtime came.
func (p *Proxy) meet() {
	if p.options.Fallback != "" {
		p.settled.Do(p.fallBack)
	}
	p.seen.Store(true)
}

// own answers what is asked of Weir itself.
func (p *Proxy) own(w http.ResponseWriter, r *http.Request) bool {
	switch {
	case r.Method == http.MethodGet && r.URL.Path == alivePath:
		p.asked.Store(true)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, aliveAnswer+"\n") // whoever asked and left has no answer to miss
	case r.Method == http.MethodPost && r.URL.Path == chainPath:
		p.chain(w, r)
	default:
		return false
	}
	return true
}

func (p *Proxy) trouble(err error) {
	if p.options.Trouble != nil {
		p.options.Trouble(err)
	}
}

// complaintWriter turns the lines that net/http would print into troubles.
type complaintWriter struct{ proxy *Proxy }

func (c complaintWriter) Write(line []byte) (int, error) {
	c.proxy.trouble(errors.New(strings.TrimSpace(string(line))))
	return len(line), nil
}
