package rules

// Responses lists the rules for what a handler answers, by id: 1,010,700 to 1,010,799. They are raised in Go, by package
// leak, which names them by the same ids. It must not be changed.
var Responses = []Rule{
	{
		ID: 1010700, Message: "An AWS access key leaks with its secret or session token",
		Because:  "Whoever has both can act as the function.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010701, Message: "A private key leaks",
		Because:  "Whoever has it can speak, sign or decrypt as its owner.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010702, Message: "The address of a database leaks with its password",
		Because:  "Whoever can reach the database is let in.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010703, Message: "The environment of the function leaks",
		Because:  "It holds the credentials of the function, and whatever else it is configured with.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010710, Message: "A Python stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010711, Message: "A Node.js stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010712, Message: "A Java stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010713, Message: "A .NET stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010714, Message: "A Ruby stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010715, Message: "A Go stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010716, Message: "A PHP stack trace leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010717, Message: "A Rust panic leaks",
		Because:  "It names the files, libraries and lines of the function, by which an attacker finds what to try next.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"},
	},
	{
		ID: 1010720, Message: "An error of a database leaks",
		Because:  "It tells an attacker which statement his text ended up in, and what the database made of it.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010721, Message: "The listing of a directory leaks",
		Because:  "It names files that nobody was to know of.",
		Severity: "ERROR", Score: 4,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
	{
		ID: 1010722, Message: "The contents of a system file leak",
		Because:  "Only a function that reads files by a name from outside answers with one.",
		Severity: "CRITICAL", Score: 5,
		Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"},
	},
}
