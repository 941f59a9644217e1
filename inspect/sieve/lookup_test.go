package sieve

import (
	"math/rand/v2"
	"testing"
)

func TestAScanFindsWhatIsWantedAndNothingElse(t *testing.T) {
	tab := load(4)
	random := rand.New(rand.NewPCG(1, 2))
	everything := tab.parts[0]
	some := 0
	for range 300 {
		var text []byte
		for range 8 {
			text = append(text, tab.literals[random.IntN(len(tab.literals)-1)].text...)
			text = append(text, " ;='"[random.IntN(4)])
		}
		var wanted parts
		for i := range wanted {
			wanted[i] = random.Uint64() & everything[i]
		}
		var room []byte
		mask := tab.classesOf(text)
		missing := wanted
		all, found := tab.scan(text, &room, mask, nil, nil), tab.scan(text, &room, mask, &missing, nil).and(wanted)
		if found != all.and(wanted) {
			t.Errorf("%q: %x, not %x", text, found, all.and(wanted))
		}
		some += found.count()
	}
	if some == 0 {
		t.Error("nothing was found")
	}
}
