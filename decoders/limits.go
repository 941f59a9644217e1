package decoders

// Limits bound what one invocation can make Weir do, whatever its nesting. A zero field means the default.
type Limits struct {
	Depth     int // encodings undone and documents entered, together, below one value; a document may nest nestingPerLevel times as deep
	Expansion int // bytes that all decoders together may produce
	Ratio     int // bytes out per byte in, of one compressed stream of more than ratioFloor bytes
	Entries   int // archive entries and multipart parts, together
	Names     int // members and strings of JSON documents, form fields, XML nodes, tokens in texts, together

	// What a JSON document may hold at one place. It is read whatever it holds: handlers may have more trouble with it.
	Keys     int // members of one object
	Elements int // elements of one array
	Length   int // bytes of one string, as it stands in the document
}

// The defaults.
const (
	// DefaultDepth: the deepest legitimate wrapping we know of takes five levels (a log subscription's Base64, its
	// gzip, its JSON, a JSON message in it, a percent-encoded URL in that). Eight leave room for what we do not know.
	DefaultDepth = 8

	// DefaultExpansion: Lambda takes 6 MB of payload (synchronous quota, AWS Lambda developer guide, "Lambda quotas").
	// A full batch of gzipped JSON grows to five or six times that, and 32 MB are also what a function of 128 MB, with
	// a runtime beside it, can spare in the worst case where all of it lives at once.
	DefaultExpansion = 32 << 20

	// DefaultRatio: logs and JSON compress by 5 to 50, machine-made repetition by up to 150; a bomb by 1,000, which
	// is where DEFLATE ends, or by far more with the younger formats.
	DefaultRatio = 200

	// DefaultEntries: a form has tens of parts, an office document tens of entries, a deployment archive hundreds.
	DefaultEntries = 1_000

	// DefaultNames: JSON as programs write it takes 12 bytes or more for a member, so that 6 MB of it stay below.
	DefaultNames = 500_000

	// DefaultKeys: objects that are maps, from ids or words to something, have thousands of members.
	DefaultKeys = 100_000

	// DefaultElements: 6 MB hold 700,000 numbers as sensors write them, with two digits before the point and three
	// behind it.
	DefaultElements = 1_000_000

	// DefaultLength: a file in Base64 takes as much as Lambda takes, and more if the document came compressed.
	DefaultLength = 16 << 20
)

// ratioFloor is the size up to which a stream may grow at any ratio: 64 KB of zeros are 80 bytes of gzip, and a
// megabyte is a small part of DefaultExpansion.
const ratioFloor = 1 << 20

// nestingPerLevel: documents that people design nest below 20 levels, those that programs generate below 100. With
// DefaultDepth it allows 128.
const nestingPerLevel = 16

// maxLimit bounds every limit, so that no product of two overflows.
const maxLimit = 1 << 30

// withDefaults replaces what is not set.
func (l Limits) withDefaults() Limits {
	for _, f := range []struct {
		limit *int
		value int
	}{
		{&l.Depth, DefaultDepth},
		{&l.Expansion, DefaultExpansion},
		{&l.Ratio, DefaultRatio},
		{&l.Entries, DefaultEntries},
		{&l.Names, DefaultNames},
		{&l.Keys, DefaultKeys},
		{&l.Elements, DefaultElements},
		{&l.Length, DefaultLength},
	} {
		if *f.limit <= 0 {
			*f.limit = f.value
		}
		*f.limit = min(*f.limit, maxLimit)
	}
	return l
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
	CutKeys       Reason = "keys" // nothing is left unread, nor for the next two
	CutElements   Reason = "elements"
	CutLength     Reason = "length"
	CutUndecoded  Reason = "undecoded"  // an encoding was declared, or an archive's entry uses it, and it cannot be undone
	CutMalformed  Reason = "malformed"  // a declared document does not parse: the rest was read as text
	CutDuplicates Reason = "duplicates" // a JSON object names a member twice: handlers differ in which they read
)

// Cut is something that was left unread, or read in one of several possible ways.
type Cut struct {
	Reason   Reason
	Encoding Encoding // what was being undone; "" for a document's structure
}
