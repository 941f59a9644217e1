//go:build ignore

// Command generate writes docs/CONFIGURATION.md, the first argument, and the table of settings in README.md, the
// second, from the table of variables. A README that is not there, or has no place for the table, is left alone.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"strings"

	"weir/extension/config"
)

const intro = `# Settings

<!-- Generated from extension/config by make generate. Change it there. -->

Weir is configured by environment variables of the function. All have a default; none is needed.

| variable | grammar | default | meaning |
|---|---|---|---|
`

const notes = `
## How they are read

- Words are in lower case, and matched exactly. Space around words, clauses and values does not count. An empty
  variable counts as not set.
- A value that cannot be understood does not stop Weir: the default holds, and one line of the log (` + "`weir`" + ` is
  ` + "`settings`" + `) lists every such value with what would be allowed. The metric ` + "`ConfigErrors`" + ` counts them, so that an alarm
  can tell you. Under ` + "`WEIR_ON_FAULT=closed`" + ` they stop the start instead.
- A variable that begins with ` + "`WEIR_`" + ` and is not listed here is reported too: it is most likely a slip of the pen.
- ` + "`SOURCE`" + ` is the name of an event source, as in the log and in SOURCES.md.
- ` + "`weir config`" + ` shows what holds and what is wrong, in any environment.

## Examples

` + "```sh" + `
# Look first, block later; but block in the queue at once.
WEIR_MODE=monitor,sqs=block

# A rule off everywhere; all SQL injection rules off in one field; one rule off for a source.
WEIR_EXCLUDE=920320;tag:attack-sqli@rest-v1:body.query;932235@sqs

# A refusal that browsers of your site can read.
WEIR_BLOCK_HEADERS=Access-Control-Allow-Origin: https://example.com; Content-Type: application/json; charset=utf-8

# At most 200 ms for exact inspection, or a tenth of the time that the invocation has left.
WEIR_BUDGET=200ms
WEIR_BUDGET=10%
` + "```" + `

## Other variables that count

`

func main() {
	var doc, table strings.Builder
	doc.WriteString(intro)
	table.WriteString("| variable | meaning | default |\n|---|---|---|\n")
	for _, v := range config.Variables {
		standard := v.Without
		if v.Default != "" {
			standard = code(v.Default)
		}
		fmt.Fprintf(&doc, "| `%s` | %s | %s | %s |\n", v.Name, code(v.Grammar), standard, v.Meaning)
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", v.Name, v.Meaning, standard)
	}
	doc.WriteString(notes)
	for _, v := range config.Variables {
		if len(v.Instead) > 0 {
			fmt.Fprintf(&doc, "- Where `%s` is not set: `%s`.\n", v.Name, strings.Join(v.Instead, "`, then `"))
		}
	}
	if err := os.WriteFile(os.Args[1], []byte(doc.String()), 0o644); err != nil {
		log.Fatal(err)
	}
	if err := insert(os.Args[2], table.String()); err != nil {
		log.Fatal(err)
	}
}

// code is a text in a table's cell, as code. A bar would end the cell, even there.
func code(text string) string {
	return "`" + strings.ReplaceAll(text, "|", `\|`) + "`"
}

// insert puts the table between its two marks.
func insert(path, table string) error {
	const begin, end = "<!-- settings:begin -->\n", "<!-- settings:end -->"
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	before, rest, begun := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !begun {
		return nil
	}
	if !ended {
		return fmt.Errorf("%s: the table of settings begins and does not end", path)
	}
	return os.WriteFile(path, []byte(before+begin+"\n"+table+"\n"+end+after), 0o644)
}
