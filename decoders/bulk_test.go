package decoders

import (
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestPicturesAreNotReadAsFormsAndLinks(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	picture := make([]byte, 3<<20)
	for i := range picture {
		picture[i] = byte(random.Uint32())
	}
	for name, value := range map[string][]byte{
		"bytes":           picture,
		"Base64":          []byte(base64.StdEncoding.EncodeToString(picture)),
		"Base64 in lines": []byte(strings.Join(slices.Collect(wrapped(base64.StdEncoding.EncodeToString(picture))), "\r\n")),
	} {
		x := NewExpander(Limits{})
		for v := range x.Expand(value, Hint{Bytes: name == "bytes"}) {
			if len(v.Data) > 2*maxStretch && !v.Declared {
				t.Errorf("%s: %d bytes read by %s", name, len(v.Data), v.Via)
			}
		}
		if cuts := x.Cuts(); len(cuts) > 0 {
			t.Errorf("%s: cut %v", name, cuts)
		}
	}
}

func wrapped(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for len(text) > 76 {
			if !yield(text[:76]) {
				return
			}
			text = text[76:]
		}
		yield(text)
	}
}

func TestLongTextsAreStillReadInEveryWay(t *testing.T) {
	words := strings.Repeat("select+password+from+users+", 400)
	for name, c := range map[string]struct{ value, via string }{
		"words with plus":   {words, "form-url"},
		"percent":           {strings.Repeat("a%20long%20text%20", 400), "url"},
		"Base64 of a text":  {base64.StdEncoding.EncodeToString([]byte(words)), "base64"},
		"rubbish at an end": {strings.Repeat("a%20long%20text%20", 400) + strings.Repeat("\x01\xff", 1000), "url"},
	} {
		found := false
		for v := range NewExpander(Limits{}).Expand([]byte(c.value), Hint{}) {
			found = found || v.Via.String() == c.via
		}
		if !found {
			t.Errorf("%s: not read by %s", name, c.via)
		}
	}
}
