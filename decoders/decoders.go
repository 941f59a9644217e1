// Package decoders knows how text can be wrapped, and how to unwrap it within limits.
//
// It knows nothing of AWS, of rules or of requests: a value comes in, every reading of it comes out. All input is
// hostile; what a limit leaves unread is reported as a [Cut], never dropped in silence.
package decoders

import "strings"

// Encoding names one way in which a value is wrapped. Its text is what a finding shows.
type Encoding string

// The encodings that Weir undoes.
const (
	URL     Encoding = "url"      // percent-encoding, "+" is a plus
	Form    Encoding = "form-url" // percent-encoding, "+" is a space
	Base64  Encoding = "base64"   // standard and URL alphabets, padded or not, line breaks allowed
	Gzip    Encoding = "gzip"
	Zlib    Encoding = "zlib"
	Deflate Encoding = "deflate" // as HTTP uses the word: zlib, or a raw stream
	Zstd    Encoding = "zstd"
	Bzip2   Encoding = "bzip2"
	Brotli  Encoding = "br" // has no magic number, so it is undone only where declared
	Zip     Encoding = "zip"
	UTF16   Encoding = "utf-16"
	UTF32   Encoding = "utf-32"
	UTF7    Encoding = "utf-7"
	Quoted  Encoding = "quoted-printable" // as mail and multipart use it
	Word    Encoding = "mime-word"        // encoded words in mail headers, RFC 2047

	QuotedText Encoding = "quoted-string" // quotation marks with escapes inside, as in cookies

	// Messages that programs write for programs. They name no encoding of themselves, so that the whole message has to fit.
	MessagePack Encoding = "msgpack"
	CBOR        Encoding = "cbor"     // RFC 8949
	BSON        Encoding = "bson"     // as MongoDB's drivers write it
	Protobuf    Encoding = "protobuf" // also aggregated records of the Kinesis Producer Library

	// Overlong is UTF-8 in more bytes than a character deserves (RFC 3629 section 3 forbids it).
	Overlong Encoding = "overlong"
	// Bytes is a JSON array of numbers.
	Bytes Encoding = "bytes"
)

// Via is the list of encodings undone on the way to a view, outermost first.
type Via []Encoding

// String joins the encodings as a finding shows them: "base64>gzip", and "" for a value as it came.
func (v Via) String() string {
	switch len(v) {
	case 0:
		return ""
	case 1:
		return string(v[0])
	}
	var b strings.Builder
	for i, e := range v {
		if i > 0 {
			b.WriteByte('>')
		}
		b.WriteString(string(e))
	}
	return b.String()
}

// Hint says what the sender declared about a value. The zero Hint declares nothing.
type Hint struct {
	// Encodings are declared as applied to the value; outermost first, as they have to be undone. One that cannot be
	// undone is a Cut, and the value is read as it is.
	Encodings []Encoding
	// ContentType is the value of a Content-Type header that belongs to the value; it chooses the reading as form,
	// multipart, JSON or XML and names the charset. Sniffing goes on whatever it says.
	ContentType string
	// Bytes says that the value came as bytes of any kind, as in a list of numbers, and not as characters.
	Bytes bool
}

// View is one reading of a value. Path, Via and Data are valid until the next view is asked for; the receiver must not
// change them.
type View struct {
	// Path leads from the value to this text: empty for the value itself, the way to a member of a JSON document or
	// to a part of a form, archive or XML document that the value holds.
	Path Path
	// Via lists the encodings undone so far, declared ones included.
	Via Via
	// Declared is true for the value itself with exactly its declared encodings undone (none, if none is declared).
	// It comes first, and once.
	Declared bool
	// Plain is true while nothing but declared encodings and declared structure has been undone: it is what a
	// handler reads that does what the headers say.
	Plain bool
	// Name is true if Data is a name that the sender chose (a JSON key, the name of a form field, file or entry).
	Name bool
	// Document is true if Data is a complete JSON object or array, without white space around it: the caller may
	// recognise an envelope in it. Its strings and keys follow as views of their own. It is true as well for several
	// values in a row (JSON lines), which Rows tells, and each of which follows as a document of its own.
	Document, Rows bool
	// Simple is true if Data is known to be printable ASCII without marks of any structure: no braces, quotes, brackets that
	// open, "<", "&", "=", ";", "?", "%", "+", "^" or ":". Of other texts it says nothing.
	Simple bool
	// Opaque is true if Data came as bytes, and is no text: a picture, or what a limit cut. What in it reads as text follows
	// as views of its own. A text whose container is one (a JSON string, a form's value) is never opaque, whatever it holds.
	Opaque bool
	// Format is the format of the file whose own markup the text is, or stands in; "" if there is none.
	Format Format
	// Data is the text.
	Data []byte
}
