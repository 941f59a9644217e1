package confirm

// Asker asks for confirmations and remembers the last answers, as rules of one family ask the same of one text. The zero value is ready
// for use, by one goroutine, while one time runs: what could not be said in time is not asked again.
type Asker struct {
	answers [mostAnswers]answer
	next    int
}

// mostAnswers bounds what an Asker remembers: the values of a small request.
const mostAnswers = 8

// answer is what was said of a text. What a rule's entry says depends on nothing else of a Match.
type answer struct {
	rule   *rule
	text   string
	place  Place
	kind   string
	name   string
	reason string
	denied bool
}

// Denied is as the function of this name, for texts one after another.
func (a *Asker) Denied(m Match) (reason string, denied bool) {
	r, family := find(m.Rule)
	if r == nil {
		return "", false
	}
	for i := range a.answers {
		if known := &a.answers[i]; known.rule == r && known.text == m.Text && known.place == m.Place && known.kind == m.Kind && known.name == m.Name {
			return known.reason, known.denied
		}
	}
	reason, denied = ask(r, family, m)
	a.answers[a.next] = answer{r, m.Text, m.Place, m.Kind, m.Name, reason, denied}
	a.next = (a.next + 1) % mostAnswers
	return reason, denied
}
