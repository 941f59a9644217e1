package main

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"weir/extension/auditlog"
	"weir/extension/secret"
	"weir/inspect"
	"weir/inspect/source"
)

// wrapper is where the layer has Weir's.
const wrapper = "/opt/weir-wrapper"

// littleMemory is the memory of a function, in MB, below which it has less than a seventh of a processor (wholeProcessor), for
// the handler and Weir together.
const littleMemory = 256

// posture lists what of the function's configuration helps an attacker. It looks at the environment alone. managed says that
// AWS's runtime starts the handler, which AWS_LAMBDA_EXEC_WRAPPER leads through Weir.
func posture(getenv func(string) string, environ []string, managed bool) []auditlog.Weakness {
	var weak []auditlog.Weakness
	if names := plaintextSecrets(environ); len(names) > 0 {
		weak = append(weak, auditlog.Weakness{
			Name: "plaintext-secrets", Entry: "SAS-7", Variables: names,
			Message: "these variables look like secrets in plain text, which whoever may read the configuration, or makes the " +
				"function show its environment, can read: Secrets Manager or Parameter Store keeps them",
		})
	}
	if set := getenv("AWS_LAMBDA_EXEC_WRAPPER"); managed && set != wrapper {
		message := "AWS_LAMBDA_EXEC_WRAPPER is not set: without " + wrapper + " nothing is inspected"
		if set != "" {
			message = "AWS_LAMBDA_EXEC_WRAPPER is not " + wrapper + ": unless the wrapper in its place starts that, nothing is inspected"
		}
		weak = append(weak, auditlog.Weakness{Name: "wrapper", Entry: "SAS-5", Message: message, Variables: []string{"AWS_LAMBDA_EXEC_WRAPPER"}})
	}
	if mb, err := strconv.Atoi(getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")); err == nil && mb > 0 && mb < littleMemory {
		weak = append(weak, auditlog.Weakness{
			Name: "memory", Entry: "SAS-3",
			Message: fmt.Sprintf("%d MB are little for a function with Weir beside it, and inspections are slow on its share of a processor: give it %d MB or more", mb, littleMemory),
		})
	}
	return weak
}

// publicURL is told once, when an event shows it.
var publicURL = []auditlog.Weakness{{
	Name: "public-url", Entry: "SAS-3",
	Message: "the Function URL lets anybody in (AuthType NONE): AWS_IAM, or an authorizer in the handler, says who may",
}}

// tellPublicURL tells of a Function URL that asks nobody who they are, once. Only events that may show one are parsed.
func (w *weir) tellPublicURL(inv source.Invocation, v inspect.Verdict) {
	if !w.posture || v.Source != "function-url" || w.toldURL.Load() || !bytes.Contains(inv.Payload, []byte("anonymous")) {
		return
	}
	event := source.Parse(inv.Payload)
	if s, _ := source.Recognise(event); source.Anonymous(s, event) && !w.toldURL.Swap(true) {
		w.log.Posture(publicURL)
	}
}

// awsOwn are the variables with credentials that Lambda sets by itself.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
var awsOwn = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

// plaintextSecrets lists the names of the variables that look like secrets, by name and value, in order.
func plaintextSecrets(environ []string) []string {
	var names []string
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		if slices.Contains(awsOwn, name) || strings.HasPrefix(name, "WEIR_") {
			continue
		}
		if hasPassword(value) || isSecret(name, value) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// references are how the values of such variables begin where the secret itself is kept elsewhere: references, addresses, paths.
var references = [...]string{"arn:", "/", "./", "http://", "https://", "s3://", "{{", "${", "ssm:", "secretsmanager:", "kms:", "vault:"}

// isSecret says whether a name speaks of a secret, and the value may be one.
func isSecret(name, value string) bool {
	named, key := secret.Variable(name)
	if !named {
		return false
	}
	if strings.Contains(value, "PRIVATE KEY") {
		return true
	}
	if slices.ContainsFunc(references[:], func(r string) bool { return strings.HasPrefix(value, r) }) || strings.Contains(value, " ") {
		return false
	}
	if key { // keys and tokens are long and mixed
		return len(value) >= 16 && mixed(value)
	}
	return len(value) >= 6 && !slices.Contains([]string{"false", "enabled", "disabled", "required"}, strings.ToLower(value))
}

// mixed says that a text has digits and letters.
func mixed(text string) bool {
	return strings.ContainsFunc(text, unicode.IsDigit) && strings.ContainsFunc(text, unicode.IsLetter)
}

// hasPassword says whether a value is a URL with a password in it.
func hasPassword(value string) bool {
	if !strings.Contains(value, "://") || !strings.Contains(value, "@") {
		return false
	}
	u, err := url.Parse(value)
	if err != nil || u.User == nil || u.Host == "" {
		return false
	}
	password, _ := u.User.Password()
	return password != "" && !strings.ContainsAny(password, "${}<>*")
}
