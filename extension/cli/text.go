package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"weir/inspect"
	"weir/inspect/source"
)

// maxShown is how much of a matched text is shown, in bytes: two lines of a terminal.
const maxShown = 160

// printText shows a verdict to a person: the event, what was found field by field, and what follows from it.
func (t Tool) printText(o options, name string, event []byte, v inspect.Verdict, outcome source.Outcome) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", name, v.Source)
	if v.Response {
		b.WriteString(", response")
	}
	if v.Records > 0 {
		fmt.Fprintf(&b, " with %s", count(v.Records, "record"))
	}
	fmt.Fprintf(&b, ", %s", done(v))
	if !v.Clean() {
		fmt.Fprintf(&b, " (score %d, mode %s)", v.Score, v.Mode)
	}
	b.WriteByte('\n')
	writeMatches(&b, v)
	if o.explain {
		writeDenied(&b, v)
		writeExplained(&b, o.rules, v)
	}
	if len(v.Bad) > 0 {
		fmt.Fprintf(&b, "  bad records: %s\n", list(v.Bad))
	}
	if len(v.Incomplete) > 0 {
		fmt.Fprintf(&b, "  not inspected whole: %s\n", strings.Join(v.Incomplete, ", "))
	}
	if !v.Clean() || o.outcome {
		fmt.Fprintf(&b, "  %s\n", consequence(event, v, outcome))
	}
	if o.outcome {
		writeOutcome(&b, event, outcome)
	}
	fmt.Fprintf(&b, "  took %s\n", v.Took.Round(10*time.Microsecond))
	t.print(t.Out, "%s", b.String())
}

func done(v inspect.Verdict) string {
	switch {
	case v.Action == inspect.Block:
		return "blocked"
	case v.Action == inspect.Filter:
		return "filtered"
	case v.Action == inspect.Annotate:
		return "annotated"
	case v.Clean():
		return "clean"
	}
	return "passed"
}

// place is where something matched.
type place struct {
	record     int
	field, via string
}

// writeMatches shows the matches by the place where they were found, in the order of the first match of each.
func writeMatches(b *strings.Builder, v inspect.Verdict) {
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
		fmt.Fprintf(b, "  in %s", plain(p.field))
		if p.via != "" {
			fmt.Fprintf(b, ", decoded by %s", strings.ReplaceAll(p.via, ">", ", then "))
		}
		if p.record >= 0 {
			fmt.Fprintf(b, " (record %d)", p.record)
		}
		b.WriteByte('\n')
		for _, m := range byPlace[p] {
			fmt.Fprintf(b, "    %-7d %-8s %+3d  %s%s\n", m.Rule, strings.ToLower(plain(m.Severity)), m.Score, plain(m.Message), ownMode(v, m))
			writeMatched(b, m)
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
func writeMatched(b *strings.Builder, m inspect.Match) {
	if m.Text == "" {
		return
	}
	around := surroundings(m.Text, m.Part)
	fmt.Fprintf(b, "            %s\n", around.text)
	if around.length > 0 {
		fmt.Fprintf(b, "            %s%s\n", strings.Repeat(" ", around.start), strings.Repeat("^", around.length))
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
		return fmt.Sprintf("the invocation fails with %s (%s), the handler gets nothing", plain(out.Type), plain(out.Message))
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
		return fmt.Sprintf("the invocation fails with %s (%s) in its place", plain(out.Type), plain(out.Message))
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
			fmt.Fprintf(b, "    %s: %s\n", plain(h.Name), plain(h.Value))
		}
		fmt.Fprintf(b, "\n    %s\n\n  to Lambda:\n", plain(string(out.Body)))
		writePayload(b, out.Buffered)
	case source.Reply:
		writePayload(b, out.Payload)
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
		b.WriteString(plain(strings.TrimRight(line, "\r\n")) + "\n")
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

// plain replaces what a terminal would obey instead of showing.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return '\uFFFD'
		}
		return r
	}, text)
}
