package confirm

import "strings"

// address is about addresses of the function's own machine and network, which a handler would ask for the sender.
var address = &family{"address", []rule{
	{931100, 931100, "no address that the handler would ask: the caller's browser is sent there", asksItself},
	{934110, 934110, "no address that the handler would ask: the caller's browser is sent there", asksItself},
	{934190, 934190, "no address that the handler would ask: the caller's browser is sent there", asksItself},
}}

// asksItself says that a server would ask an address. A redirect of OAuth to the caller's own machine is for his browser (RFC 8252), and
// in a sentence a developer's own server stands with its port.
func asksItself(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(strings.TrimSpace(text))
		redirect := isForBrowser(m.Name)
		sentence := strings.ContainsAny(text, " \n")
		found := false
		for rest := text; ; {
			_, after, more := strings.Cut(rest, "://")
			if !more {
				break
			}
			found = true
			host := after
			if end := strings.IndexAny(host, "/?# \t\r\n\"'<>\\"); end >= 0 {
				host = host[:end]
			}
			host = strings.TrimRight(host, ".,;:!)}")
			if !isLoopback(host) || !isDevelopers(host) && !(redirect && !hasPort(host)) || !redirect && !sentence {
				return true
			}
			rest = after
		}
		return !found
	})
}

// isForBrowser says that a field of that name tells where the caller's browser is, or goes next.
func isForBrowser(name string) bool {
	name = strings.NewReplacer("_", "", "-", "").Replace(name[strings.LastIndexByte(name, '.')+1:])
	return pageNames.has(name) || holdsAnyOf(name, "redirect", "callback", "returnto", "returnur", "origin", "logoutur", "postlogout", "successur", "cancelur", "pageur")
}

// pageNames are names of such fields, without the marks between their words. document-uri is that of reports about a page's policy.
var pageNames = words{"referer", "referrer", "relaystate", "next", "continue", "back", "documenturi"}

// isLoopback says that a host is the machine itself, written as people write it, with a port or none.
func isLoopback(host string) bool {
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]"} {
		rest, begins := strings.CutPrefix(host, name)
		if begins && (rest == "" || rest[0] == ':' && strings.Trim(rest[1:], "0123456789") == "") {
			return true
		}
	}
	return false
}

// isDevelopers says that a host has a port that no service of the sandbox listens on: those have 80, 2772, 2773, 9001 and 9057.
func isDevelopers(host string) bool {
	if !hasPort(host) {
		return false
	}
	switch port := strings.TrimLeft(host[strings.LastIndexByte(host, ':')+1:], "0"); port {
	case "80", "443", "2000", "2772", "2773", "9001", "9057", "3306", "5432", "6379", "11211", "22", "25", "389", "636":
		return false
	default:
		return len(port) >= 3 && len(port) <= 5
	}
}

// hasPort says that a host that is the machine itself has a port.
func hasPort(host string) bool {
	at := strings.LastIndexByte(host, ':')
	return at >= 0 && !strings.HasSuffix(host, "]")
}
