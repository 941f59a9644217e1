package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"weir/test/corpus"
)

// kindRow says of how many events a kind of field is a part, and in how many of these the matches in such fields alone
// would block, at paranoia levels 1 and 2.
type kindRow struct{ all, low, high int }

// byKind counts for each kind of field. The two lists are of the same events.
func byKind(low, high []corpus.BenignResult) (map[string]kindRow, error) {
	rows := map[string]kindRow{}
	for i := range low {
		event, err := low[i].Bytes()
		if err != nil {
			return nil, err
		}
		above := corpus.ByKind(event, high[i].Verdict)
		for kind, blocked := range corpus.ByKind(event, low[i].Verdict) {
			n := rows[kind]
			n.all++
			if blocked {
				n.low++
			}
			if above[kind] {
				n.high++
			}
			rows[kind] = n
		}
	}
	return rows, nil
}

// kindTable prints what byKind counts.
func kindTable(w io.Writer, low, high []corpus.BenignResult) error {
	rows, err := byKind(low, high)
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "benign, nothing declared: kind of field\tevents with one\tblocked by one\tshare\tat level 2")
	for _, kind := range slices.Sorted(maps.Keys(rows)) {
		n := rows[kind]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d %%\t%d\n", kind, n.all, n.low, 100*n.low/n.all, n.high)
	}
	fmt.Fprintln(w)
	return nil
}

const honestIntro = `
## Honest events

[test/corpus/benign](../test/corpus/benign) has %d harmless events, of all sources and kinds of content, in %d languages. At
paranoia level 1:

- %d are blocked by Weir for somebody who has declared, with %s, what is in the fields of his own of %d of these events:
  code, markup, queries, logs, passwords. Attacks of the other families are found in the very same fields.
- %d are blocked where nothing is declared, all of them among those.
- %s is the kind of fields that nobody has declared. %d of the events have one. In %d of these, what is in one is
  enough to block; at level 2 in %d. Of the attacks in such fields, %s are found.

76 of the events were written when the rules had been tuned on all others. Before anybody had seen what the rules say to them,
5 were blocked with what had been declared, and 10 with nothing declared.

[RULES.md](RULES.md#kinds-of-fields) says which rules count on which kind, and what the paranoia level does to that.
`

// writeHonest writes what becomes of honest events.
func writeHonest(b *strings.Builder, all *results) error {
	honest, err := measureBenign()
	if err != nil {
		return err
	}
	rows, err := byKind(honest.bareLow, honest.bareHigh)
	if err != nil {
		return err
	}
	var inUnknown corpus.Tally
	for _, r := range slices.Concat(all.attacks, all.matrix) {
		kind, err := corpus.FieldKind(r.Case)
		if err != nil {
			return err
		}
		if kind == corpus.UnknownKind {
			inUnknown.Count(r.Found)
		}
	}
	languages, declared := map[string]bool{}, 0
	for _, c := range honest.cases {
		if c.Declared != "" {
			declared++
		}
		if c.Language != "-" {
			languages[c.Language] = true
		}
	}
	n := rows[corpus.UnknownKind]
	fmt.Fprintf(b, honestIntro, len(honest.cases), len(languages), blockedOf(honest.low), "`WEIR_FIELDS`", declared, blockedOf(honest.bareLow), "`"+corpus.UnknownKind+"`", n.all, n.low, n.high, of(inUnknown))
	return nil
}

func blockedOf(results []corpus.BenignResult) int {
	n := 0
	for _, r := range results {
		if r.Blocked {
			n++
		}
	}
	return n
}
