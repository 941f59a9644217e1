package confirm

import "strings"

// A snippet is a program that node is given as an argument. Builds print with it what their package says of itself.

// printsPackage says that node is given a snippet that prints something of the folder's package.json, and does nothing else.
func printsPackage(args []word) bool {
	if len(args) != 2 || args[1].varies {
		return false
	}
	code := strings.TrimSpace(args[1].text)
	switch args[0].text {
	case "-p", "-pe", "--print":
		return isOfPackage(code)
	case "-e", "--eval":
		code = strings.TrimSpace(strings.TrimSuffix(code, ";"))
		for _, call := range []string{"console.log(", "process.stdout.write("} {
			if inside, ok := strings.CutPrefix(code, call); ok && strings.HasSuffix(inside, ")") {
				return isOfPackage(inside[:len(inside)-1])
			}
		}
	}
	return false
}

// isOfPackage says that an expression of JavaScript is a sum of texts and of members of the package, and has one of these.
func isOfPackage(code string) bool {
	member := false
	for {
		code = strings.TrimSpace(code)
		switch {
		case code == "":
			return false
		case strings.IndexByte("'\"`", code[0]) >= 0:
			end := strings.IndexByte(code[1:], code[0])
			if end < 0 || strings.ContainsAny(code[1:1+end], "\\\r\n") {
				return false
			}
			if code[0] == '`' {
				holds, ok := holdsMembers(code[1 : 1+end])
				if !ok {
					return false
				}
				member = member || holds
			}
			code = code[end+2:]
		default:
			n := memberLength(code)
			if n == 0 {
				return false
			}
			member, code = true, code[n:]
		}
		code = strings.TrimSpace(code)
		if code == "" {
			return member
		}
		if code[0] != '+' {
			return false
		}
		code = code[1:]
	}
}

// holdsMembers says that all expressions of a template are members of the package, and whether there is one.
func holdsMembers(template string) (holds, ok bool) {
	for {
		_, after, found := strings.Cut(template, "${")
		if !found {
			return holds, true
		}
		expression, rest, closed := strings.Cut(after, "}")
		if expression = strings.TrimSpace(expression); !closed || expression == "" || memberLength(expression) != len(expression) {
			return holds, false
		}
		holds, template = true, rest
	}
}

// ownVariable begins the variables in which npm tells a script of its package.
const ownVariable = "process.env.npm_package_"

// nameSigns are those that names in programs have.
const nameSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// memberLength is the length of what code begins with, if that is a member of the package, as the file or as a variable has it; else 0.
func memberLength(code string) int {
	rest, ok := strings.CutPrefix(code, ownVariable)
	if ok {
		return len(code) - len(strings.TrimLeft(rest, nameSigns))
	}
	rest, ok = strings.CutPrefix(code, "require(")
	if !ok || rest == "" || strings.IndexByte("'\"`", rest[0]) < 0 {
		return 0
	}
	path, after, found := strings.Cut(rest[1:], rest[:1])
	name, isFile := strings.CutSuffix(path, "package.json")
	if !found || !isFile || strings.Trim(name, "./") != "" || strings.HasPrefix(name, "/") || !strings.HasPrefix(after, ")") {
		return 0
	}
	after = after[1:]
	for len(after) > 1 && after[0] == '.' {
		after = strings.TrimLeft(after[1:], nameSigns)
	}
	return len(code) - len(after)
}
