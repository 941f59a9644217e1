package decoders

import (
	"slices"
	"strings"
	"testing"
)

func TestBase64IsUndoneInEveryAlphabet(t *testing.T) {
	const want = "<?\xff\xfe>"
	for _, text := range []string{"PD///j4=", "PD///j4", "PD___j4", "PD_/_j4=", "PD//\r\n/j4=\n", " PD// /j4 ", "PD///j4=="} {
		if got, err := decodeBase64(nil, []byte(text), quota{limit: maxLimit}); string(got) != want || err != nil {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"PD///", "PD/*/j4=", "PD=/j4", "a", "YQ===", "YQ==YQ=="} {
		if got, err := decodeBase64(nil, []byte(text), quota{limit: maxLimit}); err == nil {
			t.Errorf("%q reads as %q", text, got)
		}
	}
}

func TestLenientDecodersAreFollowedBothWays(t *testing.T) {
	for _, c := range []struct{ text, over, anew string }{
		{"YW*Jj", "abc", "abc"},
		{"YQ==Yg==", "a\x06 ", "ab"},
		{"YWJj====ZGVm", "abcdef", "abcdef"},
		{"!!", "", ""},
	} {
		over, _ := decodeLenient(nil, []byte(c.text), quota{limit: maxLimit})
		anew, _ := decodeConcatenated(nil, []byte(c.text), quota{limit: maxLimit})
		if string(over) != c.over || string(anew) != c.anew {
			t.Errorf("%q reads as %q and as %q", c.text, over, anew)
		}
	}
}

func TestBase64IsTriedWhereItMakesSense(t *testing.T) {
	attack := "cat /etc/passwd; id"
	b := base64Of(attack)
	for value, want := range map[string]string{
		b:                             attack,
		"  " + b + "\n":               attack,
		strings.TrimRight(b, "="):     attack,
		base64Of(attack + "\xff\x00"): attack + "\xff\x00",
		"data:image/svg+xml;base64," + base64Of("<svg onload=x>"):      "<svg onload=x>",
		"see <img src='data:image/gif;BASE64," + b + "'> and":          attack,
		"data:;base64,eA== data:;base64," + b:                          attack,
		"Basic YTpi":                                                   "b",
		"basic " + base64Of("a:' or 1"):                                "' or 1",
		"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA==":                         "\xac\xed\x00\x05sr\x00\x11java.util.HashMap",
		"gASVIQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAZwcmludGWUhZRSlC4=": "\x80\x04\x95!\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x06printe\x94\x85\x94R\x94.",
	} {
		view, ok := find(expand(value, Hint{}), want)
		if !ok || view.via != "base64" || view.plain || view.declared {
			t.Errorf("%q gives %+v", value, expand(value, Hint{}))
		}
	}
}

func TestThePartsOfATokenAreRead(t *testing.T) {
	const token = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJ1c2VybmFtZSI6InZpY3RpbSIsImFkbWluIjp0cnVlfQ."
	for _, value := range []string{token, "Bearer " + token, "bearer  " + token + "c2ln"} {
		views := expand(value, Hint{})
		header, _ := find(views, `{"alg":"none","typ":"JWT"}`)
		claims, _ := find(views, `{"username":"victim","admin":true}`)
		name, _ := find(views, "victim")
		if !header.document || !claims.document || name.path != "username" || name.via != "base64" {
			t.Errorf("%q gives %+v", value, views)
		}
	}
}

func TestAShortClaimIsReadBehindAHeader(t *testing.T) {
	if views := expand("eyJhbGciOiJub25lIn0.eyJhIjoiJyJ9.", Hint{}); !holds(views, "'") {
		t.Errorf("missed in %+v", views)
	}
}

func TestPicturesAreNoText(t *testing.T) {
	noise := make([]byte, 30_000)
	state := uint32(7)
	for i := range noise {
		state = state*1664525 + 1013904223
		noise[i] = byte(state >> 24)
	}
	for _, magic := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0\x00\x10JFIF", "GIF89a"} {
		value := "data:image/x;base64," + base64Of(magic+string(noise))
		for _, text := range texts(expand(value, Hint{})) {
			if !strings.HasPrefix(text, "data:") {
				t.Errorf("%.10q gives %.40q", magic, text)
			}
		}
	}
}

func TestBase64OfTextIsFoundWhateverItsLength(t *testing.T) {
	for n := 12; n < 300; n++ {
		text := strings.Repeat("' OR 1=1 -- ", n/12+1)[:n]
		if !slices.Contains(texts(expand(base64Of(text), Hint{})), text) {
			t.Errorf("%d bytes are missed", n)
		}
	}
}

func FuzzBase64(f *testing.F) { fuzzCodec(f, Base64, decodeLenient, decodeConcatenated) }
