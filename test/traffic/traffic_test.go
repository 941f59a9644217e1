package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// write writes made-up data, and returns its directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// small is a little of each file: of what is honest, one request of four and one text of three are blocked.
var small = map[string]string{
	"requests-honest.jsonl": `{"site":"a","set":"even","method":"GET","url":"/","headers":{"Host":"a.example","User-Agent":"Mozilla/5.0","Accept":"*/*"}}
{"site":"a","set":"even","method":"GET","url":"/?q=1%27+union+select+password+from+users--","headers":{"Host":"a.example","User-Agent":"Mozilla/5.0","Accept":"*/*"}}
{"site":"b","set":"hard","method":"POST","url":"/","headers":{"Host":"b.example","User-Agent":"Mozilla/5.0","Accept":"*/*","Content-Type":"application/json"},"data":"{\"a\":\"hello\"}"}
{"site":"b","set":"hard","method":"GET","url":"/b","headers":{"Host":"b.example","User-Agent":"Mozilla/5.0","Accept":"*/*","Cookie":"a=1; b=2"}}
`,
	"texts-honest.jsonl": `{"group":"everyday text","set":"mine","class":"prose","text":"Good morning"}
{"group":"everyday text","set":"mine","class":"prose","text":"<script>alert(1)</script>"}
{"group":"JSON bodies","set":"bodies","class":"body","text":"{\"a\":[1,2,3]}"}
`,
	"requests-attacks.jsonl": `{"class":"xss","method":"GET","url":"/?p=%3Cscript%3Ealert(1)%3C/script%3E","headers":{"User-Agent":"Mozilla/5.0"}}
{"class":"xss","method":"POST","url":"/","headers":{"User-Agent":"Mozilla/5.0","Content-Type":"application/x-www-form-urlencoded"},"data":"p=hello"}
`,
	"texts-attacks.jsonl": `{"set":"list","class":"sqli","text":"1' union select password from users--"}
{"set":"list","class":"sqli","text":"apples"}
`,
	"reported.jsonl": `{"kind":"greeting","expect":"pass","event":{"message":"hello"}}
{"kind":"injection","expect":"block","event":{"message":"hello"}}
`,
}

// judged judges what is in a directory.
func judged(t *testing.T, dir string, sample int) *result {
	t.Helper()
	files, err := readAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := judge(files, sample)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWithoutDataNothingIsJudged(t *testing.T) {
	var out strings.Builder
	o := options{data: filepath.Join(t.TempDir(), "none"), sample: 1}
	if err := o.run(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), "\n") != 1 || !strings.Contains(out.String(), "no data") {
		t.Errorf("it says %q", out.String())
	}
}

func TestInputsAreCountedBySetGroupAndClass(t *testing.T) {
	r := judged(t, write(t, small), 1)
	for _, want := range []struct {
		file, row, form string
		tally
	}{
		{honestRequests, "all", asRequest, tally{1, 4}},
		{honestRequests, "set even", asRequest, tally{1, 2}},
		{honestRequests, "set hard", asRequest, tally{0, 2}},
		{honestTexts, "all", asJSON, tally{1, 2}},
		{honestTexts, "group everyday text", asQuery, tally{1, 2}},
		{honestTexts, "set mine", asForm, tally{1, 2}},
		{honestTexts, "class body", asBody, tally{0, 1}},
		{attackRequests, "class xss", asGET, tally{1, 1}},
		{attackRequests, "class xss", asPOST, tally{0, 1}},
		{attackRequests, "class xss", inTheQuery, tally{1, 1}},
		{attackRequests, "class xss", inAHeader, tally{1, 1}},
		{attackTexts, "class sqli", asJSON, tally{1, 2}},
		{attackTexts, "set list", inTheForm, tally{1, 2}},
		{attackTexts, "set list", inTheJSON, tally{1, 2}},
		{attackTexts, "set list", inACookie, tally{1, 2}},
		{honestTexts, "set mine", asDeclared, tally{1, 2}},
		{attackTexts, "set list", inText, tally{1, 2}},
		{attackTexts, "set list", inMarkup, tally{1, 2}},
		{attackTexts, "set list", inCode, tally{0, 2}},
		{attackTexts, "all", inSentence, tally{sentencesEach, 2 * sentencesEach}},
	} {
		own := slices.DeleteFunc(slices.Clone(r.outcomes), func(o outcome) bool { return o.file != want.file })
		rows := rowsOf(own)
		at := slices.IndexFunc(rows, func(r row) bool { return r.title == want.row })
		if at < 0 || rows[at].cells[want.form] == nil {
			t.Errorf("%s: no %s, %s", want.file, want.row, want.form)
		} else if got := *rows[at].cells[want.form]; got != want.tally {
			t.Errorf("%s, %s, %s: %v, not %v", want.file, want.row, want.form, got, want.tally)
		}
	}
}

func TestAllOfItIsPrinted(t *testing.T) {
	var out strings.Builder
	if err := (options{data: write(t, small), sample: 1}).run(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"requests-honest: honest", "set even", "1/2 50.00 %", "injection  block     0/1      wrong", "942100", "seconds",
		"everyday text blocked, declared as text", "≤ 0.02 %   missed",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
}

func TestRulesAreCountedByPlaceAndAlone(t *testing.T) {
	outcomes := []outcome{
		{file: honestRequests, line: 0, score: 5, hits: []hit{{1, 5, cookie | query}}},
		{file: honestRequests, line: 1, score: 10, hits: []hit{{1, 5, cookie}, {2, 5, body}}},
		{file: honestRequests, line: 2, score: 3, hits: []hit{{1, 3, path}}},
		{file: honestTexts, line: 0, form: asJSON, score: 5, hits: []hit{{2, 5, body}}},
		{file: honestTexts, line: 0, form: asQuery, score: 10, hits: []hit{{1, 5, query}, {2, 5, query}}},
		{file: honestTexts, line: 0, form: asForm, score: 5, hits: []hit{{2, 5, body}}},
		{file: attackTexts, line: 0, score: 7, hits: []hit{{1, 5, body}, {2, 2, body}, {3, 0, body}}},
		{file: reported, line: 0, score: 5, hits: []hit{{1, 5, body}}},
	}
	list := rulesOf(outcomes)
	if len(list) != 2 {
		t.Fatalf("%d rules, not 2: one without points does not count", len(list))
	}
	one, two := list[0], list[1]
	if got := one.in(honestRequests); got != (ruleTally{3, 1}) {
		t.Errorf("rule 1 in honest requests: %v", got)
	}
	if one.places != [...]ruleTally{{2, 1}, {}, {1, 1}, {}, {1, 0}, {}} {
		t.Errorf("rule 1 by place: %v", one.places)
	}
	if a, b := one.in(honestTexts), two.in(honestTexts); a != (ruleTally{1, 0}) || b != (ruleTally{1, 1}) {
		t.Errorf("rules in honest texts: %v, %v", a, b)
	}
	if a, b := one.in(attackTexts), two.in(attackTexts); a != (ruleTally{1, 1}) || b != (ruleTally{1, 0}) {
		t.Errorf("rules in attacks: %v, %v", a, b)
	}
}

func TestAnAgainstFindsWhatWasPlanted(t *testing.T) {
	dir := write(t, small)
	r := judged(t, dir, 1)
	before := r.pack()
	if list, both, skipped := r.differences(&before); len(list) != 0 || both != len(r.outcomes) || skipped != nil {
		t.Fatalf("against itself: %d differences in %d of %d, %v skipped", len(list), both, len(r.outcomes), skipped)
	}
	plant(&before, "texts-honest, query", 1, finding{})
	plant(&before, "texts-attacks, JSON", 1, finding{Blocked: true, Rules: []int{942100}})
	name := filepath.Join(t.TempDir(), "saved")
	writeSaved(t, name, before)

	var out strings.Builder
	o := options{data: dir, sample: 1, against: name, examples: 5}
	if err := o.run(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"texts-honest, query, mine 1 0", "texts-attacks, JSON, list 0 1", "942100, attack 0 1",
		"became blocked: 1", "now blocked: texts-honest:2, query", "alert(1)", `now passed: texts-attacks:2, JSON, list [942100]: "apples"`,
	} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("%q is missing in:\n%s", want, out.String())
		}
	}
	o.strict = true
	if err := o.run(io.Discard); err == nil {
		t.Error("strict does not fail, though an honest text became blocked")
	}
}

// plant gives an input of a saved result another finding.
func plant(s *archive, part string, number int, f finding) {
	p := s.Parts[part]
	at := 0
	for i, step := range p.Numbers {
		if at += step; at == number {
			p.Findings[i] = len(s.Findings)
		}
	}
	s.Findings = append(s.Findings, f)
	s.Parts[part] = p
}

func writeSaved(t *testing.T, name string, s archive) {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if err := json.NewEncoder(z).Encode(s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestASampleIsComparedWithWhatBothHave(t *testing.T) {
	dir := write(t, small)
	whole, half := judged(t, dir, 1), judged(t, dir, 2)
	if len(half.outcomes) >= len(whole.outcomes) {
		t.Fatalf("half are %d of %d", len(half.outcomes), len(whole.outcomes))
	}
	before := whole.pack()
	if list, both, _ := half.differences(&before); both != len(half.outcomes) || len(list) != 0 {
		t.Errorf("a sample against the whole: %d of %d are compared, %d differ", both, len(half.outcomes), len(list))
	}
	before = half.pack()
	if list, both, _ := whole.differences(&before); both != len(half.outcomes) || len(list) != 0 {
		t.Errorf("the whole against a sample: %d of %d are compared, %d differ", both, len(half.outcomes), len(list))
	}
}

func TestOtherDataIsNotCompared(t *testing.T) {
	before := judged(t, write(t, map[string]string{"texts-honest.jsonl": small["texts-honest.jsonl"]}), 1).pack()
	other := judged(t, write(t, map[string]string{"texts-honest.jsonl": strings.ReplaceAll(small["texts-honest.jsonl"], "morning", "evening")}), 1)
	if _, both, skipped := other.differences(&before); both != 0 || len(skipped) != 5 {
		t.Errorf("%d inputs are compared, %v are not", both, skipped)
	}
}

func TestASavedResultHoldsNoText(t *testing.T) {
	name := filepath.Join(t.TempDir(), "saved")
	if err := judged(t, write(t, small), 1).save(name); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"morning", "alert", "union", "apples", "example", "hello"} {
		if bytes.Contains(text, []byte(word)) {
			t.Errorf("%q is in the saved result", word)
		}
	}
	if s, err := load(name); err != nil || len(s.findings("texts-honest, JSON")) != 2 {
		t.Errorf("read again it holds %v, %v", s, err)
	}
}

func TestFloorsHold(t *testing.T) {
	r := judged(t, write(t, small), 1)
	name := filepath.Join(t.TempDir(), "floors.txt")
	if err := writeFloors(name, r); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]tally{}
	check := func(change func()) error {
		if list, err = floors(string(text)); err != nil {
			t.Fatal(err)
		}
		change()
		return r.underFloors(io.Discard, list)
	}
	if err := check(func() {}); err != nil {
		t.Errorf("its own floors: %v", err)
	}
	if check(func() { list["texts-honest, JSON, mine"] = tally{0, 2} }) == nil {
		t.Error("one honest text more is blocked, and that is no error")
	}
	if check(func() { list["texts-attacks, JSON, list"] = tally{2, 2} }) == nil {
		t.Error("one attack less is found, and that is no error")
	}
	if err := check(func() { list["texts-attacks, JSON, list"] = tally{4, 4} }); err != nil {
		t.Errorf("floors of other data count: %v", err)
	}
}

func TestCompressedFilesAreRead(t *testing.T) {
	z, err := zstd.NewWriter(nil, zstd.WithWindowSize(maxWindow))
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"texts-honest.jsonl.zst": string(z.EncodeAll([]byte(small["texts-honest.jsonl"]), nil))})
	files, err := readAll(dir)
	if err != nil || len(files) != 1 || len(files[0].lines) != 3 {
		t.Errorf("%d files are read, %v", len(files), err)
	}
}
