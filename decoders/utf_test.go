package decoders

import "testing"

func TestUTF16IsReadInBothOrders(t *testing.T) {
	for text, want := range map[string]string{
		"\xff\xfe<\x00b\x00":         "<b",
		"\xfe\xff\x00<\x00b":         "<b",
		"<\x00b\x00":                 "<b",
		"\x00<\x00b":                 "<b",
		"\xff\xfe=\xd8\x00\xdea\x00": "😀a",
		"\xff\xfe=\xd8a\x00":         "\ufffda",
		"\xff\xfea\x00b":             "a",
		"\xff\xfe\x00\xdc":           "\ufffd",
	} {
		if got, err := decodeUTF16(nil, []byte(text), quota{limit: maxLimit}); string(got) != want || err != nil {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
}

func TestUTF7IsUndone(t *testing.T) {
	for text, want := range map[string]string{
		"+ADw-script+AD4-alert(1)": "<script>alert(1)",
		"1 +- 1":                   "1 + 1",
		"+2D3eAA-x":                "😀x",
		"+ADwAPg b":                "<> b",
		"+":                        "",
		"a+AD":                     "a",
		"+/v8-a":                   "a",
		"+/v8APA-b":                "<b",
		"a+/v8-":                   "a\ufeff",
	} {
		if got, err := decodeUTF7(nil, []byte(text), quota{limit: maxLimit}); string(got) != want || err != nil {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
}

func TestCharsetsAreReadWhereTheyAreNamedOrMarked(t *testing.T) {
	json := `{"a":"` + canary + `"}`
	be := "\xfe\xff"
	for _, c := range json {
		be += string([]byte{byte(c >> 8), byte(c)})
	}
	utf7 := "+ACI-" + canary[1:10]
	for _, c := range []struct{ value, contentType, want string }{
		{utf16LE(json), "application/json; charset=utf-16", canary},
		{utf16LE(json)[2:], "application/json;charset=UTF-16LE", canary},
		{be[2:], "application/json; charset=utf-16be", canary},
		{be[2:], "application/json; charset=\"utf-16\"", canary},
		{be, "", canary},
		{utf16LE(json), "", canary},
		{utf7, "text/html; charset=utf-7", `"` + canary[1:10]},
		{"+/v8-" + utf7, "", "\"" + canary[1:10]},
	} {
		if views := expand(c.value, Hint{ContentType: c.contentType}); !holds(views, c.want) {
			t.Errorf("%q as %q gives %+v", c.value, c.contentType, views)
		}
	}
	if views := expand(utf7, Hint{}); len(views) > 2 {
		t.Errorf("UTF-7 is guessed: %+v", views)
	}
}

func FuzzUTF16(f *testing.F) { fuzzCodec(f, UTF16, decodeUTF16LE, decodeUTF16BE) }
func FuzzUTF7(f *testing.F)  { fuzzCodec(f, UTF7) }
