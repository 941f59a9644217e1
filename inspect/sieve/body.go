package sieve

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strconv"
	"strings"
)

// readBody reads the body as the engine does. Which of its readers is chosen, the first Content-Type says, and rules: where
// that is not certain, the body is read in every way.
func (q *request) readBody(r *Request) {
	contentType, types, isMultipart, isXML := "", 0, false, false
	for _, h := range r.Headers {
		if !strings.EqualFold(h.Name, "content-type") {
			continue
		}
		if types == 0 {
			contentType = h.Value
		}
		types++
		kind := strings.ToLower(h.Value)
		isMultipart = isMultipart || strings.Contains(kind, "multipart/")
		isXML = isXML || strings.Contains(kind, "xml")
	}
	kind := strings.ToLower(contentType)
	if isMultipart {
		q.readParts(contentType, r.Body)
	}
	if isXML {
		q.readXML(r.Body)
	}
	certain := types == 1 && isMultipart != isXML &&
		(strings.HasPrefix(kind, "multipart/form-data") || strings.HasPrefix(kind, "application/xml") || strings.HasPrefix(kind, "text/xml"))
	if certain {
		q.length = ""
		return
	}
	if q.length = strconv.Itoa(len(r.Body)); isMultipart || isXML || types > 1 {
		q.length = "" // that of a text or none
	}
	if types > 1 {
		q.broken = true // any of the types may have chosen the reader
	}
	q.readForm(r.Body)
}

// readForm reads the body as one text, and as a form: the engine's reader of forms does either for bodies of any type.
func (q *request) readForm(text []byte) {
	form := stringOf(text)
	q.add(atBody, "", form)
	q.readPairs(form, atPostName, atPostValue)
}

// readParts reads a multipart body as far as the engine does.
func (q *request) readParts(contentType string, text []byte) {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		q.broken = true
		return
	}
	parts := multipart.NewReader(bytes.NewReader(text), params["boundary"])
	for {
		p, err := parts.NextPart()
		if err == io.EOF { // wrapped, it is the error of a body without a boundary
			return
		}
		if err != nil || !q.readPart(p) {
			q.broken = true
			return
		}
	}
}

// readPart reads one part, and says whether it has an end.
func (q *request) readPart(p *multipart.Part) bool {
	name := p.FormName()
	for key, values := range p.Header {
		for _, value := range values {
			q.add(atPartHeader, strings.ToLower(name), key+": "+value)
		}
		q.broken = q.broken || len(values) > 1
	}
	disposition := p.Header.Get("Content-Disposition")
	_, params, err := mime.ParseMediaType(disposition)
	q.broken = q.broken || err != nil && disposition != ""
	// The engine reads names of files in other character sets by a parser of its own, and what is escaped in more than one way.
	q.unclear = q.unclear || strings.ContainsAny(disposition, "*\\")
	content, err := io.ReadAll(p)
	if f := params["filename"]; f != "" {
		q.add(atFile, "", f)
		q.add(atFileName, "", name)
	} else {
		q.add(atPostName, "", name)
		q.add(atPostValue, strings.ToLower(name), stringOf(content))
	}
	return err == nil
}

// readXML reads the texts and attributes of an XML document, as leniently as the engine.
func (q *request) readXML(text []byte) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.Token()
		if err != nil {
			q.broken = q.broken || !errors.Is(err, io.EOF)
			return
		}
		switch t := token.(type) {
		case xml.StartElement:
			for _, a := range t.Attr {
				q.add(atXmlAttribute, "", a.Value)
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(t)); text != "" {
				q.add(atXmlText, "", text)
			}
		}
	}
}
