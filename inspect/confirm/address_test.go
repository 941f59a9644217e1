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
