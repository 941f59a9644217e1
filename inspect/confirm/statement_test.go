package confirm

import (
	"strings"
	"testing"
)

// A program at the beginning of a value is one however much stands behind it.
func TestAProgramThatAValueBeginsWith(t *testing.T) {
	verdicts{
		rule: 933160,
		counts: []string{
			"unpack('a')", "exec  (a)", "exec\t(a)", "exec /* b */ (a)", "exec // b\n (a)", "gz_a()", "zlib_decode=(a)", "/* b */ chr(1)", "(system)(ls)", "['system'][0](ls);",
			"$a(1)", "$$a['b'](1)", "@$a[0]{b}(1)", "$a=@$b(1)", "unpack(" + strings.Repeat("a ", 500) + ")",
		},
		denied: []string{"[text](https://example.com)", "size (max 2 MB)", "function(a){return a}", "$a", "$(this)", "(1)(2)", "a(1)"},
	}.check(t)
	verdicts{
		rule:   941160,
		counts: []string{"x<f o r m", "\"onzoom=", "<link / a href  /= ", "<importx=", "ja&tab;vascript: ", "vbscript:a", "document /* b */ . cookie", "[].sort.call`${alert}1`"},
		denied: []string{"a <f x", "<link rel=canonical href=https://example.com>", "use `.call` here"},
	}.check(t)
}
