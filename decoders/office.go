package decoders

import (
	"bytes"
	"slices"
)

// Format is a format of files with a markup of its own.
type Format string

// The formats that a text can be the markup of.
const (
	// Office is the markup of documents, sheets and slides: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300).
	Office Format = "office"
	// PDF is the syntax of a PDF, and what stands on its pages.
	PDF Format = "pdf"
	// XMP is what programs have written about a picture or a document (ISO 16684-1).
	XMP Format = "xmp"
)

var (
	officeTypes  = []byte("[Content_Types].xml")                 // ECMA-376 part 2, section 10.1.2: every package has this part
	openDocument = []byte("application/vnd.oasis.opendocument.") // ODF 1.3 part 2, section 3.3: the content of the first entry
	officeMarkup = [...]string{".xml", ".rels", ".vml", ".rdf"}  // endings of names of parts that are XML
	officePlaces = [...]string{
		"word/", "xl/", "ppt/", "visio/", "docProps/", "customXml/", "_rels/", "[Content_Types].xml",
		"META-INF/", "Configurations2/", "Object ", "ObjectReplacements/", "manifest.rdf",
		"content.xml", "styles.xml", "meta.xml", "settings.xml",
	} // where such parts stand
)

// maxOfficeHead is how far from an archive's beginning the type of an OpenDocument file stands, in bytes: behind the header and the
// name of its first entry.
const maxOfficeHead = zipLocalSize + len("mimetype") + 64

// isOffice says that an archive is a package of office programs.
func isOffice(data []byte) bool {
	return bytes.Contains(data, officeTypes) || bytes.Contains(data[:min(len(data), maxOfficeHead)], openDocument)
}

// isOfficeName says that office programs take an entry of that name for a part with markup.
func isOfficeName(name []byte) bool {
	name = bytes.TrimPrefix(name, []byte("/"))
	hasPart := func(part string) bool { return bytes.HasPrefix(name, []byte(part)) }
	hasEnd := func(end string) bool { return bytes.HasSuffix(name, []byte(end)) }
	return slices.ContainsFunc(officePlaces[:], hasPart) && slices.ContainsFunc(officeMarkup[:], hasEnd)
}

// readOfficePart reads an entry's content, as the markup that it is if its name says so.
func (w *walk) readOfficePart(content reading, part bool) bool {
	outer := w.format
	w.format = ""
	if part && beginsMarkup(content.data) {
		w.format = Office
	}
	ok := w.member(content)
	w.format = outer
	return ok
}

// beginsMarkup says that the first character is that of a tag, in whatever charset of Unicode.
func beginsMarkup(data []byte) bool {
	text := bytes.TrimLeft(data[:min(len(data), 64)], "\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
	return len(text) > 0 && text[0] == '<'
}
