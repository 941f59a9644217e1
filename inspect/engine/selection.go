package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// selected are the rules that were asked for so far, compiled. Coraza takes no rule out of, or into, a set that is
// compiled: with a rule that is new, the set is read anew. Coraza keeps the expressions that it has compiled.
type selected struct {
	now     atomic.Pointer[selection]
	growing sync.Mutex
}

// selection is a part of the Core Rule Set.
type selection struct {
	*ruleset
	has map[int]bool // ids of the rules that were asked for
}

func (s *selection) covers(suspects *Suspects) bool {
	if s == nil {
		return false
	}
	for _, id := range suspects.Rules {
		if !s.has[id] {
			return false
		}
	}
	return true
}

// leaveOut keeps the rules from a transaction that were asked for before, and not now, and the narrowing if it is not worth
// its while.
func (s *selection) leaveOut(tx any, suspects *Suspects, narrow bool) {
	remover, ok := tx.(interface {
		RemoveRuleByID(id int)
		RemoveRuleByIDRange(first, last int)
	})
	if !ok || suspects == nil {
		return
	}
	if !narrow {
		remover.RemoveRuleByIDRange(firstNarrowing, math.MaxInt)
	}
	if len(s.has) == len(suspects.Rules) {
		return
	}
	for id := range s.has {
		if !slices.Contains(suspects.Rules, id) {
			remover.RemoveRuleByID(id)
			if narrow {
				remover.RemoveRuleByID(firstNarrowing + id)
			}
		}
	}
}

// rulesetOf returns a set that holds at least the suspects. If the Core Rule Set is not as the catalogue knows it, or the
// user has rules of his own, whose effects nobody knows, that is all rules.
func (e *Engine) rulesetOf(suspects *Suspects, over func() bool) (*selection, error) {
	if suspects == nil || len(e.options.Rules) > 0 {
		return e.whole(over)
	}
	s, err := e.selected.of(suspects, over, func(s *selection, suspects *Suspects, over func() bool) (*selection, error) {
		c, err := e.catalogue()
		if err != nil {
			return nil, err
		}
		return c.grow(e.options, s, suspects, over, e.preamble()...)
	})
	switch {
	case errors.Is(err, ErrBudget):
		return nil, err
	case err != nil:
		return e.whole(over)
	}
	return s, nil
}

// growth compiles the suspects beside a selection, which may be nil, as long as there is time.
type growth func(s *selection, suspects *Suspects, over func() bool) (*selection, error)

// of returns a selection that holds at least the suspects, and lets grow compile one if there is none.
func (l *selected) of(suspects *Suspects, over func() bool, grow growth) (*selection, error) {
	if s := l.now.Load(); s.covers(suspects) {
		return s, nil
	}
	l.growing.Lock()
	defer l.growing.Unlock()
	s := l.now.Load()
	if s.covers(suspects) {
		return s, nil
	}
	grown, err := grow(s, suspects, over)
	if err != nil {
		return nil, err
	}
	l.now.Store(grown)
	return grown, nil
}

// whole is all rules, as a selection of which nothing is ever left out.
func (e *Engine) whole(over func() bool) (*selection, error) {
	set, err := e.compileAll(over)
	if err != nil {
		return nil, err
	}
	return &selection{ruleset: set}, nil
}

// grow compiles the rules of a selection, which may be nil, and the suspects, behind the preamble.
func (c *catalogue) grow(o Options, s *selection, suspects *Suspects, over func() bool, preamble ...text) (grown *selection, err error) {
	defer func() {
		if p, ok := recover().(runtime.Error); ok {
			err = fmt.Errorf("engine: panic: %w", p)
		}
	}()
	grown = &selection{has: make(map[int]bool)}
	if s != nil {
		for id := range s.has {
			grown.has[id] = true
		}
	}
	for _, id := range suspects.Rules {
		grown.has[id] = true
	}
	body, err := c.selection(o.Files, o.Paranoia, func(id int) bool { return grown.has[id] })
	if err != nil {
		return nil, err
	}
	texts := append(preamble, text{"the selection", "Include " + selectionFile})
	grown.ruleset, err = build(withSelection{o.Files, body}, over, texts)
	return grown, err
}

// selectionFile is where Coraza finds a selection: beside the data files that its rules name.
const selectionFile = "@owasp_crs/weir-selection.conf"

// withSelection is the rules' file system with a selection in it.
type withSelection struct {
	fs.FS
	body string
}

// isShipped says that Coraza reads a selection: of rules that Weir ships, whose expressions compile.
func isShipped(root fs.FS) bool {
	h, _ := root.(hurried)
	_, is := h.FS.(withSelection)
	return is
}

// ReadFile implements fs.ReadFileFS, by which Coraza reads.
func (w withSelection) ReadFile(name string) ([]byte, error) {
	if name == selectionFile {
		return []byte(w.body), nil
	}
	return fs.ReadFile(w.FS, name)
}
