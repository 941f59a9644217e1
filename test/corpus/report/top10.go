package main

// entry is one of the Serverless Top 10, as PureSec listed them in 2018.
type entry struct {
	id, title string
	does      string   // what Weir does about it
	not       string   // what it does not do
	classes   []string // of attacks in attacks.jsonl that belong to it
}

// top10 is what docs/COVERAGE.md says of each entry. A claim here has its place in the code or in the settings.
var top10 = []entry{
	{
		"SAS-1", "Event data injection",
		"Every value of every event is judged in every reading in which a handler may take it, by the Core Rule Set's request " +
			"rules and by Weir's own for what functions use: DynamoDB, MongoDB, serialised objects, templates, XML, and names of " +
			"files that reach a shell. What counts is kept from the handler, record by record where the event is a batch.",
		"It knows no rule of your business: an ordinary word in a place where it does harm is not found. What the handler fetches " +
			"by itself, an object or a row, is judged only if it came through a function with Weir.",
		[]string{
			"command injection", "sql injection", "nosql injection", "code injection", "path traversal", "cross-site scripting",
			"jndi lookup", "deserialisation", "prototype pollution", "xml entities", "ssrf",
		},
	},
	{
		"SAS-2", "Broken authentication",
		"Tokens that name no signature, or say themselves by which key they are to be believed, are found. `WEIR_SOURCES` refuses " +
			"callers that the function does not expect, `WEIR_REQUIRE_AUTH` requests without an authorizer's result.",
		"It verifies no signature and knows no users. Whoever may invoke the function directly can forge any event: only the " +
			"function's resource policy says who may.",
		[]string{"token forgery"},
	},
	{
		"SAS-3", "Insecure deployment configuration",
		"`WEIR_POSTURE` tells of a Function URL that lets anybody in, and of little memory.",
		"It sees the function's environment and its events, and nothing else of the account: no buckets, policies, networks, " +
			"time-outs or concurrency.",
		nil,
	},
	{
		"SAS-4", "Over-privileged permissions",
		"Nothing about roles. Weir itself needs no permission, but for one action on one queue or bucket if there is a quarantine.",
		"It reads no IAM policy. Who may set a user's role in an event is for the handler to check: to Weir it is a word like " +
			"any other.",
		[]string{"privilege"},
	},
	{
		"SAS-5", "Inadequate monitoring and logging",
		"Each finding is a line of JSON and counts in a metric; what a runtime that does not come through Weir, a wrong setting, or " +
			"a fault of Weir's own leaves uninspected is told; template.yaml has alarms. Lines that forge a log are found.",
		"It does not log what the handler does. Whether anybody looks at the lines is yours.",
		nil,
	},
	{
		"SAS-6", "Insecure third-party dependencies",
		"What known holes of libraries are reached by is found in events: lookups of Log4j, serialised objects, the prototype of " +
			"objects, tags of YAML. That wins time to update.",
		"It looks at no dependency, neither at the build nor at run time. Holes that nobody has described have no rule.",
		nil,
	},
	{
		"SAS-7", "Insecure secrets storage",
		"Reads of the places where a function has its credentials are found in events; credentials, keys and dumps of the environment " +
			"in responses, which `WEIR_RESPONSES=block` withholds. `WEIR_POSTURE` names variables that look like secrets in plain text.",
		"Connections that the handler opens are not seen. A secret that is split, ciphered or of no known form passes. By default " +
			"responses are reported, and not withheld.",
		[]string{"key leak", "environment leak", "source read"},
	},
	{
		"SAS-8", "Denial of service and financial exhaustion",
		"Compression bombs, nesting without end, entities and aliases that grow, too many keys, records or fields of GraphQL " +
			"are found (`WEIR_LIMITS`), and so is a function that is told to ask itself. Inspection has a budget of time.",
		"It counts no requests: rates and concurrency are for API Gateway, AWS WAF and the function's reserved concurrency. A refused " +
			"request is an invocation, and is paid for.",
		[]string{"recursion", "amplification", "decompression bomb"},
	},
	{
		"SAS-9", "Function execution flow manipulation",
		"Addresses of the APIs inside the sandbox are found in events, in disguise too. `WEIR_SOURCES` says by whom the function is " +
			"called. No event is exempt for what it says to be.",
		"The order of steps in a workflow is not known. Code that runs in the sandbox already can do all that the handler can.",
		[]string{"runtime takeover", "outbound connection"},
	},
	{
		"SAS-10", "Improper exception handling and verbose error messages",
		"Stack traces, errors of databases, listings and system files are found in responses, which `WEIR_RESPONSES=block` withholds. " +
			"Weir's own refusals tell the caller the id of an incident, and no more.",
		"What the handler writes to its own log is not seen. By default responses are reported, and not withheld.",
		nil,
	},
}
