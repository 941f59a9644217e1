package rules

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// UsualPorts are the ports that rule 1010101 knows: where Lambda puts the Runtime API, and where Weir listens by default.
var UsualPorts = [...]int{9001, 9057}

// usualPorts is how the rule spells them, and beforeHost what it lets stand before a host.
const (
	usualPorts = "(?:9001|9057)"
	beforeHost = `\A\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]*(?:[^/\\\s@?#]*@)?`
)

// Ports finds texts that begin with an address inside the sandbox and one of some ports. The nil Ports finds none.
type Ports struct{ host *regexp.Regexp }

// PortsOf looks for the ports that are none of the usual ones, as rule 1010101 does for those. It is nil if there are no
// others: then the rule says all that there is to say.
func PortsOf(ports []int) *Ports {
	var others []string
	for _, port := range ports {
		if !slices.Contains(UsualPorts[:], port) {
			others = append(others, strconv.Itoa(port))
		}
	}
	if len(others) == 0 {
		return nil
	}
	expression := strings.Replace(portsExpression(), usualPorts, "(?:"+strings.Join(others, "|")+")", 1)
	return &Ports{regexp.MustCompile(strings.Replace(expression, beforeHost, `\A`, 1))}
}

// portsExpression is that of rule 1010101.
func portsExpression() string {
	text, err := own.ReadFile("runtime.conf")
	if err != nil {
		panic("a file of this package's own: " + err.Error())
	}
	above, _, _ := bytes.Cut(text, []byte(`"id:1010101,`))
	_, expression, _ := strings.Cut(string(above[bytes.LastIndex(above, []byte("\nSecRule ")):]), `"@rx `)
	expression, _, _ = strings.Cut(expression, `" \`)
	return expression
}

// Begin says whether a text begins with such an address. What may stand before a host is as long as its sender likes, and is
// passed over here: an expression takes ten times as long.
func (p *Ports) Begin(text []byte) bool {
	text = bytes.TrimLeft(text, "\t\n\f\r ")
	return p.behind(text) || p.behind(withoutScheme(text))
}

// behind looks behind slashes, and behind a user.
func (p *Ports) behind(text []byte) bool {
	text = bytes.TrimLeft(text, `/\`)
	if p.host.Match(text) {
		return true
	}
	end := bytes.IndexAny(text, "/\\\t\n\f\r @?#")
	return end >= 0 && text[end] == '@' && p.host.Match(text[end+1:])
}

// withoutScheme returns nothing of a text without a scheme.
func withoutScheme(text []byte) []byte {
	end := 0
	for end < len(text) && isOfScheme(text[end]) {
		end++
	}
	if end == 0 || end == len(text) || text[end] != ':' || !isLetter(rune(text[0])) {
		return nil
	}
	return text[end+1:]
}

func isOfScheme(c byte) bool {
	return isLetter(rune(c)) || '0' <= c && c <= '9' || c == '+' || c == '.' || c == '-'
}
