package leak

import "bytes"

// ofLambda are variables that Lambda sets in the environment of a function, and in no other place.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
var ofLambda = []string{
	"AWS_LAMBDA_RUNTIME_API", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
	"AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_XRAY_DAEMON_ADDRESS",
	"AWS_XRAY_CONTEXT_MISSING", "AWS_EXECUTION_ENV", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "_HANDLER", "_X_AMZN_TRACE_ID",
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
}

// environmentWords are what every dump holds: minVariables of the names contain one of these.
var environmentWords = []string{
	"aws_lambda_", "aws_xray_", "aws_execution_env", "lambda_task_root", "lambda_runtime_dir", "_handler", "_x_amzn_trace_id",
	"aws_secret_access_key", "aws_session_token", "aws_access_key_id", "aws_container_",
}

// minVariables is how many of them make a dump. An article explains one with its value, or two; a dump has fifteen and
// more.
const minVariables = 3

// findEnvironment finds variables with values: NAME=value, and NAME: value with or without quotes. One of them must be
// Lambda's own: keys by themselves are what users put into their shells.
func findEnvironment(text []byte) []byte {
	found, ours := 0, false
	var first []byte
	for _, name := range ofLambda {
		if !assigned(text, name) {
			continue
		}
		found++
		if !bytes.HasSuffix([]byte(name), []byte("_KEY_ID")) && name != "AWS_SECRET_ACCESS_KEY" && name != "AWS_SESSION_TOKEN" {
			ours = true
		}
		if first == nil {
			first = []byte(name)
		}
	}
	if found < minVariables || !ours {
		return nil
	}
	return first
}

// assigned says whether a variable stands in a text with a value.
func assigned(text []byte, name string) bool {
	for rest := text; ; {
		i := bytes.Index(rest, []byte(name))
		if i < 0 {
			return false
		}
		own := i == 0 || !isWord(rest[i-1])
		rest = rest[i+len(name):]
		if own && hasValue(rest) {
			return true
		}
	}
}

// hasValue says whether what follows a name gives it a value: a sign, and something that is no placeholder.
func hasValue(rest []byte) bool {
	rest = bytes.TrimLeft(rest[:min(len(rest), 64)], "\\\"' \t")
	if len(rest) == 0 || rest[0] != '=' && rest[0] != ':' {
		return false
	}
	rest = bytes.TrimLeft(rest[1:], "\\\"'> \t")
	if len(rest) == 0 {
		return false
	}
	switch c := rest[0]; c {
	case '<', '{', '[', '$', '.', '*', '\n', '\r', ',', '}', 0:
		return false
	}
	return true
}
