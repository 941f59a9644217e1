package source

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestRewriteTakesItemsOutAndLeavesTheRest(t *testing.T) {
	for _, c := range []struct{ text, drop, add, want string }{
		{`[ 1 , 2 , 3 ]`, "", "", `[ 1 , 2 , 3 ]`},
		{`[ 1 , 2 , 3 ]`, "0", "", `[ 2 , 3 ]`},
		{`[ 1 , 2 , 3 ]`, "1", "", `[ 1 , 3 ]`},
		{`[ 1 , 2 , 3 ]`, "2", "", `[ 1 , 2 ]`},
		{`[ 1 , 2 , 3 ]`, "01", "", `[ 3 ]`},
		{`[ 1 , 2 , 3 ]`, "12", "", `[ 1 ]`},
		{`[ 1 , 2 , 3 ]`, "02", "", `[ 2 ]`},
		{`[ 1 , 2 , 3 ]`, "012", "", `[  ]`},
		{`[ 1 , 2 , 3 ]`, "012", "4", `[4  ]`},
		{`[ 1 , 2 , 3 ]`, "02", "4", `[ 2,4 ]`},
		{`[ 1 , 2 , 3 ]`, "", "4", `[ 1 , 2 , 3,4 ]`},
		{`[ ]`, "", "4", `[4 ]`},
		{`{"a" : 1.0e+2 , "b]" : {"c":"}"} ,"d":null}`, "1", `"e":0`, `{"a" : 1.0e+2 , "d":null,"e":0}`},
		{`{"a\"":[1,{}],"b":2}`, "0", "", `{"b":2}`},
		{`{"a":-1}`, "0", "", `{}`},
	} {
		x := edits{text: []byte(c.text)}
		x.rewrite(0, func(n int, _ item) bool { return strings.Contains(c.drop, fmt.Sprint(n)) }, c.add)
		if got := string(x.apply()); got != c.want {
			t.Errorf("%s without %q and with %q: %s, want %s", c.text, c.drop, c.add, got, c.want)
		}
	}
}

// A batch is the text of its records, and of what stands between them. Taking records out has to leave each other
// record's text as it is, in order, and all that is outside the array.
func TestWithoutLeavesEveryOtherRecordByteForByte(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	spaces := []string{"", " ", "\n  ", "\t", "\r\n"}
	space := func() string { return spaces[random.IntN(len(spaces))] }
	for range 2000 {
		records := make([]string, random.IntN(8))
		for i := range records {
			records[i] = fmt.Sprintf(`{%s"messageId":"m%d","big":12345678901234567890.10,"n":null,%s"body":%q,"eventSource":"aws:sqs","z":[1,%s{}]}`,
				space(), i, space(), strings.Repeat(`],"}`, random.IntN(4)), space())
		}
		head := space() + `{"a":1e400,` + space() + `"Records":["not these"],"Records"` + space() + `:`
		tail := space() + `, "records":[0,1,2], "z":[{}]}` + space()
		var array strings.Builder
		array.WriteString("[" + space())
		for i, r := range records {
			if i > 0 {
				array.WriteString(space() + "," + space())
			}
			array.WriteString(r)
		}
		array.WriteString(space() + "]")
		payload := head + array.String() + tail

		var bad []int
		var want []string
		for i := range records {
			if random.IntN(2) == 0 {
				bad = append(bad, i)
			} else {
				want = append(want, records[i])
			}
		}
		outcome := SQS{}.Without(Parse([]byte(payload)), bad, testNote, Policy{})
		if len(want) == 0 {
			if reply, ok := outcome.(Reply); !ok || string(reply.Payload) != `{"batchItemFailures":[]}` {
				t.Fatalf("with nothing left: %+v", outcome)
			}
			continue
		}
		got := string(outcome.(Forward).Payload)
		inner, ok := strings.CutPrefix(got, head)
		inner, ok2 := strings.CutSuffix(inner, tail)
		if !ok || !ok2 {
			t.Fatalf("the event outside its records changed: %s of %s", got, payload)
		}
		var left []json.RawMessage
		if err := json.Unmarshal([]byte(inner), &left); err != nil {
			t.Fatalf("%v: %s", err, inner)
		}
		if !slices.EqualFunc(left, want, func(l json.RawMessage, w string) bool { return string(l) == w }) {
			t.Fatalf("without %v: %s of %s", bad, inner, array.String())
		}
	}
}
