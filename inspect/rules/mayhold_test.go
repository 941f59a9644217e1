package rules

import "testing"

// What is asked before an expression is run holds wherever the expression matches.
func TestNoMatchIsPassedOver(t *testing.T) {
	for text, want := range map[string]string{
		"ok; mail the man.":           "ok; x.",
		"a;\n\tsort its words":        "a;\n\tx",
		"a|\u017fort them!":           "a|x!",
		"; cat a; read, and;look me.": "; cat a; read, and;x.",
	} {
		if got := withoutRequest(text); got != want || !mayRequest(text) {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", ";", "; mail", "; mail ", ";mail  the man", "; cat /etc/passwd", "mail the man"} {
		if mayRequest(text) {
			t.Errorf("%q may be a request", text)
		}
	}
	for text, want := range map[string]string{
		"it's": "itxs", "l'été": "lxété", "été'a": "étéxa", "' or it's": "' or itxs", "7'a": "7xa",
	} {
		if got := withoutApostrophes(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`a "Select" b`: "a x b", `"having" 'select'`: "x x", "`\u017felect`": "x", `"select" "a"`: `"select" "a"`, `"select`: `"select`, `"selects"`: `"selects"`,
	} {
		if got := withoutQuotedWord(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"img-src data: x": "img-src data x", "data:; a": "data a", "src data:": "src data", "src data:;": "src data", "xdata: a": "xdata: a",
	} {
		if got := withoutDataSource(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
