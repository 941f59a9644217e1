package decoders

import "bytes"

// minRun is how many characters of Base64, padding aside, minBase64 can be made of.
const minRun = minBase64 - 2

// readRuns tries each run of Base64 that stands between other characters: behind "v1:", "x|" or "key=", in a line of a log.
// What only looks like Base64, as words and ids do, is told by its first characters.
func (w *walk) readRuns(r *reading, t traits) bool {
	data, from := r.data, 0
	if len(data) < minBase64 || t.base64() && t&equals == 0 && !divided(data) {
		return true
	}
	if isBasic(data) { // read as credentials, of which one is a password
		return true
	}
	// A run that is long enough stands at one of the places that are looked at.
	for i := minRun - 1; i < len(data); {
		if base64Value[data[i]] > 63 {
			i += minRun
			continue
		}
		start := i
		for start > from && base64Value[data[start-1]] <= 63 {
			start--
		}
		end := i + 1
		for end < len(data) && base64Value[data[end]] <= 63 {
			end++
		}
		if !w.readRun(r, data, start, end) {
			return false
		}
		from = end
		i = end + minRun
	}
	return true
}

// divided says that a text has characters of the alphabets that programs write between others.
func divided(text []byte) bool {
	for _, c := range text {
		if c == '/' || c == '-' || c == '_' {
			return true
		}
	}
	return false
}

// prefixEnd returns where a hyphen or an underscore stands near the beginning of a run, or -1.
func prefixEnd(run []byte) int {
	for i, c := range run[:min(maxPrefix, len(run))] {
		if c == '-' || c == '_' {
			return i
		}
	}
	return -1
}

// readRun tries the run between two indexes, and its parts: in a path a slash ends what is encoded, and a prefix may end in
// a hyphen or an underscore, which the standard alphabet does not have.
func (w *walk) readRun(r *reading, data []byte, start, end int) bool {
	padded := end
	for padded < len(data) && padded < end+2 && data[padded] == '=' {
		padded++
	}
	run := data[start:padded:padded]
	if len(run) < minBase64 || bytes.HasSuffix(data[:start], []byte("64,")) { // a data URI
		return true
	}
	if len(run) < len(data) && !w.tryRun(r, run) {
		return false
	}
	if n := prefixEnd(run); n >= 0 && !w.tryRun(r, run[n+1:]) {
		return false
	}
	if bytes.IndexByte(run, '/') < 0 {
		return true
	}
	for rest := run; len(rest) >= minBase64; {
		segment, behind, _ := cutByte(rest, '/')
		if len(segment) < len(run) && !w.tryRun(r, segment[:len(segment):len(segment)]) {
			return false
		}
		rest = behind
	}
	return true
}

// maxPrefix is how many characters a prefix may have that ends in a hyphen or an underscore.
const maxPrefix = 8

func (w *walk) tryRun(r *reading, run []byte) bool {
	if len(run) < minBase64 || !promisesText(run, false) {
		return true
	}
	return !w.x.countName() || w.tryBase64(r, run)
}
