package source

import "testing"

func TestRepeatedNamesAreNoticedAtEveryDepth(t *testing.T) {
	for event, want := range map[string]bool{
		`{"a":1,"b":2}`:                                false,
		`{"a":1,"a":2}`:                                true,
		`{"a":{"x":1},"b":{"x":1}}`:                    false,
		`{"a":{"x":1,"y":[],"x":2}}`:                   true,
		`{"Records":[{"body":"a"},{"body":"b"}]}`:      false,
		`{"Records":[{"body":"a","n":{},"body":"b"}]}`: true,
		`[{"a":["a","a"]},{"a":"a"}]`:                  false,
		`[[{"a":1,"\u0061":2}]]`:                       true,
		`{"a":"{\"x\":1,\"x\":2}"}`:                    false, // a text: whoever reads it as a document says so
		`{"A":1,"a":2}`:                                false,
		`"a"`:                                          false,
		``:                                             false,
		`{"a":"\\\"","b":"}"}`:                         false,
	} {
		if got := Parse([]byte(event)).Repeats(); got != want {
			t.Errorf("%s: %v", event, got)
		}
	}
}
