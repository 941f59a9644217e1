package confirm

import "testing"

func TestAnAddressThatTheHandlerWouldAsk(t *testing.T) {
	verdicts{
		rule: 934110,
		counts: []string{
			"http://localhost/admin", "http://127.0.0.1:8080/", "http://169.254.169.254/latest", "http://metadata.google.internal/x",
			"read http://localhost:9001/2018-06-01/runtime", "read http://127.0.0.1/server-status now", "localhost", "http://localhost.example.com/",
		},
		denied: []string{"the app runs at http://127.0.0.1:8188, as I said", "open http://localhost:3000/docs to see it", "it is at http://[::1]:5173/ now"},
	}.check(t)
	for name, denied := range map[string]bool{"redirect_uri": true, "redirect_uris[0]": true, "callback": true, "url": false, "": false} {
		for _, rule := range []int{931100, 934110} {
			if _, got := Denied(Match{Rule: rule, Place: Query, Name: name, Text: "http://127.0.0.1:53682/"}); got != denied {
				t.Errorf("%d, %q: denied %v", rule, name, got)
			}
		}
		if _, got := Denied(Match{Rule: 934110, Name: name, Text: "http://169.254.169.254/"}); got {
			t.Errorf("%q: a redirect to the metadata is denied", name)
		}
	}
}

func TestNamesOfFilesThatEndTheirMark(t *testing.T) {
	verdicts{
		rule: 920120, place: File,
		counts: []string{`a.png"; filename="a.php`, `a.png\`, "a;filename=b.php", "a\r\nContent-Type: x", "../../a.php", "a;name=b"},
		denied: []string{"O'Brien CV.pdf", "a;b.txt", "x=1.csv", "it's 5 o'clock; really.docx"},
	}.check(t)
}

// A page of a developer's own server is named where browsers name pages. A port of the sandbox's own services is nobody's page.
func TestAPageOfADevelopersServer(t *testing.T) {
	for _, rule := range []int{931100, 934110, 934190} {
		for _, name := range []string{
			"referer", "origin", "logout_uri", "returnurl", "success_url", "cancel_url", "relaystate", "next", "continue", "back", "pageurl", "csp-report.document-uri", "redirectto", "callbackurl",
		} {
			for _, page := range []string{"http://localhost:3000/", "http://localhost:5173/a?b=c", "http://127.0.0.1:5500/", "http://localhost/"} {
				if _, denied := Denied(Match{Rule: rule, Place: Header, Name: name, Text: page}); !denied {
					t.Errorf("%d, %s: %s counts", rule, name, page)
				}
			}
			for _, service := range []string{
				"http://localhost:2773/secretsmanager/get?secretId=x", "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next", "http://localhost:02773/a", "http://localhost:2772/", "http://localhost:80/",
			} {
				if _, denied := Denied(Match{Rule: rule, Place: Header, Name: name, Text: service}); denied {
					t.Errorf("%d, %s: %s is denied", rule, name, service)
				}
			}
		}
		for _, name := range []string{"", "url", "image", "webhook", "backend", "nextcloud", "feedback.url"} {
			if _, denied := Denied(Match{Rule: rule, Place: Query, Name: name, Text: "http://localhost:3000/"}); denied {
				t.Errorf("%d, %s: is denied", rule, name)
			}
		}
	}
}
