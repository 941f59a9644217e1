package sieve

import (
	"bytes"
	"slices"
)

// normalizePath resolves ".", ".." and repeated slashes. A slash at the end stays.
func normalizePath(dst, src []byte) ([]byte, bool) {
	if len(src) == 0 || bytes.IndexByte(src, '/') < 0 && string(src) != "." { // one element, which stays
		return src, false
	}
	start := len(dst)
	dst = appendNormal(slices.Grow(dst, len(src)), src)
	return dst, len(dst) == start || !bytes.Equal(dst[start:], src)
}

// appendNormal appends a path that is not empty, without what can be resolved.
func appendNormal(dst, src []byte) []byte {
	start := len(dst)
	open := src[len(src)-1] == '/' // the path may stand where it is appended
	dst = cleanPath(dst, src)
	if len(dst) > start && open {
		dst = append(dst, '/')
	}
	return dst
}

// cleanPath appends the shortest name of a path, or nothing if that is ".".
func cleanPath(dst, src []byte) []byte {
	start := len(dst)
	if src[0] == '/' {
		dst = append(dst, '/')
		start++
	}
	rooted := src[0] == '/'
	floor := start // ".." does not go back further
	for len(src) > 0 {
		element, rest, _ := bytes.Cut(src, []byte("/"))
		src = rest
		switch {
		case len(element) == 0 || string(element) == ".":
		case string(element) == "..":
			if len(dst) > floor {
				cut := max(bytes.LastIndexByte(dst[floor:], '/'), 0)
				dst = dst[:floor+cut]
			} else if !rooted {
				if len(dst) > start {
					dst = append(dst, '/')
				}
				dst = append(dst, '.', '.')
				floor = len(dst)
			}
		default:
			if len(dst) > start {
				dst = append(dst, '/')
			}
			dst = append(dst, element...)
		}
	}
	return dst
}

// normalizePathWin reads a path as Windows does, besides: backslashes are slashes, a stream's name behind ":" and dots
// and blanks at the end of an element vanish.
func normalizePathWin(dst, src []byte) ([]byte, bool) {
	if len(src) == 0 || isPlainElement(src) {
		return src, false
	}
	start := len(dst)
	dst = slices.Grow(dst, len(src)+1) // a slash at the end may be doubled
	for _, c := range src {
		if c == '\\' {
			c = '/'
		}
		dst = append(dst, c)
	}
	// What is appended to nothing never overtakes what is still to be read of the copy.
	dst = appendNormal(dst[:start], dst[start:])
	clean := withoutStream(dst[start:])
	dst = appendElements(dst[:start], clean)
	return dst, !bytes.Equal(dst[start:], src)
}

// isPlainElement says that a path is one element in which there is nothing to resolve or to trim.
func isPlainElement(src []byte) bool {
	for _, c := range src {
		if c == '/' || c == '\\' || c == ':' {
			return false
		}
	}
	last := src[len(src)-1]
	return last != '.' && last != ' '
}

// withoutStream cuts the last element at its first colon. The colon of a drive letter at the beginning does not count.
func withoutStream(p []byte) []byte {
	from := 0
	if len(p) >= 2 && p[1] == ':' && ('a' <= p[0]|0x20 && p[0]|0x20 <= 'z') {
		from = 2
	}
	end := len(p)
	slash := end > from && p[end-1] == '/'
	if slash {
		end--
	}
	last := max(bytes.LastIndexByte(p[from:end], '/')+1+from, from)
	if colon := bytes.IndexByte(p[last:end], ':'); colon >= 0 {
		p = append(p[:last+colon], p[end:]...)
	}
	return p
}

// appendElements appends a path, and every element of it without dots and blanks at its end. Elements of dots alone
// stay; others of which nothing remains are dropped. A path in which there is nothing to trim stays as it is.
func appendElements(dst, p []byte) []byte {
	if !trimmable(p) {
		return append(dst, p...)
	}
	first := true
	for {
		element, rest, more := bytes.Cut(p, []byte("/"))
		keep := onlyDots(element)
		if !keep {
			element = bytes.TrimRight(element, ". ")
			keep = len(element) > 0
		}
		if keep {
			if !first {
				dst = append(dst, '/')
			}
			first = false
			dst = append(dst, element...)
		}
		if !more {
			return dst
		}
		p = rest
	}
}

func trimmable(p []byte) bool {
	for {
		element, rest, more := bytes.Cut(p, []byte("/"))
		if !onlyDots(element) {
			if c := element[len(element)-1]; c == '.' || c == ' ' {
				return true
			}
		}
		if !more {
			return false
		}
		p = rest
	}
}

func onlyDots(s []byte) bool { return len(bytes.Trim(s, ".")) == 0 }
