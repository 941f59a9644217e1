package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "rewrite the outputs in the guide")

const (
	guide    = "../../docs/guides/command-line.md"
	examples = "../../docs/examples/events"
	workflow = "../../docs/examples/weir-test.yml"
)

// block is a block of code with what is in it: a command line and its output, or JSON.
var block = regexp.MustCompile("(?ms)^```(json)?\n(\\$ (weir [^\n]*)\n)?.*?^```\n")

// took are times, which differ from run to run.
var took = regexp.MustCompile(`took [0-9.]+(ms|µs|s)`)

func TestTheGuideShowsWhatIsPrinted(t *testing.T) {
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	expected, err := os.ReadFile(filepath.Join(examples, expectedFile))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	got := block.ReplaceAllFunc(text, func(old []byte) []byte {
		parts := block.FindSubmatch(old)
		if string(parts[1]) == "json" {
			return []byte("```json\n" + string(expected) + "```\n")
		}
		command := string(parts[3])
		if command == "" {
			return old
		}
		commands++
		return []byte("```\n$ " + command + "\n" + took.ReplaceAllString(shell(t, command), "took …") + "```\n")
	})
	if commands < 7 {
		t.Errorf("only %d commands are found in the guide", commands)
	}
	if *update {
		if err := os.WriteFile(guide, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(got, text) {
		t.Errorf("the guide has other outputs: go test ./extension/weir -run Guide -update\n%s", got)
	}
}

// shell runs a line of the guide among the examples. What follows a bar is a program that need not be there: jq picks three keys.
func shell(t *testing.T, line string) string {
	t.Helper()
	command, pipe, piped := strings.Cut(line, " | ")
	command, stdin, _ := strings.Cut(command, " <")
	cmd := exec.CommandContext(t.Context(), program, strings.Fields(command)[1:]...)
	cmd.Dir = examples
	if stdin != "" {
		text, err := os.ReadFile(filepath.Join(examples, stdin))
		if err != nil {
			t.Fatal(err)
		}
		cmd.Stdin = bytes.NewReader(text)
	}
	out, _ := cmd.CombinedOutput() // some of the commands fail on purpose
	if !piped {
		return string(out)
	}
	if pipe != "jq -c '[.line, .action, .rules]'" {
		t.Fatalf("nobody does %q here", pipe)
	}
	var picked strings.Builder
	for l := range strings.Lines(string(out)) {
		var object map[string]any
		if err := json.Unmarshal([]byte(l), &object); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal([]any{object["line"], object["action"], object["rules"]})
		if err != nil {
			t.Fatal(err)
		}
		picked.Write(append(text, '\n'))
	}
	return picked.String()
}

func TestTheExampleWorkflowRunsWhatThereIs(t *testing.T) {
	text, err := os.ReadFile(workflow)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses, Run string
			}
		}
	}
	if err := yaml.Unmarshal(text, &parsed); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, step := range parsed.Jobs["verdicts"].Steps {
		if uses := step.Uses; uses != "" && !regexp.MustCompile(`@[0-9a-f]{40}$`).MatchString(uses) {
			t.Errorf("%s is not pinned", uses)
		}
		args, ours := strings.CutPrefix(step.Run, "./weir ")
		if !ours {
			continue
		}
		ran++
		dir := t.TempDir()
		if err := os.CopyFS(filepath.Join(dir, "events"), os.DirFS(examples)); err != nil {
			t.Fatal(err)
		}
		if r := weir(t, dir, "", strings.Fields(args)...); r.code != 0 {
			t.Errorf("%s: %+v", step.Run, r)
		}
		if _, err := os.Stat(filepath.Join(dir, "weir.xml")); err != nil {
			t.Errorf("%s: %v", step.Run, err)
		}
	}
	if ran != 1 {
		t.Errorf("the workflow runs Weir %d times", ran)
	}
}
