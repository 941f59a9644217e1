package leak

import "bytes"

const (
	idLen     = 20 // of an access key id: four letters that say what it is, and sixteen more
	secretLen = 40

	// besides is how far from an access key id its secret or its token may stand, in bytes: credentials are written down
	// together, with names, signs and dates between them. A session token of a thousand characters may stand between.
	besides = 2 << 10
)

// findAWSKey finds an access key id beside which stands what makes it a credential: its secret, or a session token that is
// named so. An id alone opens nothing, and documents, logs and signed URLs are full of them; a signed URL's token is
// named otherwise, and is of no use without the signature.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
func findAWSKey(text []byte) []byte {
	secret, token := following{find: nextSecret}, following{find: nextToken}
	for from := 0; ; {
		i := accessKey(text, from)
		if i < 0 {
			return nil
		}
		from = i + idLen
		least, most := max(0, i-besides), min(len(text), from+besides)
		if secret.within(text, least, most) || token.within(text, least, most) {
			return text[i:from]
		}
	}
}

// following is the next of something in a text, from a place that only moves on: however many places are asked about, the text is
// searched once.
type following struct {
	find       func(text []byte, from int) (begin, end int) // begin is len(text) if there is none
	begin, end int
	known      bool
}

// within says whether one stands between two places.
func (f *following) within(text []byte, least, most int) bool {
	if !f.known || f.begin < least {
		f.begin, f.end = f.find(text, least)
		f.known = true
	}
	return f.begin < len(text) && f.end <= most
}

// accessKey is where the next access key id begins, or -1.
func accessKey(text []byte, from int) int {
	for i := from; i+idLen <= len(text); i++ {
		n := bytes.IndexByte(text[i:], 'A')
		if n < 0 {
			return -1
		}
		if i += n; i+idLen > len(text) {
			return -1
		}
		head := string(text[i : i+4])
		if head != "AKIA" && head != "ASIA" || i > 0 && isWord(text[i-1]) || i+idLen < len(text) && isWord(text[i+idLen]) {
			continue
		}
		if !bytes.ContainsFunc(text[i:i+idLen], func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
			return i
		}
	}
	return -1
}

// nextSecret finds a secret access key: forty characters of Base64 in one piece, letters of both cases and others among them. JSON
// may escape their slashes.
func nextSecret(text []byte, from int) (begin, end int) {
	length, upper, lower, others := 0, false, false, false
	begin = from
	for i := from; i <= len(text); i++ {
		c := byte(' ')
		if i < len(text) {
			c = text[i]
		}
		switch {
		case 'A' <= c && c <= 'Z':
			upper = true
		case 'a' <= c && c <= 'z':
			lower = true
		case '0' <= c && c <= '9', c == '/', c == '+':
			others = true
		case c == '\\' && i+1 < len(text) && text[i+1] == '/':
			continue
		default:
			if length == secretLen && upper && lower && others && c != '=' {
				return begin, i
			}
			length, upper, lower, others = 0, false, false, false
			begin = i + 1
			continue
		}
		length++
	}
	return len(text), len(text)
}

// sessionToken matches a session token under one of the names that AWS's tools give it.
var sessionToken = expression(`(?i)\b(?:aws_)?session_?token(?:\\*["'])?\s*(?:[:=]|=>)\s*(?:\\*["'])?[a-z0-9+/=]{4}|<SessionToken>[a-z0-9+/=]{4}`)

func nextToken(text []byte, from int) (begin, end int) {
	at := sessionToken().FindIndex(text[from:])
	if at == nil {
		return len(text), len(text)
	}
	return from + at[0], from + at[1]
}

// privateKey matches a private key with the beginning of its contents; a header without is talk about one. In JSON the end
// of a line is written as an escape.
var privateKey = expression(`-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----(?:\s|\\+[nr])*` +
	`(?:[A-Za-z-]+: ?[^\r\n\\]{1,80}(?:\s|\\+[nr])+){0,4}[A-Za-z0-9+/]{48}`)

func findPrivateKey(text []byte) []byte {
	if !bytes.Contains(text, []byte("PRIVATE KEY-----")) {
		return nil
	}
	return privateKey().Find(text)
}

// connectionWords are what every match of connection holds.
var connectionWords = []string{
	"postgres", "mysql", "mariadb", "mongodb", "redis", "amqp", "sqlserver", "mssql", "oracle", "cockroachdb", "clickhouse",
	"password=", "pwd=",
}

// connection matches the address of a database or queue with a user and a password, and ADO.NET's form of it. The
// groups are password and host.
var connection = expression(`(?i)\b(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver|mssql|oracle|cockroachdb|clickhouse)` +
	`(?:\+[a-z0-9]+)?:\\?/\\?/[^\s"'<>:@/\\]{0,64}:([^\s"'<>@/\\]{1,128})@([a-z0-9.-]{1,253})` +
	`|(?:server|data source|host)\s*=\s*([^;"'<>\s]{1,253})\s*;[^"'<>\r\n]{0,200}?\b(?:password|pwd)=\s*([^;"'<>\s]{1,128})`)

func findConnection(text []byte) []byte {
	if !bytes.Contains(text, []byte("://")) && !bytes.Contains(text, []byte(`:\/\/`)) && indexFolded(text, "pwd=") < 0 && indexFolded(text, "password=") < 0 {
		return nil // talk about databases
	}
	for from := 0; from < len(text); {
		at := connection().FindSubmatchIndex(text[from:])
		if at == nil {
			return nil
		}
		group := func(n int) []byte {
			if at[2*n] < 0 {
				return nil
			}
			return text[from+at[2*n] : from+at[2*n+1]]
		}
		password, host := group(1), group(2)
		if password == nil {
			host, password = group(3), group(4)
		}
		if !placeholder().Match(password) && !nobodysHost().Match(host) {
			return text[from+at[0] : from+at[1]]
		}
		from += at[1]
	}
	return nil
}

// placeholder matches what documents write where a password goes; nobodysHost the hosts of their examples, and those that
// nobody else can reach.
var (
	placeholder = expression(`(?i)^(?:[\[({<*].*|x{3,}|\.{2,}|\$\{?[a-z_]+\}?|%[a-z_]+%?|` +
		`(?:your|my|the|some|db)?[-_]?(?:password|passwd|pass|pwd|secret|changeme|pw|example)[0-9]*)$`)
	nobodysHost = expression(`(?i)^(?:localhost|127\.\d+\.\d+\.\d+|host(?:name)?|server|db|database|(?:your|my)[-a-z]*(?:\.com)?|` +
		`(?:[a-z0-9-]+\.)*example(?:\.[a-z]+)?)$`)
)

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
