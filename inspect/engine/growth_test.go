//go:build growth

package engine

import (
	"context"
	"fmt"
	"testing"

	"weir/inspect/rules"
	measure "weir/test/growth"
)

// Each rule is asked by itself, about a value and about every part of a request: transformations and operators are Coraza's, but for
// those of this package.
func TestGrowthOfRules(t *testing.T) {
	e := engineAt(t, 4)
	list, err := e.Rules()
	if err != nil {
		t.Fatal(err)
	}
	var subjects []measure.Subject
	for _, r := range list {
		suspects := &Suspects{Rules: []int{r.ID}}
		subjects = append(subjects,
			measure.Subject{Name: fmt.Sprint("value ", r.ID), Read: func(text []byte) {
				_, _ = e.Evaluate(context.Background(), nil, []Value{{"a", string(text)}}, suspects)
			}},
			measure.Subject{Name: fmt.Sprint("request ", r.ID), Read: func(text []byte) {
				request := post("application/x-www-form-urlencoded", string(text))
				request.URI = "/a" + string(text) + "?" + string(text)
				request.Headers = append(request.Headers, Header{"Cookie", string(text)}, Header{"X-A", string(text)})
				_, _ = e.Evaluate(context.Background(), request, nil, suspects)
			}})
	}
	measure.CheckSome(t, subjects, measure.Texts(1, measure.Words(rules.Files(), "@owasp_crs/REQUEST-*.conf", "@owasp_crs/*.data", "@weir/*.conf")...), 1600)
}

func TestGrowthOfResponseRules(t *testing.T) {
	e := engineAt(t, 4)
	list, err := e.ResponseRules()
	if err != nil {
		t.Fatal(err)
	}
	var subjects []measure.Subject
	for _, r := range list {
		subjects = append(subjects, measure.Subject{Name: fmt.Sprint(r.ID), Read: func(text []byte) {
			_, _ = e.EvaluateResponse(context.Background(), Response{Status: 500, Body: string(text)}, []int{r.ID})
		}})
	}
	measure.CheckSome(t, subjects, measure.Texts(1, measure.Words(rules.Files(), "@owasp_crs/RESPONSE-*.conf", "@owasp_crs/*.data")...), 300)
}
