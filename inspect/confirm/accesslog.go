package confirm

import "strings"

// A line of an access log tells what somebody has asked a server for, attacks before all. As the name of a file it leads nowhere: what
// others have chosen stands in marks, and the line ends with what the server has written. Other targets read such a line like any text: a
// statement, a command or a page may be made of it.

// unlessLogged is a confirmation for names of files.
func unlessLogged(does func(*Match) bool) func(*Match) bool {
	return func(m *Match) bool { return !logged(m) && does(m) }
}

// logged says that a match is in lines of an access log, as they are and without their percent-encoding.
func logged(m *Match) bool { return isAccessLog(m.Text) && isAccessLog(percentUndone(m.Text)) }

// isAccessLog says that each line of a text is one of an access log, in Common Log Format or a form like it, and that nothing in it ends a
// name before its end.
func isAccessLog(text string) bool {
	if strings.IndexByte(text, 0) >= 0 || strings.Contains(text, "%00") || strings.Contains(text, `\0`) || strings.Contains(text, `\u0000`) {
		return false
	}
	some := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			continue
		}
		if !isAccessLine(line) {
			return false
		}
		some = true
	}
	return some
}

// isAccessLine reads: address, identity, user, [time], "request", status, length, and maybe further fields. Separators stand in marks and
// nowhere else, so that no shell takes a part of the line for a name either.
func isAccessLine(line string) bool {
	head, rest, found := strings.Cut(line, " [")
	if !found || strings.ContainsAny(head, "/\\\"'") || !someFields(head) {
		return false
	}
	moment, rest, found := strings.Cut(rest, `] "`)
	if !found || !isLogMoment(moment) {
		return false
	}
	rest, found = strings.CutPrefix(behindMark(rest), " ")
	if !found || len(rest) < len("200 1") || !isNumber(rest[:3]) || rest[3] != ' ' {
		return false
	}
	length, rest, more := strings.Cut(rest[len("200 "):], " ")
	if !isNumber(length) && length != "-" {
		return false
	}
	for more {
		if after, marked := strings.CutPrefix(rest, `"`); marked {
			if rest, more = strings.CutPrefix(behindMark(after), " "); !more && rest != "" {
				return false
			}
			continue
		}
		var field string
		if field, rest, more = strings.Cut(rest, " "); field == "" || strings.ContainsAny(field, "/\\\"'") {
			return false
		}
	}
	return true
}

func isNumber(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// behindMark is what stands behind the mark that ends a text in marks, or what cannot stand there. A backslash takes a mark its meaning.
func behindMark(text string) string {
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return text[at+1:]
		}
	}
	return "?"
}

// someFields says that a text has one to four words.
func someFields(text string) bool { return text != "" && strings.Count(text, " ") <= 3 }

// isLogMoment says that a text is a moment as access logs write it: 10/Oct/2000:13:55:36 -0700.
func isLogMoment(text string) bool {
	const form = "00/Aaa/0000:00:00:00 +0000"
	if len(text) != len(form) {
		return false
	}
	for i, c := range []byte(text) {
		switch form[i] {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case 'A', 'a':
			if c|0x20 < 'a' || c|0x20 > 'z' {
				return false
			}
		case '+':
			if c != '+' && c != '-' && c != ' ' { // a reading as a form has a blank for a plus
				return false
			}
		default:
			if c != form[i] {
				return false
			}
		}
	}
	return true
}
