package rules

// The ids of Weir's own rules: 1,010,000 to 1,010,999, outside the Core Rule Set's 900,000 to 999,999. Of these,
// 1,010,700 to 1,010,799 are about responses; 1,010,800 to 1,010,899 are steps of setup.conf and 1,010,900 to 1,010,999 steps of the engine: neither is ever
// reported.
const (
	Incomplete     = 1010001 // a limit, or a promise that the input broke, left something uninspected
	InboundNote    = 1010002 // the event came with a note that only Weir writes
	AmbiguousEvent = 1010003 // the event looks like two sources at once
	DuplicateKeys  = 1010004 // a JSON object names a member twice

	UnexpectedSource = 1010005 // the function does not expect to be called by this source
	Unauthorised     = 1010006 // a request without an authorizer's result, where one is required
	CollidingKeys    = 1010007 // two members of the outer object differ in case only

	TooLarge  = 1010008 // a part of the event is larger than anybody makes it
	GraphQL   = 1010009 // a document of GraphQL asks for more than anybody does
	Prototype = 1010010 // members reach for the prototype of JavaScript's objects
	Recursion = 1010011 // a value is the function's own URL, which holds it again
	OwnURL    = 1010012 // an argument is the function's own URL

	UnsignedToken    = 1010013 // a token says that nobody signed it
	TokenKey         = 1010014 // a token says by which key it is to be believed
	TokenCertificate = 1010015 // a token brings a certificate that nobody else vouches for
	TokenKeyName     = 1010016 // the name of a token's key leads somewhere else
	TokenLength      = 1010017 // a token's header is longer than any

	SandboxPort = 1010018 // a value begins with an address inside the sandbox and a port that was told
)

// Rule is a rule that is raised in Go, not in SecLang.
type Rule struct {
	ID       int
	Message  string
	Because  string // it is raised, or why it counts as it does
	Severity string // in the Core Rule Set's words
	Score    int    // what one match adds to the anomaly score: the Core Rule Set's points for the severity
	Tags     []string
}

// Own lists the rules that are raised in Go, by id. It must not be changed.
var Own = []Rule{
	{
		ID: Incomplete, Message: "Part of the event could not be inspected",
		Because:  "Whoever can make a part unreadable to the inspection can hide anything in it: as bad as an attack found.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LIMIT", "attack-protocol"},
	},
	{
		ID: InboundNote, Message: "The event came with an inspection note of its own",
		Because:  "A note can come honestly, through a function that forwards what it was given; it never harms once removed.",
		Severity: "NOTICE", Score: 2,
		Tags: []string{"WEIR", "WEIR/NOTE", "attack-protocol"},
	},
	{
		ID: AmbiguousEvent, Message: "The event fits the shape of more than one source",
		Because:  "AWS sends no such event, but a caller of the Invoke API may: suspicious, and harmless when read as direct.",
		Severity: "WARNING", Score: 3,
		Tags: []string{"WEIR", "WEIR/SOURCE", "attack-protocol"},
	},
	{
		ID: DuplicateKeys, Message: "A JSON object names a member twice",
		Because:  "Parsers differ in which of the two they keep. Both are inspected, so this alone does not refuse.",
		Severity: "WARNING", Score: 3,
		Tags: []string{"WEIR", "WEIR/JSON", "attack-protocol"},
	},
	{
		ID: UnexpectedSource, Message: "The function does not expect events of this source",
		Because:  "The user said what to expect, by WEIR_SOURCES.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/SOURCE", "attack-protocol"},
	},
	{
		ID: Unauthorised, Message: "The request came without an authorizer's result",
		Because:  "The user said that there has to be one, by WEIR_REQUIRE_AUTH.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/SOURCE", "attack-protocol"},
	},
	{
		ID: CollidingKeys, Message: "Two members of the event differ in the case of their names only",
		Because:  "Handlers in .NET and Go may read the one for the other. Both are inspected, so it is worth a line and no more.",
		Severity: "NOTICE", Score: 0,
		Tags: []string{"WEIR", "WEIR/JSON", "attack-protocol"},
	},
	{
		ID: TooLarge, Message: "A part of the event is larger than it may be",
		Because:  "It was inspected; the handler may still choke on it. WEIR_LIMITS says how large it may be.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LIMIT", "SAS-8", "attack-dos"},
	},
	{
		ID: GraphQL, Message: "A document of GraphQL asks for too much",
		Because:  "The same: one request, and thousands of answers to be found.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LIMIT", "SAS-8", "attack-dos"},
	},
	{
		ID: Prototype, Message: "Members reach for the prototype of objects",
		Because:  "No document describes a constructor's prototype.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/JSON", "SAS-1", "attack-injection-generic"},
	},
	{
		ID: Recursion, Message: "The function is told to ask itself, again and again",
		Because:  "Each request brings the next, until the concurrency of the account is used up.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/RECURSION", "SAS-8", "attack-dos"},
	},
	{
		ID: OwnURL, Message: "An argument is the URL of the function itself",
		Because:  "Pages that lead back to where one came from are told so: suspicious, and no more.",
		Severity: "WARNING", Score: 3,
		Tags: []string{"WEIR", "WEIR/RECURSION", "SAS-8", "attack-dos"},
	},
	{
		ID: UnsignedToken, Message: "A token says that nobody signed it",
		Because:  "Whoever believes it believes everybody.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/TOKEN", "SAS-2", "attack-authentication"},
	},
	{
		ID: TokenKey, Message: "A token says itself by which key it is to be believed",
		Because:  "A key, or an address of one, is nothing that a verifier may take from a token. Proofs of possession are exempt.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/TOKEN", "SAS-2", "attack-authentication"},
	},
	{
		ID: TokenCertificate, Message: "A token brings a certificate without a chain",
		Because:  "Chains are honest: app stores sign what they send so. One that ends in itself proves nothing.",
		Severity: "WARNING", Score: 3,
		Tags: []string{"WEIR", "WEIR/TOKEN", "SAS-2", "attack-authentication"},
	},
	{
		ID: TokenKeyName, Message: "The name of the key of a token leads somewhere else",
		Because:  "A path, a query, a command or an address, where verifiers look a key up.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/TOKEN", "SAS-2", "attack-injection-generic"},
	},
	{
		ID: TokenLength, Message: "The header of a token is too long",
		Because:  "It is read before anything is verified.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/TOKEN", "SAS-8", "attack-dos"},
	},
	{
		ID: SandboxPort, Message: "The port of an API inside the sandbox, as the settings name it",
		Because:  "As 1010101, for ports that WEIR_PORT and WEIR_RUNTIME_API have moved: no rule of SecLang could know them.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "SAS-9", "attack-ssrf"},
	},
}

// ByID returns the rule of Own or of Responses that has the id.
func ByID(id int) (Rule, bool) {
	for _, list := range [...][]Rule{Own, Responses} {
		for _, r := range list {
			if r.ID == id {
				return r, true
			}
		}
	}
	return Rule{}, false
}

// ByteRange are the rules that find fault with bytes as such: control characters, NUL, bytes outside of ASCII. They are
// made for text. In what is no text at all, an image or an archive, such bytes are the rule.
var ByteRange = []int{920270, 920271, 920272, 920273, 920274}
