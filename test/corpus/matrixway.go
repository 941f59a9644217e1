package corpus

// encoding is one way to hide a payload in a text.
type encoding struct {
	name  string
	wire  []string
	basic bool // crossed with all attacks and carriers that are basic
}

// encodings are what decoders claims to undo, alone and inside each other. What it undoes only where it is declared, raw
// DEFLATE and Brotli, is tested there.
var encodings = []encoding{
	{"plain", nil, true},
	{"url-twice", []string{"url", "url"}, true},
	{"url-five", []string{"url", "url", "url", "url", "url"}, true},
	{"json", []string{"json note", "json body"}, true},
	{"escapes", []string{"escapes note"}, true},
	{"base64", []string{"base64"}, true},
	{"base64url", []string{"json note", "base64url"}, true},
	{"gzip", []string{"gzip", "base64"}, true},
	{"zlib", []string{"zlib", "base64"}, true},
	{"zip", []string{"zip-content", "base64"}, true},
	{"utf-16", []string{"utf-16", "base64"}, true},
	{"mail", []string{"mail-text", "ses-content"}, true},

	// Percent signs.
	{name: "percent", wire: []string{"percent"}},
	{name: "percent-twice", wire: []string{"percent", "percent"}},
	{name: "percent-u", wire: []string{"percent-u"}},
	{name: "overlong", wire: []string{"overlong"}},
	{name: "stray", wire: []string{"stray"}},
	{name: "form", wire: []string{"form"}},
	{name: "field", wire: []string{"field"}},

	// Base64.
	{name: "base64-lines", wire: []string{"base64-lines"}},
	{name: "base64-bare", wire: []string{"base64-bare"}},
	{name: "base64-twice", wire: []string{"base64", "base64"}},
	{name: "base64-thrice", wire: []string{"base64", "base64url", "base64"}},
	{name: "base64-url", wire: []string{"base64", "url"}},
	{name: "url-base64", wire: []string{"url", "base64"}},
	{name: "data-uri", wire: []string{"data-uri"}},
	{name: "token", wire: []string{"json sub", "token"}},
	{name: "basic", wire: []string{"basic"}},

	// Compression.
	{name: "zstd", wire: []string{"zstd", "base64"}},
	{name: "gzip-twice", wire: []string{"gzip", "gzip", "base64"}},
	{name: "gzip-json", wire: []string{"json note", "gzip", "base64"}},
	{name: "gzip-base64-gzip", wire: []string{"gzip", "base64", "gzip", "base64"}},
	{name: "zlib-base64-json-gzip", wire: []string{"zlib", "base64", "json note", "gzip", "base64"}},
	{name: "zip-name", wire: []string{"zip-name", "base64"}},
	{name: "zip-json", wire: []string{"json note", "zip-content", "base64"}},
	{name: "zip-in-zip", wire: []string{"zip-content", "zip-content", "base64"}},

	// Character sets.
	{name: "utf-16be", wire: []string{"utf-16be", "base64"}},
	{name: "utf-16-json", wire: []string{"json note", "utf-16", "base64"}},
	{name: "utf-7", wire: []string{"utf-7"}},
	{name: "mark", wire: []string{"json note", "mark", "base64"}},

	// Documents.
	{name: "json-deep", wire: []string{"json a", "json b", "json c", "json d"}},
	{name: "json-key", wire: []string{"json-key"}},
	{name: "json-array", wire: []string{"json-array"}},
	{name: "json-lines", wire: []string{"json-lines"}},
	{name: "escapes-url", wire: []string{"url", "escapes note"}},
	{name: "escapes-base64", wire: []string{"escapes note", "base64", "json body"}},
	{name: "xml-text", wire: []string{"xml-text"}},
	{name: "xml-attribute", wire: []string{"xml-attribute"}},
	{name: "xml-numbers", wire: []string{"xml-numbers"}},
	{name: "xml-cdata", wire: []string{"xml-cdata"}},
	{name: "xml-base64", wire: []string{"base64", "xml-text"}},
	{name: "part", wire: []string{"part"}},
	{name: "part-name", wire: []string{"part-name"}},

	// Mails.
	{name: "word", wire: []string{"word"}},
	{name: "word-q", wire: []string{"word-q"}},
	{name: "mail-subject", wire: []string{"mail-subject"}},
	{name: "mail-name", wire: []string{"mail-name"}},
	{name: "mail-name-star", wire: []string{"mail-name-star"}},
	{name: "mail-file", wire: []string{"mail-file"}},
}

// carrier is one event that takes any text.
type carrier struct {
	name, source, event string
	wire                []string
	basic               bool // crossed with all attacks and encodings that are basic
}

var carriers = []carrier{
	{"rest", "rest-v1", "rest-v1.body", []string{"json comment"}, true},
	{"url", "function-url", "function-url.query", []string{"url"}, true},
	{"queue", "sqs", "sqs.body", nil, true},
	{"topic", "sqs", "sqs.body", []string{"sns"}, true},
	{"stream", "kinesis", "kinesis.data", []string{"base64"}, true},
	{"bus", "eventbridge", "eventbridge.detail", nil, true},

	{name: "alb", source: "alb", event: "alb.body", wire: []string{"json comment"}},
	{name: "http", source: "http-v2", event: "http-v2.binary", wire: []string{"json note", "gzip", "base64"}},
	{name: "lattice", source: "lattice-v1", event: "lattice-v1.query", wire: []string{"url"}},
	{name: "socket", source: "websocket-message", event: "websocket-message.body", wire: []string{"json text"}},
	{name: "resolver", source: "appsync", event: "appsync.argument"},
	{name: "message", source: "sns", event: "sns.message", wire: []string{"json text"}},
	{name: "attribute", source: "sns", event: "sns.attribute"},
	{name: "kafka", source: "kafka", event: "kafka.msk", wire: []string{"base64"}},
	{name: "rabbit", source: "rabbitmq", event: "rabbitmq.data", wire: []string{"base64"}},
	{name: "firehose", source: "firehose", event: "firehose.data", wire: []string{"base64"}},
	{name: "table", source: "dynamodb", event: "dynamodb.image"},
	{name: "pipe", source: "pipes:aws:sqs", event: "pipes.sqs"},
	{name: "object", source: "s3", event: "s3.key", wire: []string{"form"}},
	{name: "steps", source: "stepfunctions", event: "stepfunctions.input"},
	{name: "direct", source: "direct", event: "direct.payload"},
	{name: "utterance", source: "lex-v2", event: "lex-v2.transcript"},
}
