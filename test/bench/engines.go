package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
	"github.com/corazawaf/coraza/v3"

	"weir/inspect"
	"weir/inspect/source"
)

// judge judges one job and says whether it holds an attack. It fails if something was not looked at.
type judge func(j job) (bad bool, err error)

var errUnseen = errors.New("not all was looked at")

// newWeir judges events, with time for all of it.
func newWeir() (judge, error) {
	inspector := inspect.New(inspect.Options{Budget: time.Hour})
	if _, err := inspector.Wait(); err != nil {
		return nil, err
	}
	return func(j job) (bool, error) {
		verdict, _ := inspector.Inspect(context.Background(), source.Invocation{ID: "1", Payload: j.event, Deadline: time.Now().Add(time.Hour)})
		if len(verdict.Incomplete) > 0 || verdict.Fault != "" {
			return false, fmt.Errorf("%w: %v %s", errUnseen, verdict.Incomplete, verdict.Fault)
		}
		return verdict.Action != inspect.Pass, nil
	}, nil
}

// lifted are the limits under which stock Coraza looks at all of a request, as Weir does.
const lifted = `
SecRuleEngine DetectionOnly
SecArgumentsLimit 1000000
SecRequestBodyInMemoryLimit 13107200
SecResponseBodyAccess Off
SecAuditEngine Off
`

// blocking is the rule of the Core Rule Set that matches when the score of a request has reached the threshold.
const blocking = 949110

// stockCoraza is the one that Weir is compared with. It has to be built before Weir, whose operators take the place of Coraza's in the
// whole process: those of rules that are compiled already stay as they are.
var stockCoraza = sync.OnceValues(newStock)

// newStock judges requests by Coraza with the files that come with the Core Rule Set.
func newStock() (judge, error) {
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(coreruleset.FS).WithDirectives(
		"Include @coraza.conf-recommended\nInclude @crs-setup.conf.example\n" + lifted + "Include @owasp_crs/*.conf\n"))
	if err != nil {
		return nil, err
	}
	return func(j job) (bad bool, err error) {
		for _, r := range j.requests {
			found, err := evaluate(waf, r)
			if err != nil {
				return false, err
			}
			bad = bad || found
		}
		return bad, nil
	}, nil
}

func evaluate(waf coraza.WAF, r request) (bad bool, err error) {
	tx := waf.NewTransaction()
	defer func() { _ = tx.Close() }() // only temporary files could fail, and there are none
	tx.ProcessConnection("192.0.2.1", 1234, "192.0.2.2", 443)
	uri := r.path
	if r.query != "" {
		uri += "?" + r.query
	}
	tx.ProcessURI(uri, r.method, "HTTP/1.1")
	for _, h := range r.headers {
		tx.AddRequestHeader(h[0], h[1])
	}
	tx.ProcessRequestHeaders()
	if r.body != "" {
		_, taken, err := tx.ReadRequestBodyFrom(strings.NewReader(r.body))
		if err != nil {
			return false, err
		}
		if taken != len(r.body) {
			return false, fmt.Errorf("%w: %d bytes of %d", errUnseen, taken, len(r.body))
		}
	}
	if _, err := tx.ProcessRequestBody(); err != nil {
		return false, err
	}
	for _, m := range tx.MatchedRules() {
		if m.Rule().ID() == blocking {
			return true, nil
		}
	}
	return false, nil
}
