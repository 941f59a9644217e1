package main

import (
	"context"
	"strings"
	"sync"
	"testing"

	"weir/extension/auditlog"
	"weir/extension/byhand"
	"weir/extension/config"
	"weir/extension/quarantine"
	"weir/inspect"
	"weir/inspect/source"
)

// What can be lost is told when an event comes of which it can be, and once.
func TestWhatCanBeLostIsToldOfTheSourcesThatCome(t *testing.T) {
	const (
		request  = `{"version":"2.0","requestContext":{"http":{"method":"GET","path":"/"},"domainName":"x.lambda-url.eu-west-1.on.aws"},"rawPath":"/","headers":{}}`
		message  = `{"Records":[{"eventSource":"aws:sqs","body":"hello"}]}`
		notice   = `{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"hello"}}]}`
		firehose = `{"invocationId":"1","deliveryStreamArn":"arn:aws:firehose:eu-west-1:1:deliverystream/a","records":[{"recordId":"1","data":"aGVsbG8="}]}`
	)
	for _, c := range []struct {
		env    string
		events []string
		told   string // the sources that are named, in order
	}{
		{"", []string{request, request}, ""},
		{"", []string{request, message, message, notice}, "sqs"},
		{"", []string{firehose}, ""},
		{"", []string{notice}, ""}, // it comes again, as an error
		{"WEIR_BATCH=fail", []string{message, notice}, ""},
		{"WEIR_BATCH=fail WEIR_ASYNC=swallow", []string{message, notice}, "sns"},
		{"WEIR_BATCH=fail,sqs=filter", []string{notice, message}, "sqs"},
		{"WEIR_BATCH=report", []string{message}, ""},
		{"WEIR_QUARANTINE=s3://my-bucket", []string{message}, ""},
		{"WEIR_MODE=monitor", []string{message}, ""},
		{"WEIR_MODE=monitor,sqs=block", []string{notice, message}, "sqs"},
		{"WEIR_MODE=monitor,tag:attack-sqli=block", []string{message}, "sqs"},
		{"WEIR_EXCLUDE=oops", []string{message}, ""},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		settings, _ := config.FromEnv(func(name string) string { return env[name] }, nil, source.SettingNames())
		stdout := &lines{}
		w := &weir{
			log: auditlog.New(stdout, auditlog.Options{}), losses: losses{settings: settings}, quarantine: quarantine.New(quarantine.Options{}),
			inspector: sync.OnceValue(func() *inspect.Inspector { return inspect.New(settings.Inspect(nil)) }),
		}
		for _, event := range c.events {
			w.judge(context.Background(), source.Invocation{ID: "1", Payload: []byte(event)})
		}
		var told []string
		for line := range strings.Lines(stdout.String()) {
			if _, rest, is := strings.Cut(line, unkept); is && strings.Contains(line, `"weir":"settings","level":"warn"`) {
				name, _, _ := strings.Cut(rest, `"`)
				told = append(told, name)
			}
		}
		if got := strings.Join(told, " "); got != c.told {
			t.Errorf("%s: told of %q, want %q", c.env, got, c.told)
		}
	}
}

func TestTheStartSaysWhatHolds(t *testing.T) {
	for env, want := range map[string]string{
		"":                                 `"level":"info" "mode":"block","version"`,
		"WEIR_MODE=Monitor":                `"level":"info" "mode":"monitor","version" "settings":{"WEIR_MODE":"monitor"}`,
		"WEIR_MODE=blok":                   `"level":"warn" "mode":"monitor","mode_asked":"blok" "settings":{"WEIR_MODE":"monitor"}`,
		"WEIR_MODE=block,queues=monitor":   `"level":"info" "mode":"monitor","version"`,
		"WEIR_THRESHOLD=five":              `"level":"warn" "mode":"monitor","mode_asked":"block" "settings":{"WEIR_MODE":"monitor","WEIR_THRESHOLD":"5"}`,
		"WEIR_EXCLUDE=oops@sqs":            `"level":"info" "mode":"block","version" "WEIR_MODE":"block,sqs=monitor"`,
		"WEIR_EXCLUDE=999999":              `"level":"warn" "mode":"monitor","mode_asked":"block" "WEIR_MODE":"monitor"`,
		"WEIR_EXCLUDE=999999@sqs":          `"level":"info" "mode":"block","version" "WEIR_MODE":"block,sqs=monitor"`,
		"WEIR_EXCLUDE=oops WEIR_MODE=off":  `"level":"info" "mode":"off","version" "settings":{"WEIR_MODE":"off","WEIR_EXCLUDE":"none"}`,
		"WEIR_CONFIRM=no WEIR_MODE=off":    `"mode":"off"`,
		"WEIR_PARANOIA=7 WEIR_THRESHOLD=9": `"mode":"monitor","mode_asked":"block" "paranoia":1,"threshold":9`,
	} {
		values := map[string]string{}
		for _, pair := range strings.Fields(env) {
			name, value, _ := strings.Cut(pair, "=")
			values[name] = value
		}
		settings, _, _ := byhand.Settings(func(name string) string { return values[name] }, nil)
		stdout := &lines{}
		auditlog.New(stdout, auditlog.Options{}).Start(starting(settings))
		for _, part := range strings.Fields(want) {
			if !strings.Contains(stdout.String(), part) {
				t.Errorf("%s: no %s in %s", env, part, stdout.String())
			}
		}
	}
}
