package engine

import (
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"rsc.io/binaryregexp"
)

// expression is what both regexp packages offer.
type expression interface {
	MatchString(string) bool
	FindStringSubmatchIndex(string) []int
}

// rx is the operator @rx: Coraza's own in meaning, but it looks at the clock, passes over texts that are known not to match,
// looks for groups only in texts that match, and knows the rules in chained.
type rx struct {
	expr *lazy
	rule atomic.Int32 // the id of the rule that it belongs to; 0 is not known yet
}

// maxGroup is the highest group that Coraza captures: TX:0 to TX:8.
const maxGroup = 8

func newRx(o plugintypes.OperatorOptions) (plugintypes.Operator, error) {
	expr := newLazy(o.Arguments)
	if o.Memoizer != nil {
		known, err := o.Memoizer.Do("weir rx:"+o.Arguments, func() (any, error) { return expr, nil })
		if err != nil {
			return nil, err
		}
		expr = known.(*lazy)
	}
	if err := inTime(o.Root); err != nil {
		return nil, err
	}
	if !isShipped(o.Root) {
		if _, err := expr.compiled(); err != nil {
			return nil, err
		}
	}
	return &rx{expr: expr}, nil
}

// lazy is an expression that is compiled when it is first needed. Those of rules that Weir ships compile, and the sieve
// is mostly certain without them.
type lazy struct{ compiled func() (expression, error) }

func newLazy(text string) *lazy {
	return &lazy{sync.OnceValues(func() (expression, error) {
		// Coraza wraps every expression so: a dot matches a newline, and ^ and $ match at newlines.
		if wrapped := "(?sm)" + text; !namesBytes(wrapped) {
			return compileText(wrapped)
		}
		return binaryregexp.Compile(text) // for such expressions Coraza leaves the flags away
	})}
}

func (l *lazy) get() expression {
	expr, err := l.compiled()
	if err != nil {
		panic(err)
	}
	return expr
}

func compileText(text string) (expression, error) {
	compiled, err := regexp.Compile(text)
	if err != nil {
		return nil, err
	}
	if l := literalsOf(compiled); l != nil {
		return l, nil
	}
	return compiled, nil
}

// Evaluate implements plugintypes.Operator.
func (o *rx) Evaluate(tx plugintypes.TransactionState, text string) bool {
	capturing, certain := tx.Capturing(), false
	w := watchOf(tx.ID())
	if w != nil {
		w.spend(len(text))
		if w.suspects != nil {
			rule, does := o.ruleIn(tx), false
			if does, certain = w.matches(rule, text); !does {
				return false
			}
			// To find what groups hold takes many times as long as to know that there is a match.
			capturing = capturing && w.captures(rule)
		}
	}
	if !certain && !(matching{o.expr.get(), text, w}).does() {
		return false
	}
	if !capturing {
		return true
	}
	at := matching{o.expr.get(), text, w}.groups()
	group := func(i int) string {
		if 2*i >= len(at) || at[2*i] < 0 {
			return ""
		}
		return text[at[2*i]:at[2*i+1]]
	}
	if !holds(tx, group) {
		return false
	}
	for i := 0; i < len(at)/2 && i <= maxGroup; i++ {
		tx.CaptureField(i, group(i))
	}
	return true
}

// ruleIn is the id of the rule that is being evaluated. The operator belongs to no other.
func (o *rx) ruleIn(tx plugintypes.TransactionState) int {
	if id := o.rule.Load(); id != 0 {
		return int(id)
	}
	for _, text := range tx.Variables().Rule().Get("id") {
		if id, err := strconv.ParseInt(text, 10, 32); err == nil {
			o.rule.Store(int32(id))
			return int(id)
		}
	}
	return 0
}

// namesBytes says whether an expression names bytes that are no UTF-8, as in \xbc or \x{bc}: Coraza gives such
// expressions to a matcher of bytes. It must decide as Coraza does, in every case.
func namesBytes(expr string) bool {
	read := make([]byte, 0, len(expr))
	for i := 0; i < len(expr); i++ {
		rest := expr[i:]
		switch {
		case expr[i] != '\\':
			read = append(read, expr[i])
			continue
		case len(rest) < 4:
			return !utf8.Valid(append(read, rest...))
		case rest[1] != 'x':
			read = append(read, '\\')
			continue
		}
		escape, skip := rest, 3
		if len(rest) >= 6 && rest[2] == '{' {
			for end := 3; end < len(rest); end++ {
				if rest[end] == '}' {
					escape, skip = `\x`+rest[3:end], end
					break
				}
			}
		}
		value, multibyte, _, err := strconv.UnquoteChar(escape, 0)
		if err != nil || multibyte {
			read = append(read, '\\')
			continue
		}
		read = append(read, byte(value))
		i += skip
	}
	return !utf8.Valid(read)
}
