package runtimeapi

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

// requests are messages for the tests below.
func plainSeeds() (requests, responses []string) {
	for _, text := range runtimesSay {
		target := nextPath
		if strings.HasPrefix(text, "POST") {
			target = invocationPrefix + "8476a536-e9f4/response"
		}
		requests = append(requests, fmt.Sprintf(text, target))
	}
	requests = append(requests, "POST "+invocationPrefix+"a/error HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
		"POST "+invocationPrefix+"/response HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
		"POST "+invocationPrefix+"a/elsewhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx",
		"GET "+nextPath+" HTTP/1.1\r\n\r\n", "GET "+nextPath+" HTTP/1.0\r\nHost: x\r\n\r\n", "GET "+nextPath+" HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
		"POST "+invocationPrefix+"a/response HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
	return requests, lambdaSays
}

// ending is what there is of a connection, and tells whether more was asked for.
type ending struct {
	*bytes.Reader
	ended bool
}

func (e *ending) Read(b []byte) (int, error) {
	e.ended = e.ended || e.Len() == 0
	return e.Reader.Read(b)
}

// sameAsNetHTTP compares what is read with what net/http reads.
func sameAsNetHTTP(t *testing.T, b []byte) {
	r, is := readPlain(b)
	connection := &ending{bytes.NewReader(b), false}
	in := bufio.NewReader(connection)
	theirs, err := http.ReadRequest(in)
	var body []byte
	headOnly := err == nil
	if err == nil {
		body, err = io.ReadAll(theirs.Body)
	}
	switch is {
	case partial:
		if !connection.ended {
			t.Errorf("%q: waited for though net/http answers: %v", b, err)
		}
		if headOnly && theirs.Header.Get("Expect") != "" {
			t.Errorf("%q: both ends wait", b)
		}
	case plain:
		if err != nil {
			t.Fatalf("%q: plain, and net/http says %v", b, err)
		}
		rest, _ := io.ReadAll(in)
		poll := theirs.Method == http.MethodGet
		want := theirs.Header.Clone()
		want.Del("Connection")
		if poll {
			want.Del("Accept-Encoding")
		}
		if theirs.URL.Path != r.path || theirs.RequestURI != r.path || poll != r.poll || theirs.Host == "" || theirs.Close ||
			len(theirs.TransferEncoding) > 0 || !bytes.Equal(body, r.body) || len(rest) > 0 || r.size != len(b) ||
			!maps.EqualFunc(want, r.header, func(a, b []string) bool { return reflect.DeepEqual(a, b) }) {
			t.Errorf("%q:\n%+v, net/http has\n%+v %q", b, r, theirs, body)
		}
		if id, isAnswer := answered(theirs); isAnswer == r.poll || id != r.id || r.error != strings.HasSuffix(r.path, "/error") {
			t.Errorf("%q: answer %t %q", b, isAnswer, id)
		}
		sameWritten(t, &r, theirs)
	}
}

// sameWritten compares what is written to Lambda with what the other way writes.
func sameWritten(t *testing.T, r *plainRequest, theirs *http.Request) {
	const host = "127.0.0.1:9001"
	out := &http.Request{Method: theirs.Method, URL: &url.URL{Scheme: "http", Host: host, Path: theirs.URL.Path}, Header: pollHeader(theirs.Header)}
	if !r.poll {
		out.Header = endToEnd(theirs.Header)
		setUserAgent(out.Header, theirs.Header)
		out.ContentLength, out.Body = int64(len(r.body)), io.NopCloser(bytes.NewReader(r.body))
	}
	var want, got bytes.Buffer
	if err := out.Write(&want); err != nil {
		t.Fatal(err)
	}
	writeRequest(&got, host, r)
	if want.String() != got.String() {
		t.Errorf("written\n%q, net/http writes\n%q", got.String(), want.String())
	}
}

// sameSplit compares what is said of the beginnings of a message with what is said of the whole.
func sameSplit(t *testing.T, b []byte) {
	_, whole := readPlain(b)
	before := partial
	for i := range b {
		_, is := readPlain(b[:i])
		if before == unusual && is != unusual || whole == plain && is != partial {
			t.Fatalf("%q is %d, the whole is %d", b[:i], is, whole)
		}
		before = is
	}
	if before == unusual && whole != unusual {
		t.Fatalf("%q is %d, a part is not", b, whole)
	}
}

func sameResponseAsNetHTTP(t *testing.T, b []byte) {
	ours, size, ok := readResponse(b, 1<<20)
	if !ok {
		return
	}
	in := bufio.NewReaderSize(bytes.NewReader(b), len(b)+16)
	theirs, err := http.ReadResponse(in, nil) //nolint:bodyclose // it holds nothing
	if err != nil {
		t.Fatalf("%q: plain, and net/http says %v", b, err)
	}
	if len(b)-in.Buffered() != size && theirs.ContentLength == 0 || theirs.StatusCode != ours.status || theirs.ContentLength != int64(ours.length) || theirs.Close ||
		len(theirs.TransferEncoding) > 0 || theirs.Trailer != nil || !reflect.DeepEqual(endToEnd(theirs.Header), ours.header) {
		t.Errorf("%q:\n%+v, net/http has\n%+v", b, ours, theirs)
	}
	body, _ := io.ReadAll(theirs.Body)
	if there := b[size:min(size+ours.length, len(b))]; !bytes.Equal(there, body) {
		t.Errorf("%q: the body is %q, net/http has %q", b, there, body)
	}
	for i := range size {
		if _, _, ok := readResponse(b[:i], 1<<20); ok {
			t.Fatalf("%q: half a head is whole", b[:i])
		}
	}
}

func TestWhatIsPlainMeansTheSameToNetHTTP(t *testing.T) {
	requests, responses := plainSeeds()
	kinds := map[plainness]int{}
	for _, text := range requests {
		b := []byte(text)
		_, is := readPlain(b)
		kinds[is]++
		for i := range min(len(b), 600) {
			sameAsNetHTTP(t, b[:i])
		}
		sameAsNetHTTP(t, b)
		sameAsNetHTTP(t, append(b, 'G'))
		if len(b) < 600 {
			sameSplit(t, b)
		}
	}
	if kinds[plain] < 8 || kinds[unusual] < 12 {
		t.Errorf("of the requests, %v are partial, unusual and plain", kinds)
	}
	whole := 0
	for _, text := range responses {
		sameResponseAsNetHTTP(t, []byte(text))
		if _, _, ok := readResponse([]byte(text), 1<<20); ok {
			whole++
		}
	}
	if whole < 6 {
		t.Errorf("%d answers are plain", whole)
	}
}

func FuzzPlainRequest(f *testing.F) {
	requests, _ := plainSeeds()
	for _, text := range requests {
		if len(text) < 1000 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		sameAsNetHTTP(t, b)
		if len(b) < 1000 {
			sameSplit(t, b)
		}
	})
}

func FuzzPlainResponse(f *testing.F) {
	_, responses := plainSeeds()
	for _, text := range responses {
		if len(text) < 1000 {
			f.Add([]byte(text))
		}
	}
	f.Fuzz(sameResponseAsNetHTTP)
}
