package inspect

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// places are events that carry a text, each at another place.
func places(text string) map[string]string {
	return map[string]string{
		"message":   queue(text),
		"query":     functionURL("/", "q="+percentEncoded(text), "text/plain", "", false),
		"member":    functionURL("/", "", "application/json", `{"message":`+quoted(text)+`}`, false),
		"JSON text": functionURL("/", "", "text/plain", text, false),
		"record":    streamed(text),
	}
}

// harmlessText is as long as some attacks are.
const harmlessText = "Please ring twice, thanks."

func TestBase64IsReadAsLenientDecodersReadIt(t *testing.T) {
	node := decoder{"node", `Buffer.from(text, 'base64')`}
	python := decoder{"python3", `__import__('base64').b64decode(text).decode()`}
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	var list []wrapped
	for name, wrap := range map[string]func(string) string{
		"spaces":        func(s string) string { return s[:5] + " " + s[5:9] + "  " + s[9:] },
		"tabs":          func(s string) string { return s[:3] + "\t" + s[3:] },
		"exclamation":   func(s string) string { return s[:3] + "!" + s[3:8] + "!" + s[8:] },
		"dots":          func(s string) string { return s[:4] + "." + s[4:8] + ".." + s[8:] },
		"three pads":    func(s string) string { return strings.TrimRight(s, "=") + "===" },
		"trailing sign": func(s string) string { return s + "!" },
		"dash at end":   func(s string) string { return s + "-" },
		"every second":  func(s string) string { return strings.Join(strings.Split(s, ""), "*") },
		"quotes":        func(s string) string { return `"` + s[:6] + `"` + s[6:] },
		"sign in front": func(s string) string { return "*" + s },
		"lines":         func(s string) string { return s[:6] + "\r\n .\r\n" + s[6:] },
	} {
		list = append(list,
			wrapped{name + " by Node", node, wrap(encode(tautology)), wrap(encode(harmlessText))},
			wrapped{name + " by Python", python, wrap(encode(tautology)), wrap(encode(harmlessText))})
	}
	slices.SortFunc(list, func(a, b wrapped) int { return strings.Compare(a.name, b.name) })
	list = append(list,
		wrapped{"not ASCII", node, encode(tautology)[:6] + "\u00e9" + encode(tautology)[6:], encode(harmlessText)[:6] + "\u00e9" + encode(harmlessText)[6:]},
		wrapped{"padding inside", python, "JyBv=ciAxPTEtLSA=", "UGxl=YXNlIHJpbmcgdHdpY2UsIHRoYW5rcy4="},
		wrapped{"padding after each", decoder{}, encode("' ")[:4] + encode("or 1=1-- and more"), encode("a ") + encode("and more of it")},
	)
	judgeWrapped(t, tautology, list)
}

// Samples of events say of a plain text that it is Base64. Everything that a handler may read of it is judged, so nothing is hidden.
func TestABodyThatIsDeclaredAsBase64AndIsNoneIsJudgedInEveryWay(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString([]byte(tautology))
	i := inspectorFor(t, patient())
	for body, want := range map[string]Action{
		harmlessText: Pass, "Good morning, Lambda!": Pass, `{"name":"Ann's chair"}`: Pass, "": Pass, "*" + base64.StdEncoding.EncodeToString([]byte(harmlessText)): Pass,
		tautology: Block, `{"name":"` + tautology + `"}`: Block, "*" + encoded: Block, encoded[:5] + "-" + encoded[5:] + "!": Block, encoded[:5] + "." + encoded[5:]: Block,
		"Og==" + encoded + "!": Block,
	} {
		event := functionURL("/", "", "text/plain", body, true)
		if v := judgeBy(i, event); v.Action != want {
			t.Errorf("%q: %s with %v", body, v.Action, ids(v))
		}
		if v := judgeBy(i, queue(event)); v.Action == Pass != (want == Pass) {
			t.Errorf("%q in a message: %s with %v", body, v.Action, ids(v))
		}
	}
}

func TestBase64BehindAPrefixOrInAPathIsFound(t *testing.T) {
	const decode = `.toString()`
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	bare := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	rest := func(cut string) decoder { return decoder{"node", `Buffer.from(` + cut + `, 'base64')` + decode} }
	var list []wrapped
	for _, c := range []struct {
		name, before, behind string
		by                   decoder
	}{
		{"a version", "v1:", "", rest(`text.split(':')[1]`)},
		{"a bar", "x|", "|y", rest(`text.split('|')[1]`)},
		{"a key", "token=", "", rest(`text.slice(6)`)},
		{"a scheme", "Token ", "", rest(`text.split(' ')[1]`)},
		{"a path", "/files/", "/raw", rest(`text.split('/')[2]`)},
		{"a path with words", "/applications/production/", "", rest(`text.split('/')[3]`)},
		{"a hyphen", "v1-", "", rest(`text.slice(3)`)},
		{"an underscore", "enc_", "", rest(`text.slice(4)`)},
		{"a log line", "2026-11-30 10:00:00 INFO payload ", " done", rest(`text.split(' ')[4]`)},
		{"brackets", "enc(", ")", rest(`text.slice(4, -1)`)},
		{"a URL", "https://www.example.com/v?data=", "&x=1", rest(`new URL(text).searchParams.get('data')`)},
		{"a header", "a.b;q=1, ", "", rest(`text.split(', ')[1]`)},
	} {
		list = append(list, wrapped{c.name, c.by, c.before + encode(tautology) + c.behind, c.before + encode(harmlessText) + c.behind})
		if c.name != "a hyphen" {
			list = append(list, wrapped{c.name + ", base64url", c.by, c.before + bare(tautology+"x") + c.behind, c.before + bare(harmlessText+"x") + c.behind})
		}
	}
	judgeWrapped(t, tautology, list)
}
