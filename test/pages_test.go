package test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// snippet is a fenced block of a page.
type snippet struct{ page, text string }

// snippets are those of all pages, and the example stack.
func snippets(t *testing.T) (list []snippet) {
	t.Helper()
	pages := []string{"../template.yaml"}
	for _, pattern := range []string{"../*.md", "../*/*.md", "../docs/*/*.md", "../docs/*/*/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	fence := regexp.MustCompile("(?ms)^```[a-z]*\n(.*?)^```")
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(page, ".yaml") {
			list = append(list, snippet{page, string(text)})
		}
		for _, block := range fence.FindAllStringSubmatch(string(text), -1) {
			list = append(list, snippet{page, block[1]})
		}
	}
	return list
}

// Whoever copies a snippet blocks nobody, is told how to block, and gets the layer that the function can run.
func TestSnippetsBeginInMonitorAndEndWithTheStepToBlock(t *testing.T) {
	attaching := regexp.MustCompile(`(?m)^[^#/|]*(AWS_LAMBDA_EXEC_WRAPPER['"]?\s*[:=,]\s*['"]?/opt/weir-wrapper|ENTRYPOINT.*weir-wrapper)`)
	monitor := regexp.MustCompile(`(?s)(WEIR_MODE['"]?\s*[:=,]\s*['"]?monitor|Mode:.{0,60}Default: monitor)`)
	seen := 0
	for _, s := range snippets(t) {
		if !attaching.MatchString(s.text) && !strings.Contains(s.text, "publish-layer-version") {
			continue
		}
		seen++
		begins := monitor.FindStringIndex(s.text)
		if begins == nil {
			t.Errorf("%s: this does not begin in monitor mode:\n%s", s.page, s.text)
			continue
		}
		if !strings.Contains(s.text[begins[1]:], "block") {
			t.Errorf("%s: nothing says how to go on to block:\n%s", s.page, s.text)
		}
	}
	if seen < 7 {
		t.Errorf("only %d snippets attach Weir", seen)
	}
}

func TestSnippetsChooseTheArchitecture(t *testing.T) {
	for _, s := range snippets(t) {
		if !strings.Contains(s.text, "gh attestation") && strings.Contains(s.text, "weir-amd64.zip") != strings.Contains(s.text, "weir-arm64.zip") {
			t.Errorf("%s: this is for one architecture alone:\n%s", s.page, s.text)
		}
	}
}

// ours are what Weir says in the texts that the page on troubles tells of.
var ours = []string{
	"the configuration is wrong, and WEIR_ON_FAULT=closed", "an OS-only function names its program as its handler", "_HANDLER is not set",
	"no command line: the wrapper is run with the runtime's command as its arguments", "the runtime starts without Weir: events are not inspected",
	"the runtime starts without Weir", "another process has that port", "there is no such variable", "no rule answers to", "mode_asked", "1010001", "1010005", "1010006",
}

func TestThePageOnTroublesQuotesWhatIsSaid(t *testing.T) {
	page, err := os.ReadFile("../docs/TROUBLESHOOTING.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, dir := range []string{"../extension", "../layer", "../inspect"} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			code.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range ours {
		if !strings.Contains(string(page), text) {
			t.Errorf("the page has nothing about %q", text)
		}
		if !strings.Contains(code.String(), text) {
			t.Errorf("nobody says %q any more", text)
		}
	}
}
