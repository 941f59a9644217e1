package crs

import (
	"errors"
	"slices"
	"strconv"
	"sync"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// stockSetup is what Weir's set-up leaves out because it does it elsewhere: reading JSON bodies, at a level of
// inspection that the test chooses, with no limit on arguments.
const stockSetup = `
SecRequestBodyAccess On
SecRequestBodyLimit 13107200
SecRequestBodyInMemoryLimit 13107200
SecArgumentsLimit 1000000
SecRule REQUEST_HEADERS:Content-Type "^application/(?:[a-z0-9.-]+[+])?json" \
    "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
SecAction "id:200099,phase:1,pass,nolog,t:none,setvar:tx.blocking_paranoia_level=4"
Include @owasp_crs/REQUEST-*.conf
Include @weir/*.conf
`

// Stock is Coraza as a web server would run it. It must be built before an engine is, because an engine replaces
// operators of the process.
type Stock struct {
	waf coraza.WAF
	// pool is around Coraza's pool of transactions, which is not safe for concurrent use if built with the tag tinygo.
	pool *sync.Mutex
}

// NewStock builds stock Coraza at paranoia level 4 with the given set-up before the Core Rule Set, and Weir's own rules
// behind it.
func NewStock(config coraza.WAFConfig, setup string) (Stock, error) {
	waf, err := coraza.NewWAF(config.WithDirectives(setup).WithDirectives(stockSetup))
	return Stock{waf, &sync.Mutex{}}, err
}

// Finding is what stock Coraza says of a request.
type Finding struct {
	Rules []int // ascending, each once
	Score int   // sum of TX:inbound_anomaly_score_pl1 to pl4
}

// Inspect gives the raw request to Coraza.
func (s Stock) Inspect(r Request) (Finding, error) {
	s.pool.Lock()
	tx := s.waf.NewTransaction()
	s.pool.Unlock()
	defer func() {
		s.pool.Lock()
		defer s.pool.Unlock()
		_ = tx.Close()
	}()
	tx.ProcessConnection("192.0.2.7", 0, "", 0)
	tx.ProcessURI(r.URI, r.Method, r.Version)
	for _, h := range r.Headers {
		tx.AddRequestHeader(h.Name, h.Value)
	}
	tx.ProcessRequestHeaders()
	if _, _, err := tx.WriteRequestBody([]byte(r.Body)); err != nil {
		return Finding{}, err
	}
	if _, err := tx.ProcessRequestBody(); err != nil {
		return Finding{}, err
	}
	state, ok := tx.(plugintypes.TransactionState)
	if !ok {
		return Finding{}, errors.New("the transaction shows no state")
	}
	var f Finding
	for level := 1; level <= 4; level++ {
		for _, text := range state.Variables().TX().Get("inbound_anomaly_score_pl" + strconv.Itoa(level)) {
			n, err := strconv.Atoi(text)
			if err != nil {
				return f, err
			}
			f.Score += n
		}
	}
	for _, m := range tx.MatchedRules() {
		id := m.Rule().ID()
		if logged, ok := m.(interface{ Log() bool }); ok && logged.Log() && id/1000 != 949 {
			f.Rules = append(f.Rules, id)
		}
	}
	slices.Sort(f.Rules)
	f.Rules = slices.Compact(f.Rules)
	return f, nil
}
