package engine

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// catalogue knows where each directive of the Core Rule Set and of Weir's own rules stands, so that some of its rules can be compiled without the
// others. It does not change.
type catalogue struct {
	names   []string // of the files, in the engine's order
	entries []entry
	mute    bool // nobody asks what the rules have to say for a log
	narrow  bool // before each rule, the values become those that it may match
	steady  bool // what a request is takes no plain rule away
}

// entry is a directive, of a rule with its chain.
type entry struct {
	file       int // in names
	start, end int // in the file
	id         int // of the rule, or of the rule that it changes; 0 for a marker
	level      int // the paranoia level from which it is read
	steers     bool
	values     bool // the rule is asked when the values are there
	plain      bool // its matches can be told from its text; see certain.go
	takes      bool // it may take a plain rule away; see steady.go
}

// readCatalogue reads the files that list names once, and keeps none of their text.
func readCatalogue(files fs.FS, list func(fs.FS) ([]string, error)) (*catalogue, error) {
	names, err := list(files)
	if err != nil {
		return nil, err
	}
	c := &catalogue{names: names, entries: make([]entry, 0, 512)}
	for i, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := c.read(i, raw); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
	}
	return c, nil
}

// read notes the directives of a file. Rules of a higher paranoia level stand behind a jump that is taken below it; here
// the jump becomes the entry's level.
func (c *catalogue) read(file int, raw []byte) error {
	level, chained := 1, false
	for start, end := nextDirective(raw, 0); start < end; start, end = nextDirective(raw, end) {
		line := joinedLines(raw[start:end])
		e := entry{file: file, start: start, end: end, level: level}
		name, rest, _ := strings.Cut(line, " ")
		if chained {
			if !isRule(line) {
				return fmt.Errorf("%s stands inside a chain", name)
			}
			actions := splitActions(actionsOf(line))
			chained = slices.Contains(actions, "chain")
			last := &c.entries[len(c.entries)-1]
			last.end, last.takes = end, last.takes || takesAway(actions) && !blocks(last.id)
			continue
		}
		switch name {
		case "SecRule", "SecAction":
			if n, jumps := levelJump(line); jumps {
				level = n
				continue
			}
			actions := splitActions(actionsOf(line))
			if chained = e.describe(actions); e.id == 0 {
				return fmt.Errorf("a rule without an id: %.80s", line)
			}
			e.plain, e.takes = isPlain(line), takesAway(actions) && !blocks(e.id)
			if skips[e.id] {
				continue
			}
		case "SecMarker":
			level, e.level = 1, 1
		case "SecRuleUpdateTargetById":
			id, targets, _ := strings.Cut(rest, " ")
			e.id, _ = strconv.Atoi(id)
			if looksAtValues(strings.Trim(targets, `"`)) != 0 {
				c.notPlain(e.id)
			}
		case "SecComponentSignature":
			continue
		default:
			return fmt.Errorf("the directive %s is not understood", name)
		}
		c.entries = append(c.entries, e)
	}
	return nil
}

// notPlain notes that a rule looks at values in a way of its own.
func (c *catalogue) notPlain(rule int) {
	for i := range c.entries {
		c.entries[i].plain = c.entries[i].plain && c.entries[i].id != rule
	}
}

// skips are rules that count the rules that they skip, and would skip others in a selection. 920539 asks whether Coraza
// reads the body as JSON, which it is never told to.
var skips = map[int]bool{920539: true}

// describe reads a rule's actions, and says whether a chain follows.
func (e *entry) describe(actions []string) (chained bool) {
	for _, a := range actions {
		switch name, value, _ := strings.Cut(strings.TrimSpace(a), ":"); name {
		case "id":
			e.id, _ = strconv.Atoi(value)
		case "nolog":
			// Nothing says of such a rule that it matches, but what it sets others ask for.
			e.steers = true
		case "phase":
			e.values = value == "2"
		case "chain":
			chained = true
		}
	}
	return chained
}

// levelJump recognises the Core Rule Set's jump over the rules of a paranoia level, and says which.
func levelJump(line string) (level int, jumps bool) {
	rest, found := strings.CutPrefix(line, `SecRule TX:DETECTION_PARANOIA_LEVEL "@lt `)
	if !found || len(rest) == 0 || !strings.Contains(rest, "skipAfter:") {
		return 0, false
	}
	return int(rest[0] - '0'), true
}

// selection is the text of the rules that are wanted at a level, of those that steer them, and of what changes them.
func (c *catalogue) selection(files fs.FS, level int, wanted func(id int) bool) (string, error) {
	var out strings.Builder
	var file fs.File
	opened, narrowed := -1, false
	for _, e := range c.entries {
		if e.level > level || e.id != 0 && !e.steers && !setsUp(e.id) && !wanted(e.id) || blocks(e.id) {
			continue
		}
		if e.file != opened {
			var err error
			if file, err = files.Open(c.names[e.file]); err != nil {
				return "", err
			}
			defer func(f fs.File) { _ = f.Close() }(file)
			opened = e.file
		}
		directive, err := piece(file, e.start, e.end)
		if err != nil {
			return "", err
		}
		if c.mute {
			directive = muted(directive)
		}
		if c.narrow {
			var first string
			first, narrowed = e.narrowing(narrowed)
			out.WriteString(first)
		}
		out.Write(directive)
		out.WriteByte('\n')
	}
	return out.String(), nil
}

// piece reads a part of a file. Of a large one most is not needed.
func piece(file fs.File, start, end int) ([]byte, error) {
	at, ok := file.(io.ReaderAt)
	if !ok {
		return nil, errors.New("the rules' files cannot be read in pieces")
	}
	raw := make([]byte, end-start)
	_, err := at.ReadAt(raw, int64(start))
	return raw, err
}

// muted takes out of a directive what its rules have to say for a log, and that they capture, if nothing but the log uses it. With
// the one, Coraza copies each text that matches several times over; with the other, it looks for more matches than one. What
// they add to scores they only name: the rules that ask for sums are in no selection.
func muted(directive []byte) []byte {
	keep := usesCaptures(joinedLines(directive[:secondDirective(directive)]))
	var out []byte
	for line := range bytes.Lines(directive) {
		action := string(bytes.TrimSpace(line))
		switch {
		case strings.HasPrefix(action, "logdata:'") && strings.HasSuffix(action, `',\`), action == `capture,\` && !keep:
		case strings.Contains(action, "_score") && strings.Contains(action, "=+%{tx."):
			out = append(out, bytes.Replace(line, []byte("setvar:"), []byte(pointsAction+":"), 1)...)
		default:
			out = append(out, line...)
		}
	}
	return out
}

// setsUp says that a rule belongs to the Core Rule Set's start.
func setsUp(id int) bool { return id/1000 == 901 }

// blocks says that a rule adds scores up, and acts upon them.
func blocks(id int) bool { return id/1000 == 949 || id/1000 == 959 || id/1000 == 980 }

// list describes all rules at all levels, in order.
func (c *catalogue) list(files fs.FS) (all []Rule, err error) {
	err = c.each(files, func(raw []byte, e entry) { all = appendRule(all, raw[e.start:e.end]) })
	return all, err
}

// each calls use for every entry, in order, with the text of the file that it stands in.
func (c *catalogue) each(files fs.FS, use func(raw []byte, e entry)) error {
	for i, name := range c.names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		for _, e := range c.entries {
			if e.file == i {
				use(raw, e)
			}
		}
	}
	return nil
}

// appendRule describes a directive with its chain, if it is a rule that says when it matches.
func appendRule(list []Rule, raw []byte) []Rule {
	line := joinedLines(raw[:secondDirective(raw)])
	if !isRule(line) {
		return list
	}
	var r Rule
	for _, a := range splitActions(actionsOf(line)) {
		switch name, value, _ := strings.Cut(strings.TrimSpace(a), ":"); name {
		case "id":
			r.ID, _ = strconv.Atoi(value)
		case "tag":
			r.Tags = append(r.Tags, strings.Trim(value, "'"))
		case "nolog":
			return list
		}
	}
	if internal(r.ID) {
		return list
	}
	r.Message = readText(line).message
	return append(list, r)
}

// secondDirective is where the second of several directives begins: that of a chain's second link.
func secondDirective(raw []byte) int {
	_, end := nextDirective(raw, 0)
	return end
}

// nextDirective finds the next directive from a place on: lines that end with a backslash go on, and lines that begin with
// "#" are comments wherever they stand. At the end of the text, start and end are the same.
func nextDirective(raw []byte, from int) (start, end int) {
	start = -1
	for from < len(raw) {
		next := len(raw)
		if n := bytes.IndexByte(raw[from:], '\n'); n >= 0 {
			next = from + n + 1
		}
		line := bytes.TrimSpace(raw[from:next])
		comment := len(line) == 0 || line[0] == '#'
		if start < 0 && !comment {
			start = from
		}
		from = next
		if !comment && line[len(line)-1] != '\\' {
			return start, from
		}
	}
	return from, from
}

// joinedLines is a directive in one line.
func joinedLines(raw []byte) string {
	var out strings.Builder
	out.Grow(len(raw))
	for line := range bytes.Lines(raw) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			out.Write(bytes.TrimSuffix(line, []byte(`\`)))
		}
	}
	return out.String()
}
