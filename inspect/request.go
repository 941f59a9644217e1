package inspect

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"

	"weir/decoders"
	"weir/inspect/engine"
	"weir/inspect/source"
)

// maxRequestBody is the largest body that the engine's own body processors read, in bytes: as much as one portion
// holds, since they keep every argument for one transaction. A larger body is judged by its decoded values alone.
const maxRequestBody = maxPortionBytes

// maxMultipart is the same for multipart bodies, in bytes: rules for file names and part headers see them only there. The
// engine keeps neither the files' contents nor, therefore, much more than what it is given. Each part takes the engine's reader and
// the sieve's some microseconds, in which nobody looks at the clock: with more parts than Limits.Entries, which are a finding, a body
// is too large as well.
const maxMultipart = 2 << 20

// requestPart puts a field into the HTTP request that the event carries, if it is a part of one, and says whether the
// request now carries the field's plain reading, so that only decoded readings are left to judge.
func (r *reading) requestPart(f *source.Field, view *decoders.View) bool {
	switch f.Target {
	case source.Method:
		r.request.Method = r.request.keep(view.Data)
	case source.URI:
		if !r.request.fits(view.Data) {
			r.request.URI, r.request.apart = "/", true
			return false
		}
		r.request.URI = r.request.keep(view.Data)
	case source.Protocol:
		r.request.Protocol = r.request.keep(view.Data)
	case source.ClientIP:
		r.request.clientIP = r.request.keep(view.Data)
	case source.Header:
		if r.hasOuterType(f) {
			return true
		}
		if !r.request.fits(view.Data) {
			return false
		}
		r.request.header(r.request.keep(f.Name), view.Data)
	case source.Query:
		return !r.request.apart
	case source.URLPath, source.Cookie:
	case source.Body:
		apart, limit := engineTakesApart(f.Hint.ContentType), maxRequestBody
		if mediaType(f.Hint.ContentType) == multipart {
			limit = maxMultipart
		}
		parts := bytes.Count(view.Data, []byte("\n--")) // or more than there are
		if isJSON(f.Hint.ContentType) || len(view.Data) > limit || apart && parts > r.limits.Entries ||
			!apart && (view.Document || !decoders.IsText(view.Data)) {
			return false
		}
		r.request.Body, r.request.begun = bytes.Clone(view.Data), true
		return apart
	case source.Argument:
		// A header inside an event that is no request of its own: it is judged as the rules judge headers.
		if f.Kind != source.HeaderText || !r.request.fits(view.Data) {
			return false
		}
		if r.hasOuterType(f) {
			return true
		}
		r.request.header(r.request.keep(f.Name), view.Data)
	default:
		return false
	}
	return true
}

// hasOuterType says that a field is the content type of a request inside of another one, which has a type of its own: together they are
// no repeated header. As a text the inner one is judged with the document that it stands in.
func (r *reading) hasOuterType(f *source.Field) bool {
	return r.at.level > 0 && strings.EqualFold(string(f.Name), contentType) && r.request.has(contentType)
}

// suspectRequest asks the sieve which rules may match the request, and says whether there are any.
func (r *reading) suspectRequest() (may bool) {
	suspects := &r.portion.suspects
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault, may = "sieving a request: "+faultOf(p), true
			suspects.AddAll()
		}
	}()
	return r.inspector.sieve.SuspectRest(&r.request.Request, r.request.proven, suspects)
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
	kind := mediaType(contentType)
	return kind == form || kind == multipart || isXML(contentType)
}

// isXML says whether a content type names XML.
func isXML(contentType string) bool {
	kind := mediaType(contentType)
	return kind == "text/xml" || kind == "application/xml" || strings.HasSuffix(kind, "+xml")
}

// isWellFormed says that the body is XML that can be read to its end, by the rules of XML. Coraza's reader is the same, but
// ends elements with the names of empty ones in HTML (param, link, input, meta) at once, and fails at their end tags.
func isWellFormed(r *engine.Request) bool {
	if r == nil {
		return false
	}
	i := slices.IndexFunc(r.Headers, func(h engine.Header) bool { return strings.EqualFold(h.Name, "Content-Type") })
	if i < 0 || !isXML(r.Headers[i].Value) {
		return false
	}
	d := xml.NewDecoder(bytes.NewReader(r.Body))
	for {
		if _, err := d.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

const contentType = "Content-Type"

const (
	form      = "application/x-www-form-urlencoded"
	multipart = "multipart/form-data"
)

// carried says whether the request, which has a field as it is declared, carries a reading of it too. Of bodies only forms
// are taken apart by the engine as handlers do it: in multipart bodies it passes over the contents of files and what parts
// declare about themselves, in XML over entities, and over texts that a comment or a section parts. Charsets it never undoes.
func carried(f *source.Field, v *decoders.View) bool {
	switch {
	case v.Declared:
		return true
	case !v.Plain, slices.Contains(v.Via, decoders.UTF16), slices.Contains(v.Via, decoders.UTF32), slices.Contains(v.Via, decoders.UTF7):
		return false
	}
	return f.Target != source.Body || mediaType(f.Hint.ContentType) == form
}

func mediaType(contentType string) string {
	kind, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// wholeOnly says that a field is a part of the request that is judged in place and never decoded further.
func wholeOnly(f *source.Field) bool {
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
