package main

import (
	"os"
	"strings"
	"testing"
	"text/template"
)

func TestThePageIsFilled(t *testing.T) {
	r := judged(t, write(t, small), 1)
	list := []compared{{r.outcomes[0], true}, {r.outcomes[1], false}}
	page, err := template.New("page").Option("missingkey=error").Parse(detectionText)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := page.Execute(&out, r.figures(list)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| everyday text blocked | 50.00 % | ≤ 0.05 % | missed |", "| **Weir**, defaults | 50.00 % | 50.00 % | **50.00 %** |",
		"| honest requests blocked, set even | 50.00 % | 50.00 % | 2 |", "| class xss | 100.00 % | 0.00 % |", "Coraza v3.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "NaN") {
		t.Error("a figure is no number")
	}
}

func TestTheReadmeHasAPlaceForFigures(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), begin)
	figures, _, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the markers are missing")
	}
	page, err := os.ReadFile("../../docs/DETECTION.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), strings.TrimSpace(figures)) {
		t.Error("the README's figures are not those of the page: make traffic ARGS='-stock -write' writes both")
	}
}
