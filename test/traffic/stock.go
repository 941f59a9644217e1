package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"weir/test/crs"
)

// stockSample is which lines stock Coraza judges, one in so many: it takes a hundred times as long.
const stockSample = 20

// stockForms are the forms that it judges. Those that come of the same text behave alike.
var stockForms = []string{asRequest, asGET, asPOST, asJSON, asQuery, asBody}

// compared is an input that both have judged.
type compared struct {
	outcome
	byStock bool // stock Coraza blocks it
}

// plainCoraza is Coraza with the Core Rule Set as both come. It has to be built before an inspector is.
func plainCoraza() (crs.Stock, error) {
	stock, err := crs.NewPlain()
	if err != nil {
		return stock, fmt.Errorf("making stock Coraza: %w", err)
	}
	return stock, nil
}

// compare lets stock Coraza judge a sample of what Weir has judged.
func (r *result) compare(stock crs.Stock) ([]compared, error) {
	var list []compared
	for _, o := range r.outcomes {
		if o.line%stockSample == 0 && slices.Contains(stockForms, o.form) {
			list = append(list, compared{outcome: o})
		}
	}
	problems := make([]error, len(list))
	inParallel(len(list), func(i int) { problems[i] = r.byStock(stock, &list[i]) })
	return list, first(problems)
}

// byStock judges one input.
func (r *result) byStock(stock crs.Stock, c *compared) error {
	event, err := r.event(c.outcome)
	if err != nil {
		return err
	}
	request, err := requestOf(event)
	if err != nil {
		return err
	}
	found, err := stock.Inspect(request)
	c.byStock = found.Score >= threshold
	return err
}

// requestOf is the request that an event of an HTTP API was made of.
func requestOf(event []byte) (crs.Request, error) {
	var e struct {
		RawPath, RawQueryString, Body string
		Cookies                       []string
		Headers                       map[string]string
		IsBase64Encoded               bool
		RequestContext                struct {
			HTTP struct{ Method, Protocol string }
		}
	}
	if err := json.Unmarshal(event, &e); err != nil {
		return crs.Request{}, err
	}
	r := crs.Request{Method: e.RequestContext.HTTP.Method, URI: (&url.URL{Path: e.RawPath}).EscapedPath(), Version: e.RequestContext.HTTP.Protocol, Body: e.Body}
	if e.RawQueryString != "" {
		r.URI += "?" + e.RawQueryString
	}
	for _, name := range slices.Sorted(maps.Keys(e.Headers)) {
		r.Headers = append(r.Headers, crs.Header{Name: name, Value: e.Headers[name]})
	}
	if _, ok := e.Headers["host"]; !ok {
		// The attack requests of the data have none, which the Core Rule Set counts: no front end would pass them on.
		r.Headers = append(r.Headers, crs.Header{Name: "host", Value: "api.example"})
	}
	if len(e.Cookies) > 0 {
		r.Headers = append(r.Headers, crs.Header{Name: "cookie", Value: strings.Join(e.Cookies, "; ")})
	}
	if e.IsBase64Encoded {
		body, err := base64.StdEncoding.DecodeString(e.Body)
		if err != nil {
			return crs.Request{}, err
		}
		r.Body = string(body)
	}
	return r, nil
}

// stockRow is a kind of inputs that both have judged.
type stockRow struct {
	what string
	of   selection
}

var stockRows = []stockRow{
	{"attack requests found", inFile(attackRequests)},
	{"honest requests blocked, set even", both(inFile(honestRequests), inSet("even"))},
	{"honest requests blocked, set hard", both(inFile(honestRequests), inSet("hard"))},
	{"everyday text blocked", inGroup(everyday)},
	{"technical prose blocked", inGroup(technical)},
	{"JSON bodies blocked", inGroup(bodies)},
	{"markup and code blocked", inGroup(marked)},
	{"texts of attacks found", inFile(attackTexts)},
}

// stockTable sets both side by side: what, Weir, stock Coraza, and how many inputs.
func stockTable(list []compared) [][]string {
	var rows [][]string
	for _, row := range stockRows {
		var weir, stock tally
		for i := range list {
			if row.of(&list[i].outcome) {
				weir.count(list[i].blocked())
				stock.count(list[i].byStock)
			}
		}
		if weir.all > 0 {
			rows = append(rows, []string{row.what, fmt.Sprintf("%.2f %%", weir.percent()), fmt.Sprintf("%.2f %%", stock.percent()), fmt.Sprint(weir.all)})
		}
	}
	return rows
}
