package growth

// delimiters are the characters that structure is made of.
const delimiters = "'\"`()[]{}<>&;=%+,:/\\|-*#@!?$~^. \n\r\tx0"

// openings begin something that never ends, or that costs something each time that it begins.
var openings = []string{
	// documents
	`{"a":`, `{"a":"b",`, `{"a":1},`, `{"`, `["`, `[{`, `"a":"b",`, `"a",`, `[],`, `{},`, "{}\n", `\"`, `\\"`, `\u0041`, `\u`, `\ud83d\ude00`, `"\u0022`,
	"<a>", "<a ", "<a b=", "<a b='c'>", "</a>", "<a/>", "<!--", "<!-- -->", "<![CDATA[", "]]>", "<?x ", "<!DOCTYPE ", "<!ENTITY a 'b'>", "&a;",
	"&#x41;", "&#65;", "&#", "&lt;", "&amp;", "&amp", "a=b&", "a[]=b&", "a[b]=c&", "a=b;", "a;", "=;", "a=b; ", "a,b\n", `"a""b",`, "a: b\n", " - a\n",
	"query{a}", "{a{", "a:b ", "fragment a on b{", "@a ", "...a ", `"""`, "# a\n", "$a:b ", "${", "${a}", "{{", "{{a}}", "<%", "<%=a%>", "%{",
	// encodings
	"%27", "%2527", "%u0027", "%", "%%", "%2", "+", "%00", "=27", "=\n", "=?utf-8?q?a?=", "=?utf-8?q?", "=?", "?=", "+AC0-", "+ACc", "+A", "YWJj", "YWJj\n",
	"eyJh", "AAAA", "QUFB.", "eyJhIjoxfQ.", "x.y.", "PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\x1f\x8b\x08", "\x78\x9c", "\x28\xb5\x2f\xfd", "\xff\xfe", "\xfe\xff", "'\x00", "\x00'",
	"\xef\xbb\xbf", "\xc3\xa9", "\xc3", "\xe4\xb8\xad", "\xf0\x9f\x98\x80", "\xc0\xaf", "\xe2\x80\xa8", "\xc5\xbf", "\xe2\x84\xaa",
	// mails and parts
	"--b\n", "--b\r\n", "--b\r\n\r\na\r\n", "--", "\n--", "\r\n", "\n\n", "a:b\r\n", "Content-Type: a/b; ", "Content-Disposition: form-data; name=a\r\n", "; name=", "; a=\"b\"", ";filename*0=a", "boundary=b;",
	// SQL
	"'x", "''", "' or ", "'||'", "/*", "*/", "/**/", "/*!", "--\n", "-- ", "#\n", "1=1 ", "union select ", "select(", "(select ", "char(39)", "0x27", "@@a ", "'a'='a' and ", "`a`.", "n'", "q'[", "$a$", "1e1", "::a", "\\'",
	// shells and programs
	"$(", "$((", "`a`", "a|b", "a&&b", ";id", "<(", "<<a\n", "{a,b}", "$'a'", "\"$a\"", "a\\\n", "../", "..\\", "./", "/a", "//", "a/", "C:\\", "/etc/passwd", "eval(", "a(", "a()", "a.b(", "a[b]", "a->b", "a::b", "new a(", "function(", "=>", "import(", "require('a')",
	"_$$ND_FUNC$$_", "__proto__", "constructor.", "O:1:\"a\":1:{", "a:1:{i:0;", "rO0AB", "\xac\xed\x00\x05", "#{a}", "jndi:", "${jndi:", "javascript:", "onload=", "<script>", "<script ", "<svg/onload=", "expression(", "url(", "src=", "style=",
	// addresses
	"http://", "://", "http://a/", "http://a@b:1/", "https://127.0.0.1:9001/", "a@b.c ", "1.2.3.4 ", "[::1]", "a.", "a.b.c.", "a-", "a_", "host:1 ",
	// responses
	" at a.b(C.java:1)\n", "at a (/var/task/a.js:1:1)\n", "File \"/var/task/a.py\", line 1\n", "goroutine 1 [", "PHP Warning", "PHP Warning: a in ", "Exception", "mysql_", "SQLSTATE[", "ORA-00001", "AKIAAAAAAAAAAAAAAAAA", "aws_session_token", "-----BEGIN PRIVATE KEY-----", "root:x:0:0:", "drwxr-xr-x ", "AWS_LAMBDA_", "postgres://a:", "password=", "server=a;",
	// records of logs
	"2026-01-01T00:00:00Z INFO a\n", `{\"a\":\"b\"},`, `""a"":""b"",`, "GET / HTTP/1.1\r\n", "a=b c=d ", "\x1b[0m", "\t", "0", "1,", "-1", "1.", "1e", "NaN,", "null,", "true,",
}

// surroundings are the frames.
var surroundings = []frame{
	{"", ""},
	{"'", "'x"},
	{"\"", ""},
	{"a=", ""},
	{"", "'"},
	{"", "="},
	{"{\"a\":\"", "\"}"},
	{"[", "]"},
	{"<a>", "</a>"},
	{"<", ">"},
	{"--b\r\n\r\n", "\r\n--b--\r\n"},
	{"Content-Type: text/plain", "=\r\n\r\na"},
	{"MIME-Version: 1.0\r\n", "\r\n\r\n"},
	{"eyJ", "}"},
	{"1 or 1=1 ", "--"},
	{"\x00'", "\x00"},
	{"http://", "/"},
	{"{", ""},
	{"x;", "\n"},
	{"(", ")"},
	{"$(", ")"},
	{"/*", "*/"},
	{"\xff", "\xff"},
	{"<?xml version=\"1.0\"?><a>", "</a>"},
	{"query{", "}"},
	{"a\n", "\nb"},
}

// fillings are what loops pass over in search of something else. Their number is no multiple of seven, nor of the surroundings.
var fillings = []string{" ", ")", "a", "\n", "(", "'", "0", "\\", "/", "a ", "\x00", ".", "\t", "é", "=", "A", "a,"}

// units are what texts are made of: each byte, each pair of delimiters, and the openings.
func units() []string {
	var all []string
	for c := range 256 {
		all = append(all, string([]byte{byte(c)}))
	}
	for _, a := range delimiters {
		for _, b := range delimiters {
			if a != b {
				all = append(all, string(a)+string(b))
			}
		}
	}
	return append(all, openings...)
}
