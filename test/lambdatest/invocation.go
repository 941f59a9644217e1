package lambdatest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// MaxPayload is the limit for an event and for a buffered response, in bytes: 6 MiB and 100 bytes, as the service's
// error message says.
const MaxPayload = 6*1024*1024 + 100

// maxStream is the limit for a streamed response, in bytes (200 MB, response streaming quota).
const maxStream = 200 * 1024 * 1024

// InvokeOptions is what an invoker can say besides the payload. Empty values send no header.
type InvokeOptions struct {
	ContentType     string // of the payload; "" means application/json
	ClientContext   string
	CognitoIdentity string
	TenantID        string
	TraceID         string
	// NoInvocationID leaves out the header Lambda-Runtime-Invocation-Id, as the service did before July 2026.
	NoInvocationID bool
	// Header is added to the answer of invocation/next: headers of which this package knows nothing.
	Header http.Header
	// OnChunk is called with each piece of the response as it arrives, in order; the slice is the callee's.
	OnChunk func(piece []byte)
}

// Result is how an invocation ended.
type Result struct {
	RequestID string
	Payload   []byte      // what the caller gets: the response, or the error's body
	ErrorType string      // "" for a success
	Header    http.Header // of the request that brought the answer
	Trailer   http.Header // likewise, after the body
	Chunks    []Chunk     // the response as it arrived
	Streaming bool        // the runtime declared the response as a stream
	Answered  bool        // the runtime's answer was accepted
	Duration  time.Duration
}

// Chunk is a piece of a response as it was read from the connection.
type Chunk struct {
	After time.Duration // since the event was delivered
	Data  []byte
}

// Failure is what an environment's life ended with.
type Failure struct {
	Type    string // "Extension.Crash", "Runtime.ExitError", …
	Message string
	Reason  string // the reason that extensions are told at shutdown: "failure" or "timeout"
	Body    []byte // what the caller gets
}

func (f *Failure) Error() string { return f.Type + ": " + f.Message }

// phase is how far an invocation has come.
type phase int

const (
	queued     phase = iota // waits for a runtime that asks
	running                 // delivered
	responding              // an answer is being received
	answered                // an answer was accepted
	late                    // timed out on a Managed Instance: an answer is 410
)

// invocation is one event on its way. Its fields are guarded by the sandbox's lock, result too until done is closed.
type invocation struct {
	id, nonce string
	payload   []byte
	options   InvokeOptions
	phase     phase
	streaming bool
	began     time.Time
	deadline  time.Time
	waiting   map[*extension]bool // INVOKE subscribers that have not asked again
	ready     bool                // the runtime asked again
	result    Result
	done      chan struct{}
}

// header is what invocation/next says about the invocation, empty values left out as the service does.
func (inv *invocation) header(cfg Config) http.Header {
	h := http.Header{}
	set := func(name, value string) {
		if value != "" {
			h.Set(name, value)
		}
	}
	set("Content-Type", "application/json")
	set("Content-Type", inv.options.ContentType)
	set("Lambda-Runtime-Aws-Request-Id", inv.id)
	set("Lambda-Runtime-Deadline-Ms", millis(inv.deadline))
	set("Lambda-Runtime-Invoked-Function-Arn", arn(cfg))
	set("Lambda-Runtime-Trace-Id", inv.options.TraceID)
	set("Lambda-Runtime-Client-Context", inv.options.ClientContext)
	set("Lambda-Runtime-Cognito-Identity", inv.options.CognitoIdentity)
	set("Lambda-Runtime-Aws-Tenant-Id", inv.options.TenantID)
	set("Lambda-Runtime-Invocation-Id", inv.nonce)
	for name, values := range inv.options.Header {
		h[name] = values
	}
	return h
}

func arn(cfg Config) string {
	return "arn:aws:lambda:eu-central-1:123456789012:function:" + cfg.Name
}

var knownErrorType = regexp.MustCompile(`^(Runtime|Function)\.[A-Z][a-zA-Z]+$`)

// errorType is the type under which the service counts an error that a runtime reports.
func errorType(reported string) string {
	switch {
	case knownErrorType.MatchString(reported):
		return reported
	case strings.HasPrefix(reported, "Function."):
		return "Function.Unknown"
	}
	return "Runtime.Unknown"
}

func errorBody(errorType, message string) []byte {
	b, err := json.Marshal(map[string]string{"errorMessage": message, "errorType": errorType})
	if err != nil {
		panic(err) // two strings always marshal
	}
	return b
}
