package corpus

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"weir/test/crs"
)

// The shares of the matrix that must be found, in percent.
const (
	matrixFloor   = 98.0
	heldBackFloor = 98.0
	oneFloor      = 90.0 // of any source, class of attacks, or kind of field
)

// lower are the shares that must be found where rules are left out by intent: see docs/RULES.md on kinds of fields.
var lower = map[string]float64{"code": 30, "appsync-auth": 30, "cwlogs": 40}

// judgedMatrix is what becomes of the matrix, or of every seventh case where time is short: attacks, encodings and events
// all take their turns.
var judgedMatrix = sync.OnceValues(func() ([]Result, error) {
	combined, err := Matrix()
	if err != nil {
		return nil, err
	}
	var cases []Case
	for i, c := range combined {
		if !testing.Short() || i%7 == 0 {
			cases = append(cases, c)
		}
	}
	return Judge(cases)
})

func half(t *testing.T, which Half) []Result {
	t.Helper()
	results, err := judgedMatrix()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(slices.Clone(results), func(r Result) bool { return HalfOf(r.ID) != which })
}

func TestTheOpenHalfOfTheMatrixIsFoundOrListedAsMissed(t *testing.T) {
	compare(t, half(t, Open), matrixFloor)
}

// What is missed is not named: whoever sees it would write rules for it.
func TestTheHalfThatIsHeldBackIsFoundAsOftenAsTheOther(t *testing.T) {
	_, noise := lists(t)
	var n Tally
	for _, r := range half(t, HeldBack) {
		n.Count(r.Found)
		sound(t, r, noise)
	}
	if n.Share() < heldBackFloor {
		t.Errorf("%s are found, less than %.0f %%", n, heldBackFloor)
	}
}

func TestNoSourceClassOrKindOfFieldFallsBehind(t *testing.T) {
	results, err := judgedMatrix()
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]*Tally{}
	for _, r := range results {
		kind, err := FieldKind(r.Case)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{SourceOf(r.Case), r.Class, kind} {
			if parts[name] == nil {
				parts[name] = &Tally{}
			}
			parts[name].Count(r.Found)
		}
	}
	for name, n := range parts {
		floor := oneFloor
		if other, ok := lower[name]; ok {
			floor = other
		}
		if n.All >= 10 && n.Share() < floor { // of fewer, one is a tenth
			t.Errorf("%s: %s are found, less than %.0f %%", name, n, floor)
		}
	}
}

func TestEveryAttackOfTheMatrixIsKnownPlain(t *testing.T) {
	attacks, err := matrixAttacks()
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	for _, a := range attacks {
		cases = append(cases, Case{ID: a.name + "/plain/queue", Source: "sqs", Event: "sqs.body", Class: a.class, Payload: a.payload})
	}
	results, err := Judge(cases)
	if err != nil || len(results) < 80 {
		t.Fatalf("%d attacks, %v", len(results), err)
	}
	for _, r := range results {
		if !r.Found {
			t.Errorf("%s: %q scores %d", r.Part(0), r.Payload, r.Verdict.Score)
		}
	}
}

func TestTheHalvesOfTheMatrixAreAlikeAndDependOnNamesAlone(t *testing.T) {
	cases, err := Matrix()
	if err != nil {
		t.Fatal(err)
	}
	if HalfOf("union/plain/queue") != Open || HalfOf("shell/base64/rest") != HeldBack {
		t.Error("a case has changed sides: what was held back is open now, or the other way round")
	}
	whole, open := map[string]int{}, map[string]int{}
	for _, c := range cases {
		for _, part := range strings.Split(c.ID, "/") {
			whole[part]++
			if HalfOf(c.ID) == Open {
				open[part]++
			}
		}
	}
	for part, n := range whole {
		if n > 100 && (open[part] < n/3 || open[part] > 2*n/3) {
			t.Errorf("%d of %d cases with %q are in the open half", open[part], n, part)
		}
	}
}

func TestARequestWithOneArgumentHoldsAnAttack(t *testing.T) {
	if got, err := argument(crs.Request{URI: "/get?a=%27+or%201"}); got != "' or 1" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	for _, uri := range []string{"/", "/?a", "/?a=1&b=2", "/?a=%zz"} {
		if got, err := argument(crs.Request{URI: uri}); err == nil {
			t.Errorf("%s: %q", uri, got)
		}
	}
}

func TestStepsOfTheWideMatrix(t *testing.T) {
	for _, c := range []struct{ step, text, want string }{
		{"percent", "a'", "%61%27"},
		{"percent-u", "a'", "%u0061%u0027"},
		{"overlong", "a/", "a%c0%af"},
		{"base64-lines", "0123456789abcdefgh", "MDEyMzQ1Njc4OWFiY2Rl\r\nZmdo"},
		{"base64-bare", "a", "YQ"},
		{"utf-16be", "a", "\xfe\xff\x00a"},
		{"utf-7", "a", "+/v8-+AGE-"},
		{"zstd", "a", "\x28\xb5\x2f\xfd\xa0\x01\x00\x00\x00\x09\x00\x00a"},
		{"word-q", "a_b", "=?utf-8?q?a=5Fb=C2=A0?="},
		{"json-key", `a"`, `{"attributes":{"a\"":true}}`},
		{"field", "a b", "step=2&note=a+b&send="},
		{"basic", "x", "Basic YW5uOng="},
		{"xml-numbers", "ab", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<order><note>&#97;&#x62;</note></order>"},
	} {
		got, err := encode(c.step, c.text)
		if err != nil || got != c.want {
			t.Errorf("%s of %q: %q, %v; want %q", c.step, c.text, got, err, c.want)
		}
	}
}
