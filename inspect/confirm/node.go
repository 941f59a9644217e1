package confirm

import "strings"

// node is about programs of JavaScript that run on a server. A text does harm there if it starts a program, loads what can, or turns a
// text into a program.
var node = &family{"node", []rule{
	{934100, 934100, "nothing that Node would run or load", runsInNode},
	{934130, 934130, "no name by which the prototype of an object is reached", reachesPrototype},
}}

// nodeSigns are what a program in a value needs to get at its machine.
var nodeSigns = []string{
	"child_process", "mainmodule", "process.binding", "process.dlopen", "_$$nd_func$$_", "process.env", "process.exit", "process.kill", "process.cwd", "process.pid", "global.process",
	"require('fs", `require("fs`, "require(`", "require('net", `require("net`, "execsync", "spawnsync", "execfile", "constructor.constructor", "constructor(\"return", "constructor('return", "new function(", "fromcharcode", "require(['", "['require", "[\"require",
	"this.constructor", "globalthis", "process[", "root.process", "import('child", "import(\"child", "node:child", "eval(", "settimeout('", "settimeout(\"", "require.main", "module.exports", "while(1)", "while(true)", "res.end(", "response.end(", "arguments.callee", "reflect.get", "process.stdout", "process.platform", "console.log(", "function(){",
}

// strongSigns count in a text of any length: honest programs hardly have them.
var strongSigns = []string{"process.binding", "process.dlopen", "_$$nd_func$$_", "mainmodule", "constructor.constructor", "constructor(\"return", "constructor('return", "global.process"}

func runsInNode(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		if holdsAnyOf(text, strongSigns...) {
			return true
		}
		if len(text) <= longestProgram && strings.Count(text, "\n") < mostLines && holdsAnyOf(text, nodeSigns...) {
			return true
		}
		return strings.Contains(text, "child_process") && holdsAnyOf(text, ".exec(", ".spawn(", ".execsync(") && len(text) <= longestCut
	})
}

// longestProgram and mostLines bound a text that counts for a sign alone: programs that people show are longer, in bytes and lines.
const (
	longestProgram = 400
	mostLines      = 3
)

// reachesPrototype looks for __proto__ and constructor where a name is written: in brackets, before a colon, in a path.
func reachesPrototype(m *Match) bool {
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		return strings.TrimSpace(text) == "__proto__" || holdsAnyOf(text, "[__proto__]", `"__proto__":`, `"__proto__" :`, "'__proto__':", "__proto__[", "constructor[prototype]", "[constructor]", "constructor.prototype.", `["__proto__"]`, "['__proto__']") && (len(text) <= longestCut || !strings.Contains(text, "\n")) ||
			len(text) <= longestScript && holdsAnyOf(text, "__proto__", "prototype")
	})
}
