package runtimeapi

import (
	"net/http"
	"net/textproto"
	"strings"
)

// The headers of the Runtime API that the proxy reads or writes, in canonical form. All others, known and unknown, pass
// through it.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
const (
	headerRequestID    = "Lambda-Runtime-Aws-Request-Id"
	headerDeadline     = "Lambda-Runtime-Deadline-Ms" // milliseconds since 1970
	headerFunctionARN  = "Lambda-Runtime-Invoked-Function-Arn"
	headerTenant       = "Lambda-Runtime-Aws-Tenant-Id"
	headerTrace        = "Lambda-Runtime-Trace-Id"      // X-Ray's: Root=…;Parent=…;Sampled=…
	headerInvocationID = "Lambda-Runtime-Invocation-Id" // a nonce per delivery, to be echoed with the answer
	headerErrorType    = "Lambda-Runtime-Function-Error-Type"
	headerResponseMode = "Lambda-Runtime-Function-Response-Mode" // "streaming", or absent: Lambda refuses any other word
)

// The content types of answers.
const (
	typeJSON = "application/json"
	typeHTTP = "application/vnd.awslambda.http-integration-response" // prelude, eight NUL bytes, body
)

// hopByHop are the headers that concern one connection only.
// https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
var hopByHop = []string{
	"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Te", "Trailer",
	"Transfer-Encoding", "Upgrade",
}

// endToEnd returns a copy of the headers that are meant for the other end.
func endToEnd(header http.Header) http.Header {
	kept := header.Clone()
	for _, value := range header["Connection"] {
		for name := range strings.SplitSeq(value, ",") {
			kept.Del(textproto.TrimString(name))
		}
	}
	for _, name := range hopByHop {
		kept.Del(name)
	}
	return kept
}

// silence keeps Go's server from adding headers of its own to an answer that is not ours.
func silence(header http.Header) {
	for _, name := range []string{"Content-Type", "Date"} {
		if _, ok := header[name]; !ok {
			header[name] = nil
		}
	}
}

// setUserAgent passes the runtime's name on: Lambda counts runtime releases by it. Without one, Go would send its own.
func setUserAgent(header http.Header, from http.Header) {
	if agent := from.Get("User-Agent"); agent != "" {
		header.Set("User-Agent", agent)
	} else {
		header["User-Agent"] = []string{""}
	}
}
