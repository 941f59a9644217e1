package confirm

import "strings"

// node is about programs of JavaScript that run on a server. A text does harm there if it starts a program, loads what can, or turns a
// text into a program.
var node = &family{"node", []rule{
	{934100, 934100, "nothing that Node would run or load", runsInNode},
	{934150, 934150, "no process of Ruby", startsProcess},
	{934130, 934130, "no name by which the prototype of an object is reached", reachesPrototype},
}}

// nodeSigns are what a program in a value needs to get at its machine. They count where a text begins: programs of others have them, too.
var nodeSigns = []string{
	"child_process", "process.exit", "process.kill", "process.cwd", "process.pid", "process.stdout", "process.platform", "process[", "root.process", "process.env",
	"require('fs", `require("fs`, "require(`", "require('net", `require("net`, "require(['", "['require", "[\"require", "require.main",
	"execsync", "spawnsync", "execfile", "fromcharcode", "newfunction(", "eval(", "import('child", "import(\"child", "node:child", "this.constructor", "globalthis[", "globalthis.process",
	"while(1)", "while(true)", "res.end(", "response.end(", "arguments.callee", "reflect.get", "module.exports.", "console.log(this", "console.log(process", "console.log(global", "console.log(require",
}

// strongSigns count in a text of any length: honest programs hardly have them.
var strongSigns = []string{
	"process.binding", "process.dlopen", "_$$nd_func$$_", "mainmodule", "constructor.constructor", "constructor(\"return", "constructor('return", "global.process", "globalthis.process.", "require.main.constructor", "constructor._load(", "new.target.constructor", "module._load(",
	"['constructor']('", `["constructor"]("`, "stringify(process.env)", "eval(require", "eval(atob", "eval(string.", "eval(buffer", "eval(unescape", "eval(decodeuri", "eval(req.", "eval(global", "eval(name)", "eval(location", "eval(url", "eval(eval", "eval(src)", "eval(id)", "eval(i)(", "alert(string.fromcharcode", "prompt(string.fromcharcode", "confirm(string.fromcharcode",
	"eval(process", "eval(function", "eval('", `eval("`, "eval(`", "settimeout('", `settimeout("`, "setinterval('", `setinterval("`, "process.exit()//", "process.mainmodule",
	":constructor:constructor", "module:prototype", "resolved_model", ":__proto__:then", // messages of React's server components (CVE-2025-55182)
}

// plainEnvironment are variables that builds read: none is secret.
var plainEnvironment = strings.NewReplacer("process.env.node_", "", "process.env.npm_", "")

func runsInNode(m *Match) bool {
	if isScript(m) && !holdsAnyOf(m.Text, "echo", "printf") { // what these print may be a program
		return false
	}
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		squeezed := squeeze(text)
		if holdsAnyOf(squeezed, strongSigns...) || loadsAndCalls(squeezed) || joinsCodes(squeezed) {
			return true
		}
		return isNodeProgram(firstExpression(squeezed)) || strings.HasSuffix(squeezed, "function(){")
	})
}

// isNodeProgram says that a piece of a program does something to its machine.
func isNodeProgram(squeezed string) bool {
	return holdsAnyOf(plainEnvironment.Replace(squeezed), nodeSigns...)
}

// firstExpression is the first expression of a program, with what stands before it to leave a text or a block. Padding behind a program does
// not hide it.
func firstExpression(squeezed string) string {
	from := 0
	for from < len(squeezed) && strings.IndexByte("'\"`;,)]}-+*/|&!({=#$", squeezed[from]) >= 0 {
		from++
	}
	first := squeezed[:min(len(squeezed), from+longestExpression)]
	if end := strings.IndexAny(first[from:], "=;{"); end >= 0 {
		first = first[:from+end]
	}
	return first[from:]
}

// longestExpression bounds the first expression of a program, in bytes.
const longestExpression = 64

// squeeze takes the blanks out of a text.
func squeeze(text string) string {
	if !strings.ContainsAny(text, " \t\r\n\f\v\x00") {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\r', '\n', '\f', '\v', 0:
			return -1
		}
		return r
	}, text)
}

// loadsAndCalls says that a text loads the module that starts programs and calls it at once. Programs that people write give it a name
// before.
func loadsAndCalls(squeezed string) bool {
	for rest := squeezed; ; {
		_, after, found := strings.Cut(rest, "child_process")
		if !found {
			return false
		}
		call := strings.TrimLeft(after[:min(len(after), longestExpression)], "'\"`")
		if len(call) > 1 && call[0] == ')' && (call[1] == '[' || call[1] == '.' && opensCall(call[2:])) {
			return true
		}
		rest = after
	}
}

// joinsCodes says that a text is joined of the codes of its letters, written as numbers: programs of others compute them.
func joinsCodes(squeezed string) bool {
	for rest := squeezed; ; {
		_, after, found := strings.Cut(rest, "fromcharcode(")
		if !found {
			return false
		}
		if n := wordLength(after); n > 0 && strings.Trim(after[:n], "0123456789x") == "" && strings.HasPrefix(after[n:], ",") {
			return true
		}
		rest = after
	}
}

// opensCall says that a text begins with a name and the bracket of its arguments.
func opensCall(text string) bool {
	n := 0
	for n < len(text) && isWordByte(text[n]) && text[n] != '.' {
		n++
	}
	return n > 0 && n < len(text) && (text[n] == '(' || text[n] == '`')
}

// startsProcess looks for the name of Ruby's module. Modules of Node have names that end like it.
func startsProcess(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		for rest := text; ; {
			before, after, found := strings.Cut(rest, "Process")
			if !found {
				return false
			}
			if _, name := lastName(before); name == "" {
				return true
			}
			rest = after
		}
	})
}

// reachesPrototype looks for __proto__ and constructor where a name is written: in brackets, before a colon, in a path.
func reachesPrototype(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		return strings.TrimSpace(text) == "__proto__" || namesPrototype(text) || holdsAnyOf(squeeze(text), prototypeSigns...)
	})
}

// prototypeSigns write to a prototype, or name it where a document has a member or an argument its name.
var prototypeSigns = []string{
	"[__proto__]", `"__proto__":`, "'__proto__':", "&__proto__", "__proto__[", "constructor[prototype]", "[constructor]", "constructor.prototype.", "constructor.prototype)",
	`"constructor":{"prototype"`, `["__proto__"]`, "['__proto__']", ":'__proto__'", `:"__proto__"`, "__proto__.", ".__proto__,",
	"{__proto__:{", ",__proto__:{", "/__proto__/", "/constructor/prototype/", // the last two are pointers of a JSON Patch
}

// namesPrototype says that a line begins with the name as a member of YAML that has members of its own. In programs an object follows it.
func namesPrototype(text string) bool {
	for line := range strings.Lines(text) {
		rest, begins := strings.CutPrefix(strings.TrimLeft(line, " \t-"), "__proto__")
		value, member := strings.CutPrefix(strings.TrimLeft(rest, " \t"), ":")
		if value = strings.TrimSpace(value); begins && member && (value == "" || value[0] == '{') {
			return true
		}
	}
	return false
}
