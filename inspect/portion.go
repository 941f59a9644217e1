package inspect

import (
	"weir/inspect/engine"
	"weir/inspect/sieve"
	"weir/inspect/source"
)

// portion is what the engine is given at once, with the place that each value came from.
type portion struct {
	values   []engine.Value
	origins  []origin
	bytes    int
	suspects sieve.Suspects // the rules that may match the values, or the request beside them
	byValue  [][]int        // the same for every value
	certain  [][]int        // those of them that certainly match it; nil if nobody is to know
}

func (p *portion) clear() {
	clear(p.values)
	clear(p.origins)
	clear(p.byValue)
	clear(p.certain)
	p.values, p.origins, p.byValue, p.certain, p.bytes = p.values[:0], p.origins[:0], p.byValue[:0], p.certain[:0], 0
	p.suspects.Clear()
}

type origin struct {
	field, via string
	part       string      // of the request that the value is, by the name that findings in the request have; "" if it is none
	kind       source.Kind // by which the text is judged
	binary     bool        // the text is none: rules that find fault with single bytes do not apply
	request    bool        // a part of the request, and no value
}
