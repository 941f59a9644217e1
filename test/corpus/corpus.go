// Package corpus holds attacks on Lambda functions as events that AWS would deliver, and says which of them Weir finds.
//
// A case is data: a payload, the encodings that it travels in, and the event that carries it. What is not found is
// listed in missed.txt with the reason, so that the list is neither longer nor shorter than the truth.
//
// It also holds harmless events, in benign: what a firewall must never block. Some are told by a user what their fields are;
// those that would be blocked without that are listed in benign/undeclared.txt.
package corpus

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// Case is one attack.
type Case struct {
	ID      string   `json:"id"`      // of attacks.jsonl, or payload/encoding/event of the matrix
	Source  string   `json:"source"`  // the name under which a verdict on the event is logged
	Event   string   `json:"event"`   // the file in events, without .json
	Class   string   `json:"class"`   // the kind of attack
	Payload string   `json:"payload"` // as the handler's code would get to see it
	Binary  bool     `json:"binary"`  // the payload is bytes, given in Base64
	Wire    []string `json:"wire"`    // the steps from the payload to the event's text, innermost first
	Honest  string   `json:"honest"`  // what an honest sender would put in the payload's place; "" means a word
	Outside string   `json:"outside"` // where the attack is, if it is in no event
	Note    string   `json:"note"`
}

//go:embed attacks.jsonl missed.txt noise.txt crs-missed.txt crs-below.txt events benign texts
var files embed.FS

// Attacks returns the cases of attacks.jsonl.
func Attacks() ([]Case, error) {
	text, err := files.ReadFile("attacks.jsonl")
	if err != nil {
		return nil, err
	}
	var cases []Case
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	for d.More() {
		var c Case
		if err := d.Decode(&c); err != nil {
			return nil, fmt.Errorf("reading attacks.jsonl after %d cases: %w", len(cases), err)
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// The places in an event's file that an attack is put into. Each stands inside a JSON string.
const (
	attackPlace  = "{{attack}}"
	decodedPlace = "{{decoded}}" // the attack before the last step: AWS has undone that for the handler
)

// Bytes returns the event, as a runtime would get it.
func (c Case) Bytes() ([]byte, error) {
	page, err := files.ReadFile("events/" + c.Event + ".json")
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.ID, err)
	}
	text, decoded, err := c.encoded(c.Payload)
	if err != nil {
		return nil, fmt.Errorf("case %s: %w", c.ID, err)
	}
	fill := strings.NewReplacer(attackPlace, quoted(text), decodedPlace, quoted(decoded))
	return []byte(fill.Replace(string(page))), nil
}

// encoded is a text after all steps, and before the last one.
func (c Case) encoded(text string) (after, before string, err error) {
	if c.Binary {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return "", "", fmt.Errorf("decoding the payload: %w", err)
		}
		text = string(raw)
	}
	before = text
	for _, step := range c.Wire {
		before = text
		if text, err = encode(step, text); err != nil {
			return "", "", fmt.Errorf("step %q: %w", step, err)
		}
	}
	return text, before, nil
}

// twin is the case as an honest sender would have it, by the same way: without the steps that are attacks themselves.
func (c Case) twin() Case {
	c.Payload, c.Binary = cmp.Or(c.Honest, "hello"), false
	c.Wire = slices.DeleteFunc(slices.Clone(c.Wire), func(step string) bool {
		word, _, _ := strings.Cut(step, " ")
		return slices.Contains(hostileSteps, word)
	})
	return c
}

// Threshold is the score that counts by default.
const Threshold = 5

// Result is what became of a case.
type Result struct {
	Case
	Verdict inspect.Verdict
	Noise   []int // rules that match the honest twin too: they say nothing about the attack
	Found   bool  // the score reaches the threshold, and does so without the noise
}

// Judge inspects the events of the cases, as Weir does by default but in mode monitor and without hurry. It leaves out
// the cases that are in no event.
func Judge(cases []Case) ([]Result, error) {
	inspector, err := inspectorAt(1)
	if err != nil {
		return nil, err
	}
	cases = slices.DeleteFunc(slices.Clone(cases), func(c Case) bool { return c.Outside != "" })
	twins, at := twins(cases)
	verdicts, err := inspectAll(inspector, slices.Concat(cases, twins))
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(cases))
	for i, c := range cases {
		v, noise := verdicts[i], rulesOf(verdicts[len(cases)+at[i]])
		results[i] = Result{Case: c, Verdict: v, Noise: noise, Found: found(v, noise)}
	}
	return results, nil
}

// twins returns the honest twins of cases, each once, and for each case which one is its own.
func twins(cases []Case) (list []Case, at []int) {
	known := map[string]int{}
	for _, c := range cases {
		key := fmt.Sprint(c.Event, c.Wire, c.Honest)
		if _, is := known[key]; !is {
			known[key] = len(list)
			list = append(list, c.twin())
		}
		at = append(at, known[key])
	}
	return list, at
}

// inspectAll inspects the events of the cases.
func inspectAll(inspector *inspect.Inspector, cases []Case) ([]inspect.Verdict, error) {
	verdicts, problems := make([]inspect.Verdict, len(cases)), make([]error, len(cases))
	inParallel(len(cases), func(i int) {
		event, err := cases[i].Bytes()
		if problems[i] = err; err == nil {
			verdicts[i], _ = inspector.Inspect(context.Background(), source.Invocation{ID: cases[i].ID, Payload: event})
		}
	})
	return verdicts, errors.Join(problems...)
}

// inspectorAt makes the inspector that judges at a paranoia level, with fields of these kinds.
func inspectorAt(paranoia int, fields ...inspect.FieldKind) (*inspect.Inspector, error) {
	inspector := inspect.New(inspect.Options{
		Mode: inspect.ModeMonitor, Paranoia: paranoia, Threshold: Threshold, Budget: 10 * time.Minute, Fields: fields,
	})
	if problem, err := inspector.Wait(); problem != nil || err != nil {
		return nil, fmt.Errorf("making the inspector: %w", errors.Join(problem, err))
	}
	return inspector, nil
}

func rulesOf(v inspect.Verdict) []int {
	rules := []int{}
	for _, m := range v.Matches {
		rules = append(rules, m.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

func found(v inspect.Verdict, noise []int) bool {
	score := 0
	for _, m := range v.Matches {
		if !slices.Contains(noise, m.Rule) {
			score += m.Score
		}
	}
	return score >= Threshold && v.Score >= Threshold
}
