package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
)

// archive is a result in a file: which rules matched each input, and whether it was blocked, by the input's number. It holds no
// text of the data.
type archive struct {
	Findings []finding              // each that there is, once
	Parts    map[string]archivePart // by file and form
}

// finding is what was found in an input.
type finding struct {
	Blocked bool
	Rules   []int
}

// archivePart are the inputs of one file in one form.
type archivePart struct {
	Sum      uint32 // of all that the events are made of: another sum, and numbers mean other inputs
	Numbers  []int  // each as the difference from the one before
	Findings []int  // indexes of archive.Findings
}

// partOf is the name of an input's part.
func (o *outcome) part() string { return o.file + ", " + o.form }

// finding is what was found in the input.
func (o *outcome) finding() finding {
	f := finding{Blocked: o.blocked()}
	for _, h := range o.hits {
		f.Rules = append(f.Rules, h.Rule)
	}
	return f
}

// sumOf is the sum of a part.
func (r *result) sumOf(name, form string) uint32 {
	at := slices.IndexFunc(r.files, func(f file) bool { return f.name == name })
	sum := r.files[at].sum
	switch form {
	case inSentence:
		return crc32.Update(sum, crc32.IEEETable, []byte(sentenceText))
	case inTheQuery, inTheForm, inTheJSON, inACookie, inAHeader:
		return crc32.Update(sum, crc32.IEEETable, []byte(carrierText))
	}
	return sum
}

// pack is the result as it is archive.
func (r *result) pack() archive {
	s := archive{Parts: map[string]archivePart{}}
	known := map[string]int{}
	last := map[string]int{}
	for _, o := range r.outcomes {
		f := o.finding()
		key := fmt.Sprint(f)
		if _, is := known[key]; !is {
			known[key] = len(s.Findings)
			s.Findings = append(s.Findings, f)
		}
		name := o.part()
		p, is := s.Parts[name]
		if !is {
			p.Sum = r.sumOf(o.file, o.form)
		}
		p.Numbers = append(p.Numbers, o.number-last[name])
		p.Findings = append(p.Findings, known[key])
		last[name] = o.number
		s.Parts[name] = p
	}
	return s
}

// save writes the result into a file.
func (r *result) save(name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := gzip.NewWriter(f)
	if err := json.NewEncoder(z).Encode(r.pack()); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return z.Close()
}

// load reads a saved result.
func load(name string) (*archive, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	s := &archive{}
	if err := json.NewDecoder(z).Decode(s); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return s, nil
}

// loadIf is load for a name that may be empty: nil then.
func loadIf(name string) (*archive, error) {
	if name == "" {
		return nil, nil
	}
	return load(name)
}

// findings are the findings of a part by the numbers of its inputs.
func (s *archive) findings(part string) map[int]finding {
	list := map[int]finding{}
	number := 0
	p := s.Parts[part]
	for i, step := range p.Numbers {
		number += step
		list[number] = s.Findings[p.Findings[i]]
	}
	return list
}
