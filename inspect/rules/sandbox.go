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

// usual is how the rule spells them.
const usual = "(?:9001|9057)"

// PortsExpression is the expression of rule 1010101 with those ports that are none of the usual ones in their place. It is nil
// if there are no others: then the rule says all that there is to say.
func PortsExpression(ports []int) *regexp.Regexp {
	var others []string
	for _, port := range ports {
		if !slices.Contains(UsualPorts[:], port) {
			others = append(others, strconv.Itoa(port))
		}
	}
	if len(others) == 0 {
		return nil
	}
	text, err := own.ReadFile("runtime.conf")
	if err != nil {
		panic("a file of this package's own: " + err.Error())
	}
	before, _, _ := bytes.Cut(text, []byte(`"id:1010101,`))
	_, expression, _ := strings.Cut(string(before[bytes.LastIndex(before, []byte("\nSecRule ")):]), `"@rx `)
	expression, _, _ = strings.Cut(expression, `" \`)
	return regexp.MustCompile(strings.Replace(expression, usual, "(?:"+strings.Join(others, "|")+")", 1))
}
