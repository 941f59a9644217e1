package confirm

import "strings"

// java is about lookups of Log4j in a text that is logged: ${jndi:…}, ${ctx:…}, and lookups inside of each other, which spell these.
var java = &family{"java", []rule{
	{944150, 944151, "no lookup of Log4j", looksUpInLog},
}}

// looksUpInLog says that some reading has a lookup that reaches another machine, or tells something. A lookup has a colon behind its name:
// templates of programs have a member of an object there, as in ${ctx.method}.
func looksUpInLog(m *Match) bool {
	opened := false
	return inSome(m.Text, func(text string) bool {
		text = lower(text)
		if holdsAnyOf(text, "jndi", "&dollar", "&lbrace", "&lcub", "$&") {
			return true
		}
		for {
			_, after, found := strings.Cut(text, "${")
			if !found {
				return false
			}
			opened = true
			inside, _, _ := strings.Cut(after[:min(len(after), longestTag)], "}")
			if strings.Contains(inside, "${") || strings.HasPrefix(inside, "ctx") && strings.Contains(inside, ":") || m.late(longestTag) {
				return true
			}
			text = after
		}
	}) || !opened
}
