//go:build growth

package source

import (
	"fmt"
	"testing"

	"weir/decoders"
	"weir/test/growth"
)

// ofTexts is of how many texts each string is filled with one.
const ofTexts = 40

// Each string of each fixture is filled with texts.
func TestGrowthOfSourcesByTheirStrings(t *testing.T) {
	var subjects []growth.Subject
	var event []byte // kept, since a process that asks for memory pays for each page
	eachDocument(t, func(s Source, doc decoders.JSON) {
		for n, v := range values(doc) {
			if !v.value.IsString() {
				continue
			}
			subjects = append(subjects, growth.Subject{Name: fmt.Sprintf("%s %d", s.Name(), n), Read: func(text []byte) {
				event = append(appendQuoted(append(event[:0], doc[:v.at]...), text), doc[v.at+len(v.value):]...)
				readThrough(s, event)
			}})
		}
	})
	growth.CheckSome(t, subjects, growth.Texts(1), ofTexts)
}

// Each member and element of each fixture stands there many times, members with other names, too.
func TestGrowthOfSourcesByTheirMembers(t *testing.T) {
	eachDocument(t, func(s Source, doc decoders.JSON) {
		var texts []growth.Text
		for _, v := range values(doc) {
			unit := v.name + string(v.value) + ","
			texts = append(texts, growth.Text{Prefix: string(doc[:v.at-len(v.name)]), Unit: unit, Suffix: string(doc[v.at-len(v.name):])})
			if len(v.name) > 0 {
				texts = append(texts, growth.Text{Prefix: string(doc[:v.at-len(v.name)]), Unit: `"` + growth.Number + unit[1:], Suffix: string(doc[v.at-len(v.name):])})
			}
		}
		growth.Check(t, []growth.Subject{{Name: s.Name(), Read: func(text []byte) { readThrough(s, text) }}}, texts)
	})
}

// eachDocument hands out the event of each fixture.
func eachDocument(t *testing.T, use func(Source, decoders.JSON)) {
	for a, s := range fixtures(t) {
		if doc, _ := decoders.ParseJSON(a.parts["event.json"]); doc.IsObject() || doc.IsArray() {
			use(s, doc)
		}
	}
}

// placed is a value of a document: where it stands, and what stands before it of its own: its name and a colon.
type placed struct {
	name  string
	value decoders.JSON
	at    int
}

// values are those inside a document.
func values(doc decoders.JSON) (all []placed) {
	name, named := 0, false // where the name begins, if there is one
	for i := 1; i < len(doc); i++ {
		switch doc[i] {
		case ' ', '\n', '\t', '\r', ',', ']', '}', ':':
			continue
		}
		end := i + valueLen(doc[i:])
		if next := skipSpace(doc, end); doc[i] == '"' && !named && next < len(doc) && doc[next] == ':' {
			name, named = i, true
			i = next
			continue
		}
		p := placed{value: doc[i:end:end], at: i}
		if named {
			p.name = string(doc[name:i])
		}
		all, named = append(all, p), false
		if doc[i] != '{' && doc[i] != '[' {
			i = end - 1
		}
	}
	return all
}

// valueLen is the length of the value that a text begins with.
func valueLen(text decoders.JSON) int {
	for depth, i := 0, 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			i = decoders.SkipString(text, i) - 1
		case '{', '[':
			depth++
		case '}', ']', ',':
			if depth == 0 {
				return i
			}
			if text[i] != ',' {
				depth--
			}
		default:
			continue
		}
		if depth == 0 {
			return i + 1
		}
	}
	return len(text)
}

// readThrough asks a source all that it is asked about an event.
func readThrough(s Source, payload []byte) {
	e := Parse(payload)
	Recognise(e)
	e.Excesses(decoders.Limits{})
	AddressOf(e)
	Authorised(s, e)
	NameOf(s, e)
	s.Fields(e)(func(Field) bool { return true })
	s.Strip(e)
	s.Annotate(e, testNote)
	for _, p := range policies {
		s.Refuse(e, testNote, p.policy)
	}
	CallerOf(s, e, s.Name())
	batch, ok := s.(Batch)
	if !ok {
		return
	}
	var bad []int
	for n := range batch.Each(e) {
		if n%2 == 0 {
			bad = append(bad, n)
		}
	}
	if n := batch.Records(e); len(bad) > 0 && n > 1 {
		for _, p := range policies {
			batch.Without(e, bad, testNote, p.policy)
		}
	}
}
