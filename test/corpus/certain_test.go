package corpus

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"weir/inspect"
)

// said is what a verdict says, but for the texts that matched and the event's number. Of one rule's matches in a row the order is left
// to chance.
func said(v inspect.Verdict) string {
	var all, row []string
	for i, m := range v.Matches {
		m.Text = ""
		row = append(row, fmt.Sprintf("%+v", m))
		if i+1 == len(v.Matches) || v.Matches[i+1].Rule != m.Rule {
			slices.Sort(row)
			all, row = append(all, row...), nil
		}
	}
	return fmt.Sprintln(v.Source, v.Score, v.Records, v.Bad, v.Incomplete, v.Fault, all)
}

// Where nobody asks for the texts that matched, much is judged without Coraza, and the verdict is the same.
func TestWithoutTheTextsThatMatchedTheVerdictIsTheSame(t *testing.T) {
	all, err := Attacks()
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(c Case) bool { return c.Outside != "" })
	for level := 1; level <= 4; level++ {
		var cases []Case
		for i := range all {
			if !testing.Short() || i%4 == level-1 {
				cases = append(cases, all[i])
			}
		}
		var verdicts [2][]inspect.Verdict
		for n, excerpts := range []bool{false, true} {
			inspector := inspect.New(inspect.Options{
				Mode: inspect.ModeMonitor, Paranoia: level, Budget: 10 * time.Minute, Excerpts: excerpts,
			})
			if problem, err := inspector.Wait(); problem != nil || err != nil {
				t.Fatal(errors.Join(problem, err))
			}
			if verdicts[n], err = inspectAll(inspector, cases); err != nil {
				t.Fatal(err)
			}
		}
		for i, c := range cases {
			if without, with := said(verdicts[0][i]), said(verdicts[1][i]); without != with {
				t.Errorf("level %d, %s: with texts\n%swithout\n%s", level, c.ID, with, without)
			}
		}
	}
}
