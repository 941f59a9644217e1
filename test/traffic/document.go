package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"text/template"

	"weir/inspect/confirm"
)

// The documents that -write writes, from the module's root.
const (
	detection = "docs/DETECTION.md"
	readme    = "README.md"
)

// detectionText is the page without its figures.
//
//go:embed detection.md
var detectionText string

// Markers of the README's part.
const (
	begin = "<!-- detection:begin -->\n"
	end   = "<!-- detection:end -->"
)

// published are figures of others for the same benchmark, as the WAF Comparison Project tells them: attacks found, honest requests
// that pass, and their mean.
var published = [][]string{
	{"open-appsec / CloudGuard WAF, critical confidence", "99.47 %", "99.44 %", "99.45 %"},
	{"F5 NGINX App Protect", "91.0 %", "97.1 %", "94.1 %"},
	{"AWS WAF, managed rules", "79.9 %", "94.0 %", "86.9 %"},
	{"ModSecurity, Core Rule Set 4.20", "92.3 %", "81.4 %", "86.8 %"},
	{"Cloudflare, managed rules and Core Rule Set", "63.5 %", "99.9 %", "81.7 %"},
}

// writeDocuments writes the page and the README's part of it.
func (r *result) writeDocuments(against []compared) error {
	page, err := template.New("page").Parse(detectionText)
	if err != nil {
		return err
	}
	var text bytes.Buffer
	if err := page.Execute(&text, r.figures(against)); err != nil {
		return err
	}
	if err := os.WriteFile(detection, text.Bytes(), 0o644); err != nil { //nolint:gosec // a document
		return err
	}
	old, err := os.ReadFile(readme)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(old), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no place for figures of detection", readme)
	}
	return os.WriteFile(readme, []byte(before+begin+"\n"+r.others(against)+"\n"+end+after), 0o644) //nolint:gosec // a document
}

// figures are what the page is filled with.
func (r *result) figures(against []compared) map[string]any {
	return map[string]any{
		"events": len(r.outcomes), "sample": stockSample, "coraza": versionOf("github.com/corazawaf/coraza/v3"),
		"rules":   versionOf("github.com/corazawaf/coraza-coreruleset/v4"),
		"targets": r.targetTable(), "others": r.others(against), "compared": markdown([]string{"", "Weir", "stock Coraza", "inputs"}, stockTable(against)),
		"attacks": r.tableOf(attackRequests, slices.Concat([]string{asGET, asPOST}, placeNames)),
		"texts":   r.tableOf(honestTexts, []string{asJSON, asQuery, asForm, asBody, asDeclared}),
		"lists":   r.tableOf(attackTexts, []string{asJSON, asQuery, asForm, inSentence, inText, inMarkup, inCode}),
		"blame":   r.blameTable(), "unconfirmed": r.unconfirmedTable(),
	}
}

// markdown is a table. All columns but the first are numbers.
func markdown(head []string, rows [][]string) string {
	var b strings.Builder
	b.WriteString("| " + strings.Join(head, " | ") + " |\n|---|" + strings.Repeat("---:|", len(head)-1) + "\n")
	for _, row := range rows {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	return b.String()
}

func (r *result) targetTable() string {
	var rows [][]string
	for _, t := range targets {
		if cells, ok := t.row(r); ok {
			rows = append(rows, cells)
		}
	}
	return markdown([]string{"", "is", "target", ""}, rows)
}

// others sets Weir beside products whose figures are published, and beside stock Coraza as far as it was measured.
func (r *result) others(against []compared) string {
	passed := 100 - r.tallyOf(both(inFile(honestRequests), inSet("even"))).percent()
	found := r.tallyOf(both(inFile(attackRequests), inForm(asGET, asPOST))).percent()
	rows := [][]string{{"**Weir**, defaults", percent(found), percent(passed), "**" + percent((found+passed)/2) + "**"}}
	rows = append(rows, published...)
	var bad, good tally
	for _, c := range against {
		switch {
		case c.file == attackRequests:
			bad.count(c.byStock)
		case c.file == honestRequests && c.shelf.Set == "even":
			good.count(c.byStock)
		}
	}
	if bad.all > 0 && good.all > 0 {
		found, passed = bad.percent(), 100-good.percent()
		rows = append(rows, []string{"stock Coraza, measured on a sample", percent(found), percent(passed), percent((found + passed) / 2)})
	}
	return markdown([]string{"", "attacks found", "honest requests passed", "balanced accuracy"}, rows)
}

func percent(x float64) string { return fmt.Sprintf("%.2f %%", x) }

// tableOf is the table of a file, without its single sets.
func (r *result) tableOf(name string, forms []string) string {
	own := slices.DeleteFunc(slices.Clone(r.outcomes), func(o outcome) bool { return o.file != name })
	var rows [][]string
	for _, row := range rowsOf(own) {
		if strings.HasPrefix(row.title, "set ") {
			continue
		}
		cells := []string{row.title}
		for _, form := range forms {
			text := "–"
			if c := row.cells[form]; c != nil {
				text = percent(c.percent())
			}
			cells = append(cells, text)
		}
		rows = append(rows, cells)
	}
	return markdown(slices.Concat([]string{""}, forms), rows)
}

// blamed is how many rules the page lists.
const blamed = 25

// blameTable lists the rules that block the most of what is honest, by themselves.
func (r *result) blameTable() string {
	var rows [][]string
	for _, c := range blameOrder(rulesOf(r.outcomes)) {
		if alone, _ := c.honest(); alone == 0 || len(rows) == blamed {
			break
		}
		rows = append(rows, []string{
			fmt.Sprint(c.rule), c.in(honestRequests).String(), c.in(honestTexts).String(), c.in(attackRequests).String(), c.in(attackTexts).String(),
		})
	}
	return markdown([]string{"rule", "honest requests", "honest texts", "attack requests", "texts of attacks"}, rows)
}

// unconfirmedTable lists the rules that match what is honest, and whose matches no confirmation is asked about.
func (r *result) unconfirmedTable() string {
	var rows [][]string
	for _, c := range blameOrder(rulesOf(r.outcomes)) {
		if _, matched := c.honest(); matched > 0 && !confirm.Asked(c.rule) {
			rows = append(rows, []string{fmt.Sprint(c.rule), c.in(honestRequests).String(), c.in(honestTexts).String()})
		}
	}
	return markdown([]string{"rule", "honest requests", "honest texts"}, rows)
}

// versionOf is the version of a module that this program is built with.
func versionOf(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	at := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == path })
	if at < 0 {
		return "unknown"
	}
	return info.Deps[at].Version
}
