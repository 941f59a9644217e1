package corpus

import (
	"context"
	"encoding/json"
	"fmt"

	"weir/inspect"
	"weir/inspect/source"
)

// inResponse is where a case says that it is, if it is in what a handler answers.
const inResponse = "a response"

// responseThreshold is the score that counts for responses by default.
const responseThreshold = 4

// JudgeResponses inspects the cases that are in a response, each as the body of an answer to a request to a Function URL.
func JudgeResponses(cases []Case) ([]Result, error) {
	inspector, err := inspectorAt(1)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, c := range cases {
		if c.Outside != inResponse {
			continue
		}
		v, err := judgeAnswer(inspector, c.ID, c.Payload)
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", c.ID, err)
		}
		results = append(results, Result{Case: c, Verdict: v, Found: v.Score >= responseThreshold})
	}
	return results, nil
}

// JudgeHonestAnswers inspects the payloads of harmless events as what a handler answers: people get to read what people
// wrote.
func JudgeHonestAnswers() ([]Result, error) {
	honest, err := Honest()
	if err != nil {
		return nil, err
	}
	inspector, err := inspectorAt(1)
	if err != nil {
		return nil, err
	}
	var results []Result
	for _, b := range honest {
		if b.Binary {
			continue
		}
		v, err := judgeAnswer(inspector, b.ID, b.Payload)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.ID, err)
		}
		results = append(results, Result{Case: b.Case, Verdict: v, Found: v.Score >= responseThreshold})
	}
	return results, nil
}

func judgeAnswer(inspector *inspect.Inspector, id, body string) (inspect.Verdict, error) {
	text, err := json.Marshal(map[string]any{"statusCode": 200, "body": body})
	if err != nil {
		return inspect.Verdict{}, err
	}
	caller := source.CallerOf(source.FunctionURL{}, source.Event{}, "function-url")
	v, _ := inspector.InspectResponse(context.Background(), source.Invocation{ID: id}, caller, source.Response{Head: text, Whole: true})
	return v, nil
}
