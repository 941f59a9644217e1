package confirm

import "strings"

// A line of an access log tells what somebody has asked a server for, attacks before all. As the name of a file it leads nowhere: it ends
// with what the server has written, a number or a mark, so that whoever chose the target of the request has not chosen the name. Other
// targets read such a line like any text: a statement, a command or a page may be made of it.

// unlessLogged is a confirmation for names of files.
func unlessLogged(does func(*Match) bool) func(*Match) bool {
	return func(m *Match) bool { return !isAccessLog(m.Text) && does(m) }
}

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

// isAccessLine reads: address, identity, user, [time], "request", status, length, and maybe further ones in marks.
func isAccessLine(line string) bool {
	head, rest, found := strings.Cut(line, " [")
	if !found || strings.ContainsAny(head, "/\\\"'") || !someFields(head) {
		return false
	}
	moment, rest, found := strings.Cut(rest, `] "`)
	if !found || !isLogMoment(moment) {
		return false
	}
	// The request may have marks of its own, which some servers escape: the status stands behind the first that three digits follow.
	for {
		_, after, found := strings.Cut(rest, `" `)
		if !found {
			return false
		}
		if isLogEnd(after) {
			return true
		}
		rest = after
	}
}

// someFields says that a text is of one to four words without a path in them.
func someFields(text string) bool {
	n := strings.Count(text, " ")
	return text != "" && n <= 3
}

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

// isLogEnd says that a text begins with a status and a length, and ends with what no sender chooses: a number, a dash, or a mark.
func isLogEnd(text string) bool {
	if len(text) < 5 || strings.Trim(text[:3], "0123456789") != "" || text[3] != ' ' {
		return false
	}
	length, _, _ := strings.Cut(text[4:], " ")
	if strings.Trim(length, "0123456789") != "" && length != "-" || length == "" {
		return false
	}
	return length == text[4:] || strings.HasSuffix(text, `"`) || strings.HasSuffix(text, " -")
}
