//go:build ignore

// Command generate writes docs/RULES.md, its argument, from the tables of Weir's own rules, of what is left out for kinds of
// fields, and of what is harmless.
package main

import (
	"fmt"
	"io/fs"
	"log"
	"os"
	"path"
	"regexp"
	"strings"

	"weir/inspect/rules"
	"weir/inspect/source"
)

const intro = `# Rules

<!-- Generated from inspect/rules by make generate. Change it there. -->

Weir runs the OWASP Core Rule Set %s, all of its request rules, under the settings of
[inspect/rules/setup.conf](../inspect/rules/setup.conf): every setting there says why it is as it is. ` + "`WEIR_PARANOIA`" + `
chooses the paranoia level, ` + "`WEIR_THRESHOLD`" + ` the score that counts, ` + "`WEIR_EXCLUDE`" + ` takes rules away, ` + "`WEIR_MODE`" + ` gives a rule or
a tag a mode of its own, as in ` + "`block,rule:942100=monitor`" + `, and ` + "`WEIR_RULES`" + ` adds SecLang files of your own behind them.

## Weir's own rules

` + "`WEIR_EXCLUDE`" + ` knows them by id and tag like all others. ` + "`SAS-1`" + ` to ` + "`SAS-10`" + ` are the entries of the Serverless Top 10.

These speak of the event, or count what is in it:

| id | severity | score | finding | tags |
|---|---|---|---|---|
`

const families = `
These look at values. They are SecLang, in a file for each family, which says of every rule why it is as it is; and each rule
has a page of texts that must make it fire, and of texts that must not, in
[inspect/rules/testdata](../inspect/rules/testdata).

| id | family | level | severity | finding | tags |
|---|---|---|---|---|---|
`

const responses = `
### About responses

Responses to HTTP clients are judged by these and by the Core Rule Set's rules 950000 to 956999; all other responses by
those of 1010700 to 1010703, credentials, alone. ` + "`WEIR_RESPONSES`" + ` says what follows, ` + "`WEIR_RESPONSE_THRESHOLD`" + ` the score that
counts.

- A response is looked at as its client reads it: Base64 and Content-Encoding undone, the strings of JSON unescaped. Of a
  longer one the first 256 KB are looked at. In what is no text, credentials alone are looked for.
- An access key id counts with its secret or session token beside it, a private key with its contents, an address with a
  password that is no placeholder and a host that is not an example's.
- Rules about errors and traces are noted without a score where a response with a status of success is prose, of sentence
  after sentence: an article about errors quotes them.
- Rule 952110 is asked about responses that name an exception, or a class or a file of Java, 953100 about those that name a
  .php file or begin a message as PHP does, 953110 about those with PHP in them, 956100 about those that name a Ruby file
  or a class of Rails or a driver: their phrases are also those of honest forms, scripts, sentences and other languages.
  The Core Rule Set's rules are asked about plain text, HTML, XML and JSON.
- Rules of your own (` + "`WEIR_RULES`" + `) judge requests: their phases 3 and 4 are not run.

| id | severity | score | finding | tags |
|---|---|---|---|---|
`

const notes = `
The score of the rules %[1]s follows the threshold: with ` + "`WEIR_ON_LIMIT=pass`" + ` they score nothing, and otherwise as
much as is needed to count. ` + "`WEIR_LIMITS`" + ` says how large things may be ([CONFIGURATION](CONFIGURATION.md#limits)).

## Kinds of fields

Every field of an event has a kind. Its source says what a value of AWS's own is: an object's key is a path, what a log group
holds is log. Of the fields inside your own payloads nobody but you knows: they are unknown, and all rules count on them,
until ` + "`WEIR_FIELDS`" + ` declares what they are. The parts of an HTTP request (path, query, form, headers, cookies) are judged by all
rules, unless you declare what one of them is.

A match of a rule on a field of a kind for which it is left out does not count. ` + "`WEIR_PARANOIA`" + ` has no part in that: a higher
level adds its rules on all kinds of fields, and those that the families below hold are left out with them.

| kind | rules left out | because |
|---|---|---|
%[3]s
Of the other kinds (%[4]s) every rule counts but those for any kind.

## Parts of a request as values

The path and its segments, the names and values of headers, and each cookie are judged twice: where they stand, and as values
like those of a query. What a rule matches both ways counts once. These matches count where the part stands, and not as a value:

| part | rules | because |
|---|---|---|
%[6]s

## What is harmless

Where one of these rules has matched a value, or an argument or a cookie of a request, it is asked again about the text
without what is harmless in it. Only what matches then too counts: an attack beside it is found.

| rules | harmless | because |
|---|---|---|
%[5]s
## What differs from a web firewall

- A value is judged in every form in which a handler may read it: as it came, and with each encoding undone.
- Of bytes that are no text, an image or an archive, the stretches of text are judged. In what comes out of a body, of
  Base64 or of a compression the rules %[2]s find no fault: they are made for text.
- Headers in which clients and servers negotiate (Accept, User-Agent and others) are judged as headers wherever they
  stand, and never decoded.
- A body is read as a form only if its content type says that it is one, and where it looks like one.
- A user's rule that says ` + "`deny`" + ` refuses the event whatever its score; ` + "`allow`" + ` has no effect.
- What the Core Rule Set's own tests find here and not in stock Coraza, or there and not here, is listed with reasons in
  [test/crs/differences.txt](../test/crs/differences.txt).
`

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: generate FILE")
	}
	var b strings.Builder
	fmt.Fprintf(&b, intro, rules.Version())
	for _, r := range rules.Own {
		fmt.Fprintf(&b, "| %d | %s | %d | %s | %s |\n", r.ID, r.Severity, r.Score, r.Message, strings.Join(r.Tags, ", "))
	}
	b.WriteString(families)
	if err := list(&b); err != nil {
		log.Fatal(err)
	}
	b.WriteString(responses)
	for _, r := range rules.Responses {
		fmt.Fprintf(&b, "| %d | %s | %d | %s | %s |\n", r.ID, r.Severity, r.Score, r.Message, strings.Join(r.Tags, ", "))
	}
	limits := []int{rules.Incomplete, rules.TooLarge, rules.GraphQL}
	fmt.Fprintf(&b, notes, joined(limits), joined(rules.ByteRange), kinds(), others(), harmless(), places())
	if err := os.WriteFile(os.Args[1], []byte(b.String()), 0o644); err != nil { //nolint:gosec // a document
		log.Fatal(err)
	}
}

var (
	id       = regexp.MustCompile(`"id:(\d+),`)
	message  = regexp.MustCompile(`msg:'([^']*)'`)
	severity = regexp.MustCompile(`severity:'([^']*)'`)
	tag      = regexp.MustCompile(`tag:'([^']*)'`)
	level    = regexp.MustCompile(`^paranoia-level/(\d)$`)
)

// list writes a line for every rule in Weir's own files.
func list(b *strings.Builder) error {
	names, err := fs.Glob(rules.Files(), rules.Folder+"/*.conf")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(rules.Files(), name)
		if err != nil {
			return err
		}
		family := strings.TrimSuffix(path.Base(name), ".conf")
		for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", "")) {
			if !strings.HasPrefix(line, "SecRule ") || !message.MatchString(line) {
				continue
			}
			at, tags := "", []string{}
			for _, m := range tag.FindAllStringSubmatch(line, -1) {
				if n := level.FindStringSubmatch(m[1]); n != nil {
					at = n[1]
				} else {
					tags = append(tags, m[1])
				}
			}
			fmt.Fprintf(b, "| %s | [%s](../inspect/rules/%[2]s.conf) | %s | %s | %s | %s |\n",
				first(id, line), family, at, first(severity, line), first(message, line), strings.Join(tags, ", "))
		}
	}
	return nil
}

// first is what an expression captures of a line.
func first(expression *regexp.Regexp, line string) string {
	if m := expression.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return ""
}

func joined(ids []int) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(ids), " ", ", "), "[]")
}

// ids shows the first and the last of some rules.
func ids(first, last int) string {
	if first == last {
		return fmt.Sprint(first)
	}
	return fmt.Sprintf("%d–%d", first, last)
}

// cell makes a text one cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

func kinds() string {
	var b strings.Builder
	for _, l := range rules.Kinds {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", l.Kind, ids(l.First, l.Last), cell(l.Because))
	}
	return b.String()
}

func places() string {
	var b strings.Builder
	for _, l := range rules.Places {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", l.Part, ids(l.First, l.Last), cell(l.Because))
	}
	return b.String()
}

func harmless() string {
	var b strings.Builder
	for _, h := range rules.HarmlessTexts {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", ids(h.First, h.Last), cell(h.What), cell(h.Because))
	}
	return b.String()
}

// others lists the kinds for which nothing is left out.
func others() string {
	var names []string
	for _, name := range append(source.KindNames(), source.Format.String()) {
		if rules.Whole(name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
