package auditlog

import (
	"strings"
	"testing"

	"weir/inspect"
	"weir/inspect/source"
)

// clientIn is the client of a finding about a request from an address.
func clientIn(t *testing.T, o Options, arn, address string) any {
	t.Helper()
	v := blockedEvent
	v.Origin.Client = address
	inv := invocation
	inv.FunctionARN = arn
	line := written(o, func(l *Log, _ *clock) { l.Write(inv, v, Removal{}) })[0]
	if o.ClientKey != "" && strings.Contains(line, o.ClientKey) {
		t.Errorf("the key is in the line: %s", line)
	}
	if o.Client != Address && address != "" && strings.Contains(line, address) {
		t.Errorf("the address is in the line: %s", line)
	}
	return member(t, line, "client")
}

func TestAClientHasOneCodePerKey(t *testing.T) {
	const orders, other = "arn:aws:lambda:eu-central-1:123456789012:function:orders", "arn:aws:lambda:eu-central-1:123456789012:function:bills"
	const one, two = "198.51.100.7", "198.51.100.8"
	keyed := Options{ClientKey: "correct horse battery staple 7381"}
	code := clientIn(t, keyed, orders, one)
	if text, _ := code.(string); len(text) != 2*codeLength {
		t.Fatalf("got %v, want %d digits", code, 2*codeLength)
	}
	if clientIn(t, keyed, other, one) != code || clientIn(t, keyed, orders+":live", one) != code {
		t.Error("with a key, one client has several codes")
	}
	if clientIn(t, keyed, orders, two) == code || clientIn(t, Options{ClientKey: "another"}, orders, one) == code {
		t.Error("two clients, or two keys, make the same code")
	}
	own := clientIn(t, Options{}, orders, one)
	if own == code || own == nil || clientIn(t, Options{}, other, one) == own {
		t.Errorf("without a key the code is not the function's own: %v", own)
	}
	if clientIn(t, Options{}, orders+":live", one) != own || clientIn(t, Options{}, orders+":12", one) != own {
		t.Error("without a key, aliases of a function have codes of their own")
	}
}

func TestAClientIsWrittenAsWasAskedFor(t *testing.T) {
	const arn, address = "arn:aws:lambda:eu-central-1:123456789012:function:orders", "2001:db8::7"
	if got := clientIn(t, Options{Client: Address, ClientKey: "a key of some length"}, arn, address); got != address {
		t.Errorf("got %v, want the address", got)
	}
	for _, o := range []Options{{Client: Nothing}, {Client: Nothing, ClientKey: "a key of some length"}} {
		if got := clientIn(t, o, arn, address); got != nil {
			t.Errorf("got %v, want nothing", got)
		}
	}
	for _, mode := range []Client{Hashed, Address, Nothing, ""} {
		if got := clientIn(t, Options{Client: mode}, arn, ""); got != nil {
			t.Errorf("%s: an unknown address is %v", mode, got)
		}
	}
}

func TestATraceIsNamedOnlyByWhatHasTheFormOfAnID(t *testing.T) {
	const id = "1-5759e988-bd862e3fe1be46a994272793"
	for header, want := range map[string]any{
		"Root=" + id: id,
		"Self=1-1;Root=" + id + ";Parent=1;Sampled=0": id,
		"Parent=1; Root=" + id:                        id,
		"":                                            nil,
		"Root=1":                                      nil,
		"Root=1-5759e988-bd862e3fe1be46a99427279z":     nil,
		"Root=1-5759e988_bd862e3fe1be46a994272793":     nil,
		"Root=" + id + "0":                             nil,
		`Root=<script>alert(1)</script>00000000000000`: nil,
	} {
		inv := source.Invocation{ID: "1", Trace: header}
		line := written(Options{}, func(l *Log, _ *clock) { l.Write(inv, blockedEvent, Removal{}) })[0]
		if got := member(t, line, "trace_id"); got != want {
			t.Errorf("%q: got %v, want %v", header, got, want)
		}
	}
}

func TestAMatchOfTheWholeEventNamesNoField(t *testing.T) {
	for field, keys := range map[string]int{"": 0, "body": 2} {
		v := blockedEvent
		v.Matches = []inspect.Match{{Rule: 1010005, Message: "m", Score: 5, Field: field, Record: -1}}
		line := written(Options{}, func(l *Log, _ *clock) { l.Write(invocation, v, Removal{}) })[0]
		if got := strings.Count(line, `"field":`); got != keys {
			t.Errorf("field %q: %s", field, line)
		}
	}
}
