package sieve

// keywords is a set of words, in small letters, as a Bloom filter of one hash: it may take another word for one of them.
type keywords [1 << 11]uint64

func (k *keywords) add(word string) {
	h := uint32(0)
	for i := range len(word) {
		h = hashed(h, word[i])
	}
	n := place(h)
	k[n>>6] |= 1 << (n & 63)
}

func (k *keywords) has(h uint32) bool {
	n := place(h)
	return k[n>>6]>>(n&63)&1 != 0
}

func hashed(h uint32, c byte) uint32 { return (h ^ uint32(c|0x20)) * 0x01000193 }

// place is where a hash stands in the set.
func place(h uint32) uint32 { return h * 0x9e3779b1 >> 15 }

// harmless are the bytes, besides those of words, of which libinjection makes names, numbers, operators, dots, colons and
// commas alone. None of its fingerprints is made of these only, which the generator checks.
const harmless = " \t\n\r.:,/*+%-"

// mayBeSQL says that libinjection may find an injection in the text. It needs one of its keywords, a comment, or one of
// the characters that are not harmless.
func (k *keywords) mayBeSQL(text []byte) bool {
	for i := 0; i < len(text); {
		c := text[i]
		if wordByte[c] {
			end := i + 1
			for end < len(text) && wordByte[text[end]] {
				end++
			}
			if k.inWord(text[i:end]) {
				return true
			}
			i = end
			continue
		}
		if !harmlessByte[c] || i > 0 && (c == '-' && text[i-1] == '-' || c == '*' && text[i-1] == '/') {
			return true
		}
		i++
	}
	return false
}

// longestMixed is the longest run of letters and digits that is taken apart, when it begins with a digit: 1union is a
// number and a word, and where the number ends is not worth knowing.
const longestMixed = 32

func (k *keywords) inWord(word []byte) bool {
	if '0' > word[0] || word[0] > '9' {
		return k.is(word)
	}
	if len(word) > longestMixed {
		return true
	}
	for i := range word {
		if (word[i] > '9') && k.is(word[i:]) {
			return true
		}
	}
	return false
}

func (k *keywords) is(word []byte) bool {
	h := uint32(0)
	for _, c := range word {
		h = hashed(h, c)
	}
	return k.has(h)
}

var wordByte, harmlessByte = func() (word, other [256]bool) {
	for c := range 128 {
		word[c] = '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '_'
	}
	for i := range len(harmless) {
		other[harmless[i]] = true
	}
	return word, other
}()
