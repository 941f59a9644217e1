package corpus

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"weir/inspect"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// wrapper wraps attacks, and says what is found.
type wrapper struct {
	inspector *inspect.Inspector
	attacks   []attack
	places    []place
}

// theWrapper holds the attacks of the matrix that are found plain in a query, also amid a sentence and between signs of
// equality: where a rule looks at the beginning of a text only, what stands before an attack ends it, and a name or a command that
// goes on is another one.
var theWrapper = sync.OnceValues(func() (*wrapper, error) {
	inspector, err := inspectorAt(1)
	if err != nil {
		return nil, err
	}
	all, err := matrixAttacks()
	if err != nil {
		return nil, err
	}
	w := &wrapper{inspector: inspector, places: allPlaces()}
	plain := w.places[slices.IndexFunc(w.places, func(p place) bool { return p.name == "http-v2-query" })]
	for _, a := range all {
		found := true
		for _, pad := range joining {
			one, err := w.finds(wrapping{attack: a, pad: pad, place: plain})
			if err != nil {
				return nil, err
			}
			found = found && one
		}
		if found && places[a.name] == "" && a.name != "930120-13" { // which does not count in keys of objects
			w.attacks = append(w.attacks, a)
		}
	}
	return w, nil
})

// choose looks a choice up.
func (w *wrapper) choose(c choice) wrapping {
	chosen := wrapping{
		attack: w.attacks[int(c.attack)%len(w.attacks)], pad: pads[int(c.pad)%len(pads)], place: w.places[int(c.place)%len(w.places)],
	}
	for _, n := range c.chain {
		if e := encodings[int(n)%len(encodings)]; len(e.wire) > 0 {
			chosen.chain = append(chosen.chain, e)
		}
	}
	return chosen
}

// finds says whether the attack is found: whether the event is blocked, and not for what it is wrapped in.
func (w *wrapper) finds(c wrapping) (bool, error) {
	verdict, err := w.judge(c, c.attack.payload)
	if err != nil || verdict.Score < Threshold {
		return false, err
	}
	noise, err := w.judge(c, "good day")
	if err != nil {
		return false, err
	}
	// What is wrapped too deep is refused, whatever it is.
	refused := slices.ContainsFunc(verdict.Matches, func(m inspect.Match) bool {
		return (m.Rule == rules.Incomplete || m.Rule == rules.TooLarge) && m.Score >= Threshold
	})
	return refused || found(verdict, rulesOf(noise)), nil
}

func (w *wrapper) judge(c wrapping, text string) (inspect.Verdict, error) {
	event, err := c.event(text)
	if err != nil {
		return inspect.Verdict{}, err
	}
	verdict, _ := w.inspector.Inspect(context.Background(), source.Invocation{Payload: event})
	return verdict, nil
}

// check fails where a wrapping hides an attack. It says whether the wrapping is a way into a function.
func (w *wrapper) check(t *testing.T, c wrapping) bool {
	t.Helper()
	is, err := w.finds(c)
	if errors.Is(err, errNoWay) {
		return false
	}
	if err != nil {
		t.Fatal(err)
	}
	if !is {
		event, _ := c.event(c.attack.payload)
		t.Errorf("%s: not found in\n%.3000s", c, event)
	}
	return true
}

// What is found plain is found wrapped: what a handler can read as a value is judged as a value.
func FuzzWrapped(f *testing.F) {
	w, err := theWrapper()
	if err != nil {
		f.Fatal(err)
	}
	for n := range max(len(w.places), len(encodings)) {
		f.Add(uint8(n), uint8(n), uint8(n), uint8(n), uint8(0), uint8(0)) //nolint:gosec // they go round
	}
	f.Fuzz(func(t *testing.T, attack, pad, place, first, second, third uint8) {
		w.check(t, w.choose(choice{attack, pad, place, [3]uint8{first, second, third}}))
	})
}

func TestWhatIsFoundPlainIsFoundWrapped(t *testing.T) {
	w, err := theWrapper()
	if err != nil {
		t.Fatal(err)
	}
	if len(w.attacks) < 50 || len(w.places) < 150 || max(len(w.attacks), len(w.places), len(encodings)) > 256 {
		t.Fatalf("%d attacks, %d places, %d encodings: a byte has to choose among some", len(w.attacks), len(w.places), len(encodings))
	}
	random := rand.New(rand.NewPCG(12, 7)) //nolint:gosec // the same choices each time
	some := func() uint8 { return uint8(random.UintN(256)) }
	ways := 0
	for range 400 {
		if w.check(t, w.choose(choice{some(), some(), some(), [3]uint8{some(), some(), some()}})) {
			ways++
		}
	}
	if ways < 150 {
		t.Errorf("only %d of 400 choices are ways into a function", ways)
	}
}
