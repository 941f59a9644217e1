package decoders

import (
	"strings"
	"testing"
)

// The whole has been read before its pieces are: a limit that leaves some of them reads it no second time for each.
func TestALimitOfNamesReadsAWholeTextOnce(t *testing.T) {
	text := []byte("a,b\n" + strings.Repeat("x'y z,it's late\n", 500))
	whole := 0
	x := NewExpander(Limits{Names: 100})
	x.ExpandTo(text, Hint{}, func(v View) bool {
		if len(v.Data) == len(text) {
			whole++
		}
		return true
	})
	if whole != 1 {
		t.Errorf("the text was read %d times", whole)
	}
}
