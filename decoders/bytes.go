package decoders

import (
	"bytes"
	"strings"
)

// Most values are characters: strings of JSON, fields of forms, headers, texts of XML. They stay characters whatever
// they hold, and all of them is judged. Only what comes out of Base64 or a compression, or is a file, may be anything.

// yieldsBytes says that what comes out of an encoding may be anything. The others spell characters.
func (e Encoding) yieldsBytes() bool {
	switch e {
	case Base64, Gzip, Zlib, Deflate, Zstd, Brotli, Bzip2, Zip:
		return true
	}
	return false
}

// cameAsBytes says that the last encoding undone so far yields bytes.
func (w *walk) cameAsBytes() bool { return len(w.via) > 0 && w.via[len(w.via)-1].yieldsBytes() }

// isTextual says that a content type declares characters. Handlers then read them, as well as they can.
func isTextual(contentType string) bool {
	return isForm(contentType) || isJSON(contentType) || isXML(contentType) || strings.HasPrefix(strings.ToLower(contentType), "text/")
}

// guessBytes reads what bytes of which nothing is known may hold: the list of decoders for them.
func (w *walk) guessBytes(r reading) bool {
	return !w.x.late(len(r.data)) &&
		w.readWide(r) &&
		w.readFramed(r) &&
		w.readMessage(r) &&
		!w.x.late(len(r.data)) &&
		w.readInflated(r) &&
		w.readArchiveBehind(r) &&
		w.readMarks(r) &&
		w.readStretches(r)
}

// mayHold says whether guessAll could find anything in what may have come out of no Base64. Identifiers are many, and this is
// all that most of them cost.
func mayHold(data []byte) bool {
	return len(data) >= minWide && bytes.IndexByte(data[:minWide], 0) >= 0 ||
		data[0] == 3 || bytes.IndexByte(data[:min(maxHead, len(data))], '{') >= 0 || bytes.IndexByte(data[:min(maxHead, len(data))], '[') >= 0 ||
		mayInflate(data) || endsAsArchive(data) || holdsMark(data) || holdsStretch(data, guessOdds) || isMessage(data) ||
		isOverlongText(data)
}
