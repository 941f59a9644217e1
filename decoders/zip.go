package decoders

import (
	"bytes"
	"encoding/binary"
)

// The signatures of a local file header and of an entry of the central directory (APPNOTE.TXT 4.3.7, 4.3.12).
var (
	zipLocal     = []byte("PK\x03\x04")
	zipDirectory = []byte("PK\x01\x02")
)

const (
	zipLocalSize     = 30 // without name and extra field
	zipDirectorySize = 46 // without name, extra field and comment
	zipEncrypted     = 1  // general purpose bit 0
	zipStored        = 0  // compression method
	zipDeflated      = 8  // compression method
	zipBzip2         = 12 // compression method
	zipZstd          = 93 // compression method
)

// readZip reads the names and contents of an archive. Programs find the entries by the directory at the end or by the
// headers on the way, and the two may contradict each other: so every header that stands in the bytes is read, and the
// directory for its names.
func (w *walk) readZip(r reading) bool {
	if w.tooDeep(r) {
		return true
	}
	w.via = append(w.via, Zip)
	ok := w.readZipEntries(r) && w.readZipDirectory(r)
	w.via = w.via[:len(w.via)-1]
	return ok
}

func (w *walk) readZipEntries(r reading) bool {
	for rest := r.data; ; {
		i := bytes.Index(rest, zipLocal)
		if i < 0 || len(rest)-i < zipLocalSize {
			return true
		}
		rest = rest[i:]
		if !w.x.countEntry(Zip) {
			return true
		}
		if !w.readZipEntry(rest, r.level+1) {
			return false
		}
		// The sizes in a header are a claim. The next header is looked for from here, not behind them.
		rest = rest[len(zipLocal):]
	}
}

// readZipEntry reads the entry whose header stands at the start of data.
func (w *walk) readZipEntry(data []byte, level int) bool {
	flags := binary.LittleEndian.Uint16(data[6:])
	method := binary.LittleEndian.Uint16(data[8:])
	size := int(binary.LittleEndian.Uint32(data[18:]))
	nameEnd := zipLocalSize + int(binary.LittleEndian.Uint16(data[26:]))
	start := nameEnd + int(binary.LittleEndian.Uint16(data[28:]))
	if start > len(data) {
		return true
	}
	name := data[zipLocalSize:nameEnd:nameEnd]
	w.path = append(w.path, Step{Key: name, Enter: true})
	ok := w.member(reading{data: name, level: level, name: true})
	if ok && flags&zipEncrypted == 0 {
		ok = w.readZipContent(data[start:], method, size, level)
	}
	w.path = w.path[:len(w.path)-1]
	return ok
}

// readZipContent reads an entry's content. A size of 0 means that it follows the content, which then ends itself.
func (w *walk) readZipContent(data []byte, method uint16, size, level int) bool {
	if 0 < size && size < len(data) {
		data = data[:size:size]
	}
	var decode decodeFunc
	switch method {
	case zipStored:
		if size == 0 {
			end := bytes.Index(data, []byte("PK"))
			if end < 0 {
				end = len(data)
			}
			data = data[:end:end]
		}
		return w.member(reading{data: data, level: level, bytes: true})
	case zipDeflated:
		decode = inflate
	case zipBzip2:
		decode = decodeBzip2
	case zipZstd:
		decode = decodeZstd
	default:
		w.x.cut(CutUndecoded, Zip)
		return true
	}
	out, _ := w.x.undo(Zip, decode, data)
	ok := w.member(reading{data: out, level: level, bytes: true})
	w.x.release(out)
	return ok
}

// readZipDirectory reads the names that only the directory has, which are those that most programs show and write to.
func (w *walk) readZipDirectory(r reading) bool {
	for rest := r.data; ; {
		i := bytes.Index(rest, zipDirectory)
		if i < 0 || len(rest)-i < zipDirectorySize {
			return true
		}
		entry := rest[i:]
		rest = entry[len(zipDirectory):]
		end := zipDirectorySize + int(binary.LittleEndian.Uint16(entry[28:]))
		if end > len(entry) {
			continue
		}
		name := entry[zipDirectorySize:end:end]
		if zipHasLocal(r.data, entry, name) {
			continue
		}
		if !w.x.countEntry(Zip) {
			return true
		}
		w.path = append(w.path, Step{Key: name, Enter: true})
		ok := w.member(reading{data: name, level: r.level + 1, name: true})
		w.path = w.path[:len(w.path)-1]
		if !ok {
			return false
		}
	}
}

// zipHasLocal says whether the header that a directory's entry points to bears the same name.
func zipHasLocal(data, entry, name []byte) bool {
	at := int(binary.LittleEndian.Uint32(entry[42:]))
	if at+zipLocalSize+len(name) > len(data) {
		return false
	}
	local := data[at:]
	return bytes.HasPrefix(local, zipLocal) &&
		int(binary.LittleEndian.Uint16(local[26:])) == len(name) &&
		bytes.Equal(local[zipLocalSize:zipLocalSize+len(name)], name)
}
