package cli

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

// printText shows a verdict to a person: the event, what was found field by field, and what follows from it.
func (t Tool) printText(o options, d document, v inspect.Verdict, outcome source.Outcome) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", Plain(d.name()), v.Source)
	if v.Response {
		b.WriteString(", response")
	}
	if v.Records > 0 {
		fmt.Fprintf(&b, " with %s", count(v.Records, "record"))
	}
	fmt.Fprintf(&b, ", %s", t.done(v))
	if !v.Clean() {
		fmt.Fprintf(&b, " (score %d, mode %s", v.Score, v.Mode)
		if v.Asked != "" {
			fmt.Fprintf(&b, ", not %q", v.Asked)
		}
		if v.Would != "" {
			fmt.Fprintf(&b, ", would %s", v.Would)
		}
		b.WriteByte(')')
	}
	b.WriteByte('\n')
	t.writeMatches(&b, v, o.rules)
	if o.explain {
		writeDenied(&b, v)
		writeExplained(&b, o.rules, v)
	}
	if len(v.Bad) > 0 {
		b.WriteString(Fold(2, 4, "bad records: "+list(v.Bad)))
	}
	if len(v.Incomplete) > 0 {
		b.WriteString(Fold(2, 4, "not inspected whole: "+strings.Join(v.Incomplete, ", ")))
	}
	if !v.Clean() || o.outcome {
		b.WriteString(Fold(2, 4, consequence(d.text, v, outcome)))
	}
	if o.outcome {
		writeOutcome(&b, d.text, outcome)
	}
	fmt.Fprintf(&b, "  took %s\n", v.Took.Round(10*time.Microsecond))
	t.print(t.Out, "%s", b.String())
}

// done is what was done with an event, in a colour.
func (t Tool) done(v inspect.Verdict) string {
	switch {
	case v.Action == inspect.Block:
		return t.Paint(Red, "blocked")
	case v.Action == inspect.Filter:
		return t.Paint(Red, "filtered")
	case v.Action == inspect.Annotate:
		return t.Paint(Yellow, "annotated")
	case v.Clean():
		return t.Paint(Green, "clean")
	}
	return t.Paint(Yellow, "passed")
}

// place is where something matched.
type place struct {
	record     int
	field, via string
}

// writeMatches shows the matches by the place where they were found, in the order of the first match of each.
func (t Tool) writeMatches(b *strings.Builder, v inspect.Verdict, rules map[int]inspect.Rule) {
	var places []place
	byPlace := map[place][]inspect.Match{}
	for _, m := range v.Matches {
		p := place{m.Record, m.Field, m.Via}
		if byPlace[p] == nil {
			places = append(places, p)
		}
		byPlace[p] = append(byPlace[p], m)
	}
	for _, p := range places {
		where := "in " + cmp.Or(Plain(p.field), "the event")
		if p.via != "" {
			where += ", decoded by " + strings.ReplaceAll(p.via, ">", ", then ")
		}
		if p.record >= 0 {
			where += fmt.Sprintf(" (record %d)", p.record)
		}
		b.WriteString(Fold(2, 4, where))
		for _, m := range byPlace[p] {
			b.WriteString(Fold(4, 26, fmt.Sprintf("%-7d %-8s %+3d  %s%s", m.Rule, strings.ToLower(Plain(m.Severity)), m.Score, Plain(m.Message), ownMode(v, m))))
			t.writeMatched(b, m.Text, partOf(rules[m.Rule], m))
		}
	}
}

// ownMode says of a match that the user's mode for its rule is in force.
func ownMode(v inspect.Verdict, m inspect.Match) string {
	switch {
	case m.Mode == "":
		return ""
	case v.Counts(m):
		return fmt.Sprintf(" (mode %s)", m.Mode)
	}
	return fmt.Sprintf(" (mode %s, not in the score)", m.Mode)
}

// writeMatched shows what matched, if the inspector tells it.
func (t Tool) writeMatched(b *strings.Builder, text, part string) {
	if text == "" {
		return
	}
	around := surroundings(text, part)
	fmt.Fprintf(b, "        %s%s%s\n", around.before, t.Paint(Bold, around.match), around.after)
	if n := columns(around.match); n > 0 {
		fmt.Fprintf(b, "        %s%s\n", strings.Repeat(" ", columns(around.before)), strings.Repeat("^", n))
	}
}

// consequence says what the caller, the handler and AWS see of it.
func consequence(event []byte, v inspect.Verdict, outcome source.Outcome) string {
	if v.Response {
		return consequenceOfResponse(outcome)
	}
	switch out := outcome.(type) {
	case source.Forward:
		switch {
		case bytes.Equal(out.Payload, event):
			return "the handler gets the event as it came"
		case v.Action == inspect.Filter:
			return "the handler gets the event without its bad records"
		case v.Action == inspect.Annotate:
			return "the handler gets the event with a note"
		}
		return "the handler gets the event, changed"
	case source.HTTP:
		return fmt.Sprintf("the caller gets HTTP %d %s, the handler nothing", out.Status, http.StatusText(out.Status))
	case source.Reply:
		return "the invocation is answered as a success, the handler gets nothing"
	case source.Fail:
		return fmt.Sprintf("the invocation fails with %s (%s), the handler gets nothing", Plain(out.Type), Plain(out.Message))
	case source.Put:
		return "the service that waits is told by a PUT to the event's own URL; then " + consequence(event, v, out.Then)
	}
	return "nothing is known of the answer"
}

// consequenceOfResponse is consequence for a response.
func consequenceOfResponse(outcome source.Outcome) string {
	switch out := outcome.(type) {
	case source.HTTP:
		return fmt.Sprintf("the caller gets HTTP %d %s in its place", out.Status, http.StatusText(out.Status))
	case source.Fail:
		return fmt.Sprintf("the invocation fails with %s (%s) in its place", Plain(out.Type), Plain(out.Message))
	}
	return "the caller gets it as it is"
}

// writeOutcome shows the bytes of an outcome.
func writeOutcome(b *strings.Builder, event []byte, outcome source.Outcome) {
	switch out := outcome.(type) {
	case source.Forward:
		if !bytes.Equal(out.Payload, event) {
			writePayload(b, out.Payload)
		}
	case source.HTTP:
		fmt.Fprintf(b, "    %d\n", out.Status)
		for _, h := range out.Headers {
			fmt.Fprintf(b, "    %s: %s\n", Plain(h.Name), Plain(h.Value))
		}
		fmt.Fprintf(b, "\n    %s\n\n  to Lambda:\n", Plain(string(out.Body)))
		writePayload(b, out.Buffered)
	case source.Reply:
		writePayload(b, out.Payload)
	case source.Put:
		fmt.Fprintf(b, "    PUT %s\n", Plain(out.URL))
		writePayload(b, out.Body)
		writeOutcome(b, event, out.Then)
	}
}

func writePayload(b *strings.Builder, payload []byte) {
	var indented bytes.Buffer
	if json.Indent(&indented, payload, "    ", "  ") != nil {
		indented.Reset()
		indented.Write(payload)
	}
	b.WriteString("    ")
	for line := range strings.Lines(strings.TrimSpace(indented.String())) {
		b.WriteString(Plain(strings.TrimRight(line, "\r\n")) + "\n")
	}
}

func list(numbers []int) string {
	words := make([]string, 0, len(numbers))
	for _, n := range numbers {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, ", ")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
