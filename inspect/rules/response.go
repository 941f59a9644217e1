package rules

// Responses lists the rules for what a handler answers, by id: 1,010,700 to 1,010,799. They are raised in Go, by package
// leak, which names them by the same ids. It must not be changed.
var Responses = []Rule{
	{ID: 1010700, Message: "An AWS access key leaks with its secret or session token", Severity: "CRITICAL", Score: 5, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010701, Message: "A private key leaks", Severity: "CRITICAL", Score: 5, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010702, Message: "The address of a database leaks with its password", Severity: "CRITICAL", Score: 5, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010703, Message: "The environment of the function leaks", Severity: "CRITICAL", Score: 5, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010710, Message: "A Python stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010711, Message: "A Node.js stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010712, Message: "A Java stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010713, Message: "A .NET stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010714, Message: "A Ruby stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010715, Message: "A Go stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010716, Message: "A PHP stack trace leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010717, Message: "A Rust panic leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/TRACE", "SAS-10", "attack-disclosure"}},
	{ID: 1010720, Message: "An error of a database leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010721, Message: "The listing of a directory leaks", Severity: "ERROR", Score: 4, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
	{ID: 1010722, Message: "The contents of a system file leak", Severity: "CRITICAL", Score: 5, Tags: []string{"WEIR", "WEIR/LEAK", "SAS-7", "attack-disclosure"}},
}
