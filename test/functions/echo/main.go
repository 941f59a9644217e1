// Command echo is a function on aws-lambda-go for tests. It answers with the event that it got, unless the event's own
// member "do" (or else the variable ECHO_DO) asks for something else, and writes down what it saw, one line each.
//
// A stream waits after its first piece for the file that the variable GATE names. With ECHO_SIGTERM set the function
// registers aws-lambda-go's internal extension, and says so when SIGTERM comes.
package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// maxShown bounds the events that are written down whole: a larger one is known by its digest.
const maxShown = 64 << 10

// saw is the line about one event.
type saw struct {
	Saw       string    `json:"saw"` // the word that a reader looks for: always "event"
	RequestID string    `json:"request_id"`
	ARN       string    `json:"arn"`
	Trace     string    `json:"trace"`
	Tenant    string    `json:"tenant"`
	Deadline  time.Time `json:"deadline"`
	Size      int       `json:"size"`
	SHA256    string    `json:"sha256"`
	Event     []byte    `json:"event,omitempty"` // Base64, if it is short
}

// order is what an event can ask for.
type order struct {
	Do    string `json:"do"`
	Sleep int    `json:"sleep"` // milliseconds
}

func main() {
	fmt.Println("echo starts, Runtime API at " + os.Getenv("AWS_LAMBDA_RUNTIME_API"))
	var options []lambda.Option
	if os.Getenv("ECHO_SIGTERM") != "" {
		options = append(options, lambda.WithEnableSIGTERM(func() { fmt.Println("echo got SIGTERM") }))
	}
	lambda.StartWithOptions(handle, options...)
}

func handle(ctx context.Context, event json.RawMessage) (any, error) {
	if err := note(ctx, event); err != nil {
		return nil, err
	}
	var o order
	_ = json.Unmarshal(event, &o) // an event that is no object asks for nothing
	switch cmp.Or(o.Do, os.Getenv("ECHO_DO")) {
	case "fail":
		return nil, failure{}
	case "exit":
		os.Exit(5)
	case "sleep":
		time.Sleep(time.Duration(o.Sleep) * time.Millisecond)
	case "large":
		return answer{strings.NewReader(`"` + strings.Repeat("x", 7<<20) + `"`)}, nil
	case "stream":
		return &pieces{ctx: ctx, gate: os.Getenv("GATE"), left: []string{"first ", "second"}}, nil
	case "stream-fail":
		return &pieces{ctx: ctx, gate: os.Getenv("GATE"), left: []string{"first "}, end: failure{}}, nil
	case "stream-http":
		return &events.LambdaFunctionURLStreamingResponse{
			StatusCode: 200,
			Headers:    map[string]string{"content-type": "text/plain"},
			Body:       &pieces{ctx: ctx, gate: os.Getenv("GATE"), left: []string{"first ", "second"}},
		}, nil
	}
	return answer{bytes.NewReader(event)}, nil
}

// note writes down what the handler saw.
func note(ctx context.Context, event []byte) error {
	lc, known := lambdacontext.FromContext(ctx)
	if !known {
		return errors.New("an invocation without its context")
	}
	digest := sha256.Sum256(event)
	trace, _ := ctx.Value("x-amzn-trace-id").(string)
	deadline, _ := ctx.Deadline()
	line := saw{
		Saw: "event", RequestID: lc.AwsRequestID, ARN: lc.InvokedFunctionArn, Tenant: lc.TenantID,
		Trace: trace, Deadline: deadline, Size: len(event), SHA256: hex.EncodeToString(digest[:]),
	}
	if len(event) <= maxShown {
		line.Event = event
	}
	return json.NewEncoder(os.Stdout).Encode(line)
}

// failure is the handler's own error; its name is the error type that Lambda reports.
type failure struct{}

func (failure) Error() string { return "echo was told to fail" }

// answer is a response of type JSON whose bytes are sent as they are. aws-lambda-go encodes what has exported fields.
type answer struct{ bytes io.Reader }

func (a answer) Read(into []byte) (int, error) { return a.bytes.Read(into) }

// ContentType is asked for by aws-lambda-go.
func (answer) ContentType() string { return "application/json" }

// pieces is a stream that brings one piece per read, and waits at its gate before every piece but the first.
type pieces struct {
	ctx   context.Context
	gate  string
	begun bool
	left  []string
	end   error
}

func (p *pieces) Read(into []byte) (int, error) {
	if p.begun && p.gate != "" {
		if err := waitFor(p.ctx, p.gate); err != nil {
			return 0, err
		}
	}
	p.begun = true
	if len(p.left) == 0 {
		return 0, cmp.Or(p.end, io.EOF)
	}
	n := copy(into, p.left[0])
	if p.left[0] = p.left[0][n:]; p.left[0] == "" {
		p.left = p.left[1:]
	}
	return n, nil
}

// waitFor waits until a file is there.
func waitFor(ctx context.Context, file string) error {
	for {
		if _, err := os.Stat(file); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Millisecond):
		}
	}
}
