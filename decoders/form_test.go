package decoders

import (
	"fmt"
	"slices"
	"testing"
)

func TestTheFieldsOfAFormAreRead(t *testing.T) {
	hint := Hint{ContentType: "Application/X-WWW-Form-URLencoded; charset=UTF-8"}
	var got []string
	for _, v := range expand("a=1+2&b%5B%5D=%27x%27&c&=d&&e=%7B%22f%22%3A%22g%22%7D&h=%2527", hint)[1:] {
		got = append(got, fmt.Sprintf("%s|%s|%q|%v|%v", v.path, v.via, v.data, v.name, v.plain))
	}
	want := []string{
		`a||"a"|true|true`, `a|form-url|"1 2"|false|true`,
		`b\[\]|form-url|"b[]"|true|true`, `b\[\]|form-url|"'x'"|false|true`, `c||"c"|true|true`, `||"d"|false|true`,
		`e||"e"|true|true`, `e|form-url|"{\"f\":\"g\"}"|false|true`, `e → f|form-url|"f"|true|false`, `e → f|form-url|"g"|false|false`,
		`h||"h"|true|true`, `h|form-url|"%27"|false|true`, `h|form-url>url|"'"|false|false`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestBase64ThatLostItsPlusInAFormIsRead(t *testing.T) {
	// The Base64 of text that has a "+" in it.
	const text, encoded = "x>>>>?>x union select password", "eD4+Pj4/PnggdW5pb24gc2VsZWN0IHBhc3N3b3Jk"
	var got []string
	for _, v := range expand("a="+encoded+"&b=1", Hint{ContentType: "application/x-www-form-urlencoded"}) {
		got = append(got, v.data)
	}
	if !slices.Contains(got, text) {
		t.Errorf("read %q", got)
	}
}

func TestOnlyWhatLooksLikeAFormIsReadAsOne(t *testing.T) {
	for value, form := range map[string]bool{
		"a=b&c=d":                     true,
		"user[name]=x&user.id=%27&p=": true,
		"a=b":                         false,
		"a=b&c":                       false,
		"&a=b":                        false,
		"a=b&&c=d":                    false,
		"=b&c=d":                      false,
		"a=b & c=d":                   false,
		"a=it's x&c=' or 1":           true,
		"a=b&c=d\n":                   true,
		"a='b';c=%20":                 true,
		"a=it's; c=\"d\";":            true,
		"a=b;c=d":                     false,
		"color: 'x'; a=b":             false,
		"text/html; a='b'; c=d":       false,
		"a='b';c":                     false,
		"https://x.example/?a=b&c=d":  false,
		"if (a=='x'&b=='y')":          false,
		"<a href=x&y=z>":              false,
		"AT&T=good":                   false,
	} {
		if got := len(expand(value, Hint{})) > 2; got != form {
			t.Errorf("%q: %v", value, texts(expand(value, Hint{})))
		}
	}
}

func FuzzFormDocument(f *testing.F) {
	f.Add([]byte("a=1+2&b%5B%5D=%27x%27&c&=d&&e=%7B%22f%22%3A%22g%22%7D"))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkExpand(t, data, Hint{ContentType: "application/x-www-form-urlencoded"}, Limits{Depth: 3, Expansion: 1 << 16})
	})
}
