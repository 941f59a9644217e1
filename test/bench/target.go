package main

import (
	"fmt"
	"strings"
	"time"
)

// target is what a figure has to reach. A zero asks for nothing.
type target struct {
	ratio  float64       // at least, to stock Coraza
	time   time.Duration // at most
	allocs uint64        // at most
	memory int64         // at most, in bytes
}

// The figures that are no workload.
const (
	registered  = "process start to registered"
	firstMatch  = "first matching event in a fresh environment"
	memoryClean = "RSS after 1,000 clean events"
	memoryBad   = "RSS after 200 attacks more"
	shareMatch  = "first matching event in a fresh environment, in a small function"
)

const ms = time.Millisecond

// targets are what Weir wants to be, by figure.
var targets = map[string]target{
	browsing:                           {ratio: 50, time: 60 * time.Microsecond},
	"JSON, 123 B, 12 headers":          {ratio: 50, time: 60 * time.Microsecond},
	"JSON, 2 KB":                       {ratio: 100, time: 250 * time.Microsecond, allocs: 20},
	"JSON, 42 KB, 1,500 strings":       {ratio: 300, time: 3 * ms},
	"prose, 10 KB in one string":       {ratio: 60, time: 1500 * time.Microsecond},
	"small attacks":                    {ratio: 1, time: 2 * ms},
	"JSON, 1 MB":                       {ratio: 500, time: 100 * ms},
	"soup, 256 KB in one string":       {ratio: 15, time: 150 * ms},
	"soup, 256 KB in strings of 500 B": {ratio: 15, time: 150 * ms},

	registered:  {ratio: 15, time: 10 * ms},
	firstMatch:  {ratio: 8, time: 20 * ms},
	shareMatch:  {time: 300 * ms},
	memoryClean: {memory: 16 << 20},
	memoryBad:   {memory: 35 << 20},
}

// measured is what was reached, in the same terms. What a figure does not have is 0.
type measured struct {
	ratio  float64
	time   time.Duration
	allocs uint64
	memory int64
}

// atLeast and atMost write the target's two sides for a table.
func (t target) atLeast() string {
	if t.ratio == 0 {
		return ""
	}
	return fmt.Sprintf("%.0f×", t.ratio)
}

func (t target) atMost() string {
	var all []string
	if t.time > 0 {
		all = append(all, short(t.time))
	}
	if t.allocs > 0 {
		all = append(all, fmt.Sprintf("%d allocs", t.allocs))
	}
	if t.memory > 0 {
		all = append(all, megabytes(t.memory))
	}
	return strings.Join(all, ", ")
}

// missed names what of a target was not reached.
func (t target) missed(m measured) string {
	var all []string
	if t.ratio > 0 && m.ratio < t.ratio {
		all = append(all, "ratio")
	}
	if t.time > 0 && m.time > t.time {
		all = append(all, "time")
	}
	if t.allocs > 0 && m.allocs > t.allocs {
		all = append(all, "allocs")
	}
	if t.memory > 0 && m.memory > t.memory {
		all = append(all, "memory")
	}
	if all == nil {
		return ""
	}
	return "missed: " + strings.Join(all, ", ")
}
