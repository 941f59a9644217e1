package decoders

import "bytes"

// decodeQuoted undoes quoted-printable (RFC 2045 section 6.7). What is no valid sequence stays as it is.
func decodeQuoted(dst, src []byte, q quota) ([]byte, error) {
	return within(appendQuoted(grow(dst, len(src), q.limit), src), len(dst), q.limit)
}

func appendQuoted(dst, src []byte) []byte {
	for len(src) > 0 {
		i := bytes.IndexByte(src, '=')
		if i < 0 {
			return append(dst, src...)
		}
		dst = append(dst, src[:i]...)
		src = src[i:]
		if len(src) >= 3 {
			if h, l := hexValue(src[1]), hexValue(src[2]); h >= 0 && l >= 0 {
				dst = append(dst, byte(h<<4|l))
				src = src[3:]
				continue
			}
		}
		// A line that ends in "=" goes on with the next one.
		line := bytes.TrimLeft(src[1:], " \t\r")
		if len(line) > 0 && line[0] == '\n' {
			src = line[1:]
			continue
		}
		dst = append(dst, '=')
		src = src[1:]
	}
	return dst
}

// decodeWords undoes the encoded words of a mail header (RFC 2047): "=?charset?B?…?=" and "=?charset?Q?…?=". White
// space between two of them is dropped. A charset that contains no ASCII is undone too.
func decodeWords(dst, src []byte, q quota) ([]byte, error) {
	start, afterWord := len(dst), false
	dst = grow(dst, len(src), q.limit)
	for len(src) > 0 {
		i := bytes.Index(src, []byte("=?"))
		if i < 0 {
			i = len(src)
		}
		between := src[:i]
		src = src[i:]
		next, n := appendWord(dst, src)
		if !afterWord || n == 0 || len(trimSpace(between)) > 0 {
			dst = append(dst, between...)
			next, n = appendWord(dst, src)
		}
		afterWord = n > 0
		dst = next
		if n == 0 && len(src) > 0 {
			dst = append(dst, src[:2]...)
			n = 2
		}
		src = src[n:]
	}
	return within(dst, start, q.limit)
}

// maxWord is how long a word may be: RFC 2047 section 2 allows 75 characters, and senders do not keep to it.
const maxWord = 4 << 10

// appendWord decodes the word at the start of src, and returns its length, or 0.
func appendWord(dst, src []byte) ([]byte, int) {
	if len(src) < 2 {
		return dst, 0
	}
	head := src[2:min(len(src), maxWord)]
	charset := bytes.IndexByte(head, '?')
	if charset < 1 || charset+2 >= len(head) || head[charset+2] != '?' {
		return dst, 0
	}
	text := head[charset+3:]
	end := bytes.Index(text, []byte("?="))
	if end < 0 {
		return dst, 0
	}
	start := len(dst)
	switch head[charset+1] {
	case 'B', 'b':
		dst, _ = decodeLenient(dst, text[:end], quota{limit: len(text)})
	case 'Q', 'q':
		// An underscore is a space, and one that is escaped is none.
		for text, more := text[:end], true; more; {
			var piece []byte
			piece, text, more = bytes.Cut(text, []byte("_"))
			if dst = appendQuoted(dst, piece); more {
				dst = append(dst, ' ')
			}
		}
	default:
		return dst, 0
	}
	if name := string(head[:charset]); undoesCharset(name) {
		dst = appendInCharset(dst[:start], bytes.Clone(dst[start:]), name)
	}
	return dst, 2 + charset + 3 + end + 2
}

// appendInCharset appends a word's bytes as text. Without a byte order it takes the likelier one.
func appendInCharset(dst, word []byte, charset string) []byte {
	decode := decodeUTF16
	switch {
	case hasFold(charset, "utf-7"):
		decode = decodeUTF7
	case hasFold(charset, "32be"):
		decode = decodeUTF32BE
	case hasFold(charset, "32"):
		decode = decodeUTF32LE
	case hasFold(charset, "le"):
		decode = decodeUTF16LE
	case hasFold(charset, "be"):
		decode = decodeUTF16BE
	}
	dst, _ = decode(dst, word, quota{limit: maxWord})
	return dst
}

// readWords undoes encoded words wherever they stand: a mail's subject and its file names reach handlers as values.
func (w *walk) readWords(r *reading, t traits) bool {
	if t&equals == 0 || t&question == 0 || !bytes.Contains(r.data, []byte("=?")) || !bytes.Contains(r.data, []byte("?=")) {
		return true
	}
	return w.decodeAs(*r, Word, decodeWords, w.derive)
}
