//go:build ignore

// Command generate writes docs/CONFIGURATION.md, the first argument, and the table of the first settings in README.md,
// the second, from the table of variables. A README that is not there, or has no place for the table, is left alone.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"slices"
	"strings"

	"weir/extension/config"
	"weir/inspect"
)

const intro = `# Settings

<!-- Generated from extension/config by make generate. Change it there. -->

Weir is configured by environment variables of the function. All have a default; none is needed.

| variable | grammar | default | meaning | if unreadable |
|---|---|---|---|---|
`

const limits = `
## Limits

` + "`WEIR_LIMITS`" + ` changes them by name, as in ` + "`aliases=20,length=64KB`" + `. Honest events stay far below.

| limit | default | meaning |
|---|---|---|
`

const notes = `
## How they are read

- Words are in lower case. Of words, names of sources, numbers and durations neither the case counts nor quotes and spaces around
  them: ` + "`Monitor`, `OFF` and `\"block\"`" + ` are read, and a line of kind ` + "`settings`" + ` has a warning that says as what. Texts, patterns,
  headers, paths and addresses are taken as they are. An empty variable counts as not set.
- **What cannot be read never blocks, and never stops Weir.** What such a value is about is only watched: the table says for each
  variable what that is, and what holds. An event that is watched passes, and is logged with what would have been done. What is ` + "`off`" + `
  stays off. The four settings that make a function stricter than its rules (` + "`WEIR_SOURCES`, `WEIR_REQUIRE_AUTH`, `WEIR_ON_LIMIT`" + `
  and ` + "`WEIR_ON_FAULT`" + `) are never weaker than their default.
- It is said loudly: one line of the log at level ` + "`error`" + ` (` + "`weir`" + ` is ` + "`settings`" + `) lists every such value with what would be
  allowed and what holds; the metric ` + "`ConfigErrors`" + ` counts them, so that an alarm can tell you; the line at the start has the mode that
  holds, and findings have it as ` + "`mode`" + `, with what was asked for as ` + "`mode_asked`" + `.
- Under ` + "`WEIR_ON_FAULT=closed`" + ` every such value stops the start instead.
- ` + "`block,sqss=monitor`" + `: a name that is almost right is taken for the sources that are closest to it, and those are in ` + "`monitor`" + `. If a
  name is close to none, nobody knows which events it is about, and the function is in ` + "`monitor`" + `.
- Entries of ` + "`WEIR_EXCLUDE`" + ` and ` + "`WEIR_FIELDS`" + ` are separated by semicolons or stand in lines of their own. A comma belongs to a
  glob; if another entry stands behind it, both are as entries that cannot be read.
- A variable that begins with ` + "`WEIR_`" + ` and is not listed here is reported too, whatever its case: it is most likely a slip of the pen. If
  ` + "`WEIR_MODE`" + ` is not set and the name is close to it (` + "`WEIR_MOD`, `weir_mode`" + `), the function is in ` + "`monitor`" + `.
- ` + "`SOURCE`" + ` is the name of an event source, as in the log and in SOURCES.md. A name in front of a colon stands for all that
  have it: ` + "`cognito`" + ` for every trigger, ` + "`cognito:PreSignUp_SignUp`" + ` for one.
- An entry of ` + "`WEIR_MODE`" + ` for a rule that cannot be read puts that rule into ` + "`monitor`" + `: ` + "`block,rule:942100=blok`" + ` blocks, but not for
  that rule. An entry that names no rule is left out, and puts the function into ` + "`monitor`" + `: nobody knows what it is about.
- A rule or tag that is not there, in ` + "`WEIR_EXCLUDE`" + ` or ` + "`WEIR_MODE`" + `, is as one that cannot be read: ` + "`WEIR_EXCLUDE=999999@sqs`" + ` is left out,
  and ` + "`sqs`" + ` is in ` + "`monitor`" + `. Rules of every level are there, and those of your ` + "`WEIR_RULES`" + `.
- ` + "`weir config`" + ` shows what holds and what is wrong, in any environment.

## A mode for a rule

` + "`WEIR_MODE=block,rule:942100=monitor`" + ` gives one rule a mode of its own, ` + "`tag:TAG=MODE`" + ` all rules with a tag; there can be many such
entries, together with those for sources. They are for trying: a new rule in ` + "`monitor`" + ` while the others block, or one family in
` + "`block`" + ` while the others are watched. ` + "`WEIR_EXCLUDE`" + ` is for what is known to be wrong in one field.

| the rule's mode | what a match of it does |
|---|---|
| ` + "`block`" + ` | counts for blocking, and for marking |
| ` + "`annotate`" + ` | counts for marking only: it adds nothing to the score that blocks or takes records out |
| ` + "`monitor`" + ` | is in the log with its mode, and adds nothing to the score that blocks or marks |
| ` + "`off`" + ` | is as if it had not been |

- **The general mode** is replaced for that rule: under ` + "`monitor,tag:attack-sqli=block`" + ` SQL injection blocks, and all else is logged.
- **A source's mode**, the one you gave it or its own default, is never made stricter: of the source's mode and the rule's the milder
  holds. Under ` + "`block,sqs=monitor,rule:942100=block`" + ` no message of a queue is kept from the handler.
- ` + "`off`" + ` for the function or a source means that its events are not looked at, whatever rules' modes say.
- An id wins over tags. If several tags of a rule have modes, the mildest holds.
- The strictest mode whose score reaches the threshold acts: matches in ` + "`block`" + ` block; else those in ` + "`block`" + ` and ` + "`annotate`" + `
  together mark; else the event passes. Records of a batch are judged so one by one. The line's ` + "`score`, `mode` and `bad_records`" + ` are
  those of the mode that acted.
- In responses the milder of ` + "`WEIR_RESPONSES`" + ` and the rule's mode holds, where ` + "`annotate`" + ` acts as ` + "`monitor`" + `.
- An id or tag that no rule has is as one that cannot be read: the function is in ` + "`monitor`" + `.

## The quarantine

` + "`WEIR_QUARANTINE`" + ` keeps what nobody would learn of: records that are taken out of a batch, and events that are swallowed. A
refusal that somebody is told of (an HTTP status, an error, a report of failed items) is not kept. Each item is one JSON
object on one line:

- to a queue, one message per item. It has up to 1 MiB, the most that SQS takes; what a queue refuses for its length is cut
  to a quarter, again and again, and says so (` + "`cut`" + `). A FIFO queue takes the same record once in five minutes; to others
  an environment sends it once;
- to a bucket, one object per invocation with a line per item, under
  ` + "`PREFIX/FUNCTION/YYYY/MM/DD/SOURCE/HASH.jsonl`" + `. The same records make one object a day, however often they come.

| key | meaning |
|---|---|
| ` + "`weir`, `time`" + ` | ` + "`quarantine`" + `, and when it was kept |
| ` + "`incident`, `source`, `action`, `score`, `rules`, `matches`, `incomplete`" + ` | the verdict, as in the log; the first 20 matches |
| ` + "`function_arn`, `request_id`, `tenant`, `record`, `record_id`" + ` | where it came from; ` + "`record`" + ` is absent for a whole event |
| ` + "`content`" + ` | what is kept, if it is JSON; else, or if it had to be cut, it is ` + "`content_text` or `content_base64`" + ` |
| ` + "`sha256`, `bytes`" + ` | of the content, whole: the hash of the log's key ` + "`removed`" + ` |
| ` + "`left_out`, `cut`" + ` | how many values stand as ` + "`[left out]`" + `, and whether the end is missing |

Credentials are left out, in documents and texts within strings too: values under names such as Authorization, Cookie,
` + "`access_token`, `client_secret`, `x-api-key` or `db_password`" + `, values beside such a name (` + "`{\"key\":\"Authorization\",\"value\":…}`" + `), and what can be told
by its shape, such as JSON Web Tokens, private keys, passwords in URLs, and the tokens of GitHub, GitLab, Slack or Stripe. ` + "`extension/secret`" + ` has
the lists with their sources. A secret that has neither such a name nor such a shape is kept. The rest of the payload is
there: give the place the protection of the data. The function's role needs ` + "`sqs:SendMessage` or `s3:PutObject`" + `, and for an
encrypted place ` + "`kms:GenerateDataKey` and `kms:Decrypt`" + `; a function in a VPC needs a way there. Keeping takes half of the invocation's
time at most, and no more than five seconds. If it fails, a line of kind ` + "`fault`" + ` says so, and what happens goes on; under
` + "`WEIR_ON_FAULT=closed`" + ` the invocation fails instead, so that nothing is lost. Another endpoint of S3 is named by
` + "`AWS_ENDPOINT_URL_S3`" + `, as for all of AWS's SDKs.

## Examples

` + "```sh" + `
# Keep what is taken out or swallowed.
WEIR_QUARANTINE=https://sqs.eu-central-1.amazonaws.com/123456789012/refused
WEIR_QUARANTINE=s3://my-bucket/weir

# Smaller than the defaults, for an API that knows its clients.
WEIR_LIMITS=aliases=20,selections=10,length=64KB

# Look first, block later; but block in the queue at once.
WEIR_MODE=monitor,sqs=block

# A rule that is only watched, and a family of rules that blocks while the others are watched.
WEIR_MODE=block,rule:942100=monitor
WEIR_MODE=monitor,tag:attack-sqli=block

# A rule off everywhere; all SQL injection rules off in one field; one rule off for a source.
WEIR_EXCLUDE=920320;tag:attack-sqli@rest-v1:body.query;932235@sqs

# What fields of your own are: queries in one source, log lines in another.
WEIR_FIELDS=http-v2:body*query=code;kinesis:*.kinesis.data=log

# A refusal that browsers of your site can read.
WEIR_BLOCK_HEADERS=Access-Control-Allow-Origin: https://example.com; Content-Type: application/json; charset=utf-8

# At most 200 ms for exact inspection, or a tenth of the time that the invocation has left.
WEIR_BUDGET=200ms
WEIR_BUDGET=10%
` + "```" + `

## Other variables that count

`

// first are the variables that a new user needs: README has these.
var first = []string{"WEIR_MODE", "WEIR_SOURCES", "WEIR_FIELDS", "WEIR_EXCLUDE", "WEIR_RESPONSES", "WEIR_QUARANTINE"}

func main() {
	var doc, table strings.Builder
	doc.WriteString(intro)
	table.WriteString("| variable | meaning | default |\n|---|---|---|\n")
	for _, v := range config.Variables {
		standard := v.Without
		if v.Default != "" {
			standard = code(v.Default)
		}
		fmt.Fprintf(&doc, "| `%s` | %s | %s | %s | %s |\n", v.Name, code(v.Grammar), standard, v.Meaning, v.Unreadable())
		if slices.Contains(first, v.Name) {
			fmt.Fprintf(&table, "| `%s` | %s | %s |\n", v.Name, v.Meaning, standard)
		}
	}
	doc.WriteString(limits)
	for _, l := range inspect.LimitList {
		fmt.Fprintf(&doc, "| `%s` | %s | %s |\n", l.Name, config.ShowAmount(l.Default, l.Bytes), l.Meaning)
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
