// Weir's extension: it registers with Lambda, stands between the Runtime API and the function's runtime, and judges
// every event before the handler gets it. Run by hand with arguments it is a command line; see package cli.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"weir/extension/auditlog"
	"weir/extension/byhand"
	"weir/extension/config"
	"weir/extension/extapi"
	"weir/extension/quarantine"
	"weir/extension/runtimeapi"
	"weir/inspect"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// version is set by the build.
var version = "devel"

func main() {
	if len(os.Args) > 1 {
		os.Exit(byhand.Tool(version, os.Getenv, os.Environ()).Run(os.Args[1:]))
	}
	if os.Getenv("AWS_LAMBDA_RUNTIME_API") == "" {
		fmt.Fprintln(os.Stderr, "weir: this is a Lambda extension, and AWS_LAMBDA_RUNTIME_API is not set. Try: weir help")
		os.Exit(2)
	}
	// The service ends an extension by SHUTDOWN, and by SIGKILL if it lingers. Until then nothing may end it: an
	// extension that exits takes the function down. SIGPIPE would, when it writes to a log whose reader has gone.
	signal.Ignore(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	// net/http prints what it cannot make sense of, and that may be a piece of an event.
	stdlog.SetOutput(io.Discard)
	world := world{getenv: os.Getenv, environ: os.Environ(), stdout: os.Stdout, name: filepath.Base(os.Args[0]), task: "/var/task"}
	if self, err := os.Executable(); err == nil {
		world.opt = filepath.Dir(filepath.Dir(self))
	}
	_, err := os.Stat("/var/runtime/bootstrap") // what AWS starts where the runtime is its own
	world.managed = err == nil
	os.Exit(run(context.Background(), world))
}

// world is what run takes of the process it lives in, so that a test can give it another.
type world struct {
	getenv  func(string) string
	environ []string
	stdout  io.Writer
	name    string // the extension's file name, under which it has to register
	managed bool   // there is a runtime of AWS's, and not only an operating system
	opt     string // the folder with the layers' files: /opt, "" if that is not known
	task    string // the folder with the function's files, "" if that is not known
}

// others are the files of the function's other extensions.
func (w world) others() (names []string) {
	if w.opt == "" {
		return nil
	}
	files, _ := os.ReadDir(filepath.Join(w.opt, "extensions")) // without layers there is no folder
	for _, file := range files {
		if file.Type().IsRegular() && file.Name() != w.name {
			names = append(names, file.Name())
		}
	}
	return names
}

// run is the life of the process: settings, log, listen, register, judge until SHUTDOWN. It returns the exit code,
// and only at SHUTDOWN, when ctx ends, or when WEIR_ON_FAULT=closed forbids a start.
//
// The runtime's start waits for the registration, so nothing comes before it that can come after it.
func run(ctx context.Context, w world) int {
	fit(w.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
	getenv, warnings := config.Unshared(w.getenv, w.others())
	settings, texts, problems := byhand.Settings(getenv, w.environ)

	log := auditlog.New(w.stdout, logOptions(settings, w.getenv))
	log.Filtered(w.getenv("AWS_LAMBDA_LOG_FORMAT"), w.getenv("AWS_LAMBDA_LOG_LEVEL"))
	log.Problems(logged(problems), append(warnings, settings.Lenient...)...)
	lambda := extapi.New(settings.ExtensionsAPI)
	if settings.FaultClosed && len(problems) > 0 {
		return refuse(ctx, lambda, w.name, log, errors.New("the configuration is wrong, and WEIR_ON_FAULT=closed"))
	}
	if settings.Mode == inspect.ModeOff && len(settings.Modes) == 0 {
		await(ctx, lambda, w.name, log, func() { log.Start(starting(settings)) })
		return 0
	}

	weir := &weir{
		inspector: sync.OnceValue(func() *inspect.Inspector {
			options := settings.Inspect(texts)
			options.Processor = processor(w.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
			return inspect.New(options)
		}),
		log: log, closed: settings.FaultClosed, posture: settings.Posture, losses: losses{settings: settings},
		quarantine: quarantine.New(quarantine.Options{Place: quarantine.Place(settings.Quarantine), Getenv: w.getenv}),
	}
	proxy := runtimeapi.New(runtimeapi.Options{
		Upstream: settings.RuntimeAPI, Fallback: settings.ExtensionsAPI,
		Judge: weir.judge, InvokeMode: runtimeapi.InvokeMode(settings.InvokeMode), Trouble: log.Fault,
		JudgeResponse: weir.judgeResponse, Responses: responseMode(settings.Responses),
	})
	// The runtime is started when every extension has registered: whoever listens before that is never missed.
	if err := proxy.Listen(net.JoinHostPort("127.0.0.1", strconv.Itoa(settings.Port))); err != nil {
		log.Fault(err)
		if settings.FaultClosed {
			return refuse(ctx, lambda, w.name, log, err)
		}
		return idle(ctx, lambda, w.name, log)
	}
	go func() {
		if err := proxy.Serve(); err != nil {
			log.Fault(err)
		}
	}()
	told := false
	end := await(ctx, lambda, w.name, log, func() {
		go weir.report()
		log.Start(starting(settings))
		if settings.Posture {
			log.Posture(posture(w.getenv, w.environ, w.managed))
		}
		if remedy := w.bootstrapRemedy(); remedy != "" && !w.managed && !slices.Contains(w.others(), adapter) {
			log.Bypassed(remedy) // before the first event
			told = true
		}
	})
	if !proxy.Seen() && !told {
		log.Absent(w.absence(settings.Port, proxy.Asked(), end.Reason))
	}
	closeDown(proxy, log)
	return 0
}

// weir joins the inspector to the quarantine and the log.
type weir struct {
	inspector  func() *inspect.Inspector // made once, after the registration; an event that comes before waits
	quarantine *quarantine.Quarantine
	log        *auditlog.Log
	memory     memory
	losses     losses
	closed     bool
	posture    bool        // tell what of the function's own configuration is weak
	toldURL    atomic.Bool // that its URL lets anybody in
}

// judge is what the proxy asks for each event. The log is written before anything moves on: the environment may freeze
// right after.
//
// A panic leaves the event to the proxy, which forwards it and says so; under WEIR_ON_FAULT=closed it is refused.
func (w *weir) judge(ctx context.Context, inv source.Invocation) (outcome source.Outcome) {
	if w.closed {
		defer func() {
			if p := recover(); p != nil {
				w.log.Fault(fmt.Errorf("judging an event: panic of type %T", p))
				outcome = source.Fail{Type: source.Blocked, Message: "Request blocked"}
			}
		}()
	}
	defer w.memory.hold(len(inv.Payload))()
	verdict, outcome := w.inspector().Inspect(ctx, inv)
	removal := w.keep(ctx, inv, &verdict, &outcome)
	w.log.Write(inv, verdict, removal)
	w.tellPublicURL(inv, verdict)
	w.losses.tell(w.log, inv, verdict)
	return outcome
}

// responseMode is what the proxy is told of the mode for responses.
func responseMode(mode inspect.ResponseMode) runtimeapi.ResponseMode {
	if mode == inspect.ResponsesOff {
		return ""
	}
	return runtimeapi.ResponseMode(mode)
}

// judgeResponse is what the proxy asks for each response. Of a stream that goes on, only what ends it is worth a line: the
// rest is told at its end.
func (w *weir) judgeResponse(ctx context.Context, inv source.Invocation, c source.Caller, r source.Response) source.Outcome {
	verdict, outcome := w.inspector().InspectResponse(ctx, inv, c, r)
	if outcome != nil || !r.More {
		w.log.Write(inv, verdict, auditlog.Removal{})
	}
	return outcome
}

// report prepares the inspector, and tells what is wrong with the rules once they are compiled.
func (w *weir) report() {
	problem, err := w.inspector().Wait()
	debug.SetGCPercent(garbage)
	if err != nil {
		w.log.Fault(err)
	}
	if problem != nil {
		w.log.Problems([]auditlog.Problem{{Name: "WEIR_RULES", Reason: problem.Error(), Allowed: "PATH[,…]", Holds: "the files are left out, and the mode stays"}})
	}
}

// await registers, does what has been left for after that, and waits for SHUTDOWN. What fails is logged, and the counts up to
// then are written, since a service that fails may not live to tell of the end.
func await(ctx context.Context, lambda *extapi.Client, name string, log *auditlog.Log, then func()) extapi.Event {
	return lambda.RegisterAndAwait(ctx, name, extapi.Shutdown, then, func(err error) {
		log.Fault(err)
		log.Flush()
	})
}

// idle does nothing until SHUTDOWN: for a port that is taken.
func idle(ctx context.Context, lambda *extapi.Client, name string, log *auditlog.Log) int {
	await(ctx, lambda, name, log, func() {})
	return 0
}

// refuse fails the function's start, through the one door that is made for it.
func refuse(ctx context.Context, lambda *extapi.Client, name string, log *auditlog.Log, cause error) int {
	_, err := lambda.Register(ctx, name, extapi.Shutdown)
	if err == nil {
		err = lambda.InitError(ctx, "Extension.ConfigurationError", cause.Error())
	}
	if err != nil {
		log.Fault(err)
	}
	return 1
}

// shutdownTime is what the last requests get at SHUTDOWN, where Lambda gives all extensions together two seconds (Lambda
// developer guide, runtime environment lifecycle).
const shutdownTime = time.Second

func closeDown(proxy *runtimeapi.Proxy, log *auditlog.Log) {
	log.Flush()
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	_ = proxy.Close(ctx) // the runtime is gone by now, and so is whoever could wait for its requests
}

// wholeProcessor is the memory in MB with which a function has one whole processor.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
const wholeProcessor = 1769

// processor is how much of a core a function with so many megabytes has, or 0 if that is not known.
func processor(megabytes string) float64 {
	mb, err := strconv.Atoi(megabytes)
	if err != nil || mb <= 0 {
		return 0
	}
	return float64(mb) / wholeProcessor
}

// garbage is how much the heap may grow before the next collection, in percent of what is in use: half of Go's default,
// which saves 1 MB and costs no time that could be measured. It holds once the start is over: before, it would bring
// a collection into the start, some 5 ms of the processor.
const garbage = 50

// fit makes the process as small as the function is, whose memory is given in MB.
//
// Half of that memory is where the collector begins to work harder, so that the handler has room; it is no hard bound.
// Goroutines run side by side only where the function has more than one processor: on a share of one they would only
// wait for each other.
func fit(megabytes string) {
	mb, err := strconv.Atoi(megabytes)
	if err != nil || mb <= 0 {
		return
	}
	debug.SetMemoryLimit(int64(mb) << 20 / 2)
	if mb <= wholeProcessor {
		runtime.GOMAXPROCS(1)
	}
}

// starting is what the line at the start says: what holds.
func starting(c config.Config) auditlog.Starting {
	mode, asked := c.General()
	s := auditlog.Starting{
		Version: version, Ruleset: rules.Version(), Mode: string(mode), Asked: asked, Paranoia: c.Paranoia, Threshold: c.Threshold,
	}
	for _, setting := range c.Settings() {
		if setting.From != config.Default {
			s.Settings = append(s.Settings, auditlog.Setting{Name: setting.Name, Value: cmp.Or(setting.Value, setting.Holds)})
		}
	}
	return s
}

func logged(problems []config.Problem) []auditlog.Problem {
	var all []auditlog.Problem
	for _, p := range problems {
		all = append(all, auditlog.Problem(p))
	}
	return all
}
