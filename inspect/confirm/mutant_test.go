package confirm

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// breakouts are where a page writes a value into a program, and how an attacker leaves that place.
var breakouts = []struct{ page, begin, end string }{
	{"%s", "", ""},
	{"var a = '%s';", "'-", "-'"},
	{"var a = '%s';", "';", "//"},
	{"var a = \"%s\";", "\";", "//"},
	{"f({a: \"%s\"});", "\"+", "+\""},
	{"f(['%s', 1]);", "',", ",'"},
	{"f(`%s`);", "${", "}"},
	{"var a = `%s`;", "`-", "-`"},
	{"if (1) { a = '%s'; }", "'};", ";{//"},
}

// proofs call what an attacker's page waits for.
var proofs = []string{
	"alert(1)", "alert('x')", "alert`1`", "(alert)(1)", "alert?.(1)", "alert.call(null,1)", "alert.apply(null,[1])", "[1].map(alert)", "[1].find(alert)", "eval('alert(1)')", "(0,eval)('alert(1)')", "Function('alert(1)')()",
	"new Function`alert(1)```", "[].constructor.constructor('alert(1)')()", "top['alert'](1)", "top['al'+'ert'](1)", "self[`al`+`ert`](1)", "globalThis['al'+'ert'](1)", "window?.['al'+'ert'](1)", "eval(atob('YWxlcnQoMSk='))",
	"eval('al'+'ert(1)')", "eval(String.fromCharCode(97,108,101,114,116,40,49,41))", "setTimeout('alert(1)')", "setTimeout`alert\\u00281\\u0029`", "\\u0061lert(1)", "eval('\\x61lert(1)')", "Reflect.apply(alert,null,[1])", "confirm(1)", "prompt(1)",
	"[].sort.call`${alert}1`", "{onerror=alert;throw 1}",
}

// spellings write a program so that it stays the same.
var spellings = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return strings.ReplaceAll(s, "(", " (") },
	func(s string) string { return strings.ReplaceAll(s, "(", "\n(") },
	func(s string) string { return strings.ReplaceAll(s, "(", "/* once, and never again */(") },
	func(s string) string { return strings.ReplaceAll(s, "(", "//see below\n(") },
	func(s string) string { return strings.ReplaceAll(s, "(", "( /**/\t") },
	func(s string) string { return strings.ReplaceAll(s, "alert", "\\u0061lert") },
	func(s string) string { return strings.ReplaceAll(s, "alert", "window.alert") },
	func(s string) string { return strings.ReplaceAll(s, ".", " . ") },
	func(s string) string { return "/* The parcel arrives on Monday. */" + s },
	func(s string) string { return s + "/* The parcel arrives on Monday. */" },
}

// runner says for each program whether it calls one of the alarms, with a window as browsers have it.
const runner = `
const vm = require('vm');
const all = JSON.parse(require('fs').readFileSync(0));
console.log(JSON.stringify(all.map(code => {
  let called = false;
  const alarm = () => { called = true; };
  const box = { alert: alarm, confirm: alarm, prompt: alarm, f() {}, a: 0, atob: s => Buffer.from(s, 'base64').toString() };
  box.window = box.self = box.top = box.parent = box;
  vm.createContext(box);
  box.setTimeout = (x, ...more) => vm.runInContext(Array.isArray(x) ? x.join() : String(x), box);
  try { vm.runInContext(code, box, { timeout: 200 }); } catch (e) { if (box.onerror === alarm) called = true; }
  return called;
})));`

// Each mutant that Node runs in the place of a value has to be confirmed, between paddings too.
func TestAMutantThatAPageRunsIsConfirmed(t *testing.T) {
	var programs, values []string
	for _, place := range breakouts {
		for _, proof := range proofs {
			for _, spell := range spellings {
				value := place.begin + spell(proof) + place.end
				values, programs = append(values, value), append(programs, strings.Replace(place.page, "%s", value, 1))
			}
		}
	}
	runs := inNode(t, programs)
	count := 0
	for i, value := range values {
		if runs != nil && !runs[i] {
			continue
		}
		count++
		for _, text := range []string{value, "The parcel arrives on Monday " + value, paddings["sentences"] + value + paddings["program"]} {
			if confirmedAs(941390, text) {
				continue
			}
			t.Errorf("%.200q is denied", text)
			break
		}
	}
	if count < len(values)/3 {
		t.Errorf("%d of %d mutants run: the generator makes too few", count, len(values))
	}
}

// inNode returns which programs call an alarm; nil if there is no Node.
func inNode(t *testing.T, programs []string) (runs []bool) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Log("no node: the mutants are not run, but all the same confirmed")
		return nil
	}
	in, err := json.Marshal(programs)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, "-e", runner)
	command.Stdin = bytes.NewReader(in)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &runs); err != nil || len(runs) != len(programs) {
		t.Fatalf("%d answers for %d programs: %v", len(runs), len(programs), err)
	}
	return runs
}

// Each spelling of a call that PHP takes for the same (https://www.php.net/manual/en/functions.variable-functions.php) has to be
// confirmed, between paddings too.
func TestAMutantThatPHPRunsIsConfirmed(t *testing.T) {
	calls := []string{"system('id')", "passthru(\"cat /etc/hosts\")", "shell_exec('ls -la')", "popen('id','r')", "eval('phpinfo();')", "assert('phpinfo()')", "exec('curl http://x.example/')", "system($_GET[1])", "call_user_func('system','id')"}
	name := func(change func(string) string) func(string) string {
		return func(s string) string {
			before, after, _ := strings.Cut(s, "(")
			return change(before) + "(" + after
		}
	}
	spellings := []func(string) string{
		func(s string) string { return s },
		strings.ToUpper,
		name(func(s string) string { return s + "/*a*/" }),
		name(func(s string) string { return s + "/* once, and never again */ " }),
		name(func(s string) string { return s + " # see below\n" }),
		name(func(s string) string { return s + " // see below\n" }),
		name(func(s string) string { return s + "\t" }),
		name(func(s string) string { return s + "\n " }),
		name(func(s string) string { return "\\" + s }),
		name(func(s string) string { return "@" + s }),
		name(func(s string) string { return "'" + s + "'" }),
		name(func(s string) string { return "\"" + s + "\"" }),
		name(func(s string) string { return "('" + s[:2] + "'.'" + s[2:] + "')" }),
		name(func(s string) string { return "(\"" + s[:2] + "\" . \"" + s[2:] + "\")" }),
		name(func(s string) string { return "['" + s + "'][0]" }),
		name(func(s string) string { return "(string)'" + s + "'" }),
		name(func(s string) string { return "$f='" + s + "';$f" }),
		func(s string) string { return strings.Replace(s, "(", "(/**/ ", 1) },
		func(s string) string { return "print(" + s + ")" },
		func(s string) string { return "';" + s + ";//" },
		func(s string) string { return "'." + s + ".'" },
		func(s string) string { return "{${" + s + "}}" },
		func(s string) string { return strings.NewReplacer("'", "%27", "(", "%28", ")", "%29").Replace(s) },
	}
	for _, call := range calls {
		for _, spell := range spellings {
			value := spell(call)
			if strings.HasPrefix(call, "eval") && strings.ContainsAny(value[:1], "$'\"([") && !strings.HasPrefix(value, "';") && !strings.HasPrefix(value, "'.") {
				continue // eval is no function of PHP that a text can name
			}
			for _, text := range []string{value, "The parcel arrives on Monday " + value, paddings["sentences"] + value + paddings["program"]} {
				if !confirmedAs(933160, text) {
					t.Errorf("%.200q is denied", strings.TrimPrefix(text, paddings["sentences"]))
				}
			}
		}
	}
}
