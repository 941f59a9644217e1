package confirm

import "strings"

// A shell reads a line before it runs anything of it: a line that is none by its grammar runs nothing. So a command counts only where
// some line can be read, with the value bare or between quotation marks, whatever the program has put before and behind it. Sentences
// with remarks in brackets are no lines, and what is made by chance is none either.

// Limits of the grammar.
const (
	mostRead      = 2 << 20 // bytes that are read of lines, as often as they are looked at; more are a doubt
	deepestFrames = 32      // brackets and quotation marks inside of each other; more are a doubt
	mostClosed    = 2       // brackets that a value closes, of those which the program has opened before it
)

// canRun says that a shell may come to a place of a text: the first byte of a command, or the sign of an expansion.
func (m *Match) canRun(text string, at int, expansion bool) bool {
	from := strings.LastIndexAny(text[:at], "\r\n") + 1
	line := text[from:]
	if end := strings.IndexAny(text[at:], "\r\n"); end >= 0 {
		line = text[from : at+end]
	}
	if m.lines += len(line); m.lines > mostRead || m.late(len(line)) {
		return true
	}
	for _, quote := range []byte{bare, '\'', '"'} {
		g := grammar{text: line, place: at - from, expansion: expansion, inside: -1, frames: make([]frame, 1, deepestFrames)}
		g.frames[0] = frame{mode: bare}
		if quote != bare {
			g.frames = append(g.frames, frame{mode: quote})
		}
		if g.reads() {
			return true
		}
	}
	return false
}

// token is what was read last.
type token uint8

const (
	nothing token = iota
	ordinary
	operator
	redirect
)

// bare is the mode of what stands in no quotation marks and no brackets.
const bare = ' '

// frame is a part of a line inside of another one.
type frame struct {
	mode   byte // bare, a quotation mark, a backtick, a bracket; { is for what is not parsed
	last   token
	word   int  // where the last word begins
	glued  bool // nothing stands between the last word and the place at hand
	closed int  // brackets that were closed and not opened
	broken bool // a shell cannot read it
	apart  bool // it is in brackets where a shell has none, as a remark is in a sentence: what it says is a value of its own
}

// grammar reads one line.
type grammar struct {
	text      string
	at        int
	place     int // that a shell has to come to
	expansion bool
	inside    int // how many frames are around the place; -1 before it
	outer     int // how many of them are around the remark that the place is in
	frames    []frame
}

// reads says that a shell can read the line, and comes to the place.
func (g *grammar) reads() bool {
	for ; g.at <= len(g.text); g.at++ {
		if g.at >= g.place && g.inside < 0 && !g.arrive() {
			return false
		}
		if g.at == len(g.text) || len(g.frames) >= deepestFrames {
			break
		}
		if !g.step() {
			break // a comment
		}
		if g.inside < 0 {
			continue
		}
		if g.inside > len(g.frames) && g.outer > 0 && len(g.frames) == g.outer {
			return true // the end of a remark
		}
		g.inside = min(g.inside, len(g.frames))
		for _, f := range g.frames[g.outer:g.inside] {
			if f.broken {
				return false
			}
		}
	}
	return g.inside >= 0 && !g.opensRemark() || len(g.frames) >= deepestFrames
}

// opensRemark says that a remark begins behind the place and goes on to the end of the line.
func (g *grammar) opensRemark() bool {
	for _, f := range g.frames[g.inside:] {
		if f.apart {
			return true
		}
	}
	return false
}

// arrive says that a command, or an expansion, may stand here.
func (g *grammar) arrive() bool {
	g.inside = len(g.frames)
	for i, f := range g.frames {
		if f.apart {
			g.outer = i
		}
	}
	for i, f := range g.frames[g.outer:] {
		top := g.outer+i == len(g.frames)-1
		if f.broken || top && (f.mode == '\'' || f.mode == '"' && !g.expansion) {
			return false
		}
	}
	return true
}

func (g *grammar) top() *frame { return &g.frames[len(g.frames)-1] }

func (g *grammar) push(mode byte) { g.frames = append(g.frames, frame{mode: mode}) }

// pop ends a frame, which is a word, or a part of one, of the frame around it.
func (g *grammar) pop() {
	if len(g.frames) > 1 {
		apart := g.top().apart
		g.frames = g.frames[:len(g.frames)-1]
		g.top().broken = g.top().broken || apart
	}
	g.addWord()
}

func (g *grammar) addWord() {
	f := g.top()
	if !g.glued() {
		f.word = g.at
	}
	f.last, f.glued = ordinary, true
}

func (g *grammar) glued() bool { return g.top().glued }

func (g *grammar) following() byte {
	if g.at+1 < len(g.text) {
		return g.text[g.at+1]
	}
	return 0
}

// step reads a sign. It says whether the line goes on.
func (g *grammar) step() bool {
	c, f := g.text[g.at], g.top()
	switch {
	case f.mode == '\'':
		if c == '\'' {
			g.pop()
		}
	case c == '\\':
		g.addWord()
		g.at++
	case c == '`':
		g.backtick()
	case c == '$' && g.following() == '(':
		g.addWord()
		g.at++
		mode := byte('(')
		if g.following() == '(' {
			mode = '{'
		}
		g.push(mode)
	case f.mode == '"':
		if c == '"' {
			g.pop()
		}
	case f.mode == '{':
		switch c {
		case '(':
			g.push('{')
		case ')':
			g.pop()
		}
	case c == '\'' || c == '"':
		g.addWord()
		g.push(c)
	case c == '#' && !f.glued && g.at > 0:
		return false
	default:
		g.sign(c, f)
	}
	return true
}

// backtick begins or ends a command.
func (g *grammar) backtick() {
	for i := len(g.frames) - 1; i > 0 && g.frames[i].mode != '('; i-- {
		if g.frames[i].mode == '`' {
			g.frames = g.frames[:i+1]
			g.pop()
			return
		}
	}
	g.addWord()
	g.push('`')
}

// sign reads a sign that stands in no quotation marks.
func (g *grammar) sign(c byte, f *frame) {
	switch c {
	case ' ', '\t', '\v', '\f':
		f.glued = false
	case ';', '|', '&':
		n := 1
		if g.following() == c || c == '|' && g.following() == '&' {
			n = 2
		}
		if c == '&' && g.following() == '>' {
			g.at++
			f.last, f.glued = redirect, false
			return
		}
		first := f.last == nothing && f.mode != bare && !f.apart
		f.broken = f.broken || first || f.last == operator || f.last == redirect || c == ';' && n == 2 && f.closed == 0 // after case x in a)
		f.last, f.glued = operator, false
		g.at += n - 1
	case '(':
		g.open(f)
	case ')':
		g.close(f)
	case '<', '>':
		g.redirection(c, f)
	default:
		g.addWord()
	}
}

// open reads a bracket: of a group, a function, a list of values.
func (g *grammar) open(f *frame) {
	rest := strings.TrimLeft(g.text[g.at+1:min(len(g.text), g.at+shortest)], " \t")
	switch {
	case f.last == ordinary && strings.HasPrefix(rest, ")"):
		g.at = strings.IndexByte(g.text[g.at:], ')') + g.at
		f.last, f.glued = operator, false // a body follows
	case f.last == ordinary && f.glued && g.text[g.at-1] == '=':
		g.push('{')
	case f.last == ordinary && !opensGroup(g.text[f.word:g.at]), f.last == redirect:
		g.push('(')
		g.top().apart = true
	default:
		g.push('(')
	}
}

// opensGroup says that a word is one behind which a command stands.
func opensGroup(word string) bool {
	return wordsBeforeCommands.has(strings.TrimRight(word, " \t"))
}

var wordsBeforeCommands = words{"if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "for", "in", "function", "select", "case"}

// close reads the end of a bracket, which the value may not have opened.
func (g *grammar) close(f *frame) {
	if f.mode == '(' {
		dangling := f.last == redirect || f.last == operator && strings.IndexByte("|&", g.text[g.at-1]) >= 0 && g.at > 1 && g.text[g.at-2] == g.text[g.at-1]
		if dangling && g.inside >= len(g.frames) {
			f.broken = true
			return
		}
		g.pop()
		return
	}
	f.closed++
	f.broken = f.broken || f.closed > mostClosed || f.mode == '`'
	f.last, f.glued = ordinary, false
	f.word = g.at
}

// redirection reads < > << >> <<< <> >| >& <& and <( ).
func (g *grammar) redirection(c byte, f *frame) {
	f.broken = f.broken || f.last == redirect
	next := g.following()
	if next == '(' {
		g.addWord()
		g.at++
		g.push('(')
		return
	}
	if next == c || next == '&' || next == '|' && c == '>' || next == '>' {
		g.at++
		if next == '<' && g.following() == '<' {
			g.at++
		}
	}
	f.last, f.glued = redirect, false
}
