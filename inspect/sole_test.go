package inspect

import (
	"testing"

	"weir/inspect/engine"
)

func TestWhatIsAloneUnderItsName(t *testing.T) {
	request := &engine.Request{
		URI:     "/?a=1+1&b=2&B=3&%63=4&d=%zz&e",
		Headers: []engine.Header{{Name: "Cookie", Value: "x=%27a; y=1; Y=2; z=%2527"}, {Name: "cookie", Value: "w=3"}, {Name: "Content-Type", Value: "application/x-www-form-urlencoded"}},
		Body:    []byte("f=5&g=6&g=6&a2=7"),
	}
	var s sole
	for name, want := range map[string]string{"a": "1 1", "A": "1 1", "c": "4", "e": "", "f": "5", "b": "-", "d": "-", "g": "-", "none": "-"} {
		if got, ok := s.argument(name, request).sole(); ok != (want != "-") || ok && got != want {
			t.Errorf("argument %q: %q, %v", name, got, ok)
		}
	}
	for name, want := range map[string]string{"x": "%27a", "X": "%27a", "w": "3", "y": "-", "z": "%2527", "none": "-"} {
		if got, ok := s.cookie(name, request).sole(); ok != (want != "-") || ok && got != want {
			t.Errorf("cookie %q: %q, %v", name, got, ok)
		}
	}
	other := &engine.Request{URI: "/?b=8", Body: []byte("f=9")}
	if got, ok := s.argument("b", other).sole(); !ok || got != "8" {
		t.Errorf("of another request: %q, %v", got, ok)
	}
	if _, ok := s.argument("f", other).sole(); ok {
		t.Error("a body that is no form has arguments")
	}
}
