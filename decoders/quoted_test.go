package decoders

import "testing"

func TestQuotedPrintableIsUndone(t *testing.T) {
	for text, want := range map[string]string{
		"a=3Cb=3c":       "a<b<",
		"one=\r\ntwo":    "onetwo",
		"one= \t\ntwo":   "onetwo",
		"1=2=":           "1=2=",
		"=zz=":           "=zz=",
		"=E2=82=AC":      "€",
		"no soft\r\nend": "no soft\r\nend",
	} {
		if got, err := decodeQuoted(nil, []byte(text), quota{limit: maxLimit}); string(got) != want || err != nil {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
}

func TestEncodedWordsAreUndone(t *testing.T) {
	for text, want := range map[string]string{
		"=?utf-8?B?" + base64Of("report $(id)") + "?=": "report $(id)",
		"Re: =?UTF-8?q?=27_OR_1=3D1?= end":             "Re: ' OR 1=1 end",
		"=?a?Q?one_?= =?a?Q?two?=  =?a?B?IQ==?=":       "one two!",
		"=?a?Q?one?= and =?a?Q?two?=":                  "one and two",
		"=?a?X?one?= =?a =?a?Q?b =? x":                 "=?a?X?one?= =?a =?a?Q?b =? x",
		"=?a?Q?begins=5Fwith_=3D5F?=":                  "begins_with =5F",
		"=?a?Q?=?=":                                    "=",
		"=??Q?x?=":                                     "=??Q?x?=",
		"=?":                                           "=?",
		"no words":                                     "no words",
	} {
		if got, err := decodeWords(nil, []byte(text), quota{limit: maxLimit}); string(got) != want || err != nil {
			t.Errorf("%q reads as %q, %v", text, got, err)
		}
	}
}

func FuzzQuoted(f *testing.F) { fuzzCodec(f, Quoted) }
func FuzzWords(f *testing.F)  { fuzzCodec(f, Word) }
