package main

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"weir/extension/auditlog"
	"weir/inspect"
	"weir/inspect/source"
)

func TestSecretsAreToldByNameWhereNameAndValueSaySo(t *testing.T) {
	secret := []string{
		"DB_PASSWORD=hunter22", "dbPassword=correct-horse", "STRIPE_API_KEY=k3yq9fjw82mdkw02kd", "APIKEY=0123456789abcdef0123",
		"JWT_SECRET=s3cr3t!", "SIGNING_KEY=-----BEGIN PRIVATE KEY-----\nMIIE", "SLACK_TOKEN=b0t-1234567890-abcdef", "PGPASS_PWD=p0stgres",
		"DATABASE_URL=postgres://app:hunter2@db.internal:5432/orders", "CLIENT_SECRET=Zm9vYmFyYmF6",
		"MY_AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI0K7MDENGbPxRfiCYEXAMPLE0KEY",
	}
	other := []string{
		"AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI0K7MDENGbPxRfiCYEXAMPLE0KEY", "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjE0example", "AWS_ACCESS_KEY_ID=AKIA0123456789ABCDEF",
		"DB_PASSWORD_ARN=arn:aws:secretsmanager:eu-west-1:1:secret:x", "SECRET_NAME=prod/orders/db", "SECRET=/prod/orders/db", "PASSWORD=",
		"API_KEY={{resolve:secretsmanager:x}}", "TOKEN_URL=https://id.example.com/token", "TOKEN_TTL=36000000000000001a", "PARTITION_KEY=customer",
		"KMS_KEY_ID=1234abcd-12ab-34cd-56ef-1234567890ab", "PUBLIC_KEY=MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE", "PASSWORD_REQUIRED=required1", "TOKEN=true",
		"TABLE_NAME=orders", "MONKEY=a1b2c3d4e5f6g7h8i9", "QUEUE_URL=https://sqs.eu-west-1.amazonaws.com/1/q", "WEIR_BLOCK_BODY=password1",
		"SITE=https://example.com/@someone", "PROXY=http://user:${PASSWORD}@proxy:80", "PASSWORD_HINT_TEXT=your first pet", "NOTHING",
	}
	if got := plaintextSecrets(other); len(got) > 0 {
		t.Errorf("%v look like secrets", got)
	}
	for _, entry := range secret {
		name, _, _ := strings.Cut(entry, "=")
		if got := plaintextSecrets(append(slices.Clone(other), entry)); !slices.Equal(got, []string{name}) {
			t.Errorf("%s: got %v", entry, got)
		}
	}
}

func TestThePostureSaysWhatIsWeakAndHoldsNoValue(t *testing.T) {
	names := func(env map[string]string, managed bool) string {
		var environ, words []string
		for name, value := range env {
			environ = append(environ, name+"="+value)
		}
		for _, w := range posture(func(name string) string { return env[name] }, environ, managed) {
			words = append(words, w.Name)
			for _, value := range env {
				if text := w.Message + strings.Join(w.Variables, ""); len(value) > 4 && value != wrapper && strings.Contains(text, value) {
					t.Errorf("%q is in %q", value, text)
				}
			}
		}
		return strings.Join(words, " ")
	}
	for _, c := range []struct {
		env     map[string]string
		managed bool
		want    string
	}{
		{map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": wrapper, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256"}, true, ""},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "255"}, false, "memory"},
		{map[string]string{"AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "much"}, true, "wrapper"},
		{map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/another"}, true, "wrapper"},
		{map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/another"}, false, ""},
		{map[string]string{"DB_PASSWORD": "hunter22", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128"}, true, "plaintext-secrets wrapper memory"},
	} {
		if got := names(c.env, c.managed); got != c.want {
			t.Errorf("%v, managed %v: got %q, want %q", c.env, c.managed, got, c.want)
		}
	}
}

func TestAFunctionURLThatLetsAnybodyInIsToldOnce(t *testing.T) {
	url := func(account, authorizer string) string {
		return `{"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"","headers":{"host":"x.lambda-url.eu-west-1.on.aws"},` +
			`"requestContext":{"accountId":"` + account + `","apiId":"x","domainName":"x.lambda-url.eu-west-1.on.aws","http":{"method":"GET","path":"/",` +
			`"protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"anonymous"},"requestId":"1","routeKey":"$default","stage":"$default"` + authorizer +
			`,"timeEpoch":1},"isBase64Encoded":false}`
	}
	iam := url("123456789012", `,"authorizer":{"iam":{"accountId":"123456789012","userArn":"arn:aws:iam::123456789012:user/a"}}`)
	for _, c := range []struct {
		events []string
		off    bool
		want   int
	}{
		{[]string{iam, `{"anonymous":1}`}, false, 0},
		{[]string{url("anonymous", `,"authorizer":{"iam":{"userArn":"a"}}`)}, false, 0},
		{[]string{iam, url("anonymous", ""), url("anonymous", "")}, false, 1},
		{[]string{url("anonymous", "")}, true, 0},
	} {
		stdout := &lines{}
		w := &weir{
			log: auditlog.New(stdout, auditlog.Options{}), posture: !c.off,
			inspector: sync.OnceValue(func() *inspect.Inspector { return inspect.New(inspect.Options{}) }),
		}
		for _, event := range c.events {
			w.judge(context.Background(), source.Invocation{ID: "1", Payload: []byte(event)})
		}
		if said := stdout.String(); strings.Count(said, `"weakness":"public-url"`) != c.want {
			t.Errorf("%v: want it %d times: %s", c.events, c.want, said)
		}
	}
}
