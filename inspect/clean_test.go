package inspect

import "testing"

// Only the same text is known, whichever byte of another one differs.
func TestATextIsTakenForNoOther(t *testing.T) {
	const longest = "abcdefghijklmnopqrstuvwx"
	for length := 1; length <= cleanLength; length++ {
		text := []byte(longest[:length])
		c := &clean{}
		_, key := c.has(text)
		c.add(key)
		if known, _ := c.has(text); !known {
			t.Errorf("%q is not known again", text)
		}
		for i := range text {
			other := []byte(longest[:length])
			other[i] ^= 1
			if _, others := c.has(other); others == key {
				t.Errorf("%q is taken for %q", other, text)
			}
		}
		if _, shorter := c.has(text[:length-1]); shorter == key {
			t.Errorf("%q is taken for %q", text[:length-1], text)
		}
	}
	if _, key := (&clean{}).has([]byte(longest + "y")); key.length != 0 {
		t.Error("a long text is remembered")
	}
}
