package source

import "bytes"

// mergeList adds elements to a list that is a member of the handler's answer. An answer that says nothing (no bytes, null,
// an empty text) becomes an object with these elements alone, an object without the list gets one, and any other answer
// stays as it is: its receiver takes it for a failure of the whole batch.
func mergeList(answer []byte, member string, elements []byte) []byte {
	alone := append(append([]byte(`{"`+member+`":[`), elements...), "]}"...)
	if len(bytes.TrimSpace(answer)) == 0 {
		return alone
	}
	e := Parse(answer)
	if e.Root.Kind() == 'n' || e.Root.Equal("") {
		return alone
	}
	if !e.Root.IsObject() || e.crowded {
		return answer
	}
	list := e.Get(member)
	x := edits{text: answer}
	switch list.Kind() {
	case 0:
		x.rewrite(e.start, keepAll, string(alone[1:len(alone)-1]))
	case '[', 'n':
		for _, it := range items(answer, e.start) {
			switch {
			case !it.holds(answer, list):
			case list.IsArray():
				x.rewrite(it.value, keepAll, string(elements))
			default:
				x.replace(it.value, it.end, "["+string(elements)+"]")
			}
		}
	default:
		return answer
	}
	return x.apply()
}
