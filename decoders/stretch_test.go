package decoders

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

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
		{"a text with some rubbish", []byte("a text with \x01 one byte too many"), []string{"a text with \x01 one byte too many"}},
		{"a serialised object", []byte("\xac\xed\x00\x05\xff\xff\xff\xff\xff\xff"), []string{"\xac\xed\x00\x05\xff\xff\xff\xff\xff\xff"}},
		{"noise", noise, nil},
		{"a short word in noise", with("<?php"), nil},
		{"a shell in noise", with(`<?php system($_GET["c"]);`), []string{`<?php system($_GET["c"]);`}},
		{"white space of databases", with("1'\x0bunion\xa0select\x0cpassword"), []string{"1'\x0bunion\xa0select\x0cpassword"}},
		{"characters beyond ASCII", with("größer oder größer"), []string{"größer oder größer"}},
		{"text at the end", append(bytes.Clone(noise), "the end of the bytes"...), []string{"the end of the bytes"}},
		{"two", with("the first of the two\x00and the second of them"), []string{"the first of the two", "and the second of them"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for s := range Stretches(c.data) {
				got = append(got, string(s))
			}
			if len(got) != len(c.want) {
				t.Fatalf("%q", got)
			}
			for i := range got {
				if got[i] != c.want[i] {
					t.Errorf("%q instead of %q", got[i], c.want[i])
				}
			}
		})
	}
}

func TestRandomBytesHoldHardlyAnyText(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 4<<20)
	for i := range data {
		data[i] = byte(random.Uint32())
	}
	n := 0
	for range Stretches(data) {
		n++
	}
	if n > 40 {
		t.Errorf("%d stretches in 4 MB", n)
	}
}
