package confirm

import "testing"

func TestProgramsOfPHP(t *testing.T) {
	verdicts{
		rule: 933160,
		counts: []string{
			"system('id')", "phpinfo();", "eval($_POST['a'])", "shell_exec(\"ls\")", "call_user_func('system','id')", "base64_decode('YQ==')", "file_get_contents('/a')",
			"<?php echo 1;", "assert($_GET[0])", "\"system\"('id')", "passthru/**/('id');", "('sys'.'tem')('id')", "system(chr(105))", "exec('id');", "preg_replace('/a/e','b','c')",
		},
		denied: []string{
			"file (1).pdf", "operating system (Linux)", "Upload a file (max 2 MB)", "Count (Dracula)", "Floor (3)", "Take a left (1 mile)", "sort (by name)", "the time (UTC) is 5",
			"e-mail (home)", "round (2)", "see the file (page 3) and the link (below)", "max (5) and min (1)",
		},
	}.check(t)
	verdicts{
		rule:   933135,
		counts: []string{"$_GET['a']", "${phpinfo()}", "{${system('id')}}", "$_SERVER[x]", "<?= 1 ?>"},
		denied: []string{"${name}", "costs $5", "`${a} of ${b}`", "$(this).hide()", "${AWS::Region}"},
	}.check(t)
	verdicts{
		rule:   933120,
		counts: []string{"allow_url_include=1", "-d auto_prepend_file=php://input", "disable_functions=", "open_basedir=/"},
		denied: []string{`<Default Extension="rels"/>`, "the extension=5 of my telephone", "start it with engine=node, please", "ep.page_name=web&ep.b=c&ep.site_view=responsive&ep.more=of+this+kind", "with a precision=2 or so"},
	}.check(t)
	verdicts{
		rule:   933210,
		counts: []string{"$a('id')", "'system'('id')", "(\"sys\".\"tem\")(\"id\")", "$_GET[a]($_GET[b])"},
		denied: []string{"a (b) (c)", "f(x)(y) is a curried call of a function", "(1)(2)"},
	}.check(t)
}

func TestProgramsOfNode(t *testing.T) {
	verdicts{
		rule: 934100,
		counts: []string{
			"require('child_process').exec('id')", "process.mainModule.require('fs')", "_$$ND_FUNC$$_function(){}", "global.process.exit()", "this.constructor.constructor('return process')()",
			"process.binding('spawn_sync')", "eval(x)", "new Function('a')()", "process.env.SECRET",
		},
		denied: []string{
			"Fixed: the module is required now", "exec() returns null if nothing matches", "We process orders daily", "run require and import in the same file",
			"const a = 1;\n\n// a module of some length\nconst fs = require('fs');\nmodule.exports = { a };\n",
		},
	}.check(t)
	verdicts{
		rule:   934130,
		counts: []string{"__proto__", "a[__proto__][b]=1", `{"__proto__":{"a":1}}`, "constructor[prototype][a]", "x.constructor.prototype.y=1"},
		denied: []string{"for (const key in source) {\n  if (key === '__proto__') {\n    continue; // polluting the prototype of all objects is what this keeps callers from doing\n  }\n  target[key] = source[key]; // plain copies, one member after another, as the caller gave them\n}\n"},
	}.check(t)
}
