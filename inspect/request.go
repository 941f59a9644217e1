package inspect

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

// maxRequestBody is the largest body that the engine's own body processors read, in bytes: as much as one portion
// holds, since they keep every argument for one transaction. A larger body is judged by its decoded values alone.
const maxRequestBody = maxPortionBytes

// maxMultipart is the same for multipart bodies, in bytes: rules for file names and part headers see them only there. The
// engine keeps neither the files' contents nor, therefore, much more than what it is given.
const maxMultipart = 2 << 20

// requestPart puts a field into the HTTP request that the event carries, if it is a part of one, and says whether the
// request now carries the field's plain reading, so that only decoded readings are left to judge.
func (r *reading) requestPart(f source.Field, view decoders.View) bool {
	switch f.Target {
	case source.Method:
		r.needRequest().Method = string(view.Data)
	case source.URI:
		r.needRequest().URI = string(view.Data)
	case source.Protocol:
		r.needRequest().Protocol = string(view.Data)
	case source.ClientIP:
		r.needRequest().ClientIP = string(view.Data)
	case source.Header:
		r.needRequest().Headers = append(r.needRequest().Headers, engine.Header{Name: string(f.Name), Value: string(view.Data)})
	case source.Query, source.URLPath, source.Cookie:
	case source.Body:
		apart, limit := engineTakesApart(f.Hint.ContentType), maxRequestBody
		if mediaType(f.Hint.ContentType) == multipart {
			limit = maxMultipart
		}
		if isJSON(f.Hint.ContentType) || len(view.Data) > limit ||
			!apart && (view.Document || !decoders.IsText(view.Data)) {
			return false
		}
		r.needRequest().Body = bytes.Clone(view.Data)
		return apart
	case source.Argument:
		// A header inside an event that is no request of its own: it is judged as the rules judge headers.
		if f.Kind != source.HeaderText {
			return false
		}
		r.needRequest().Headers = append(r.needRequest().Headers, engine.Header{Name: headerName(f.Path), Value: string(view.Data)})
	default:
		return false
	}
	return true
}

// headerName is the last name on the path of a header's value.
func headerName(path decoders.Path) string {
	for _, step := range slices.Backward(path) {
		if step.Key != nil {
			return string(step.Key)
		}
	}
	return ""
}

// frame completes a request with what AWS's front ends have taken away or answered for themselves. Rules that find
// fault with its absence look for smuggling between servers, and behind a front end nothing is left to smuggle; an event
// that is no request gets one that no rule minds, around the headers that it holds.
func frame(r *engine.Request) {
	if r.Method == "" && r.URI == "" {
		r.URI = "/"
		complete(r, "User-Agent", "Weir")
		complete(r, "Accept", "*/*")
	}
	r.Method = cmp.Or(r.Method, "GET")
	r.Protocol = cmp.Or(r.Protocol, "HTTP/1.1") // load balancers do not tell
	r.ClientIP = cmp.Or(r.ClientIP, documentAddress)
	complete(r, "Host", "weir.invalid")
	if r.Method == "GET" || r.Method == "HEAD" {
		return
	}
	complete(r, "Content-Type", "text/plain")
	if !has(r, "Transfer-Encoding") {
		complete(r, "Content-Length", strconv.Itoa(len(r.Body)))
	}
}

// suspectRequest asks the sieve which rules may match the request, and says whether there are any. Bodies that the engine
// reads by itself are outside of what the sieve knows.
func (r *reading) suspectRequest(request *engine.Request) (may bool) {
	suspects := &r.portion.suspects
	if len(request.Body) > 0 {
		suspects.AddAll()
		return true
	}
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault, may = "sieving a request: "+faultOf(p), true
			suspects.AddAll()
		}
	}()
	headers := make([]sieve.Header, len(request.Headers))
	for n, h := range request.Headers {
		headers[n] = sieve.Header(h)
	}
	return r.inspector.sieve.SuspectRequest(&sieve.Request{
		Method: request.Method, URI: request.URI, Protocol: request.Protocol, Headers: headers,
	}, suspects)
}

// documentAddress is an address that nobody has (RFC 5737).
const documentAddress = "192.0.2.1"

// complete adds a header that is not there.
func complete(r *engine.Request, name, value string) {
	if !has(r, name) {
		r.Headers = append(r.Headers, engine.Header{Name: name, Value: value})
	}
}

func has(r *engine.Request, name string) bool {
	return slices.ContainsFunc(r.Headers, func(h engine.Header) bool { return strings.EqualFold(h.Name, name) })
}

// isJSON says whether a content type names JSON. Such a body is not given to the engine as a body: its strings are
// judged as values, since the engine loses attacks behind repeated keys.
func isJSON(contentType string) bool {
	kind := mediaType(contentType)
	return strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
}

// engineTakesApart says for which content types the engine has body processors of its own. Other bodies are read by it as
// one text, for the rules that look at bodies.
func engineTakesApart(contentType string) bool {
	switch kind := mediaType(contentType); kind {
	case form, multipart, "text/xml", "application/xml":
		return true
	default:
		return strings.HasSuffix(kind, "+xml")
	}
}

const (
	form      = "application/x-www-form-urlencoded"
	multipart = "multipart/form-data"
)

// carried says whether the request, which has a field as it is declared, carries a reading of it too. Of bodies only forms
// are taken apart by the engine as handlers do it: in multipart bodies it passes over the contents of files and what parts
// declare about themselves, in XML over entities, and over texts that a comment or a section parts. Charsets it never undoes.
func carried(f source.Field, v decoders.View) bool {
	switch {
	case v.Declared:
		return true
	case !v.Plain, slices.Contains(v.Via, decoders.UTF16), slices.Contains(v.Via, decoders.UTF7):
		return false
	}
	return f.Target != source.Body || mediaType(f.Hint.ContentType) == form
}

func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// wholeOnly says that a field is a part of the request that is judged in place and never decoded further.
func wholeOnly(f source.Field) bool {
	if f.Kind == source.HeaderText {
		return true
	}
	switch f.Target {
	case source.Method, source.URI, source.Protocol, source.ClientIP:
		return true
	}
	return false
}

// variableFields translates the engine's variables into the field paths that people read and write in WEIR_EXCLUDE.
var variableFields = map[string]string{
	"REQUEST_HEADERS":        "headers",
	"REQUEST_HEADERS_NAMES":  "headers",
	"REQUEST_COOKIES":        "cookies",
	"REQUEST_COOKIES_NAMES":  "cookies",
	"ARGS_GET":               "query",
	"ARGS_GET_NAMES":         "query",
	"QUERY_STRING":           "query",
	"ARGS_POST":              "body",
	"ARGS_POST_NAMES":        "body",
	"REQUEST_BODY":           "body",
	"XML":                    "body",
	"FILES":                  "body",
	"FILES_NAMES":            "body",
	"MULTIPART_PART_HEADERS": "body",
	"REQUEST_URI":            "path",
	"REQUEST_URI_RAW":        "path",
	"REQUEST_FILENAME":       "path",
	"REQUEST_BASENAME":       "path",
	"REQUEST_LINE":           "path",
	"REQUEST_METHOD":         "method",
	"REQUEST_PROTOCOL":       "protocol",
}

// requestField names the part of the request that a variable such as REQUEST_HEADERS:user-agent stands for. ARGS are the
// arguments of the query and of a form together.
func requestField(variable string, request *engine.Request) string {
	name, key, found := strings.Cut(variable, ":")
	field, known := variableFields[name]
	switch {
	case known:
	case strings.HasPrefix(name, "ARGS") && len(request.Body) == 0:
		field = "query"
	case strings.HasPrefix(name, "ARGS"):
		field = "arguments"
	default:
		field = strings.ToLower(name)
	}
	if !found || key == "" {
		return field
	}
	return decoders.Path{{Key: []byte(field)}, {Key: []byte(key)}}.String()
}
