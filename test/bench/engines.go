package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"

	"weir/inspect"
	"weir/inspect/source"
)

var errVerdict = errors.New("the verdict is not the expected one")

// newWeir judges a request as the event of a Function URL.
func newWeir() (judge, error) {
	inspector := inspect.New(inspect.Options{Budget: time.Minute})
	if _, err := inspector.Wait(); err != nil {
		return nil, err
	}
	return func(r request, attack bool) error {
		verdict, _ := inspector.Inspect(context.Background(), source.Invocation{ID: "1", Payload: r.event})
		if (verdict.Action == inspect.Block) != attack {
			return fmt.Errorf("%w: %s with %+v", errVerdict, verdict.Action, verdict.Matches)
		}
		return nil
	}, nil
}

// event is what a Function URL sends for the request.
func event(r request) []byte {
	headers := make(map[string]string, len(r.headers))
	for _, h := range r.headers {
		headers[h[0]] = h[1]
	}
	domain := "abc123.lambda-url.eu-west-1.on.aws"
	e := map[string]any{
		"version": "2.0", "routeKey": "$default", "rawPath": r.path, "rawQueryString": r.query, "headers": headers,
		"requestContext": map[string]any{
			"accountId": "anonymous", "apiId": "abc123", "domainName": domain, "domainPrefix": "abc123",
			"http":      map[string]string{"method": r.method, "path": r.path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
			"requestId": "6f1e2a34-7c1b-4f0e-8a55-123456789abc", "routeKey": "$default", "stage": "$default",
			"time": "23/Nov/2026:10:00:00 +0000", "timeEpoch": 1795428000000,
		},
		"isBase64Encoded": false,
	}
	if r.body != "" {
		e["body"] = r.body
	}
	return []byte(encoded(e))
}

// lifted are the limits under which stock Coraza looks at all of a request, as Weir does.
const lifted = `
SecRuleEngine DetectionOnly
SecArgumentsLimit 1000000
SecRequestBodyInMemoryLimit 13107200
SecResponseBodyAccess Off
SecAuditEngine Off
`

// newStock judges a request by Coraza with the files that come with the Core Rule Set.
func newStock() (judge, error) {
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(coreruleset.FS).WithDirectives(
		"Include @coraza.conf-recommended\nInclude @crs-setup.conf.example\n" + lifted + "Include @owasp_crs/*.conf\n"))
	if err != nil {
		return nil, err
	}
	return func(r request, attack bool) error {
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
			if _, _, err := tx.ReadRequestBodyFrom(strings.NewReader(r.body)); err != nil {
				return err
			}
		}
		if _, err := tx.ProcessRequestBody(); err != nil {
			return err
		}
		score := "0"
		if state, ok := tx.(plugintypes.TransactionState); ok {
			score = strings.Join(state.Variables().TX().Get("blocking_inbound_anomaly_score"), "")
		}
		if (len(score) > 1 || score >= "5") != attack {
			return fmt.Errorf("%w: score %s", errVerdict, score)
		}
		return nil
	}, nil
}
