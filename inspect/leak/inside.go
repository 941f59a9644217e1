package leak

import "bytes"

// databaseWords are what every match of databaseError holds.
var databaseWords = []string{
	"sqlstate", "er_parse_error", "psycopg2.errors.", "psycopg.errors.", "sqlite3.operationalerror", "sqlite_error",
	"sequelizedatabaseerror", "queryfailederror", "pymysql.err.", "pq: ", "at or near",
	"asyncpg.exceptions.", "statement wasn't well formed",
}

// databaseError matches errors of databases as the drivers word them that functions use, and the Core Rule Set does not know:
// an error's name or code together with what it says.
const databaseError = `(?i)SQLSTATE\[[0-9A-Z]{5}\]|SQLSTATE:? [0-9A-Z]{5}\)|` +
	`\bER_PARSE_ERROR\b\W{1,6}(?:you have an error|errno|sqlmessage)|` +
	`\bpsycopg2?\.errors\.[a-z]+:? |\basyncpg\.exceptions\.[a-z]+(?:error|exception)\b\W|` +
	`\bsqlite3\.OperationalError: |\bSQLITE_ERROR: [a-z]|` +
	`\b(?:SequelizeDatabaseError|QueryFailedError): |\bpymysql\.err\.[a-z]+Error: \(\d+|` +
	`\bpq: (?:syntax error|column|relation|invalid input|unterminated|operator does not exist)|` +
	`syntax error at or near \\*["'][^\n]{0,80}(?:\bLINE \d|\bposition\b|\bCharacter\b|SQLSTATE)|` +
	`Statement wasn't well formed, can't be processed`

// systemFile matches the first line of /etc/passwd.
const systemFile = `root:[x*]:0:0:[^:\n]{0,40}:/[^:\n]{1,40}:/`

// minEntries is how many entries make a listing: an article about permissions shows one or two.
const minEntries = 3

// findListing finds listings of directories: as "ls -l" writes them, and as the small web servers of Python and Node do.
func findListing(text []byte) []byte {
	for _, title := range [...]string{"<title>Directory listing for /", "<title>listing directory /"} {
		if i := bytes.Index(text, []byte(title)); i >= 0 {
			return text[i : i+len(title)]
		}
	}
	return entries(text)
}

// entries matches lines such as "drwxr-xr-x 2 sbx_user1051 990 4096 Jan 1 12:00 name", up to the number of bytes.
var entries = repeated(`[-dl](?:[r-][w-][xsStT-]){3}[.+@]?\s+\d+\s+[\w.-]{1,32}\s+[\w.-]{1,32}\s+\d+\s`, minEntries)

// IsArticle says whether a text is prose, of sentences one after the other: what people write, and no program that fails.
func IsArticle(text []byte) bool {
	const sentences = 8 // a page of an application has fewer, a trace none
	n := 0
	for i := 1; i+1 < len(text) && n < sentences; i++ {
		if text[i] != '.' || text[i-1] < 'a' || text[i-1] > 'z' {
			continue
		}
		switch next := text[i+1]; {
		case next == ' ' && i+2 < len(text) && ('A' <= text[i+2] && text[i+2] <= 'Z'), next == '\n', next == '<', next == '\\':
			n++
		}
	}
	return n >= sentences
}
