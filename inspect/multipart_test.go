package inspect

import (
	"slices"
	"strings"
	"testing"
)

func TestPartsAreReadAsEachReaderPartsABody(t *testing.T) {
	field := func(name, value string) string {
		return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value
	}
	mail := `[p.get_payload() for p in __import__('email').message_from_string('Content-Type: multipart/form-data; boundary=b1\n\n' + text).walk()]`
	// toolbelt is what MultipartDecoder of requests-toolbelt does, and bare what npm's aws-lambda-multipart-parser does.
	toolbelt := `[p.split('\r\n\r\n', 1)[1] for p in text.split('--b1') if p and p != '\r\n' and p[:4] != '--\r\n' and p[:2] != '--']`
	bare := `[p.split('\r\n\r\n')[1] for p in text.split('b1') if 'Content-Disposition' in p]`
	i := inspectorFor(t, patient())
	for _, c := range []struct {
		name, read  string
		contentType string
		text        string
	}{
		{"control", "", "", "--b1\r\n" + field("a", "x") + "\r\n--b1\r\n" + field("q", "@") + "\r\n--b1--\r\n"},
		{"lines that end in a return", mail, "", "--b1\r\n" + field("a", "it's") + "\r--b1\rContent-Disposition: form-data; name=q\r\r@\r\n--b1--\r\n"},
		{"a delimiter line that ends in a return", mail, "", "--b1\r\n" + field("a", "it's") + "\r\n--b1\r" + field("q", "@") + "\r\n--b1--\r\n"},
		{"a return before the delimiter", mail, "", "--b1\r\n" + field("a", "it's") + "\r--b1\r\n" + field("q", "@") + "\r\n--b1--\r\n"},
		{"only returns", mail, "", strings.ReplaceAll("--b1\r\n"+field("a", "it's")+"\r\n--b1\r\n"+field("q", "@")+"\r\n--b1--\r\n", "\r\n", "\r")},
		{"line feeds", mail, "", strings.ReplaceAll("--b1\r\n"+field("a", "it's")+"\r\n--b1\r\n"+field("q", "@")+"\r\n--b1--\r\n", "\r\n", "\n")},
		{"headers that end in returns", mail, "", "--b1\r\nContent-Disposition: form-data; name=q\r\r@\r\n\r\nit's\r\n--b1--\r\n"},
		{"behind the closing delimiter", toolbelt, "", "--b1\r\n" + field("a", "it's") + "\r\n--b1--\r\n\r\n--b1\r\n" + field("q", "@") + "\r\n--b1--\r\n"},
		{"inside a line", toolbelt, "", "--b1\r\n" + field("a", "it's --b1\r\n"+field("q", "@")) + "\r\n--b1--\r\n"},
		{"without hyphens", bare, "", "--b1\r\n" + field("a", "it's b1\r\n"+field("q", "@")) + "\r\n--b1--\r\n"},
		{"with something behind it", toolbelt, "", "--b1\r\n" + field("a", "it's\r\n--b1x\r\n"+field("q", "@")) + "\r\n--b1--\r\n"},
		{"in front", bare, "", field("q", "@") + "\r\n--b1\r\n" + field("a", "it's") + "\r\n--b1--\r\n"},
		{"behind, as text", "", "", "--b1\r\n" + field("a", "it's") + "\r\n--b1--\r\n@"},
		{"white space behind delimiters", mail, "", "--b1 \t\r\n" + field("a", "it's") + "\r\n--b1  \r\n" + field("q", "@") + "\r\n--b1-- \r\n"},
		{"a quoted boundary", "", `multipart/form-data; BOUNDARY="b1"`, "--b1\r\n" + field("a", "it's") + "\r\n--b1\r\n" + field("q", "@") + "\r\n--b1--\r\n"},
		{"a second boundary", "", "multipart/form-data; boundary=b2; boundary=b1", "--b2\r\n" + field("a", "it's\r\n--b1\r\n"+field("q", "@")+"\r\n--b1--") + "\r\n--b2--\r\n"},
		{"parts in a part", mail, "", "--b1\r\nContent-Disposition: form-data; name=a\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Disposition: file; filename=x\r\n\r\nit's\r\n--c\r\n" +
			"Content-Disposition: file; filename=y\r\n\r\n@\r\n--c--\r\n--b1--\r\n"},
		{"a name's charset", "", "", "--b1\r\nContent-Disposition: form-data; name=a; filename*=utf-7''it+AG8-@\r\n\r\nx\r\n--b1--\r\n"},
		{"a parameter of a disposition", "", "", "--b1\r\nContent-Disposition: form-data; name=a; charset=\"@\"\r\n\r\nx\r\n--b1--\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.read != "" {
				for _, got := range (decoder{"python3", c.read}).reads(t, []string{strings.ReplaceAll(c.text, "@", tautology)}) {
					if !strings.Contains(got, strings.ReplaceAll(tautology, "'", `\'`)) && !strings.Contains(got, tautology) {
						t.Errorf("a reader reads %q as %q", c.text, got)
					}
				}
			}
			if c.contentType == "" {
				c.contentType = "multipart/form-data; boundary=b1"
			}
			for text, bad := range map[string]bool{tautology: true, "it's late": false} {
				body := strings.ReplaceAll(c.text, "@", text)
				for place, event := range map[string]string{
					"a request":            functionURL("/", "", c.contentType, body, false),
					"a request in Base64":  functionURL("/", "", c.contentType, base64Of(body), true),
					"a record with a mail": streamed("MIME-Version: 1.0\r\nContent-Type: " + c.contentType + "\r\n\r\n" + body),
				} {
					// The engine refuses forms that it cannot read, and mails in values, whatever they hold.
					v := judgeBy(i, event)
					if found := slices.ContainsFunc(ids(v), func(id int) bool { return id/1000 == 942 }); bad && v.Action == Pass || !bad && found {
						t.Errorf("%q in %s: %s with %v, %v", text, place, v.Action, ids(v), v.Incomplete)
					}
				}
			}
		})
	}
}
