package leak_test

import (
	"slices"
	"strings"
	"testing"

	"weir/inspect/leak"
	"weir/inspect/rules"
)

func finder(t testing.TB) *leak.Finder {
	t.Helper()
	f, err := leak.New(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// found are the ids of this package's rules that match.
func found(f *leak.Finder, text string) []int {
	own, _ := f.Suspects([]byte(text))
	var ids []int
	for _, m := range f.Find([]byte(text), own) {
		ids = append(ids, m.Rule)
	}
	slices.Sort(ids)
	return ids
}

const (
	key    = "ASIAEXAMPLEEXAMPLE12"
	secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
)

var pem = "-----BEGIN RSA PRIVATE KEY-----\n" + strings.Repeat("MIIEpAIBAAKCAQEA1c7+", 3) + "\nabc\n-----END RSA PRIVATE KEY-----"

func TestWhatLeaksIsFound(t *testing.T) {
	f := finder(t)
	for _, c := range []struct {
		name, text string
		rule       int
	}{
		{"a key with its secret", `"AccessKeyId":"` + key + `","SecretAccessKey":"` + secret + `","SessionToken":"FQoG..."`, leak.AWSKey},
		{"with slashes as PHP writes them", `{"k":"` + key + `","s":"` + strings.ReplaceAll(secret, "/", `\/`) + `"}`, leak.AWSKey},
		{"in a table", "<td>" + key + "</td><td>" + secret + "</td>", leak.AWSKey},
		{"with a token alone", "aws_access_key_id = " + key + "\naws_session_token = IQoJb3JpZ2luX2Vj", leak.AWSKey},
		{"a key", pem, leak.PrivateKey},
		{"a key in JSON", strings.ReplaceAll(pem, "\n", `\n`), leak.PrivateKey},
		{"a key in JSON in JSON", strings.ReplaceAll(pem, "\n", `\\n`), leak.PrivateKey},
		{"PostgreSQL", "could not connect to postgres://shop:s3cr3t-Hx9@shop.cluster-abc.eu-central-1.rds.amazonaws.com:5432/shop", leak.ConnectionString},
		{"MongoDB", `"uri":"mongodb+srv:\/\/app:Zx81kk2@cluster0.ab1cd.mongodb.net\/app"`, leak.ConnectionString},
		{"Redis, without a user", "rediss://:p9fjeo3@cache.internal:6379/0", leak.ConnectionString},
		{"ADO.NET", "Server=tcp:shop.database.windows.net,1433;User ID=shop;Password=kf83jfKE!;Encrypt=True", leak.ConnectionString},
		{"behind one that is a placeholder", "mysql://user:password@localhost/x or mysql://shop:kfu38Fj@db1.internal/x", leak.ConnectionString},
		{"an environment", "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001\nAWS_SESSION_TOKEN=FQoG\nAWS_SECRET_ACCESS_KEY=x\n_HANDLER=index.handler", leak.Environment},
		{"as Python shows it", `environ({'AWS_LAMBDA_FUNCTION_NAME': 'shop', 'LAMBDA_TASK_ROOT': '/var/task', '_HANDLER': 'app.handler'})`, leak.Environment},
		{"as JSON in JSON", `{\"AWS_LAMBDA_FUNCTION_NAME\":\"shop\",\"LAMBDA_TASK_ROOT\":\"/var/task\",\"_HANDLER\":\"app.handler\"}`, leak.Environment},
		{"as /proc shows it", "AWS_LAMBDA_FUNCTION_NAME=shop\x00LAMBDA_TASK_ROOT=/var/task\x00_HANDLER=app.handler\x00", leak.Environment},
		{"Python", "Traceback (most recent call last):\n  File \"/var/task/app.py\", line 12, in handler\n    boom()\n", leak.TracePython},
		{"Python in JSON", `["  File \"/var/task/app.py\", line 12, in handler\n"]`, leak.TracePython},
		{"Node.js", "TypeError: x is not a function\n    at Runtime.handler (/var/task/index.js:3:9)", leak.TraceNode},
		{"Node.js, a module", "    at file:///var/task/index.mjs:3:9", leak.TraceNode},
		{"Node.js, asynchronous", "at async Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)", leak.TraceNode},
		{"Java", "java.lang.IllegalStateException: x\n\tat com.shop.Orders.find(Orders.java:31)\n\tat com.shop.Handler.handleRequest(Handler.java:12)", leak.TraceJava},
		{".NET", "   at Shop.Function.FunctionHandler(APIGatewayProxyRequest request, ILambdaContext context) in /src/Shop/Function.cs:line 31", leak.TraceDotNet},
		{"Ruby", "/var/task/lambda_function.rb:3:in `handler'", leak.TraceRuby},
		{"Go", "panic: x\n\ngoroutine 1 [running]:\nmain.handler(0x1)\n\t/src/main.go:12 +0x1d", leak.TraceGo},
		{"PHP", "<b>Warning</b>: x in <b>/var/task/index.php</b> on line <b>3</b>", leak.TracePHP},
		{"PHP, an exception", "#0 /var/task/index.php(3): handler()", leak.TracePHP},
		{"Rust", "thread 'main' panicked at src/main.rs:3:5:\nx", leak.TraceRust},
		{"PDO", "SQLSTATE[42S02]: Base table or view not found", leak.DatabaseError},
		{"SQLite in Python", "sqlite3.OperationalError: near \"x\": syntax error", leak.DatabaseError},
		{"SQLite in Node.js", "SQLITE_ERROR: near \"x\": syntax error", leak.DatabaseError},
		{"PostgreSQL in Go", "pq: syntax error at or near \"x\"", leak.DatabaseError},
		{"PostgreSQL in Python", "psycopg2.errors.UndefinedTable: relation \"x\" does not exist", leak.DatabaseError},
		{"ls -l", "total 8\ndrwxr-xr-x 2 root root 4096 Jan  1 12:00 .\n-rw-r--r-- 1 root root 120 Jan  1 12:00 app.py\n-rwxr-xr-x 1 sbx_user1051 990 88 Jan  1 12:00 run", leak.Listing},
		{"Python's server", "<title>Directory listing for /var/</title>", leak.Listing},
		{"/etc/passwd", "root:x:0:0:root:/root:/bin/bash\nbin:x:1:1:bin:/bin:/sbin/nologin", leak.SystemFile},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := found(f, c.text); !slices.Equal(got, []int{c.rule}) {
				t.Errorf("rules %v, want %d", got, c.rule)
			}
		})
	}
}

func TestHonestTextsHoldNoLeak(t *testing.T) {
	f := finder(t)
	for name, text := range map[string]string{
		"a document with an example's id":  "Set AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE, and keep the secret to yourself.",
		"a list of ids":                    `{"AccessKeyMetadata":[{"AccessKeyId":"AKIAIOSFODNN7ABCDEF","Status":"Active","CreateDate":"2026-01-01"}]}`,
		"an id beside a commit":            "AKIAIOSFODNN7ABCDEF was revoked in da39a3ee5e6b4b0d3255bfef95601890afd80709",
		"a signed URL":                     "https://b.s3.amazonaws.com/k?X-Amz-Credential=ASIAIOSFODNN7ABCDEFG%2F20260101%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEJr&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024",
		"JSON about keys":                  `{"title":"Rotating keys","keys":["primary","secondary"],"accessKeyId":null,"secretAccessKey":null,"sessionToken":null}`,
		"Asia":                             `{"region":"Asia Pacific","code":"ASIA"}`,
		"a public key":                     "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1c7+9z5Pad7OejecsQ0b\n-----END PUBLIC KEY-----",
		"talk about a private key":         "A file that begins with -----BEGIN PRIVATE KEY----- must never be committed.",
		"a placeholder's address":          "postgres://user:password@localhost:5432/db, postgres://app:<password>@db.shop.com/x, mysql://root:${DB_PASSWORD}@db.shop.com/x",
		"an example's address":             "mongodb://app:hunter2@db.example.com/app",
		"an address without a password":    "postgres://db.shop.com:5432/shop and https://user:pw@shop.com/",
		"a form":                           `<input name="password" value=""><a href="?host=a&password=b">`,
		"a document about the environment": "AWS_LAMBDA_FUNCTION_NAME is the name of the function. AWS_LAMBDA_RUNTIME_API: (custom runtime) the host and port. _HANDLER – the handler.",
		"keys in a shell":                  "export AWS_ACCESS_KEY_ID=<id>\nexport AWS_SECRET_ACCESS_KEY=<secret>\nexport AWS_SESSION_TOKEN=<token>",
		"one variable":                     "Lambda sets AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001 for the runtime.",
		"an honest error":                  `{"message":"Internal server error","requestId":"c80e8021-a70a-42c7-a470-796e1186f753"}`,
		"an error with its name":           `{"error":"TypeError: Cannot read properties of undefined (reading 'id')"}`,
		"a path":                           `{"root":"/var/task","message":"The code is in /var/task/index.js and starts at line 3."}`,
		"one frame of Java":                "A frame looks like at com.shop.Orders.find(Orders.java:31).",
		"a goroutine":                      "A goroutine is a lightweight thread; goroutine 1 is the main one.",
		"talk about SQL errors":            "An SQLSTATE of 42000 means a syntax error. See the manual of your database.",
		"one line of a listing":            "The mode is drwxr-xr-x, as in: drwxr-xr-x 2 root root 4096 Jan 1 12:00 bin",
		"a user":                           "The user root has the id 0, as root:x:0:0 says.",
	} {
		t.Run(name, func(t *testing.T) {
			if got := found(f, text); len(got) != 0 {
				t.Errorf("rules %v", got)
			}
		})
	}
}

func TestEveryRuleHasItsRowAndEveryRowItsRule(t *testing.T) {
	listed := []int{
		leak.AWSKey, leak.PrivateKey, leak.ConnectionString, leak.Environment, leak.TracePython, leak.TraceNode, leak.TraceJava,
		leak.TraceDotNet, leak.TraceRuby, leak.TraceGo, leak.TracePHP, leak.TraceRust, leak.DatabaseError, leak.Listing, leak.SystemFile,
	}
	var rows []int
	for _, r := range rules.Responses {
		rows = append(rows, r.ID)
	}
	if !slices.Equal(rows, listed) {
		t.Errorf("rules.Responses has %v, want %v", rows, listed)
	}
}

func TestArticles(t *testing.T) {
	prose := strings.Repeat("An error is a sign that something went wrong. ", 9)
	for text, want := range map[string]bool{
		prose: true, "<p>" + strings.ReplaceAll(prose, ". ", ".</p>\n<p>"): true,
		"java.lang.IllegalStateException: x\n\tat com.shop.Orders.find(Orders.java:31)": false,
		`{"message":"Something went wrong. Try again."}`:                                false,
	} {
		if got := leak.IsArticle([]byte(text)); got != want {
			t.Errorf("%.60q: %v", text, got)
		}
	}
}

// A secret counts for every key id near it, however many others stand between the beginning of the text and here.
func TestAKeysSecretIsLookedForNearEachKey(t *testing.T) {
	const reach = 2 << 10 // as findAWSKey has it
	f := finder(t)
	ids := strings.Repeat("id: ASIAEXAMPLEEXAMPLE12, ", 400)
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"behind many ids":             {ids + secret, true},
		"before many ids":             {secret + " " + ids, true},
		"far behind":                  {ids + strings.Repeat("-", reach) + secret, false},
		"far before":                  {secret + strings.Repeat("-", reach) + ids, false},
		"between far ids":             {ids + strings.Repeat("-", reach) + secret + strings.Repeat("-", reach) + ids, false},
		"far behind ids, by the last": {ids + strings.Repeat("-", reach) + secret + ", " + ids, true},
		"a token behind many ids":     {ids + `"SessionToken": "FQoGZXIvYXdzEJr"`, true},
		"a token far behind":          {ids + strings.Repeat("-", reach) + ` "SessionToken": "FQoGZXIvYXdzEJr"`, false},
	} {
		own, _ := f.Suspects([]byte(test.text))
		if got := len(f.Find([]byte(test.text), own)) > 0; got != test.want {
			t.Errorf("%s: found %v", name, got)
		}
	}
}
