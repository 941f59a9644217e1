package decoders

// Limits bound what one invocation can make Weir do, whatever its nesting. A zero field means the default.
type Limits struct {
	Depth     int // levels of decoding and of JSON nesting, together, below one value
	Expansion int // bytes that all decoders together may produce
	Ratio     int // bytes out per byte in, of one compressed stream
	Entries   int // archive entries and multipart parts, together
	Names     int // members and elements of JSON documents, form fields, XML nodes, together
}

// Reason says which limit, or which broken promise, left something unread.
type Reason string

// The reasons for a Cut.
const (
	CutDepth      Reason = "depth"
	CutExpansion  Reason = "expansion"
	CutRatio      Reason = "ratio"
	CutEntries    Reason = "entries"
	CutNames      Reason = "names"
	CutUndecoded  Reason = "undecoded"  // an encoding was declared and cannot be undone
	CutMalformed  Reason = "malformed"  // a declared document does not parse: the rest was read as text
	CutDuplicates Reason = "duplicates" // a JSON object names a member twice: handlers differ in which they read
)

// Cut is something that was left unread, or read in one of several possible ways.
type Cut struct {
	Reason   Reason
	Encoding Encoding // what was being undone; "" for a document's structure
}
