package inspect

import (
	"fmt"
	"strings"
	"testing"
)

func TestListsOfBytesAreReadAsText(t *testing.T) {
	numbers := func(s string, signed bool) string {
		var list []string
		for _, b := range []byte(s) {
			if signed {
				list = append(list, fmt.Sprint(int8(b)))
				continue
			}
			list = append(list, fmt.Sprint(b))
		}
		return strings.Join(list, ",")
	}
	named := func(s string) string {
		var list []string
		for i, b := range []byte(s) {
			list = append(list, fmt.Sprintf(`"%d":%d`, i, b))
		}
		return "{" + strings.Join(list, ",") + "}"
	}
	both := func(name string, by decoder, wrap func(string) string) wrapped {
		return wrapped{name, by, wrap(tautology), wrap(harmlessText)}
	}
	judgeWrapped(t, tautology, []wrapped{
		both("a buffer", decoder{"node", `Buffer.from(JSON.parse(text))`}, func(s string) string { return `{"type":"Buffer","data":[` + numbers(s, false) + `]}` }),
		both("a list", decoder{"python3", `bytes(__import__('json').loads(text)['a']).decode()`}, func(s string) string { return `{"a":[ ` + strings.ReplaceAll(numbers(s, false), ",", " ,\n") + ` ]}` }),
		both("a whole text", decoder{"node", `Buffer.from(JSON.parse(text))`}, func(s string) string { return `[` + numbers(s, false) + `]` }),
		both("a list in a list", decoder{"node", `Buffer.from(JSON.parse(text)[1])`}, func(s string) string { return `[1,[` + numbers(s, false) + `]]` }),
		both("names", decoder{"node", `Buffer.from(Object.values(JSON.parse(text)))`}, named),
	})
	i := inspectorFor(t, patient())
	event := queue(`{"a":[` + numbers("é "+tautology, true) + `]}`)
	if v := judgeBy(i, event); v.Action == Pass {
		t.Errorf("%s passes", event)
	}
	for _, list := range []string{
		`[1,2,3,4,5,6,7,8,9]`, `[72,73,71,70,75,74,72,73,69,68]`, `[255,128,64,32,0,0,0,0]`, `[39,32,111,114,32,49,61,49.5,45,45]`, `[39,32,111,114,32,49,61,300,45,45]`,
		`[20,25,31,33,39,39,41,45,45,52,60,61]`,
	} {
		if v := judgeBy(i, queue(`{"a":`+list+`}`)); v.Action != Pass {
			t.Errorf("%s: %v", list, ids(v))
		}
	}
}

func TestFormsThatNobodyDeclaredHoldSpacesAndSemicolons(t *testing.T) {
	values := decoder{"node", `Object.values(require('querystring').parse(text))`}
	parted := decoder{"node", `Object.values(require('querystring').parse(text, ';'))`}
	judgeWrapped(t, tautology, []wrapped{
		{"spaces", values, "a=it's x&q=' or 1=1-- ", "a=it's x&q=it's late"},
		{"a line", values, "a=it's\n&q=' or 1=1-- &b=1", "a=it's\n&q=it's late&b=1"},
		{"semicolons", parted, "a=it's;q=' or 1=1-- ;b=", "a=it's;q=it's late;b="},
		{"encoded", parted, "a=it%27s;q=%27 or 1=1-- ;b=", "a=it%27s;q=it%27s late;b="},
		{"as cookies", decoder{"node", `Object.values(require('querystring').parse(text, '; '))`}, "a=it's; q=' or 1=1-- ", "a=it's; q=it's late"},
	})
}

// Java's DataInputStream.readUTF reads all of these, and so do readers of UTF-8 that count no bytes.
func TestOverlongSequencesAreReadAsWhatTheySpell(t *testing.T) {
	// overlong writes ASCII but letters and digits in n bytes each.
	overlong := func(text string, n int) string {
		var out []byte
		for _, c := range []byte(text) {
			if '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || c == ' ' {
				out = append(out, c)
				continue
			}
			lead := [...]byte{0, 0, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc}[n]
			if n == 2 {
				lead |= c >> 6
			}
			out = append(out, lead)
			for range n - 3 {
				out = append(out, 0x80)
			}
			if n > 2 {
				out = append(out, 0x80|c>>6)
			}
			out = append(out, 0x80|c&0x3f)
		}
		return string(out)
	}
	i := inspectorFor(t, patient())
	for n := 2; n <= 6; n++ {
		for text, bad := range map[string]bool{overlong("../../../etc/passwd", n): true, overlong(tautology, n): true, overlong("it's late (again)", n): false} {
			form := strings.ReplaceAll(percentAll(text), "%20", "+")
			for place, event := range map[string]string{
				"a form":           functionURL("/", "", "application/x-www-form-urlencoded", "a=1&q="+form, false),
				"a query":          functionURL("/", "q="+form, "text/plain", "", false),
				"a value":          queue(percentAll(text)),
				"bytes in a value": streamed(text),
				"bytes in JSON":    streamed(`{"q":"` + text + `"}`),
				"Base64":           queue(base64Of(text)),
				"loose Base64":     queue("!" + base64Of(text)), // Node's Buffer.from and Python's b64decode pass over the mark
			} {
				if v := judgeBy(i, event); (v.Action != Pass) != bad {
					t.Errorf("%s of %d bytes, %q: %s with %v", place, n, text, v.Action, ids(v))
				}
			}
		}
	}
}
