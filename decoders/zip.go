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
	zipDescriptor    = 8  // general purpose bit 3
	zipStored        = 0  // compression method
	zipDeflated      = 8  // compression method
	zipBzip2         = 12 // compression method
	zipZstd          = 93 // compression method
)

// readZip reads the names and contents of an archive. Programs find the entries by the directory at the end or by the
// headers on the way, and the two may contradict each other: so every header that stands in the bytes is read, and the
// directory for its names.
func (w *walk) readZip(r *reading) bool {
	if w.tooDeep(*r) {
		return true
	}
	w.via = append(w.via, Zip)
	a := zipArchive{data: r.data, level: r.level + 1, office: isOffice(r.data)}
	a.comment, a.regular = zipLayout(r.data)
	ok := w.readZipEntries(a) && w.readZipDirectory(*r) &&
		(!a.regular || w.member(reading{data: a.comment, level: a.level, bytes: true}))
	w.via = w.via[:len(w.via)-1]
	return ok
}

// zipArchive is an archive that is being read.
type zipArchive struct {
	data    []byte
	level   int  // of what is in it
	office  bool // it is a package of office programs
	regular bool // as zipLayout says
	comment []byte
}

// readZipEntries reads every entry with a header of its own.
func (w *walk) readZipEntries(a zipArchive) bool {
	for rest := a.data; ; {
		i := bytes.Index(rest, zipLocal)
		if i < 0 || len(rest)-i < zipLocalSize {
			return true
		}
		rest = rest[i:]
		if !w.x.countEntry(Zip) {
			return true
		}
		if !w.readZipEntry(rest, a) {
			return false
		}
		// The sizes in a header are a claim. The next header is looked for from here, not behind them, unless everybody believes them.
		skip := len(zipLocal)
		if a.regular && binary.LittleEndian.Uint16(rest[8:]) == zipStored {
			skip = max(skip, int(binary.LittleEndian.Uint32(rest[18:])))
		}
		rest = rest[skip:]
	}
}

// readZipEntry reads the entry whose header stands at the start of data.
func (w *walk) readZipEntry(data []byte, a zipArchive) bool {
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
	ok := w.member(reading{data: name, level: a.level, name: true})
	if ok && flags&zipEncrypted == 0 {
		ok = w.readZipContent(data[start:], method, size, reading{level: a.level, bytes: true}, a.office && isOfficeName(name))
	}
	w.path = w.path[:len(w.path)-1]
	return ok
}

// readZipContent reads an entry's content. A size of 0 means that it follows the content, which then ends itself. part says that
// it bears the name of a part of an office package.
func (w *walk) readZipContent(data []byte, method uint16, size int, content reading, part bool) bool {
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
		content.data = data
		return w.readOfficePart(content, part)
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
	content.data = out
	ok := w.readOfficePart(content, part)
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
