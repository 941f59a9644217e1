package main

import (
	"weir/inspect"
	"weir/inspect/source"
)

// Texts are also judged in fields whose kind the user has declared (WEIR_FIELDS): what is honest in one of its own kind, and an attack
// in one of each.
const (
	asDeclared   = "declared"
	inText       = "in text"
	inMarkup     = "in markup"
	inCode       = "in code"
	textMember   = "weir_declared_text"
	markupMember = "weir_declared_markup"
	codeMember   = "weir_declared_code"
)

// declarations are the user's declarations. No recorded request has members of these names.
var declarations = []inspect.FieldKind{
	{Source: "http-v2", Field: "body*" + textMember + "*", Kind: source.Text},
	{Source: "http-v2", Field: "body*" + markupMember + "*", Kind: source.Markup},
	{Source: "http-v2", Field: "body*" + codeMember + "*", Kind: source.Code},
}

// declaredNames are the forms of attacks in declared fields.
var declaredNames = []string{inText, inMarkup, inCode}

// declaredField is a form, and the member of a JSON body that the text stands in.
type declaredField struct{ form, member string }

// declaredFields are those that the text of a file is put in.
func (l *line) declaredFields(file string) []declaredField {
	if file == attackTexts {
		return []declaredField{{inText, textMember}, {inMarkup, markupMember}, {inCode, codeMember}}
	}
	switch {
	case l.Group == everyday || l.Group == technical:
		return []declaredField{{asDeclared, textMember}}
	case l.Class == "html":
		return []declaredField{{asDeclared, markupMember}}
	case l.Class == "code":
		return []declaredField{{asDeclared, codeMember}}
	}
	return nil
}

// appendDeclared appends the text in declared fields.
func (l *line) appendDeclared(list []input, file string, index int) ([]input, error) {
	inner, err := quoted(l.Text)
	if err != nil {
		return nil, err
	}
	for _, f := range l.declaredFields(file) {
		event, err := fill(bodyOfJSON, `{"`+f.member+`":"`+inner+`"}`)
		if err != nil {
			return nil, err
		}
		list = append(list, input{f.form, index, event})
	}
	return list, nil
}
