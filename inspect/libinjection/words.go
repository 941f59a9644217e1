package libinjection

import (
	_ "embed" // for the lists
	"strings"
	"sync"
)

// The lists that gen writes: a line for each entry, the shorter before the longer, and those of a length in order. Words and names stand behind
// a byte that says what they are.
var (
	//go:embed words.txt
	wordList string
	//go:embed fingerprints.txt
	printList string
	//go:embed names.txt
	nameList string
)

var (
	words  = newList(&wordList, 1)
	prints = newList(&printList, 0)
	names  = newList(&nameList, 1)
)

// list finds lines by what they say. It is read when it is first asked.
type list struct {
	text  *string
	head  int // so many bytes stand before what is looked for
	once  sync.Once
	begin [maxLine + 2]int                          // where lines of a length begin
	bytes [maxLine + 1]struct{ first, last uint32 } // a bit for each first and last byte of the keys of such lines, but for its case
}

// maxLine is longer than any line.
const maxLine = 62

func newList(text *string, head int) *list { return &list{text: text, head: head} }

func (l *list) read() {
	length := 0
	for at := 0; at < len(*l.text); {
		n := strings.IndexByte((*l.text)[at:], '\n')
		for ; length <= n; length++ {
			l.begin[length] = at
		}
		l.bytes[n].first |= 1 << ((*l.text)[at+l.head] & 31)
		l.bytes[n].last |= 1 << ((*l.text)[at+n-1] & 31)
		at += n + 1
	}
	for ; length < len(l.begin); length++ {
		l.begin[length] = len(*l.text)
	}
}

// find returns the line with a key.
func (l *list) find(key []byte) (line string, found bool) {
	l.once.Do(l.read)
	width := l.head + len(key)
	if len(key) == 0 || width > maxLine {
		return "", false
	}
	if b := &l.bytes[width]; b.first>>(key[0]&31)&1 == 0 || b.last>>(key[len(key)-1]&31)&1 == 0 {
		return "", false
	}
	from := l.begin[width]
	low, high := 0, (l.begin[width+1]-from)/(width+1)
	for low < high {
		middle := (low + high) / 2
		line = (*l.text)[from+middle*(width+1):][:width]
		switch at := line[l.head:]; {
		case at == string(key):
			return line, true
		case at < string(key):
			low = middle + 1
		default:
			high = middle
		}
	}
	return "", false
}

// isPrint says that a fingerprint is one of an injection.
func isPrint(print []byte) bool {
	var room [maxPrint]byte
	for i, c := range print {
		room[i] = capital(c)
	}
	_, found := prints.find(room[:len(print)])
	return found
}

// lookUpSign is the type of an operator of two bytes, or 0.
func lookUpSign(sign string) byte {
	if !isSign[sign[1]] {
		return 0
	}
	return lookUpWord(sign)
}

// isSign are the bytes that end such operators.
var isSign = setOf("!&/<=>@|:")

// lookUpWord is the type of a word, or 0 if it is none that means something.
func lookUpWord(text string) byte {
	var room [maxText]byte
	kind, _ := lookUp(append(room[:0], text...))
	return kind
}

// lookUp is the type of a word or a phrase, and what it is in capitals. It changes the text.
func lookUp(text []byte) (kind byte, word string) {
	out := text[:0]
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 0x80 {
			// Two letters outside of ASCII have a capital of ASCII.
			switch {
			case i+1 < len(text) && c == 0xc4 && text[i+1] == 0xb1:
				c = 'I'
			case i+1 < len(text) && c == 0xc5 && text[i+1] == 0xbf:
				c = 'S'
			default:
				return 0, ""
			}
			i++
		}
		out = append(out, capital(c))
	}
	line, found := words.find(out)
	if !found {
		return 0, ""
	}
	return line[0], line[1:]
}
