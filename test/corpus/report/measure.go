package main

import (
	"slices"

	"weir/test/corpus"
)

// results are what became of all attacks, and what the lists say of them.
type results struct {
	cases     []corpus.Case
	positives []corpus.Positive
	attacks   []corpus.Result // in events
	responses []corpus.Result // in responses
	matrix    []corpus.Result
	missed    []corpus.Entry
	noise     []corpus.Entry
}

// measure judges the corpus, the Core Rule Set's tests and the matrix.
func measure() (*results, error) {
	r := &results{}
	var combined []corpus.Case
	for _, step := range []func() error{
		func() (err error) { r.positives, err = corpus.JudgePositives(1); return }, // before any other inspection
		func() (err error) { r.cases, err = corpus.Attacks(); return },
		func() (err error) { r.attacks, err = corpus.Judge(r.cases); return },
		func() (err error) { r.responses, err = corpus.JudgeResponses(r.cases); return },
		func() (err error) { combined, err = corpus.Matrix(); return },
		func() (err error) { r.matrix, err = corpus.Judge(combined); return },
		func() (err error) { r.missed, err = corpus.Missed(); return },
		func() (err error) { r.noise, err = corpus.Noise(); return },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *results) figure() corpus.Figure { return corpus.FigureOf(r.attacks, r.positives) }

// outside are the cases that are in no event and in no response.
func (r *results) outside() []corpus.Case {
	return slices.DeleteFunc(slices.Clone(r.cases), func(c corpus.Case) bool {
		return c.Outside == "" || slices.ContainsFunc(r.responses, func(a corpus.Result) bool { return a.ID == c.ID })
	})
}
