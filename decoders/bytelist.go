package decoders

// minBytes is how many numbers in a row are tried as bytes: what is shorter is shorter than the attacks that rules know, and
// few lists of that many numbers are all characters by chance.
const minBytes = 8

// readByteList reads the numbers in the array or object that begins at i as the text whose bytes they are: in JSON Node.js's
// Buffer becomes {"type":"Buffer","data":[39,…]}, its Uint8Array {"0":39,…}, Rust's Vec<u8> and Gson's byte[] a list alone, in
// the last with negative numbers.
func (w *walk) readByteList(doc JSON, i int, inner reading) bool {
	out, named, closing := w.x.buffer(), doc[i] == '{', doc[i]+2
	for i++; ; i++ {
		if named {
			i = max(scanName(doc, i), 0)
		}
		n, end := readByte(doc, skipSpace(doc, i))
		if end < 0 {
			w.x.release(out)
			return true
		}
		out = append(out, n)
		if i = skipSpace(doc, end); i < len(doc) && doc[i] == ',' {
			continue
		}
		break
	}
	ok := true
	if i < len(doc) && doc[i] == closing && len(out) >= minBytes && (packed(out) != "" || IsText(out)) && w.x.affords(len(out)) {
		ok = w.descend(inner, reading{data: out}, Bytes)
	}
	w.x.release(out)
	return ok
}

// beginsBytes says whether an array with a number first, or an object with the name "0", begins at i.
func beginsBytes(doc JSON, i int) bool {
	object := doc[i] == '{'
	for i++; i < len(doc) && isSpace(doc[i]); {
		i++
	}
	switch {
	case i+2 >= len(doc):
		return false
	case object:
		return doc[i] == '"' && doc[i+1] == '0' && doc[i+2] == '"'
	}
	return '0' <= doc[i] && doc[i] <= '9' || doc[i] == '-'
}

// readByte reads a number from -128 to 255 at i, and returns the index behind it, or -1.
func readByte(doc JSON, i int) (value byte, end int) {
	n, digits, negative := 0, 0, i < len(doc) && doc[i] == '-'
	if negative {
		i++
	}
	for ; i < len(doc) && '0' <= doc[i] && doc[i] <= '9'; i++ {
		if n, digits = n*10+int(doc[i]-'0'), digits+1; digits > 3 {
			return 0, -1
		}
	}
	if negative {
		n = -n
	}
	if digits == 0 || n > 255 || n < -128 {
		return 0, -1
	}
	return byte(n), i
}
