package decoders

import "bytes"

// Member is a member of an object: its name as a raw JSON string, and its value.
type Member struct{ Name, Value JSON }

// Outline is a document with what the pass that checked it has noticed.
type Outline struct {
	Doc     JSON
	Members []Member // of an object, in order, duplicates included; none if there are more than were asked for
	Crowded bool     // there are more
	Size    Size
}

// Size says how large the parts of a document may be.
type Size struct {
	depth  int // of nesting
	commas int // in all objects and arrays together
}

// ParseOutline is ParseJSON that lists the members of an object, up to most of them, in the memory of room.
func ParseOutline(text []byte, room []Member, most int) (o Outline, ok bool) {
	text = trimSpace(bytes.TrimPrefix(text, utf8BOM))
	o.Members = room[:0]
	if len(text) == 0 {
		return o, false
	}
	var s scanner
	if text[0] == '{' {
		ok = o.object(&s, text, most)
	} else {
		ok = s.value(text, 0) == len(text)
	}
	if ok {
		o.Doc, o.Size = JSON(text), s.size
	}
	return o, ok
}

// object checks that text is an object, and lists its members.
func (o *Outline) object(s *scanner, text []byte, most int) bool {
	s.size.depth = 1
	i := skipSpace(text, 1)
	if i < len(text) && text[i] == '}' {
		return i+1 == len(text)
	}
	s.stack.push(true)
	for {
		start := skipSpace(text, i)
		value := scanName(text, start)
		if value < 0 {
			return false
		}
		value = skipSpace(text, value)
		end := s.value(text, value)
		if end < 0 {
			return false
		}
		o.list(text[start:value], JSON(text[value:end:end]), most)
		if i = skipSpace(text, end); i >= len(text) {
			return false
		}
		if text[i] == '}' {
			return i+1 == len(text)
		}
		if text[i] != ',' {
			return false
		}
		s.size.commas++
		i++
	}
}

// list adds a member. Between the name, with which head begins, and the value are a colon and white space.
func (o *Outline) list(head []byte, value JSON, most int) {
	if o.Crowded = o.Crowded || len(o.Members) == most; o.Crowded {
		o.Members = o.Members[:0]
		return
	}
	end := bytes.LastIndexByte(head, '"') + 1
	o.Members = append(o.Members, Member{Name: head[:end:end], Value: value})
}
