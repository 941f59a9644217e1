package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestShellsCompleteCommandsFlagsSourcesAndFiles(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal("make needs bash, and so does this test")
	}
	dir := write(t, map[string]string{"event.json": "{}", "events/one.json": "{}"})
	script := weir(t, dir, "", "completion", "bash").out
	fish, _ := exec.LookPath("fish") // it is asked, too, where it is
	fishScript := filepath.Join(t.TempDir(), "weir.fish")
	if err := os.WriteFile(fishScript, []byte(weir(t, dir, "", "completion", "fish").out), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		words []string // the last one is completed
		want  []string
	}{
		{[]string{"in"}, []string{"inspect"}},
		{[]string{"co"}, []string{"config", "completion"}},
		{[]string{"inspect", "--ex"}, []string{"--explain", "--exit-code"}},
		{[]string{"inspect", "ev"}, []string{"event.json", "events"}},
		{[]string{"inspect", "--source", "sq"}, []string{"sqs"}},
		{[]string{"inspect", "--response", "function"}, []string{"function-url"}},
		{[]string{"test", "ev"}, []string{"events"}},
		{[]string{"test", "--junit", "eve"}, []string{"event.json", "events"}},
		{[]string{"completion", "z"}, []string{"zsh"}},
		{[]string{"help", "ru"}, []string{"rules"}},
		{[]string{"config", "ev"}, nil},
	} {
		cmd := exec.CommandContext(t.Context(), bash, "--norc", "-c", script+`
COMP_WORDS=(weir "$@"); COMP_CWORD=$#; _weir; printf '%s\n' "${COMPREPLY[@]}"`, "bash")
		cmd.Args = append(cmd.Args, c.words...)
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Fields(string(out))
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.words, got, c.want)
		}
		if fish == "" {
			continue
		}
		cmd = exec.CommandContext(t.Context(), fish, "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", fishScript, "weir "+strings.Join(c.words, " "))
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		if out, err = cmd.Output(); err != nil {
			t.Fatal(err)
		}
		got = nil
		for line := range strings.Lines(string(out)) {
			got = append(got, strings.TrimSuffix(strings.Fields(line)[0], "/"))
		}
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("fish, %v: got %v, want %v", c.words, got, c.want)
		}
	}
}

// Where the shell itself is, it has to find the script well-formed; where it is not, the script must at least name everything.
func TestEveryShellIsToldOfEveryCommandAndFlag(t *testing.T) {
	for _, shell := range shellNames() {
		script := weir(t, t.TempDir(), "", "completion", shell).out
		parts := []string{"inspect", "rules", "test", "completion", "config", "version", "help", "explain", "exit-code", "source", "junit", "sqs", "zsh"}
		if lost := missing(script, parts...); lost != nil {
			t.Errorf("%s does not hear of %q", shell, lost)
		}
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		file := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), path, "-n", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shell, err, out)
		}
	}
}
