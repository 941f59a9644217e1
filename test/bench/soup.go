package main

import (
	"math/rand/v2"
	"strings"
)

// The soup is text that makes a firewall work: pieces that rules look for, whole, broken and nearly right, in no order.
// Whether it amounts to an attack does not matter.

// suspects are pieces that stand in it as they are.
var suspects = []string{
	"select ", "union all ", " from information_schema.", " or 1=", "' and '", "insert into ", "drop tab1e ", "having ", "sleep (", "waitfor  dela ",
	"--", "/*!", "*/", "0x3a", "char(", "concat_w", "<", "</", "<scrip ", "<img src", "onerror ", "onload\t=", "javascript:", "java\tscript", "&#x6a",
	"document.cooki", "eval (", "alert`", "../", "..\\", "%2e%2e/", "/etc/pass", "/proc/sel", "c:\\windows", "${", "${jnd", "${${lower:", "{{7*", "#{",
	"<?ph ", "<%", "$_GE", "system ", "base64_decod", "passthru", "O:8:\"", "rO0A", "java.lang.", "Runtime.", "getClass ", "require (", "__proto_",
	"constructor[", "http://", "file:/", "gopher:", "ldap:/", "169.254.", "\r\nSet-Cook", "Content-Lengt", ";", "|", "&&", "`", "$(", "=", "(", ")", ",", "\"",
}

// commands are words of the shell, which stand in it with quotes and carets between their letters.
var commands = []string{
	"cat", "curl", "wget", "nslookup", "powershell", "cmd.exe", "bash", "whoami", "uname", "python3", "perl", "chmod", "netcat", "base64", "rundll32", "certutil",
}

// between are what shells drop from the inside of a word.
var between = []string{"'", "\"", "^", "\\", "''", "\"\"", "$@"}

// soup makes about size bytes; the same n makes the same bytes.
func soup(n, size int) string {
	random := rand.New(rand.NewPCG(uint64(n), 0x5eed)) //nolint:gosec // repeatable, and no secret
	var b strings.Builder
	for b.Len() < size {
		switch random.IntN(4) {
		case 0:
			b.WriteString(obscured(random, commands[random.IntN(len(commands))]))
		case 1:
			for range 1 + random.IntN(8) {
				b.WriteByte(byte('a' + random.IntN(26)))
			}
		default:
			b.WriteString(suspects[random.IntN(len(suspects))])
		}
		if random.IntN(3) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()[:size]
}

// obscured puts something between some of a word's letters.
func obscured(random *rand.Rand, word string) string {
	var b strings.Builder
	for _, letter := range word {
		b.WriteRune(letter)
		if random.IntN(3) == 0 {
			b.WriteString(between[random.IntN(len(between))])
		}
	}
	return b.String()
}

// cut cuts a text of ASCII into pieces.
func cut(text string, size int) []string {
	var pieces []string
	for len(text) > size {
		pieces, text = append(pieces, text[:size]), text[size:]
	}
	return append(pieces, text)
}
