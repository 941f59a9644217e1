package engine

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Catalogue says where each directive stands in the files that Options.Files has for requests and for responses, for
// Options.Catalogue: to find out at a first match takes longer than to compile the rules.
func Catalogue(files fs.FS) (string, error) {
	requests, err := readCatalogue(files, ruleFiles)
	if err != nil {
		return "", err
	}
	responses, err := readCatalogue(files, responseFiles)
	if err != nil {
		return "", err
	}
	return requests.written() + endOfRequests + responses.written(), nil
}

// endOfRequests is the line between the two catalogues.
const endOfRequests = "responses\n"

// What stands behind an entry's numbers.
const (
	markSteers = "s"
	markValues = "v"
	markPlain  = "p"
	markTakes  = "t"
)

// written is a catalogue as text: a line for each file, and below it one for each entry with its place, its length, its id and its
// level.
func (c *catalogue) written() string {
	var out strings.Builder
	for i, name := range c.names {
		fmt.Fprintln(&out, name)
		for _, e := range c.entries {
			if e.file != i {
				continue
			}
			fmt.Fprint(&out, e.start, " ", e.end-e.start, " ", e.id, " ", e.level, " ")
			if e.steers {
				out.WriteString(markSteers)
			}
			if e.values {
				out.WriteString(markValues)
			}
			if e.plain {
				out.WriteString(markPlain)
			}
			if e.takes {
				out.WriteString(markTakes)
			}
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// parseCatalogue is the reverse of written.
func parseCatalogue(text string) (*catalogue, error) {
	c := &catalogue{entries: make([]entry, 0, strings.Count(text, "\n"))}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "@") {
			c.names = append(c.names, line)
			continue
		}
		var numbers [4]int
		for i := range numbers {
			number, rest, _ := strings.Cut(line, " ")
			n, err := strconv.Atoi(number)
			if err != nil || len(c.names) == 0 {
				return nil, fmt.Errorf("the catalogue has a line that is none of a file or an entry: %q", line)
			}
			numbers[i], line = n, rest
		}
		c.entries = append(c.entries, entry{
			file: len(c.names) - 1, start: numbers[0], end: numbers[0] + numbers[1], id: numbers[2], level: numbers[3],
			steers: strings.Contains(line, markSteers), values: strings.Contains(line, markValues),
			plain: strings.Contains(line, markPlain), takes: strings.Contains(line, markTakes),
		})
	}
	return c, nil
}

// catalogueOf returns the catalogue of the files that list names, from Options.Catalogue if that is there.
func (o *Options) catalogueOf(list func(fs.FS) ([]string, error), responses bool) (*catalogue, error) {
	if o.Catalogue == "" {
		return readCatalogue(o.Files, list)
	}
	text, ofResponses, _ := strings.Cut(o.Catalogue, endOfRequests)
	if responses {
		text = ofResponses
	}
	return parseCatalogue(text)
}
