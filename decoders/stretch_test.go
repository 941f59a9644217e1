package decoders

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// stretches are the texts that are read in bytes.
func stretches(data []byte) (list []string) {
	for _, v := range expand(string(data), Hint{Bytes: true}) {
		if !v.opaque {
			list = append(list, v.data)
		}
	}
	return list
}

func TestBytesAreReadInTheirStretchesOfText(t *testing.T) {
	noise := bytes.Repeat([]byte{0xff, 0x00, 0x81, 'a', 0x02}, 64)
	with := func(text string) []byte { return bytes.Join([][]byte{noise, []byte(text), noise}, nil) }
	for _, c := range []struct {
		name string
		data []byte
		want []string
	}{
		{"nothing", nil, []string{""}},
		{"a text", []byte("short"), []string{"short"}},
		{
			"a text with some rubbish", []byte("a text with \x01 one byte too many"),
			[]string{"a text with \x01 one byte too many", "a text with ", " one byte too many"},
		},
		{"a serialised object", []byte("\xac\xed\x00\x05\xff\xff\xff\xff\xff\xff"), []string{"\xac\xed\x00\x05\xff\xff\xff\xff\xff\xff"}},
		{"noise", noise, nil},
		{"a short word in noise", with("perl -e"), nil},
		{"a mark in noise", with("<?PhP"), []string{"<?PhP"}},
		{"a serialised object in noise", append(bytes.Clone(noise), "\xac\xed\x00\x05sr\x00\x01a"...), []string{"\xac\xed\x00\x05sr\x00\x01a"}},
		{"a shell in noise", with(`<?php system($_GET["c"]);`), []string{`<?php system($_GET["c"]);`}},
		{"white space of databases", with("1'\x0bunion\xa0select\x0cpassword"), []string{"1'\x0bunion\xa0select\x0cpassword"}},
		{"characters beyond ASCII", with("größer oder größer"), []string{"größer oder größer"}},
		{"text at the end", append(bytes.Clone(noise), "the end of the bytes"...), []string{"the end of the bytes"}},
		{"two", with("the first of the two\x00and the second of them"), []string{"the first of the two", "and the second of them"}},
		{"a short one in a short message", []byte("\x01\x02;cat /x\x03\x04"), []string{";cat /x"}},
		{"a document", with(`{"a":"b","c":"a%20d"}`), []string{`{"a":"b","c":"a%20d"}`, "a", "b", "c", "a%20d", "a d"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := stretches(c.data); !slices.Equal(got, c.want) {
				t.Errorf("%q instead of %q", got, c.want)
			}
		})
	}
}

// What a compression yields is bytes as well: a picture in it is no text.
func TestWhatStreamsYieldIsBytes(t *testing.T) {
	picture := "\x89PNG\r\n\x1a\n" + strings.Repeat("\xff\x00\x81\x02\xfe", 100)
	for name, value := range map[string]string{
		"gzip": gzipped(t, picture), "zlib": zlibbed(t, picture), "zstd": zstandard(t, picture), "zip": archive(t, "a.png", picture), "Base64": base64Of(picture),
	} {
		for _, v := range expand(base64Of(value), Hint{Encodings: []Encoding{Base64}}) {
			if v.data == picture && !v.opaque {
				t.Errorf("%s: a picture is taken for text", name)
			}
		}
	}
}

func TestRandomBytesHoldHardlyAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 4<<20)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	if n := len(stretches(data)); n > 40 {
		t.Errorf("%d stretches in 4 MB", n)
	}
}
