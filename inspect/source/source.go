// Package source knows what AWS sends to a function: how to tell the event sources apart, which parts of an event
// come from outside, and how an event is refused, annotated or relieved of bad records in its source's own language.
//
// It knows no rules and no engine: all that it learns of a verdict is a Note.
package source

import (
	"iter"
	"time"

	"weir/decoders"
)

// Invocation is one delivery of an event to the function.
type Invocation struct {
	ID          string    // request id: the key of the answer
	Deadline    time.Time // when Lambda gives up; the zero time means unknown
	FunctionARN string    // the invoked ARN, with its qualifier
	Tenant      string    // tenant id in tenant isolation mode, else ""
	Trace       string    // X-Ray's tracing header of the invocation, else ""
	Payload     []byte    // the event as it came: never changed, and not kept after the invocation
}

// Kind says what a field is by nature; the rules' set-up says which families make sense for it.
type Kind uint8

// The kinds of fields.
const (
	Unknown    Kind = iota // inside the user's own payload: nobody but the user knows
	Identifier             // ids, ARNs, names that AWS or an operator chose
	Text                   // prose
	Markup                 // HTML, markdown
	Code                   // programs, queries, templates
	Log                    // log lines
	Path                   // file and object names, URL paths
	Link                   // URLs
	Token                  // credentials that a machine made: keys, JWTs
	Password               // secrets that a person chose
	HeaderText             // a value of a header of negotiation, in the header's syntax: judged as a header, and never decoded
	Binary                 // bytes that are no text
	Format                 // the markup of a file's own format, and what people have written in it: parts of office documents

	declarable = Format // and all that follow: they are told by a file's bytes, and not by its place
)

// Target says what part a field plays in a request, for sources that carry HTTP. Everything else is an Argument.
type Target uint8

// The targets.
const (
	Argument Target = iota // a value on its own, under its path
	Method                 // the request's method
	URI                    // path and query as the client sent them, or as near as the event allows
	Protocol               // "HTTP/1.1"
	ClientIP               // the client's address
	Header                 // one header; Field.Name is its name
	Query                  // one argument of the query: the URI carries it, only its decoded readings are new
	URLPath                // the path: the URI carries it, only its decoded readings are new
	Body                   // the request's body
	Cookie                 // one cookie's value: a Header carries it, only its decoded readings are new
)

// Field is one value of an event that somebody outside may have chosen. Its slices are valid until the next field is
// asked for, and must not be changed.
type Field struct {
	Record int           // the record that holds the field, from 0; -1 if the event is no batch
	Path   decoders.Path // where the field stands in the event
	Kind   Kind
	Target Target
	Name   []byte // of a Header, and of HeaderText
	Value  []byte // JSON string escapes are undone
	Hint   decoders.Hint
	// IsName marks a name chosen by the sender (an attribute's name, a key in an object) instead of a value.
	IsName bool
}

// Note is all that a source learns of a verdict.
type Note struct {
	Incident string // id that the caller may be shown and that the log has
	Score    int
	Rules    []int
	Verdict  string // "monitor", "annotate", …: one word of a fixed vocabulary
	Bad      []int  // records at fault, ascending; nil if the note is about the event as a whole
}

// Source is one event source. Its methods are safe for concurrent use, and neither keep nor change the event.
type Source interface {
	// Name is the source's name in settings, logs and documents.
	Name() string

	// Recognise says whether the event is this source's. At most one source of All recognises an event that AWS sends:
	// conditions are disjoint, so that the order of All cannot matter. An event that two recognise is a forgery, which
	// the function Recognise reads as Direct. It picks a parser and proves nothing about the sender.
	Recognise(Event) bool

	// Fields yields every value that the event carries from outside, one at a time.
	Fields(Event) iter.Seq[Field]

	// Refuse is the answer that keeps the event from the handler, as its caller and AWS understand it. Each
	// implementation's comment says what the caller sees and what AWS does next. The caller learns an incident id,
	// never a rule, a score or a pattern.
	Refuse(Event, Note, Policy) Outcome

	// Annotate returns the event with the note in the source's safe place, after removing any note that came with
	// it; everything else stays byte for byte, and twice is the same as once. It returns nil where the source has no
	// safe place.
	Annotate(Event, Note) []byte

	// Strip returns the event without any note that came with it, or nil if there is none.
	Strip(Event) []byte
}

// Batch is a source whose events hold several records that can be taken out one by one.
type Batch interface {
	Source

	// Records is the number of records.
	Records(Event) int

	// Each yields the records with their indexes, in order: each as it stands in the event, or in the document that
	// the event holds them in. It is for those who keep what was taken out.
	Each(Event) iter.Seq2[int, decoders.JSON]

	// Without is the outcome that spares the handler the records in bad (ascending indexes): a Forward of the event
	// with the rest, byte for byte, or Weir's own answer if nothing is left.
	Without(event Event, bad []int, note Note, policy Policy) Outcome
}

// Namer is a source that tells more of its events than its own name: "cognito:PreSignUp_SignUp" is one of "cognito". The
// settings know either name.
type Namer interface {
	Source

	// NameOf is the name under which a verdict on the event is logged: Name, or Name with a colon and one of a fixed
	// number of words.
	NameOf(Event) string

	// NamesOf are all names that NameOf returns beside Name.
	NamesOf() []string
}

// Defaults is a source that is not to be blocked unless the user says so.
type Defaults interface {
	Source

	// DefaultMode is the mode where the settings name none for the source: "monitor".
	DefaultMode() string
}
