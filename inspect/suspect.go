package inspect

import (
	"slices"

	"weir/decoders"
	"weir/inspect/confirm"
	"weir/inspect/engine"
	"weir/inspect/rules"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

// suspect asks the sieve which rules may match a text, and says whether there are any. If that fails, the engine looks
// with all of them.
func (r *reading) suspect(f *source.Field, v *decoders.View, data []byte) (may bool) {
	suspects := &r.portion.suspects
	defer func() {
		if p := recover(); p != nil {
			r.findings.fault, may = "sieving a value: "+faultOf(p), true
			suspects.AddAll()
		}
	}()
	suspects.Begin()
	known, key := r.clean.has(data)
	if !known {
		if may = r.sieve(data); !may {
			r.clean.add(key)
		}
	}
	return r.suspectName(f, v, suspects) || may
}

// suspectName adds the rules that look at a text for the sake of its name, and says whether there are any.
func (r *reading) suspectName(f *source.Field, v *decoders.View, suspects *sieve.Suspects) bool {
	if len(f.Path)+len(v.Path) != 1 { // the names that rules know are single words
		return false
	}
	path := f.Path
	if len(path) == 0 {
		path = v.Path
	}
	return path[0].Key != nil && r.inspector.sieve.SuspectName(string(path[0].Key), suspects)
}

// sieve asks the sieve about a text, and counts the time if it may match. Once there is no time to count, a text that may
// match is as much as one that took too long.
func (r *reading) sieve(data []byte) (may bool) {
	if len(data) < timedText {
		return r.inspector.sieve.Suspect(data, &r.portion.suspects)
	}
	if r.time.sieve.empty() {
		if may = r.inspector.sieve.MayMatchUntil(r.methods.stop, data); may {
			r.judge() // what was put into the portion so far
			r.stopped = true
		}
		return may
	}
	asked := r.inspector.now()
	if r.watch(asked); r.expired() {
		return false
	}
	if len(data) > maxValue {
		r.portion.suspects.Rest()
		may = r.inspector.sieve.MayMatchUntil(r.methods.stop, data) // which rules, its windows will show
	} else {
		may = r.inspector.sieve.Suspect(data, &r.portion.suspects)
	}
	if may {
		r.expired() // a text that was left before its end is not judged
		r.time.sieve.spend(r.inspector.now().Sub(asked))
	}
	return may
}

// A text that is longer than the engine is given at once may be suspicious for harmless things alone, as doubted finds it of shorter
// ones. mostComforted is the longest of which that is asked, in bytes, since its rest takes as much memory again; and
// mostAccusing how many rules may suspect it, since to ask for each takes about as long as the sieve's first look. Of what people
// send, hardly any is suspicious to more.
const (
	mostComforted = 2 << 20
	mostAccusing  = 4
)

// comforted says that no rule may match a long text any more without what is harmless in it.
func (r *reading) comforted(f *source.Field, v *decoders.View, data []byte) bool {
	if len(data) > mostComforted {
		return false
	}
	began := r.inspector.now()
	defer func() { r.time.sieve.spend(r.inspector.now().Sub(began)) }()
	var first, second sieve.Suspects
	first.Stop, second.Stop = r.methods.stop, r.methods.stop
	defer first.Rest()
	r.inspector.sieve.Suspect(data, &first)
	accusing, all := first.Rules()
	if all || r.suspectName(f, v, &first) {
		return false
	}
	text := string(data)
	if !r.inspector.options.Unconfirmed && slices.ContainsFunc(accusing, confirm.Near) && r.deniesAll(text) {
		accusing = slices.DeleteFunc(slices.Clone(accusing), confirm.Near)
	}
	if len(accusing) > mostAccusing {
		return false
	}
	var rests rules.Rests
	for _, rule := range accusing {
		if r.stop() {
			return false
		}
		rest := rests.Without(rule, text, false)
		if rest == text {
			return false
		}
		if may, _ := r.inspector.sieve.SuspectOne([]byte(rest), rule, &second); may {
			return false
		}
	}
	return true
}

// deniesAll says that no window of a long text goes on as SQL. They are as long as what the engine is given at once.
func (r *reading) deniesAll(text string) bool {
	for start := 0; ; start += maxValue - windowOverlap {
		window := text[start:min(start+maxValue, len(text))]
		if _, denied := confirm.Denied(confirm.Match{Rule: confirm.FirstNear, Text: window, Stop: r.methods.stop}); !denied {
			return false
		}
		if start+maxValue >= len(text) {
			return true
		}
	}
}

// engineSuspects are suspects as the engine wants them, with those of every value, and those that certainly match it.
func engineSuspects(s *sieve.Suspects, byValue, certain [][]int) *engine.Suspects {
	ids, all := s.Rules()
	if all {
		return nil
	}
	return &engine.Suspects{Rules: ids, ByValue: byValue, Certain: certain, Matches: s.Matches}
}
