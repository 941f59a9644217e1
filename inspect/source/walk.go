package source

import (
	"bytes"
	"slices"

	"weir/decoders"
)

// walker hands the fields of one event to whoever asked for them. What a source emits itself it marks as covered, and
// walk yields every string that is left: so each string of an event is a field once, whatever its key.
//
// It goes through the text once and keeps its place on the path instead of recursing: depth costs steps, not stack.
type walker struct {
	yield  func(Field) bool
	done   bool // nobody asks for more
	record int  // of the fields that follow

	// everything is set where no part of the event is AWS's own: neither plain names nor well-formed ids are left out.
	everything bool
	// foreignKeys is set where the names are the user's own: no key vouches for a format.
	foreignKeys bool
	// kind tells the kind of a value by its path; nil means Unknown. HeaderText is that of every header: whether the value is
	// one of negotiation, the walker finds out.
	kind func(decoders.Path) Kind
	// hint tells by its path what is declared about a value; nil means nothing.
	hint func(decoders.Path) decoders.Hint
	// numbers is set where a list of numbers is a text, byte by byte.
	numbers bool

	here    decoders.Path // of the value at hand
	inside  int           // length of the path to a text whose document is walked; 0 for the event itself
	covered []decoders.JSON
	many    map[*byte]int // the lengths of covered by where they begin, once they are more than firstCovered has room for
	echoes  []decoders.JSON

	value, name []byte // scratch for texts with escapes

	// The first memory of the lists above, so that most events need no other.
	firstSteps   [16]decoders.Step
	firstCovered [16]decoders.JSON
	firstEchoes  [8]decoders.JSON
	firstName    [64]byte
}

// newWalker returns a walker for an event that is no batch.
func newWalker(yield func(Field) bool) *walker {
	w := &walker{}
	w.begin(yield)
	return w
}

// begin makes a walker of a zero one. It must stay where it is from then on: its lists begin in it.
func (w *walker) begin(yield func(Field) bool) {
	w.yield, w.record = yield, -1
	w.here, w.covered, w.echoes, w.name = w.firstSteps[:0], w.firstCovered[:0], w.firstEchoes[:0], w.firstName[:0]
}

// emit yields a field under the record's number. Once nobody asks for more it does nothing.
func (w *walker) emit(f Field) {
	if w.done {
		return
	}
	f.Record = w.record
	w.done = !w.yield(f)
}

// cover takes values (whole subtrees) out of the walk: fields of their own have carried them.
func (w *walker) cover(values ...decoders.JSON) {
	for _, v := range values {
		if len(v) == 0 {
			continue
		}
		w.covered = append(w.covered, v)
		if w.many == nil && len(w.covered) > len(w.firstCovered) {
			w.many = make(map[*byte]int)
			for _, c := range w.covered {
				w.many[&c[0]] = len(c)
			}
		} else if w.many != nil {
			w.many[&v[0]] = len(v)
		}
	}
}

// uncover takes back what was covered behind the first n values.
func (w *walker) uncover(n int) {
	if n <= len(w.firstCovered) {
		w.many = nil
	}
	for _, c := range w.covered[n:] {
		delete(w.many, &c[0])
	}
	w.covered = w.covered[:n]
}

// echo takes texts out of the walk that equal value, which a field has carried, where AWS repeats them.
func (w *walker) echo(value decoders.JSON) {
	if value.IsString() && len(value) > len(`""`) {
		w.echoes = append(w.echoes, value)
	}
}

// text returns a string's characters, in the walker's scratch if they had to be unescaped.
func (w *walker) text(value decoders.JSON) []byte { return value.TextIn(&w.value) }

// nameText is text with a scratch of its own, so that a name and a value can be had together.
func (w *walker) nameText(name decoders.JSON) []byte { return name.TextIn(&w.name) }

// under appends names to the walker's path.
func (w *walker) under(names ...decoders.Step) { w.here = append(w.here, names...) }

// leave removes the last n steps.
func (w *walker) leave(n int) { w.here = w.here[:len(w.here)-n] }

// walk yields every string inside value that is neither covered nor an echo nor well formed by the list of skip.go,
// and every name that is not plain, under the walker's path.
func (w *walker) walk(value decoders.JSON) {
	base := len(w.here)
	name := false // a member's name is due
	for i := 0; i < len(value) && !w.done; {
		switch value[i] {
		case '{', '[':
			if n := w.coveredLen(value[i:]); n > 0 {
				i += n
				continue
			}
			if n := w.emitNumbers(value[i:]); n > 0 {
				i += n
				continue
			}
			name = value[i] == '{'
			step := decoders.Step{Enter: w.inside > 0 && len(w.here) == w.inside}
			if name {
				step.Key = noKey
			}
			w.here = append(w.here, step)
			i++
		case '}', ']':
			w.leave(1)
			i++
		case ',':
			if top := &w.here[len(w.here)-1]; top.Key != nil {
				name = true
			} else {
				top.Index++
			}
			i++
		case '"':
			if n := w.coveredLen(value[i:]); n > 0 {
				i += n
				continue
			}
			end := skipString(value, i)
			text := value[i:end:end]
			if name {
				name = false
				w.here[len(w.here)-1].Key = key(text)
				w.emitName(text)
			} else {
				w.emitText(text)
			}
			i = end
		default:
			i++
		}
	}
	w.here = w.here[:base]
}

// noKey stands for a name not read yet: a step with a nil Key is an index.
var noKey = []byte{}

// key returns a name for a step; never nil.
func key(name decoders.JSON) []byte {
	if text := name.Text(nil); text != nil {
		return text
	}
	return noKey
}

// coveredLen returns the length of the covered value that starts where rest starts, or 0.
func (w *walker) coveredLen(rest decoders.JSON) int {
	if w.many != nil {
		return w.many[&rest[0]]
	}
	for _, c := range w.covered {
		if &c[0] == &rest[0] {
			return len(c)
		}
	}
	return 0
}

// foreign yields what is inside a value whose names are the user's own, under further names, and covers the value.
func (w *walker) foreign(value decoders.JSON, names ...decoders.Step) {
	if value == nil {
		return
	}
	w.foreignKeys = true
	w.under(names...)
	w.walk(value)
	w.leave(len(names))
	w.foreignKeys = false
	w.cover(value)
}

// isEcho says whether the text at hand is one that AWS repeats where it repeats such texts. What an authorizer or a
// certificate says in the same words is no repetition: the field that has carried them may be judged by fewer rules.
func (w *walker) isEcho(raw decoders.JSON) bool {
	n := len(w.here)
	if n == 0 || n > 1 && (string(w.here[0].Key) != "requestContext" || string(w.here[1].Key) == "authorizer") {
		return false
	}
	switch string(w.here[n-1].Key) {
	case "resource", "resourcePath", "path", "userAgent", "domainName", "method", "httpMethod", "protocol", "sourceIp":
		return slices.ContainsFunc(w.echoes, func(e decoders.JSON) bool { return bytes.Equal(e, raw) })
	}
	return false
}

func (w *walker) emitName(raw decoders.JSON) {
	if len(raw) == len(`""`) || !w.everything && plainName(raw) {
		return
	}
	w.emit(Field{Path: w.here, IsName: true, Value: w.text(raw)})
}

func (w *walker) emitText(raw decoders.JSON) {
	if len(raw) == len(`""`) {
		return
	}
	f := Field{Path: w.here, Value: w.text(raw)}
	switch n := len(w.here); {
	case w.everything, w.foreignKeys:
		// What begins like an HTTP response is an attack to the rules; the name of a protocol alone is none.
		if n > 0 && string(w.here[n-1].Key) == "protocol" && protocol(f.Value) {
			return
		}
	default:
		if w.isEcho(raw) {
			return
		}
		if n > 0 && leftOut(w.here, f.Value) {
			return
		}
	}
	if w.kind != nil {
		if f.Kind = w.kind(w.here); f.Kind == HeaderText {
			f.Name, f.Kind = headerNamed(w.here, f.Value)
		}
	}
	if bytes.EqualFold(f.Name, cookieName) {
		w.eachCookie(f.Value, Argument)
	}
	if w.hint != nil {
		f.Hint = w.hint(w.here)
	}
	w.emit(f)
}

// plainName says that a name consists of letters, digits, "-" and single "_" only, as AWS's own names do: no rule can
// object to it. Two underscores are looked at, for the sake of __proto__.
func plainName(raw decoders.JSON) bool {
	if len(raw) > 64 {
		return false
	}
	text := raw[1 : len(raw)-1]
	for i, c := range text {
		if !alphanumeric(c) && c != '-' && (c != '_' || i > 0 && text[i-1] == '_') {
			return false
		}
	}
	return true
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
