package decoders

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// lenientTexts are documents as lenient parsers take them, and what they are in strict JSON. Those marked are JavaScript, too.
var lenientTexts = []struct {
	text, strict string
	script       bool
}{
	{`{'a':'b'}`, `{"a":"b"}`, true},
	{`{'a':"it's",b:'say "so"'}`, `{"a":"it's","b":"say \"so\""}`, true},
	{`{ url : "x" , n : [ ] , }`, `{"url":"x","n":[]}`, true},
	{`[ 'a', "b", ]`, `["a","b"]`, true},
	{`{$a_1:'\x41\u0042\'\q\
c'}`, `{"$a_1":"\u0041\u0042'qc"}`, true},
	{"{a:'tab\\tline\\n'}", `{"a":"tab\tline\n"}`, true},
	{"// first\n{/* a:'x' */ b:'y' // z\n}", `{"b":"y"}`, true},
	{"{a:`b`}", `{"a":"b"}`, true},
	{`{a:{b:[{c:'d'},{}]},e:[[],'f']}`, `{"a":{"b":[{"c":"d"},{}]},"e":[[],"f"]}`, true},
	{`{a:12, b:+.5, c:0x1F, d:undefined, e:yes it is}`, `{"a":"12","b":"+.5","c":"0x1F","d":"undefined","e":"yes it is"}`, false},
	{`{a=1;b=>'c'}`, `{"a":"1","b":"c"}`, false},
	{`[1,,2]`, `["1","2"]`, false},
	{"# note\n{a:1}", `{"a":"1"}`, false},
	{`{a:\b}`, `{"a":"\\b"}`, false},
	{`{a:'\xZ\u12'}`, `{"a":"\\xZ\\u12"}`, false},
}

func TestLenientJSONIsReadAsItsParsersReadIt(t *testing.T) {
	for _, c := range lenientTexts {
		got, err := appendStrict(nil, []byte(c.text), quota{limit: DefaultExpansion})
		if err != nil || string(got) != c.strict {
			t.Errorf("%q is %q, %v, not %q", c.text, got, err, c.strict)
		}
	}
}

func TestJavaScriptReadsTheSame(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Log("no Node: the table alone is asserted")
		return
	}
	for _, c := range lenientTexts {
		if !c.script {
			continue
		}
		out, err := exec.Command("node", "-p", "JSON.stringify(eval('('+process.argv[1]+'\\n)'))", c.text).Output()
		var is, want any
		if err != nil || json.Unmarshal(out, &is) != nil || json.Unmarshal([]byte(c.strict), &want) != nil {
			t.Errorf("%q: Node says %q, %v", c.text, out, err)
			continue
		}
		a, _ := json.Marshal(is)
		b, _ := json.Marshal(want)
		if string(a) != string(b) {
			t.Errorf("%q: Node reads %s, and not %s", c.text, a, b)
		}
	}
}

func TestWhatNoParserTakesIsNoLenientJSON(t *testing.T) {
	for _, text := range []string{
		"", "{", "{'a'", "{'a':", "{'a':}", "{'a'}", "{'a' 'b'}", "{a:'b'}}", "{a:'b'} c", "['a' 'b']", "[1:2]", "{a:'b]", "]", "'a'", "a", "{a:b:c}", "{a:,b:1}",
		strings.Repeat("[", maxNesting+1),
	} {
		if got, err := appendStrict(nil, []byte(text), quota{limit: DefaultExpansion}); err == nil {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func TestValuesOfLenientJSONAreRead(t *testing.T) {
	hint := Hint{ContentType: "application/json; charset=utf-8"}
	v, ok := find(expand(`{'note':'\u0027 or 1=1','list':[{data:'aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91Pw=='}]}`, hint), "' or 1=1")
	if !ok || v.path != "note" {
		t.Errorf("%v: %+v", ok, v)
	}
	if _, ok := find(expand(`{data:'aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91Pw=='}`, hint), "hello world, how are you?"); !ok {
		t.Error("Base64 in a value is not read")
	}
}

func FuzzLenientJSON(f *testing.F) {
	for _, c := range lenientTexts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := appendStrict(nil, []byte(text), quota{limit: DefaultExpansion})
		if _, ok := ParseJSON(got); err == nil && !ok {
			t.Errorf("%q is %q, which is no JSON", text, got)
		}
		if _, ok := ParseJSON([]byte(text)); ok && err != nil && strings.ContainsAny(text[:1], "{[") {
			t.Errorf("%q is strict JSON, and %v", text, err)
		}
	})
}
