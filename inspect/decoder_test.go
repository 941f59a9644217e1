package inspect

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// decoder is a program that decodes texts as a handler does: read is an expression of its language over text.
type decoder struct{ program, read string }

// reads returns what the decoder makes of each text, or nothing where its program is not there.
func (c decoder) reads(t *testing.T, texts []string) []string {
	t.Helper()
	path, err := exec.LookPath(c.program)
	if err != nil {
		return nil
	}
	flag, script := "-c", ""
	switch c.program {
	case "python3":
		script = "import sys, json\nread = lambda text: " + c.read + "\nprint(json.dumps([str(read(text)) for text in json.load(sys.stdin)]))"
	case "node":
		flag = "-e"
		script = "const read = text => " + c.read + "\nconsole.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0)).map(text => String(read(text)))))"
	}
	input, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(path, flag, script) //nolint:gosec // the scripts are the tests' own
	command.Stdin = strings.NewReader(string(input))
	var out []string
	if raw, err := command.Output(); err != nil || json.Unmarshal(raw, &out) != nil || len(out) != len(texts) {
		t.Fatalf("%s fails, or tells no list: %q, %v", c.program, raw, err)
	}
	return out
}

// wrapped is a text that holds an attack as a decoder reads it, and a harmless text that is wrapped alike.
type wrapped struct {
	name           string
	by             decoder // the proof that the attack works; the zero decoder proves nothing
	text, harmless string
}

// judgeWrapped asserts that the consumers find attack in the texts, and that events are not passed that hold one of the texts
// anywhere, with nothing declared about it, while its neighbour is.
func judgeWrapped(t *testing.T, attack string, list []wrapped) {
	t.Helper()
	texts := make(map[decoder][]string)
	for _, c := range list {
		texts[c.by] = append(texts[c.by], c.text)
	}
	for by, list := range texts {
		for n, got := range by.reads(t, list) {
			if !strings.Contains(got, attack) {
				t.Errorf("%s reads %q as %q", by.program, list[n], got)
			}
		}
	}
	i := inspectorFor(t, patient())
	for _, c := range list {
		t.Run(c.name, func(t *testing.T) {
			for place, event := range places(c.text) {
				if v := judgeBy(i, event); v.Action == Pass {
					t.Errorf("%s: %q passes with %v", place, c.text, ids(v))
				}
			}
			for place, event := range places(c.harmless) {
				if v := judgeBy(i, event); v.Action != Pass {
					t.Errorf("harmless, %s: %q: %s with %v", place, c.harmless, v.Action, ids(v))
				}
			}
		})
	}
}
