package rules

import "slices"

// LeftOutAt are rules whose matches do not count where a part of the request is judged as a value, as it came. In its own place,
// and in what comes of decoding it, they count.
type LeftOutAt struct {
	Part        string // as findings name it: "path", "headers.referer"
	First, Last int    // ids of the rules, both included
	Because     string
	unless      func(text string) bool // the text that matched has this: then the match counts all the same
}

// Places lists what is left out, by part and id. It must not be changed.
//
// The count behind a line is how many of 19,638 recorded honest requests the rule matched there, and how many of these were refused for
// it alone. A line goes once the rule is told apart from such requests by something better than its place.
var Places = []LeftOutAt{
	{"path", 932260, 932260, "pages and routes are named as programs are: /accounts/SetSID; with a blank behind it, it may be one", has(`[\s+;|&$%]`)}, // 1, 1
	{"headers.referer", 932235, 932235, "& parts the arguments of a query, and hostname is one", nil},                                                  // 5, 5
	{"headers.referer", 931130, 931130, "a browser names the page that it comes from, often of another site", nil},                                     // at level 2, of 1,964: 298 refused
	{"headers.origin", 931130, 931130, "a browser names the site that asks, often another one", nil},                                                   // at level 2, of 1,964: 127 refused
}

// CountsAt says whether a match of a rule counts in a part of the request that is judged as a value.
func CountsAt(part string, rule int, text string) bool {
	return !slices.ContainsFunc(Places, func(l LeftOutAt) bool {
		return l.Part == part && l.First <= rule && rule <= l.Last && (l.unless == nil || !l.unless(text))
	})
}
