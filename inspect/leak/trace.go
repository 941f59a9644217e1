package leak

import (
	"regexp"
	"sync"
)

// Where a function's code lies in Lambda, and the runtime's.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
const (
	task    = `/var/task/`
	runtime = `/var/runtime/`
)

// The frames of stack traces, one expression per runtime, each as its runtime prints them. Texts in JSON may have
// backslashes before their quotes. They are compiled when they are first needed.
const (
	// File "/var/task/app.py", line 12, in handler
	pythonFrame = `File \\*"(?:` + task + `|` + runtime + `|/var/lang/|/opt/python/)[^"\s\\]{1,200}\\*", line \d+`
	// at Runtime.handler (/var/task/index.js:3:9), at file:///var/task/index.mjs:3:9
	nodeFrame = `\bat (?:async )?(?:[^\n()]{1,160} \()?(?:file://)?(?:` + task + `|` + runtime + `)[^\n()\s]{1,200}:\d+:\d+`
	// at com.example.Handler.handleRequest(Handler.java:12)
	javaFrame = `\bat (?:[\w$]+\.){1,20}[\w$<>]+\((?:[\w$]+\.java:\d+|Native Method)\)`
	// at Orders.Function.Handler(String id) in /src/Function.cs:line 12
	dotNetFrame = `\bat [\w.<>\x60\[\],+]{3,200}\([^)\n]{0,300}\) in [^\n:]{1,200}\.cs:line \d+`
	// /var/task/lambda_function.rb:3:in 'handler'
	rubyFrame = `(?:` + task + `|` + runtime + `|/var/lang/|/opt/ruby/)[^\s:"'<>]{1,200}\.rb:\d+:in `
	// goroutine 1 [running]: … /src/main.go:12 +0x1d
	goTrace = `(?s)\bgoroutine \d+ \[[a-z ,0-9]{1,60}\]:.{1,600}?\.go:\d+`
	// in /var/task/index.php on line 3, #0 /var/task/index.php(3): handler()
	phpFrame = `(?:#\d+ |\bin (?:<b>)?)` + task + `[^\s:"'<>()]{1,200}\.php(?:\(\d+\)|:\d+|(?:</b>)? on line )`
	// thread 'main' panicked at src/main.rs:3:5:
	rustPanic = `\bthread \\*['"][^'"\\\n]{0,80}\\*['"] (?:\(\d+\) )?panicked at (?:\\*['"][^\n]{0,300}, )?[^\s:]{1,200}\.rs:\d+:\d+`
)

// expression compiles an expression when it is first needed. It is not inlined: sync.OnceValue would be there as often as
// there are expressions.
//
//go:noinline
func expression(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// pattern makes a matcher of an expression.
func pattern(text string) func([]byte) []byte {
	compiled := expression(text)
	return func(text []byte) []byte { return compiled().Find(text) }
}

// repeated makes a matcher of an expression that must match so many times, and returns what it matches first.
func repeated(text string, times int) func([]byte) []byte {
	compiled := expression(text)
	return func(text []byte) []byte {
		all := compiled().FindAllIndex(text, times)
		if len(all) < times {
			return nil
		}
		return text[all[0][0]:all[0][1]]
	}
}
