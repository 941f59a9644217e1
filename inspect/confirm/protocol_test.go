package confirm

import "testing"

func TestMediaTypes(t *testing.T) {
	for _, rule := range []int{920420, 920470, 920600} {
		verdicts{
			rule: rule, place: Header,
			counts: []string{"%{(#nike='multipart/form-data')}", "text/html<script>", "${jndi:ldap://x}", "a/b' or 1=1", "`id`/x", "x|id"},
			denied: []string{
				"text/calendar", "image/heic", "application/x-yaml", "application/offset+octet-stream", "application/json;odata=verbose",
				"application/x-www-form-urlencoded;", `application/json; profile="https://example.org/wiki/1.2.0"`, "text/*;q=0.3, */*",
				"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "version=0.9",
			},
		}.check(t)
	}
}

func TestWhatStandsBehindTheEndOfALine(t *testing.T) {
	verdicts{
		rule:   921110,
		counts: []string{"x\r\nGET /admin HTTP/1.1", "a\nPOST / HTTP/1.0\nHost: b", "a%0d%0aDELETE / HTTP/1.1"},
		denied: []string{`192.0.2.1 - - [1/Jan/2026] "GET / HTTP/1.1" 200`, "a\n192.0.2.1 \"GET /b HTTP/1.1\" 200", "GET / HTTP/1.1"},
	}.check(t)
	verdicts{
		rule:   921120,
		counts: []string{"en\r\nSet-Cookie: a=b", "x%0aLocation: https://x", "a: b\nplain\nSet-Cookie: c=d"},
		denied: []string{"cache-control: no-store\r\ncontent-type: application/json", "date: now\nset-cookie: a=b\n"},
	}.check(t)
	verdicts{
		rule: 921130,
		counts: []string{
			"a\r\nHTTP/1.1 200 OK", "a\r\nContent-Type: text/html\r\n\r\n<html>", "x\n<html>", "<html onload=alert(1)>", "<meta http-equiv=refresh>",
			"<p>a</p>\r\n<html>", "<!DOCTYPE html>\nSet-Cookie: a=b\n\n<html>", "<html>\r\nHTTP/1.1 200 OK\r\n\r\n<html>", "<!doctype html>\n<html onload=alert(1)>", "<html>\n<meta http-equiv=refresh content=0>",
			"<html><meta charset=utf-8><meta http-equiv=Set-Cookie content=a>", `<meta http-equiv="content-type" content="text/html; charset=utf-7">`,
		},
		denied: []string{
			"http/1.1", "h2", `{"nextHopProtocol":"http/1.1"}`, "<html lang=en>", "- HTTP/1.1\n- HTTP/2", "GET / HTTP/1.1",
			"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">", "\n<html>\n<head>\n  <meta name=viewport>\n", "<html>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">\n<meta http-equiv=X-UA-Compatible content=\"IE=edge\">",
			"<!DOCTYPE html PUBLIC \"-//W3C//DTD\">\r\n<html>",
		},
	}.check(t)
	verdicts{rule: 921160, counts: []string{"\r\nRemote-Addr: h.example", "a%0d%0aX-Forwarded-For: 127.0.0.1"}, denied: []string{"a\nNote: we met", "a\r\nE-mail: ann@a.example"}}.check(t)
	verdicts{
		rule: 921140, place: Header,
		counts: []string{"a=b\r\nX-Admin: 1", "a\nHost: b"},
		denied: []string{"a=b\nc=d", "one\r\ntwo"},
	}.check(t)
}

func TestParametersThatFrameworksTakeTheirSessionFrom(t *testing.T) {
	for _, rule := range []int{943110, 943120} {
		verdicts{
			rule: rule, place: Query,
			counts: []string{"jsessionid", "PHPSESSID", "cftoken", "aspsessionid"},
			denied: []string{"sessionId", "session_id", "session-id", "SessionID"},
		}.check(t)
	}
}
