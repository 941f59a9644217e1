package confirm

import (
	"strings"
	"testing"
)

// padding is what an attacker adds behind a program so that it looks like a text.
var padding = "//" + strings.Repeat("the parcel arrives on Monday and nobody is at home to take it, ", 20)

func TestProgramsOfNodeAreConfirmed(t *testing.T) {
	for _, text := range []string{
		`require('child_process').exec('id')`, `require("child_process").execSync("ls /")`, "import('child_process').then(c=>c.exec('id'))", `require ( 'child_process' ) . spawn('sh')`,
		`process.binding('spawn_sync')`, `process.mainModule.require('fs')`, `this.constructor.constructor("return process")()`, `global.process.exit()`,
		`eval(atob('aWQ='))`, `eval("1+1")`, `setTimeout('x()')`, `{"a":"_$$ND_FUNC$$_function(){x()}()"}`, `JSON.stringify(process.env)`,
	} {
		for _, text := range []string{text, text + padding, padding + "\n" + text} {
			if reason, denied := Denied(Match{Rule: 934100, Text: text}); denied {
				t.Errorf("%.80q is denied: %s", text, reason)
			}
		}
	}
	for _, text := range []string{`process.exit(1)`, `'); process.kill(process.pid)`, `process.cwd()`, `require('fs').readFileSync('x')`} {
		for _, text := range []string{text, text + padding} {
			if reason, denied := Denied(Match{Rule: 934100, Text: text}); denied {
				t.Errorf("%.80q is denied: %s", text, reason)
			}
		}
	}
}

func TestCodeThatShowsModulesIsDenied(t *testing.T) {
	for _, text := range []string{
		"module.exports = require('./lib/index');", "console.log(parse('1 + 1'));", "esbuild --define:process.env.NODE_ENV=1", "const exec = require('util');\nexec('a')",
		"'use strict';\n\nconst a = require('child_process');\nmodule.exports = a;\n" + strings.Repeat("a.b();\n", 80), "function(){track({name:'accept'})}",
	} {
		if _, denied := Denied(Match{Rule: 934100, Text: text}); !denied {
			t.Errorf("%.80q is confirmed", text)
		}
	}
}

func TestPrototypesAreReachedInLongTextsToo(t *testing.T) {
	for _, text := range []string{
		"__proto__[admin]=1", `{"__proto__":{"a":1}}`, `{"constructor":{"prototype":{"a":1}}}`, "a[constructor][prototype][b]=1", `x["__proto__"].y=1`, `{ "__proto__" : 1 }`,
		`[{"op":"add","path":"/__proto__/isAdmin","value":true}]`, `/constructor/prototype/isAdmin`, `{__proto__:{a:1}}`, "{a: 1, __proto__: {b: 1}}", "a: 1\n__proto__:\n  b: 1\n", "- __proto__ : {b: 1}",
	} {
		for _, text := range []string{text, text + padding} {
			if reason, denied := Denied(Match{Rule: 934130, Text: text}); denied {
				t.Errorf("%.80q is denied: %s", text, reason)
			}
		}
	}
	for _, text := range []string{"Fixes a hole by which __proto__ was set. ", "We never read __proto__: it is slow. ", "x = {\n  __proto__: null,\n}", "The prototype/constructor of a class, and __proto__ too. "} {
		if _, denied := Denied(Match{Rule: 934130, Text: text + padding}); !denied {
			t.Errorf("%q is confirmed", text)
		}
	}
}
