package confirm

import (
	"strings"
	"testing"
)

// verdicts are texts by what becomes of them.
type verdicts struct {
	rule   int
	place  Place
	name   string
	kind   string
	counts []string
	denied []string
}

func (v verdicts) check(t *testing.T) {
	t.Helper()
	for _, text := range v.counts {
		if reason, denied := Denied(Match{Rule: v.rule, Text: text, Place: v.place, Name: v.name, Kind: v.kind}); denied {
			t.Errorf("%d, place %d: %q is denied: %s", v.rule, v.place, text, reason)
		}
	}
	for _, text := range v.denied {
		if _, denied := Denied(Match{Rule: v.rule, Text: text, Place: v.place, Name: v.name, Kind: v.kind}); !denied {
			t.Errorf("%d, place %d: %q counts", v.rule, v.place, text)
		}
	}
}

func TestAPathThatLeavesItsFolder(t *testing.T) {
	verdicts{
		rule: 930110,
		counts: []string{
			"../../etc/passwd", `..\..\windows\win.ini`, "read ../../../var/log/auth.log for me", "../../../../../../../../a",
			"/../../secret", "%2e%2e/a", "..%2f..%2fetc%2fshadow", "....//....//x", "..;/manager/html", "../config/database.ini",
			"../../.env", "../../../", "/static/../../.ssh/id_rsa", "..%u2215x", "..%c0%afx", "include ../../.aws/credentials",
			"&#46;&#46;/etc/passwd", `\u002e\u002e/etc/passwd`, "../../app/secret.key", "x/../../../boot.ini", `..\..\x`,
		},
		denied: []string{
			"../tsconfig.json", "../../packages/shared/src", "../../../../assets/images/logo.png", "import a from '../../lib/a'",
			"[guide](../CONTRIBUTING.md)", "node ../../scripts/build/inline", "wait... /soon", "a/b/../c", "../..",
			"see ../docs and ../lib for more", "https://example.com/a/../b", "0...9", ".../BODY/DIV/SPAN",
		},
	}.check(t)
	verdicts{
		rule: 930110, place: Query,
		counts: []string{"../a", "../../packages/shared/src", "x/../y"},
		denied: []string{"import a from '../../lib/a'"},
	}.check(t)
	if _, denied := Denied(Match{Rule: 930100, Place: Value, Kind: "path", Text: "uploads/../other/a.png"}); denied {
		t.Error("a key of an object is a path, whatever it leads to")
	}
}

func TestAFileOfTheSystem(t *testing.T) {
	verdicts{
		rule: 930120,
		counts: []string{
			"/etc/passwd", "/etc/hosts", "file:///etc/hosts", "~/.ssh/id_rsa", "/proc/self/environ", "/var/task/index.js", `C:\boot.ini`,
			"C:/windows/php.ini", "/var/log/apache2/access.log", ".env", "app/.git/config", "/root/.bash_history", "web.config", "etc/shadow",
			"show me /etc/passwd please", "%2fetc%2fpasswd", "load('/etc/hosts')", "file=/etc/nginx/nginx.conf", "..%c0%afetc%c0%afpasswd",
			"/srv/.gitignore", "../.gitignore", ".git/.gitignore", ".vscode/.env", "php://filter/read=x/resource=/etc/hosts", "etc%u2215issue", "the log /opt/lampp/logs/error.log", "/var/run/secrets/token",
			"cat /etc/subuid", "head  /etc/postfix/main.cf", ">/tmp/a", "cat%20/etc/subuid-",
		},
		denied: []string{
			"Excerpt of /etc/postfix/main.cf", "user.profile.read", "https://www.googleapis.com/auth/userinfo.profile", "Update package.json",
			"public.ecr.aws/docker/library/node", "logs go to /var/log/wtmp by default", "mount it in /etc/fstab first", "smtp.forwardemail.net",
			"tsc -p tsconfig.json", "the folder '/tmp/folder'", "gtm.historyChange-v2", "cp ./a.cjs.json ./dist/cjs/package.json",
			"/proc/sys/kernel holds parameters", "/tmp and /var/tmp differ", ".gitignore", "!lib/.gitignore", "api/Dockerfile", ".vscode/settings.json",
			"see /etc/subuid", "cat pictures/a.png", "> /tmp is full today", ">/tmp is full", "sort by a/b.cfg",
		},
	}.check(t)
	verdicts{
		rule: 930100, place: Path,
		counts: []string{
			"/cgi?../../../../var/task/index.js", "/items?..%2F..%2F..%2Ftmp%2F..%2Fvar%2Ftask%2Findex.js=1", "/a?b=1&c=../../../etc/passwd", "/a?x%20../../../etc/shadow%20y",
		},
		denied: []string{"/a?b=c/d.html&e", "/items?a/b=1"},
	}.check(t)
	verdicts{
		rule: 930120, place: Path,
		counts: []string{"/.gitignore", "/.env", "/a/.git/HEAD", "/etc/passwd", "/x/.aws/credentials"},
		denied: []string{"/media/tmp/a.jpg", "/docs/etc/overview", "/home/user/settings", "/opt/in"},
	}.check(t)
	verdicts{
		rule: 930130, place: Path,
		counts: []string{"/.env", "/.git/config", "/.DS_Store", "/wp-config.php", "/web.config", "/a/.hidden", "/WEB-INF/web.xml"},
		denied: []string{"/api/config.json", "/web-sdk/config/runtime-config.json", "/js/plugins.profilePhoto.min.js", "/.well-known/security.txt"},
	}.check(t)
}

// A file that counts goes on counting however a lenient reader may find it.
func TestAPathInDisguiseStillCounts(t *testing.T) {
	disguises := map[string]func(string) string{
		"percent":      func(s string) string { return strings.ReplaceAll(s, "/", "%2f") },
		"twice":        func(s string) string { return strings.ReplaceAll(s, "/", "%252f") },
		"dots":         func(s string) string { return strings.ReplaceAll(s, ".", "%2e") },
		"backslash":    func(s string) string { return strings.ReplaceAll(s, "/", `\`) },
		"doubled":      func(s string) string { return strings.ReplaceAll(s, "/", "//") },
		"stays":        func(s string) string { return strings.ReplaceAll(s, "/", "/./") },
		"capitals":     strings.ToUpper,
		"reference":    func(s string) string { return strings.ReplaceAll(s, "/", "&#x2f;") },
		"zero":         func(s string) string { return s + "\x00.png" },
		"sentence":     func(s string) string { return "Thank you for the file " + s + " and the photos." },
		"overlong":     func(s string) string { return strings.ReplaceAll(s, "/", "%c0%af") },
		"look-alike":   func(s string) string { return strings.ReplaceAll(s, "/", "∕") },
		"script":       func(s string) string { return strings.ReplaceAll(s, "/", `\x2f`) },
		"query before": func(s string) string { return "page=" + s },
	}
	for _, text := range []string{"../../../etc/passwd", "/../../etc/shadow", "..//..//etc/issue"} {
		for name, disguise := range disguises {
			for _, rule := range []int{930100, 930110, 930120} {
				if reason, denied := Denied(Match{Rule: rule, Text: disguise(text)}); denied {
					t.Errorf("%d, %s: %q is denied: %s", rule, name, disguise(text), reason)
				}
			}
		}
	}
}
