package decoders

import "bytes"

// minBase64 is the length from which a text that nobody declared is tried as Base64: below it most words qualify, and
// what decodes to fewer than twelve bytes is shorter than the attacks that rules know.
const minBase64 = 16

// minToken is the length from which a part of a text that announces Base64 ("Basic", "data:", a JWT) is tried.
const minToken = 4

const (
	valueSpace   = 64
	valuePad     = 65
	valueForeign = 255
)

// base64Value gives the value of each character in either alphabet.
var base64Value = base64Values()

func base64Values() (table [256]byte) {
	for c := range table {
		table[c] = valueForeign
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		table[c] = byte(i)
	}
	table['-'], table['_'] = 62, 63
	table['\n'], table['\r'], table[' '], table['\t'] = valueSpace, valueSpace, valueSpace, valueSpace
	table['='] = valuePad
	return table
}

// decodeBase64 undoes Base64 in the standard and the URL alphabet (RFC 4648 sections 4 and 5), mixed as Node.js allows,
// padded or not, with white space anywhere. Anything else in it is an error.
func decodeBase64(dst, src []byte, q quota) ([]byte, error) {
	start := len(dst)
	var bits uint32
	have, pads := 0, 0
	dst = grow(dst, len(src)/4*3+3, q.limit)
	for _, c := range src {
		v := base64Value[c]
		if v > 63 {
			switch v {
			case valueSpace:
			case valuePad:
				pads++
			default:
				return dst, errCorrupt
			}
			continue
		}
		if pads > 0 {
			return dst, errCorrupt
		}
		bits = bits<<6 | uint32(v)
		if have++; have < 4 {
			continue
		}
		if len(dst)-start+3 > q.limit {
			return dst, errLimit
		}
		dst = append(dst, byte(bits>>16), byte(bits>>8), byte(bits))
		bits, have = 0, 0
	}
	if have == 1 || pads > 2 {
		return dst, errCorrupt
	}
	return within(appendRest(dst, bits, have), start, q.limit)
}

// appendRest appends the bytes of a group of fewer than four characters.
func appendRest(dst []byte, bits uint32, have int) []byte {
	if have >= 2 {
		dst = append(dst, byte(bits>>(6*have-8)))
	}
	if have == 3 {
		dst = append(dst, byte(bits>>2))
	}
	return dst
}

// decodeLenient undoes Base64 as Node.js's Buffer.from and Python's b64decode do: what belongs to no alphabet is passed
// over. They differ in what padding in the middle does; here it is passed over as well.
func decodeLenient(dst, src []byte, q quota) ([]byte, error) {
	return appendLenient(dst, src, q, &base64Value, false)
}

// decodeConcatenated is decodeLenient for decoders that begin anew after padding, as the base64 program does. One that
// stops there reads the beginning of the same.
func decodeConcatenated(dst, src []byte, q quota) ([]byte, error) {
	return appendLenient(dst, src, q, &base64Value, true)
}

// decodeStandard and decodeStandardConcatenated are both for decoders that pass over the signs of the URL alphabet: Python's, PHP's and
// Ruby's.
func decodeStandard(dst, src []byte, q quota) ([]byte, error) {
	return appendLenient(dst, src, q, &standardValue, false)
}

func decodeStandardConcatenated(dst, src []byte, q quota) ([]byte, error) {
	return appendLenient(dst, src, q, &standardValue, true)
}

// lenientBase64 are the ways in which lenient decoders read what is not Base64 to its end. Strict ones fail.
var lenientBase64 = [...]decodeFunc{decodeLenient, decodeConcatenated, decodeStandard, decodeStandardConcatenated}

// standardValue is base64Value without the signs of the URL alphabet.
var standardValue = standardValues()

func standardValues() [256]byte {
	table := base64Value
	table['-'], table['_'] = valueForeign, valueForeign
	return table
}

func appendLenient(dst, src []byte, q quota, values *[256]byte, anew bool) ([]byte, error) {
	start := len(dst)
	var bits uint32
	have := 0
	dst = grow(dst, len(src)/4*3+3, q.limit)
	for _, c := range src {
		v := values[c]
		if v == valuePad && anew {
			dst = appendRest(dst, bits, have)
			bits, have = 0, 0
		}
		if v > 63 {
			continue
		}
		bits = bits<<6 | uint32(v)
		if have++; have < 4 {
			continue
		}
		if len(dst)-start+3 > q.limit {
			out, _ := within(dst, start, q.limit) // a group before padding is not counted above
			return out, errLimit
		}
		dst = append(dst, byte(bits>>16), byte(bits>>8), byte(bits))
		bits, have = 0, 0
	}
	return within(appendRest(dst, bits, have), start, q.limit)
}

// readBase64 tries a text as Base64 that nobody announced.
func (w *walk) readBase64(r *reading, t traits) bool {
	if len(r.data) < minBase64 {
		return true
	}
	text := trimSpace(r.data)
	if len(text) < minBase64 {
		return true
	}
	if len(text) < len(r.data) {
		t = traitsOf(text)
	}
	if t.base64() {
		ok, read, file := w.tryBase64As(r, text, decodeBase64)
		r.wraps = file
		if !ok || read {
			return ok
		}
	}
	return w.readLenient(r, text, t)
}

// readLenient tries a text as lenient decoders read it: Node.js's Buffer.from, Python's b64decode and PHP's base64_decode pass
// over whatever belongs to no alphabet. Nearly every text is told by its first characters, so that prose is read as Base64
// by chance once in some ten thousand texts.
func (w *walk) readLenient(r *reading, text []byte, t traits) bool {
	if promisesText(text, false) && !(t.dotted() && w.isToken(text)) {
		if ok, _, _ := w.tryBase64As(r, text, decodeLenient); !ok {
			return false
		}
	}
	if t&equals == 0 || bytes.IndexByte(text, '=') >= len(text)-len("==") || !promisesText(text, true) {
		return true
	}
	ok, _, _ := w.tryBase64As(r, text, decodeConcatenated)
	return ok
}

// isToken says that the first of a text's dotted segments is a document, as a token's header is: the segments are read alone.
func (w *walk) isToken(text []byte) bool {
	segment, _, _ := bytes.Cut(text, []byte("."))
	out, err := decodeBase64(w.x.buffer(), segment, quota{limit: len(segment)})
	_, is := ParseJSON(out)
	w.x.release(out)
	return is && err == nil
}

// Of what promises to be text the first twelve bytes are looked at, as many as the shortest Base64 holds; one may be missing, which takes
// promising characters. Up to three foreign characters for each of Base64 are passed over, and at least sixteen.
const (
	promise    = minBase64 / 4 * 3
	promising  = minBase64 - 1
	maxForeign = 3
)

// promisesText says whether Base64, whatever else stands in it, begins with text, or with what says by its first bytes what
// it is. anew says that decoding begins anew after padding.
func promisesText(text []byte, anew bool) bool {
	var room [promise + 2]byte // a group of fewer characters may stand before the end
	var bits uint32
	have, n, foreign := 0, 0, 0
	for _, c := range text {
		v := base64Value[c]
		if v == valuePad && anew && have > 0 && n+2 < promise {
			n = len(appendRest(room[:n], bits, have))
			bits, have = 0, 0
		}
		if v > 63 {
			if foreign++; foreign > minBase64+maxForeign*n || len(text)-foreign < promising {
				return false
			}
			continue
		}
		bits = bits<<6 | uint32(v)
		if have++; have < 4 {
			continue
		}
		room[n], room[n+1], room[n+2] = byte(bits>>16), byte(bits>>8), byte(bits)
		bits, have = 0, 0
		if n += 3; n+3 > len(room) {
			break
		}
	}
	out := appendRest(room[:n], bits, have)
	if len(out) < promise-1 {
		return false
	}
	switch packed(out) {
	case "":
		return isReadable(out) || hasOverlong(out) // these may hide text, which what follows shows
	case UTF16: // two bytes are nothing, as in "/v8": each second byte of Latin letters is zero
		return bytes.Count(out, []byte{0}) >= len(out)/3
	}
	return true
}

// tryBase64 reads what part, which stands in r, decodes to. If that is no text (of an identifier, a hash, a picture), only what
// is found in it is read.
func (w *walk) tryBase64(r *reading, part []byte) bool {
	ok, _, _ := w.tryBase64As(r, part, decodeBase64)
	return ok
}

// tryBase64As is tryBase64 by one decoder. read says whether the decoder takes part for Base64 at all, and file whether a file of a
// known format comes out.
func (w *walk) tryBase64As(r *reading, part []byte, decode decodeFunc) (ok, read, file bool) {
	inner := reading{data: part, level: r.level, name: r.name}
	ok = w.decodeAs(inner, Base64, decode, func(r reading, e Encoding, out []byte) bool {
		read, file = true, fileOf(out) != nil
		if !file && packed(out) == "" && !isReadable(out) && (r.level >= w.x.limits.Depth || !mayHold(out)) {
			return true // an identifier, or nothing that says that there is anything to be deep in
		}
		return w.descend(r, reading{data: out, name: r.name, bytes: true, guessed: true}, e)
	})
	return ok, read, file
}

// readDataURIs tries every ";base64," part of a text: a data URI (RFC 2397), alone or in markup.
func (w *walk) readDataURIs(r *reading, t traits) bool {
	if t&semicolon == 0 {
		return true
	}
	for text := r.data; ; {
		i := bytes.Index(text, []byte("64,"))
		if i < 0 {
			return true
		}
		announced := i >= len(";base") && bytes.EqualFold(text[i-len(";base"):i], []byte(";base"))
		text = text[i+len("64,"):]
		end := 0
		for end < len(text) && base64Value[text[end]] <= valuePad && text[end] != ' ' {
			end++
		}
		if !announced || end < minToken {
			continue
		}
		if !w.x.countName() {
			return true
		}
		if !w.tryBase64(r, text[:end]) {
			return false
		}
		text = text[end:]
	}
}
