package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// threshold is the score that counts by default.
const threshold = 5

// where is a set of parts of a request.
type where uint8

// The parts, each a bit, in the order of their names.
const (
	cookie where = 1 << iota
	header
	query
	body
	path
	elsewhere
)

var whereNames = [...]string{"cookie", "header", "query", "body", "path", "other"}

// hit is a rule that matched an input.
type hit struct {
	Rule   int
	Points int // all its matches together
	where  where
}

// outcome is what became of an input.
type outcome struct {
	file, form string
	line       int // index in the file
	number     int // of the input
	shelf      shelf
	hostile    bool
	score      int
	hits       []hit // by rule
}

func (o *outcome) blocked() bool { return o.score >= threshold }

// without says whether the input would pass without the rule.
func (o *outcome) without(h hit) bool { return o.blocked() && o.score-h.Points < threshold }

// result is what became of all inputs that were judged, in the order of the files and lines.
type result struct {
	files    []file
	sample   int
	outcomes []outcome
}

// inspector judges as Weir does by default, but blocks nothing and takes the time that it needs.
func inspector(explain bool) (*inspect.Inspector, error) {
	i := inspect.New(inspect.Options{
		Mode: inspect.ModeMonitor, Threshold: threshold, Budget: 24 * time.Hour, Explain: explain, Fields: declarations,
	})
	if problem, err := i.Wait(); problem != nil || err != nil {
		return nil, fmt.Errorf("making the inspector: %w", errors.Join(problem, err))
	}
	return i, nil
}

// judge inspects what the lines of the files become, one line in sample, on all cores.
func judge(files []file, sample int) (*result, error) {
	i, err := inspector(false)
	if err != nil {
		return nil, err
	}
	r := &result{files: files, sample: max(sample, 1)}
	for _, f := range files {
		outcomes := make([][]outcome, len(f.lines))
		problems := make([]error, len(f.lines))
		inParallel(len(f.lines), func(n int) {
			if n%r.sample == 0 || f.name == reported {
				outcomes[n], problems[n] = judgeLine(i, f, n)
			}
		})
		if err := first(problems); err != nil {
			return nil, err
		}
		r.outcomes = slices.Concat(r.outcomes, slices.Concat(outcomes...))
	}
	return r, nil
}

// first is the first error that there is.
func first(problems []error) error {
	for _, err := range problems {
		if err != nil {
			return err
		}
	}
	return nil
}

// judgeLine inspects what one line becomes.
func judgeLine(i *inspect.Inspector, f file, n int) ([]outcome, error) {
	l, err := parse(f.lines[n])
	if err != nil {
		return nil, fmt.Errorf("%s, line %d: %w", f.name, n+1, err)
	}
	inputs, err := l.inputs(f.name, n)
	if err != nil {
		return nil, fmt.Errorf("%s, line %d: %w", f.name, n+1, err)
	}
	var list []outcome
	for _, in := range inputs {
		v := inspectOne(i, in.event)
		if v.Fault != "" {
			return nil, fmt.Errorf("%s, line %d, %s: %s", f.name, n+1, in.form, v.Fault)
		}
		list = append(list, outcome{
			file: f.name, form: in.form, line: n, number: in.number, shelf: l.shelf(), hostile: l.hostile(f.name),
			score: v.Score, hits: hitsOf(v),
		})
	}
	return list, nil
}

// event is what an input was made into.
func (r *result) event(o outcome) ([]byte, error) {
	at := slices.IndexFunc(r.files, func(f file) bool { return f.name == o.file })
	l, err := parse(r.files[at].lines[o.line])
	if err != nil {
		return nil, err
	}
	inputs, err := l.inputs(o.file, o.line)
	if err != nil {
		return nil, err
	}
	at = slices.IndexFunc(inputs, func(in input) bool { return in.form == o.form && in.number == o.number })
	return inputs[at].event, nil
}

func inspectOne(i *inspect.Inspector, event []byte) inspect.Verdict {
	v, _ := i.Inspect(context.Background(), source.Invocation{ID: "1", Payload: event})
	return v
}

// hitsOf sums up the matches of each rule.
func hitsOf(v inspect.Verdict) []hit {
	var hits []hit
	for _, m := range v.Matches {
		at := slices.IndexFunc(hits, func(h hit) bool { return h.Rule == m.Rule })
		if at < 0 {
			at = len(hits)
			hits = append(hits, hit{Rule: m.Rule})
		}
		hits[at].Points += m.Score
		hits[at].where |= whereOf(m.Field)
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Compare(a.Rule, b.Rule) })
	return hits
}

// whereOf tells by a field's path in which part of the request it is.
func whereOf(field string) where {
	end := strings.IndexAny(field+".", ".[ ")
	switch rest := field[end:]; field[:end] {
	case "cookies":
		return cookie
	case "headers", "multiValueHeaders":
		if strings.HasPrefix(rest, ".cookie") {
			return cookie
		}
		return header
	case "query", "arguments", "rawQueryString", "queryStringParameters", "multiValueQueryStringParameters":
		return query
	case "body":
		return body
	case "rawPath", "path", "pathParameters":
		return path
	}
	return elsewhere
}

// inParallel calls f for the numbers below n, on all cores.
func inParallel(n int, f func(i int)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := range next {
				f(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}
