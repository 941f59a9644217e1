// Package test holds what is said of the project as a whole: the plan of its house, kept by TestHouse.
package test

// doors are what may be imported, each with the reason why: a room of this module by its directory, or a module, or
// packages of it, by path.
type doors map[string]string

// room is the plan of one package.
type room struct {
	doors doors
	tests doors // open to its tests and generators besides
	// upstairs rooms may look at the world: at files, the network, processes and the log. The floors below are values
	// in, values out, and need a door for each package by which one could look.
	upstairs bool
}

// plan is the plan of the house. A build that fails here is mended by going through a door that is there, or by
// changing the plan on purpose, with a reason that convinces; never by the way.
var plan = map[string]room{
	// Ground floor.
	"decoders": {
		doors: doors{
			"github.com/klauspost/compress": "zstd, and an inflate that is fast and whose state can be reused",
			"github.com/andybalholm/brotli": "brotli, which the standard library does not have",
			"golang.org/x/text":             "character sets",
		},
		tests: doors{
			"test/growth": "the time must grow with the text, and no faster",
		},
	},

	// First floor: no doors between source, sieve, engine and rules.
	"inspect": {
		doors: doors{
			"decoders":        "every value is read in all its encodings",
			"inspect/source":  "fields come from a source, outcomes are a source's",
			"inspect/sieve":   "what cannot match need not be evaluated",
			"inspect/engine":  "what may match is evaluated",
			"inspect/confirm": "what a rule matched must do what the rule fears",
			"inspect/leak":    "what must not leak is looked for in responses",
			"inspect/rules":   "the engine is given the rules",
		},
		tests: doors{
			"test/growth": "the time must grow with the event, and no faster",
		},
	},
	"inspect/source": {
		doors: doors{
			"decoders":                            "a field has a path, and a hint for its decoding",
			"github.com/aws/aws-lambda-go/events": "the shapes of replies, as AWS's own library has them",
			"net/http":                            "the names of status codes, which ALB wants; nothing is opened with it",
		},
		tests: doors{
			"github.com/aws/aws-lambda-go/cfn": "the shape of the report on a custom resource",
			"test/growth":                      "the time must grow with the event, and no faster",
		},
	},
	"inspect/confirm": {
		doors: doors{
			"golang.org/x/net/html": "markup is what a tokeniser of HTML makes of it; the sieve has it, too",
			"inspect/libinjection":  "SQL is read with its tokeniser",
			"net/url":               "percent-encoding is undone with it; nothing is opened",
		},
		tests: doors{
			"test/growth": "the time must grow with the text, and no faster",
		},
	},
	"inspect/sieve": {
		doors: doors{
			"inspect/libinjection":  "the rules ask it, and the sieve asks it in their place",
			"unsafe":                "libinjection takes strings, and a text is not copied for every question",
			"rsc.io/binaryregexp":   "expressions that name bytes mean what they mean in Coraza, which uses it",
			"golang.org/x/net/html": "character references mean what they mean in Coraza, which uses it",
		},
		tests: doors{
			"inspect/engine":                             "what it promises is tried with the engine",
			"inspect/rules":                              "and with the rules of the product",
			"github.com/corazawaf/coraza/v3":             "transformations are compared with Coraza's own",
			"github.com/corazawaf/coraza-coreruleset/v4": "its regression tests are tried on the sieve",
			"github.com/goccy/go-yaml":                   "they are written in YAML",
			"test/growth":                                "the time must grow with the text, and no faster",
			"github.com/corazawaf/libinjection-go":       "what is said of texts for libinjection is compared with it",
		},
	},
	"inspect/libinjection": {
		tests: doors{
			"test/growth":                                "its time must grow with the text, and no faster",
			"github.com/corazawaf/libinjection-go":       "it is a port of this, and must say the same",
			"github.com/corazawaf/coraza-coreruleset/v4": "both are asked about the texts of its regression tests",
			"github.com/goccy/go-yaml":                   "they are written in YAML",
		},
	},
	"inspect/libinjection/gen": {upstairs: true}, // a program that reads the original and writes the lists of words
	"inspect/sieve/gen": {
		upstairs: true, // a program that reads rules and writes the sieve's tables
		doors: doors{
			"inspect/rules":                  "the rules are its input",
			"github.com/corazawaf/coraza/v3": "tables are taken from Coraza's own transformations",
		},
	},
	"inspect/engine": {
		doors: doors{
			"github.com/corazawaf/coraza/v3": "the engine; nobody else knows it",
			"inspect/libinjection":           "Coraza's own takes time in the square of the text",
			"rsc.io/binaryregexp":            "expressions that name bytes mean what they mean in Coraza, which uses it",
			"unsafe":                         "the identity of a string that Coraza hands back says which value matched",
		},
		tests: doors{
			"inspect/rules": "tests run with the rules of the product",
			"test/growth":   "the time must grow with the text, and no faster",
		},
	},
	"inspect/engine/gen": {
		upstairs: true, // a program that writes where the rules' directives stand
		doors: doors{
			"inspect/engine": "which reads them",
			"inspect/rules":  "the rules are its input",
		},
	},
	"inspect/leak": {
		tests: doors{
			"inspect/rules":  "its ids are those of the rules, whose files it searches for",
			"inspect/engine": "what its search leaves out is tried with the engine",
			"test/growth":    "the time must grow with the response, and no faster",
		},
	},
	"inspect/leak/gen": {
		upstairs: true, // a program that reads rules and writes the list of literals
		doors: doors{
			"inspect/rules": "the rules are its input",
		},
	},
	"inspect/rules": {
		doors: doors{
			"github.com/corazawaf/coraza-coreruleset/v4": "the Core Rule Set, as files",
			"decoders": "what is a data URI is said once",
		},
		tests: doors{
			"inspect":        "rules are tested as events see them",
			"inspect/engine": "rules must compile, and fire",
			"inspect/source": "events are made for the rules",
			"test/growth":    "the time must grow with the text, and no faster",
		},
	},

	// The roof.
	"extension": {
		upstairs: true,
		doors: doors{
			"inspect":              "it makes the inspector",
			"inspect/source":       "it joins the proxy's invocations to the inspector",
			"inspect/rules":        "rule ids and versions are told at start",
			"extension/config":     "it reads the settings",
			"extension/extapi":     "it lives as an extension",
			"extension/runtimeapi": "it runs the proxy",
			"extension/auditlog":   "it writes what was found",
			"extension/quarantine": "it keeps what is lost otherwise",
			"extension/secret":     "the posture tells variables that hold credentials",
			"extension/byhand":     "by hand it is a command line",
			"go.uber.org/zap":      "it makes the logger",
		},
	},
	"extension/byhand": {
		upstairs: true, // it reads the user's rule files, and has the standard streams
		doors: doors{
			"inspect":          "it makes the inspector",
			"inspect/source":   "settings are in a source's words",
			"extension/config": "it reads the settings",
			"extension/cli":    "it is the command line",
		},
	},
	"extension/weir": {
		upstairs: true, // a program for people, which the layer does not have
		doors: doors{
			"inspect":          "verdicts are compared with what is expected",
			"inspect/source":   "a response has a source",
			"extension/byhand": "it has the settings, and the commands of the layer's program",
			"extension/cli":    "it adds commands",
		},
		tests: doors{
			"github.com/goccy/go-yaml": "the example of a workflow is YAML",
		},
	},
	"extension/config": {
		upstairs: true, // it reads the user's rule files
		doors: doors{
			"inspect":        "it makes the inspector's options",
			"inspect/source": "policies are in a source's words",
		},
	},
	"extension/extapi": {upstairs: true},
	"extension/runtimeapi": {
		upstairs: true,
		doors: doors{
			"inspect/source": "it is told an outcome, and knows no rules",
			"unsafe":         "the kernel reads and writes small messages at an address, and the scheduler is not told",
		},
	},
	"extension/auditlog": {
		upstairs: true,
		doors: doors{
			"inspect":          "it writes verdicts",
			"extension/secret": "excerpts show no credentials",
			"inspect/source":   "it writes which invocation they are of",
			"go.uber.org/zap":  "lines are written by it",
		},
		tests: doors{
			"test/growth":              "the time must grow with the text, and no faster",
			"github.com/goccy/go-yaml": "template.yaml must name keys and metrics that exist",
		},
	},
	"extension/quarantine": {
		upstairs: true,
		doors: doors{
			"decoders":                         "what it keeps is JSON, and holds JSON",
			"extension/secret":                 "it keeps no credentials",
			"inspect":                          "what it keeps has a verdict",
			"inspect/source":                   "an outcome says what is lost, and a source hands out its records",
			"github.com/aws/aws-sdk-go-v2/aws": "credentials and signatures; the clients of services cost every start too much",
			"github.com/aws/aws-sdk-go-v2/credentials": "where Lambda gives a function its credentials",
		},
		tests: doors{
			"test/growth": "the time must grow with the text, and no faster",
		},
	},
	"extension/secret": {}, // names and shapes of credentials: values in, values out
	"extension/cli": {
		upstairs: true,
		doors: doors{
			"inspect":        "it inspects by hand",
			"inspect/source": "it shows outcomes",
		},
		tests: doors{
			"inspect/rules":                   "what a rule says of itself is in its words",
			"extension/auditlog":              "its keys are the log's",
			"github.com/kaptinlin/jsonschema": "what it prints for programs is held against its schema; Coraza brings the module",
		},
	},

	// What else lands in the layer.
	"layer/wrapper": {
		upstairs: true,
		tests: doors{
			"extension/config": "both must find the same port in the same settings",
		},
	},
	"layer/pack":     {upstairs: true},
	"layer/licenses": {upstairs: true},
	"layer/sbom":     {upstairs: true},

	// Tests that look at the house from outside.
	"test":            {upstairs: true},
	"test/lambdatest": {upstairs: true},
	"test/growth": {
		upstairs: true, // it asks the system what a thread has spent
		doors: doors{
			"unsafe": "the system writes the answer to an address",
		},
		tests: doors{
			"decoders":             "whatever relies on the clock is in one list, and must stop",
			"inspect":              "the same",
			"inspect/source":       "the same",
			"inspect/rules":        "the engine that is in the list needs them",
			"inspect/sieve":        "the same as of decoders",
			"inspect/engine":       "the same",
			"inspect/confirm":      "the same",
			"inspect/libinjection": "the same",
			"extension/quarantine": "the same",
			"extension/secret":     "the same",
		},
	},
	"test/functions/echo": {
		upstairs: true,
		doors: doors{
			"github.com/aws/aws-lambda-go/events":        "streamed answers of HTTP functions",
			"github.com/aws/aws-lambda-go/lambda":        "it is a function as users write them",
			"github.com/aws/aws-lambda-go/lambdacontext": "it tells what a handler sees besides the event",
		},
	},
	"test/functions/rawloop":   {upstairs: true},
	"test/functions/neighbour": {upstairs: true}, // another extension, with a proxy
	"test/e2e": {
		upstairs: true,
		tests: doors{
			"test/lambdatest": "it attaches the layer to functions under it",
		},
	},
	"test/demo": {
		upstairs: true,
		doors: doors{
			"test/lambdatest": "it attacks a function under it, with Weir and without",
		},
	},
	"test/demo/goat": {
		upstairs: true,
		doors: doors{
			"github.com/aws/aws-lambda-go/events": "it takes requests, queues and objects",
			"github.com/aws/aws-lambda-go/lambda": "it is a function as users write them, but vulnerable",
		},
	},
	"test/bench": {
		upstairs: true,
		doors: doors{
			"inspect":                        "it measures the inspection",
			"inspect/source":                 "it makes invocations",
			"test/lambdatest":                "it starts the extension as Lambda does",
			"test/corpus":                    "attacks of all kinds are in it",
			"github.com/corazawaf/coraza/v3": "stock Coraza is what it compares with",
			"github.com/corazawaf/coraza-coreruleset/v4": "with the same rules",
		},
	},
	"test/bench/floor": {upstairs: true}, // a program that only registers
	"test/corpus": {
		doors: doors{
			"inspect":        "its events are judged",
			"inspect/source": "it makes invocations",
			"inspect/rules":  "tests of rules that are left out are counted apart",
			"test/crs":       "the Core Rule Set's tests are cases, and say what stock Coraza finds",
			"test/request":   "requests become events",
		},
	},
	"test/request": {},
	"test/traffic": {
		upstairs: true,
		doors: doors{
			"inspect":                       "events are judged",
			"inspect/source":                "it makes invocations",
			"inspect/confirm":               "the page tells which rules are not confirmed",
			"test/crs":                      "stock Coraza judges the same",
			"test/request":                  "requests become events",
			"github.com/klauspost/compress": "the data is compressed by zstd",
		},
	},
	"test/corpus/report": {
		upstairs: true,
		doors: doors{
			"test/corpus": "it tells what became of the cases",
			"inspect":     "and which rules there are about them",
		},
	},
	// A module of its own, so that what its servers need is nobody's dependency: see its go.mod.
	"test/quarantine": {
		upstairs: true,
		tests: doors{
			"extension/quarantine":           "it keeps things in real servers",
			"inspect":                        "what is kept has a verdict",
			"inspect/source":                 "and comes from an invocation",
			"test/lambdatest":                "the layer is tried with a quarantine",
			"github.com/Admiral-Piett/goaws": "a server that speaks SQS's protocol",
			"github.com/sirupsen/logrus":     "which it is told to be silent with",
			"github.com/versity/versitygw":   "a server that speaks S3's protocol, signatures included",
			"github.com/aws/aws-sdk-go-v2":   "what is kept is read by AWS's own client",
		},
	},
	"test/crs": {
		upstairs: true,
		doors: doors{
			"github.com/corazawaf/coraza/v3":             "Weir is compared with Coraza as it is",
			"github.com/corazawaf/coraza-coreruleset/v4": "and with the Core Rule Set as it is, by that one's own regression tests",
			"github.com/goccy/go-yaml":                   "which are YAML",
		},
		tests: doors{
			"inspect":        "requests are judged as events",
			"inspect/source": "outcomes tell what was done with them",
			"inspect/engine": "the engine is compared by itself",
			"inspect/rules":  "both have the same rules",
		},
	},
}

// root is the module's root, seen from this package.
const root = ".."

// readFiles reads every Go file of the module, and of modules inside of it. It does not ask the go command, whose answers the cache of test results
// knows nothing of: a test that does keeps passing after a forbidden import was added.
