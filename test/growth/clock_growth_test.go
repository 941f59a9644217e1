//go:build growth

package growth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/decoders"
	"weir/extension/quarantine"
	"weir/extension/secret"
	"weir/inspect"
	"weir/inspect/confirm"
	"weir/inspect/engine"
	"weir/inspect/libinjection"
	"weir/inspect/rules"
	"weir/inspect/sieve"
	"weir/inspect/source"
	"weir/test/growth"
)

const (
	longest = 6 << 20   // bytes, the longest that Lambda delivers
	value   = 256 << 10 // bytes, the longest text that the engine and confirmations are given
)

// of repeats a unit.
func of(unit string, bytes int) string { return strings.Repeat(unit, bytes/len(unit)) }

// clocked is all of Weir that relies on the clock: there is a text of a length that it may be given for which it takes more than an
// event can wait for. All that is not in this list takes time in proportion to its text, at a price for which there is time.
var clocked = []growth.Clocked{
	{"libinjection, SQL", "a token is folded with those around it, at up to two microseconds a byte", func(c *growth.Clock) {
		libinjection.IsSQLi(of("'-", longest), c.Stop)
	}},
	{"libinjection, markup", "a text is read five times, each in another state of a page", func(c *growth.Clock) {
		libinjection.IsXSS(of("<a b='", longest), c.Stop)
	}},
	{"sieve, an answer", "states of automata are made for the text, up to an effort by its length, and for each link of rules", func(c *growth.Clock) {
		sieves.MayMatchUntil(c.Stop, []byte(of("__proto__ constructor. ", longest)))
	}},
	{"sieve, the suspects", "all links of all rules are asked, not only as many as make an answer", func(c *growth.Clock) {
		suspects := sieve.Suspects{Stop: c.Stop}
		suspects.Begin()
		sieves.Suspect([]byte(of("' or 1=1-- <a ", longest)), &suspects)
	}},
	{"engine", "hundreds of expressions read each value, the slowest at four microseconds a byte", func(c *growth.Clock) {
		evaluate(c, nil, of("' or 1=1-- <a onload=x ", value))
	}},
	{"engine, a request", "the same, for each argument of a request, in each transformation", func(c *growth.Clock) {
		evaluate(c, &engine.Request{Method: "GET", URI: "/?" + of("a='or 1=1&", value), Protocol: "HTTP/1.1"})
	}},
	confirmation("shell", 932130, "$(", "at each place of a command up to 256 bytes are read as one"),
	confirmation("shell, behind separators", 932340, "a=b;", "at each place of a command up to 256 bytes are read as one"),
	confirmation("SQL", 942550, `"`, "at each mark and each connective up to sixteen operands are read, in eight readings of a text and three ways to read comments"),
	confirmation("SQL, in brackets", 942100, "f(", "at each mark and each connective up to sixteen operands are read, in eight readings of a text and three ways to read comments"),
	{"decoders", "a value is read in every encoding that it may have, and what comes out again", func(c *growth.Clock) {
		x := decoders.NewExpander(decoders.Limits{})
		x.Stop = c.Stop
		x.ExpandTo([]byte(of("%2527%25u0027&a=eyJh=?utf-8?q?a?=", longest)), decoders.Hint{}, func(decoders.View) bool { return true })
	}},
	{"decoders, lenient JSON", "6 MB of values without quotation marks take some hundred milliseconds", func(c *growth.Clock) {
		x := decoders.NewExpander(decoders.Limits{})
		x.Stop = c.Stop
		x.ExpandTo([]byte("["+of("a,", longest)+"]"), decoders.Hint{ContentType: "application/json"}, func(decoders.View) bool { return true })
	}},
	{"credentials", "names and shapes are looked for at every byte, in up to sixty nanoseconds", func(c *growth.Clock) {
		secret.CleanUntil(c.Stop, []byte(of("password=a&", longest)), "x")
	}},
	{"quarantine", "a document in a document is cleaned as often as it is wrapped", func(c *growth.Clock) {
		payload := quoted(`{"a":` + quoted(of("password=a&{", longest/2)) + "}")
		quarantine.Taken(source.Invocation{Payload: []byte(payload)}, inspect.Verdict{Source: "direct", Action: inspect.Block}, source.Reply{Swallows: true}, c.Stop)
	}},
	inspection("a request", func() string { return request("", of("' or 1=1-- <a onload=$(x) ", longest/2)) }),
	inspection("a query", func() string { return request(of("a='or 1=1&", longest/2), "") }),
	inspection("quotation marks", func() string { return request("", of("'-", longest/2)) }),
	inspection("commands", func() string { return request("", of("$(", longest/2)) }),
	inspection("texts in texts", func() string { return quoted(quoted(of("%2527' or ", longest/2))) }),
	inspection("strings", func() string { return "[" + of(`"' or 1=1-- union select",`, longest/2) + "1]" }),
}

// sieves and engines are made once. The engine goes by the clock of whoever asks it.
var (
	sieves  = sieve.New(4, nil)
	current *growth.Clock
	engines = sync.OnceValue(func() *engine.Engine {
		e, err := engine.New(engine.Options{Paranoia: 4, Setup: rules.Setup(), Files: rules.Files(), Now: func() time.Time { return current.Now() }})
		if err != nil {
			panic(err) // the product's own rules, which other tests compile
		}
		return e
	})
)

// timed is a context that ends by the clock.
type timed struct {
	context.Context
	end time.Time
}

func (t timed) Deadline() (time.Time, bool) { return t.end, true }

// evaluate asks all rules.
func evaluate(c *growth.Clock, request *engine.Request, texts ...string) {
	var values []engine.Value
	for _, text := range texts {
		values = append(values, engine.Value{Name: "a", Text: text})
	}
	current = c
	_, _ = engines().Evaluate(timed{context.Background(), c.End()}, request, values, nil)
}

// inspection is an event as a whole, with twice the patience to its deadline: half of that is kept free.
func inspection(name string, payload func() string) growth.Clocked {
	return growth.Clocked{Name: "inspection, " + name, Because: "it is made of all that is above", Read: func(c *growth.Clock) {
		inspector := inspect.New(inspect.Options{Paranoia: 4, Now: c.Now})
		if _, err := inspector.Wait(); err != nil {
			panic(err)
		}
		event := []byte(payload())
		c.Begin()
		verdict, _ := inspector.Inspect(context.Background(), source.Invocation{ID: "1", Payload: event, Deadline: c.End().Add(c.End().Sub(c.Now()))})
		c.Ended = c.Ended || len(verdict.Incomplete) > 0
	}}
}

// confirmation is one entry of a family's table.
func confirmation(name string, rule int, unit, because string) growth.Clocked {
	return growth.Clocked{Name: "confirmation, " + name, Because: because, Read: func(c *growth.Clock) {
		text := of(unit, value)
		c.Begin()
		confirm.Denied(confirm.Match{Rule: rule, Text: text, Stop: c.Stop})
	}}
}

func quoted(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err) // no string has one
	}
	return string(out)
}

// request is the event of a function URL.
func request(query, body string) string {
	const host = "abc123.lambda-url.eu-west-1.on.aws"
	return fmt.Sprintf(`{"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":%s,"headers":{"host":%q,"content-type":"text/plain"},`+
		`"requestContext":{"accountId":"anonymous","apiId":"abc123","domainName":%q,"domainPrefix":"abc123","http":{"method":"POST","path":"/",`+
		`"protocol":"HTTP/1.1","sourceIp":"192.0.2.7"},"requestId":"1","routeKey":"$default","stage":"$default"},"body":%s,"isBase64Encoded":false}`,
		quoted(query), host, host, quoted(body))
}

func TestGrowthIsEndedByTheClock(t *testing.T) { growth.CheckClocks(t, clocked) }
