package sieve

// transformation is one of the rules' "t:" actions. It appends its result to dst and returns what it appended, or
// returns src itself if there is nothing to do. It says whether it reports a change, as multiMatch asks: a few report
// one, or none, in spite of what they did.
//
// The transformations are those of the engine, byte for byte: a value that they read differently could hide an attack.
type transformation struct {
	apply func(dst, src []byte) ([]byte, bool)

	// trigger are the bytes without which the result is the text itself. Empty means that any text may change.
	trigger string

	// spaces says that " " is no trigger in a text whose white space is single blanks, and end that " " and "." are none in
	// a text that ends with neither.
	spaces, end bool

	// creates are the bytes that the result may hold though the text did not, apart from letters in the other case, if the text
	// holds none of opens. If creates is nil, that may be any byte in any text that changes.
	creates *string
	opens   string

	// parts says that symbols which come to stand together through it did so before, or have a blank between them, in a text
	// that holds none of joins.
	parts bool
	joins string

	// lengthens says that the result may have more characters than the text: of a path, if that is a slash alone.
	lengthens bool

	// base64 says that it reads Base64, so that the result is hardly ever text, and unspaces that it takes white space away.
	base64, unspaces bool

	// ends says where a piece of a long text may end that is read by itself; nil if that is nowhere.
	ends pieceEnd

	// ready says how much of a text may be transformed by itself; see ready.go. If it is nil, that is nothing but the whole.
	ready func([]byte) int

	// cases says that capital letters of ASCII become small besides, trigger or not.
	cases bool
}

func (t *tables) transformations() map[string]transformation {
	nothing, blank, slash, foreign := "", " ", "/", "ik"
	joined, blankOrJoined := "iks", " iks" // where bytes of a foreign letter come to stand together
	return map[string]transformation{
		"utf8tounicode":      {apply: utf8ToUnicode, ready: wholeCharacters, trigger: highBytes, lengthens: true, ends: atRune},
		"urldecodeuni":       {apply: t.urlDecodeUni, ready: behindPercent, trigger: "%+", opens: "%", creates: &blank, parts: true, joins: "%", ends: atEscape},
		"htmlentitydecode":   {apply: htmlEntityDecode, ready: behindReference, trigger: "&"},
		"jsdecode":           {apply: jsDecode, ready: behindEscape, trigger: `\`},
		"cssdecode":          {apply: cssDecode, ready: behindEscape, trigger: `\`},
		"escapeseqdecode":    {apply: escapeSeqDecode, ready: behindEscape, trigger: `\`},
		"base64decode":       {apply: base64Decode, base64: true},
		"lowercase":          {apply: lowercase, ready: wholeCharacters, trigger: highBytes, creates: &foreign, cases: true, ends: atRune},
		"removenulls":        {apply: removeNulls, ready: anywhere, trigger: "\x00", creates: &joined},
		"removewhitespace":   {apply: removeWhitespace, ready: wholeCharacters, trigger: whiteSpace + highBytes, unspaces: true, creates: &nothing, ends: atRune},
		"compresswhitespace": {apply: compressWhitespace, ready: behindSpace, trigger: whiteSpace + highBytes, spaces: true, creates: &blank, parts: true},
		"cmdline":            {apply: cmdLine, ready: behindShell, trigger: `"'\^ ,;/(` + "\t\r\n", spaces: true, creates: &blankOrJoined, parts: true, joins: `"'\^`, cases: true},
		"normalizepath":      {apply: normalizePath, trigger: "/.", end: true, creates: &slash, lengthens: true},
		"normalizepathwin":   {apply: normalizePathWin, trigger: `/\.: `, end: true, creates: &slash, lengthens: true},
		"replacecomments":    {apply: replaceComments, ready: behindComments, trigger: "/", creates: &blank, parts: true},
		"removecommentschar": {apply: removeCommentsChar, ready: behindMarks, trigger: "/*<-#", creates: &joined},
		"length":             {apply: length, lengthens: true},
		"erase":              {apply: erase, ready: anywhere, trigger: erased, creates: &joined},
	}
}

const (
	whiteSpace = " \t\n\v\f\r"
	highBytes  = "\x80" // stands for its class
)

// unhex is the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// hexDigits reads up to most hexadecimal digits.
func hexDigits(s []byte, most int) (value, n int) {
	for n < most && n < len(s) {
		d := unhex(s[n])
		if d < 0 {
			break
		}
		value = value<<4 | d
		n++
	}
	return value, n
}

// octalDigits reads up to most octal digits.
func octalDigits(s []byte, most int) (value, n int) {
	for n < most && n < len(s) && '0' <= s[n] && s[n] <= '7' {
		value = value<<3 | int(s[n]-'0')
		n++
	}
	return value, n
}

// controls are the letters that stand for control characters behind a backslash.
func control(c byte) (byte, bool) {
	switch c {
	case 'a':
		return '\a', true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'v':
		return '\v', true
	}
	return c, false
}
