package corpus

// encoding is one way to hide a payload in a text.
type encoding struct {
	name  string
	wire  []string
	basic bool // crossed with all attacks and carriers that are basic
	line  bool // what comes of it is a line of text, such as a header holds
}

// encodings are what decoders claims to undo, alone and inside each other. What it undoes only where it is declared, Brotli,
// is tested there.
var encodings = []encoding{
	{name: "plain", basic: true, line: true},
	{name: "url-twice", wire: []string{"url", "url"}, basic: true, line: true},
	{name: "url-five", wire: []string{"url", "url", "url", "url", "url"}, basic: true, line: true},
	{name: "json", wire: []string{"json note", "json body"}, basic: true},
	{name: "escapes", wire: []string{"escapes note"}, basic: true},
	{name: "base64", wire: []string{"base64"}, basic: true, line: true},
	{name: "base64url", wire: []string{"json note", "base64url"}, basic: true},
	{name: "gzip", wire: []string{"gzip", "base64"}, basic: true},
	{name: "zlib", wire: []string{"zlib", "base64"}, basic: true},
	{name: "zip", wire: []string{"zip-content", "base64"}, basic: true},
	{name: "utf-16", wire: []string{"utf-16", "base64"}, basic: true},
	{name: "mail", wire: []string{"mail-text", "ses-content"}, basic: true},

	// Percent signs.
	{name: "percent", wire: []string{"percent"}, line: true},
	{name: "percent-twice", wire: []string{"percent", "percent"}, line: true},
	{name: "percent-u", wire: []string{"percent-u"}, line: true},
	{name: "overlong", wire: []string{"overlong"}, line: true},
	{name: "stray", wire: []string{"stray"}, line: true},
	{name: "form", wire: []string{"form"}, line: true},
	{name: "field", wire: []string{"field"}},

	// Base64.
	{name: "base64-lines", wire: []string{"base64-lines"}},
	{name: "base64-bare", wire: []string{"base64-bare"}, line: true},
	{name: "base64-twice", wire: []string{"base64", "base64"}, line: true},
	{name: "base64-thrice", wire: []string{"base64", "base64url", "base64"}, line: true},
	{name: "base64-url", wire: []string{"base64", "url"}, line: true},
	{name: "url-base64", wire: []string{"url", "base64"}, line: true},
	{name: "data-uri", wire: []string{"data-uri"}},
	{name: "token", wire: []string{"json sub", "token"}, line: true},
	{name: "basic", wire: []string{"basic"}, line: true},

	// Compression.
	{name: "zstd", wire: []string{"zstd", "base64"}},
	{name: "gzip-twice", wire: []string{"gzip", "gzip", "base64"}},
	{name: "gzip-json", wire: []string{"json note", "gzip", "base64"}},
	{name: "gzip-base64-gzip", wire: []string{"gzip", "base64", "gzip", "base64"}},
	{name: "zlib-base64-json-gzip", wire: []string{"zlib", "base64", "json note", "gzip", "base64"}},
	{name: "zip-name", wire: []string{"zip-name", "base64"}},
	{name: "zip-json", wire: []string{"json note", "zip-content", "base64"}},
	{name: "zlib-window", wire: []string{"json note", "zlib-window", "base64"}},
	{name: "deflate", wire: []string{"json note", "deflate", "base64"}},
	{name: "gzip-zeros", wire: []string{"gzip-zeros", "base64"}},
	{name: "zip-behind", wire: []string{"zip-content", "behind", "base64"}},
	{name: "zip-in-zip", wire: []string{"zip-content", "zip-content", "base64"}},

	// Character sets.
	{name: "utf-16be", wire: []string{"utf-16be", "base64"}},
	{name: "utf-16-json", wire: []string{"json note", "utf-16", "base64"}},
	{name: "utf-16-bare", wire: []string{"json note", "utf-16-bare", "base64"}},
	{name: "utf-32", wire: []string{"json note", "utf-32", "base64"}},
	{name: "utf-7", wire: []string{"utf-7"}, line: true},
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

	// Messages between programs.
	{name: "messagepack", wire: []string{"messagepack", "base64"}},
	{name: "cbor", wire: []string{"cbor", "base64"}},
	{name: "protobuf", wire: []string{"protobuf", "base64"}},
	{name: "protobuf-json", wire: []string{"json note", "protobuf", "base64"}},
	{name: "framed", wire: []string{"json note", "framed", "base64"}},

	// Mails.
	{name: "word", wire: []string{"word"}, line: true},
	{name: "word-q", wire: []string{"word-q"}, line: true},
	{name: "mail-subject", wire: []string{"mail-subject"}},
	{name: "mail-name", wire: []string{"mail-name"}},
	{name: "mail-name-star", wire: []string{"mail-name-star"}},
	{name: "mail-file", wire: []string{"mail-file"}},
}

// carrier is one event that takes a text.
type carrier struct {
	name, source, event string
	wire                []string
	basic               bool // crossed with all attacks and encodings that are basic
	line                bool // takes no more than a line of text: no document, and no bytes
}

var carriers = []carrier{
	{name: "rest", source: "rest-v1", event: "rest-v1.body", wire: []string{"json comment"}, basic: true},
	{name: "url", source: "function-url", event: "function-url.query", wire: []string{"url"}, basic: true},
	{name: "queue", source: "sqs", event: "sqs.body", basic: true},
	{name: "topic", source: "sqs", event: "sqs.body", wire: []string{"sns"}, basic: true},
	{name: "stream", source: "kinesis", event: "kinesis.data", wire: []string{"base64"}, basic: true},
	{name: "bus", source: "eventbridge", event: "eventbridge.detail", basic: true},

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
