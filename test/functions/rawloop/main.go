// Command rawloop is a function for tests that speaks the Runtime API by itself, as a program for an OS-only runtime
// may: with net/http and no SDK. It writes down the exact bytes and headers of every event and the status of every
// answer, and answers with the event's own bytes, unless the event's member "do" asks for something else. A
// stream waits after its first piece for the file that the variable GATE names. With INIT_ERROR set it reports that it
// cannot start; with HALF_CLOSE set it closes its sending direction behind each request.
//
// Unlike an SDK it goes on after a refusal, and it echoes the header Lambda-Runtime-Invocation-Id.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

const api = "/2018-06-01/runtime/"

// maxShown bounds the events that are written down whole: a larger one is known by its digest.
const maxShown = 64 << 10

// line is what is written down, as one JSON object. Saw says of what: "event", or the path of a call.
type line struct {
	Saw    string      `json:"saw"`
	Status int         `json:"status"`
	Size   int         `json:"size"`
	SHA256 string      `json:"sha256"`
	Header http.Header `json:"header"`
	Event  []byte      `json:"event,omitempty"` // Base64, if it is short
}

// order is what an event can ask for.
type order struct {
	Do  string `json:"do"`
	Say []byte `json:"say"` // Base64: what to answer, of a stream the second piece
}

func main() {
	fmt.Println("rawloop starts, Runtime API at " + os.Getenv("AWS_LAMBDA_RUNTIME_API"))
	if os.Getenv("INIT_ERROR") != "" {
		post := request(http.MethodPost, "init/error", strings.NewReader(`{"errorMessage":"no","errorType":"Function.Unfit"}`))
		post.Header.Set("Lambda-Runtime-Function-Error-Type", "Function.Unfit")
		send(post)
		return
	}
	if os.Getenv("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start" {
		send(request(http.MethodGet, "restore/next", nil))
	}
	if os.Getenv("HALF_CLOSE") != "" {
		client.Transport = halfClosing{}
	}
	for {
		header, event := send(request(http.MethodGet, "invocation/next", nil))
		handle(header, event)
	}
}

func handle(header http.Header, event []byte) {
	var o order
	_ = json.Unmarshal(event, &o) // an event that is no object asks for nothing
	id := header.Get("Lambda-Runtime-Aws-Request-Id")
	post := request(http.MethodPost, "invocation/"+id+"/response", bytes.NewReader(event))
	switch o.Do {
	case "large":
		post = request(http.MethodPost, "invocation/"+id+"/response", strings.NewReader(strings.Repeat("x", 7<<20)))
	case "fail":
		post = request(http.MethodPost, "invocation/"+id+"/error", strings.NewReader(`{"errorMessage":"no","errorType":"Function.Told"}`))
		post.Header.Set("Lambda-Runtime-Function-Error-Type", "Function.Told")
	case "say":
		post = request(http.MethodPost, "invocation/"+id+"/response", bytes.NewReader(o.Say))
		post.Header.Set("Content-Type", "application/json")
	case "say-error":
		post = request(http.MethodPost, "invocation/"+id+"/error", bytes.NewReader(o.Say))
		post.Header.Set("Lambda-Runtime-Function-Error-Type", "Function.Told")
	case "stream", "stream-fail":
		body, w := io.Pipe()
		post = request(http.MethodPost, "invocation/"+id+"/response", body)
		post.Header.Set("Lambda-Runtime-Function-Response-Mode", "streaming")
		post.Trailer = http.Header{"Lambda-Runtime-Function-Error-Type": nil, "Lambda-Runtime-Function-Error-Body": nil}
		go stream(w, o, post.Trailer)
	}
	if nonce := header.Get("Lambda-Runtime-Invocation-Id"); nonce != "" {
		post.Header.Set("Lambda-Runtime-Invocation-Id", nonce)
	}
	send(post)
}

// stream writes two pieces, and an error at the end if it was told to fail. The trailer's values are read after the end
// of the body.
func stream(w *io.PipeWriter, o order, trailer http.Header) {
	_, _ = io.WriteString(w, "first ") // an error shows in the status of the POST
	for gate := os.Getenv("GATE"); gate != ""; {
		if _, err := os.Stat(gate); err == nil {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	if o.Do == "stream-fail" {
		trailer.Set("Lambda-Runtime-Function-Error-Type", "Function.MidStream")
		trailer.Set("Lambda-Runtime-Function-Error-Body", "e30=")
	} else {
		if o.Say == nil {
			o.Say = []byte("second")
		}
		_, _ = w.Write(o.Say)
	}
	_ = w.Close()
}

func request(method, path string, body io.Reader) *http.Request {
	r, err := http.NewRequest(method, "http://"+os.Getenv("AWS_LAMBDA_RUNTIME_API")+api+path, body)
	if err != nil {
		stop(err)
	}
	return r
}

// send makes a call and writes down its answer.
func send(r *http.Request) (http.Header, []byte) {
	res, err := client.Do(r)
	if err != nil {
		stop(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		stop(err)
	}
	digest := sha256.Sum256(body)
	l := line{
		Saw: strings.TrimPrefix(r.URL.Path, api), Status: res.StatusCode, Size: len(body),
		SHA256: hex.EncodeToString(digest[:]), Header: res.Header,
	}
	if l.Saw == "invocation/next" && l.Status == http.StatusOK {
		l.Saw = "event"
	}
	if len(body) <= maxShown {
		l.Event = body
	}
	if err := json.NewEncoder(os.Stdout).Encode(l); err != nil {
		stop(err)
	}
	return res.Header, body
}

// client has no timeout, and no proxy from the environment.
var client = &http.Client{Transport: &http.Transport{}}

func stop(err error) {
	fmt.Println("rawloop stops:", err)
	os.Exit(1)
}
