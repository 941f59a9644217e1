package source

import "strings"

// negotiation are the headers in which clients and servers negotiate. Their values have a syntax of their own, which rules
// made for arguments take for commands ("gzip, deflate") or markup. Other headers hold what a handler may use as it
// uses an argument.
var negotiation = []string{
	"accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection",
	"if-modified-since", "if-none-match", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "te", "user-agent", "via",
}

// headerKind is HeaderText for the headers of negotiation, and Unknown for all others.
func headerKind(name []byte) Kind {
	for _, known := range negotiation {
		if len(known) == len(name) && strings.EqualFold(known, string(name)) {
			return HeaderText
		}
	}
	return Unknown
}
