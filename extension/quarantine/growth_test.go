//go:build growth

package quarantine

import (
	"encoding/base64"
	"encoding/json"
	"testing"

	"weir/decoders"
	"weir/test/growth"
)

func TestGrowthOfRedaction(t *testing.T) {
	quoted := func(text []byte) []byte {
		out, _ := json.Marshal(string(text))
		return out
	}
	var words []string
	for _, name := range []string{"password", "Authorization", "access_token", "key", "value"} {
		words = append(words, name, `"`+name+`":"a",`, `{"`+name+`":`, name+"=a&", `{"name":"`+name+`","value":"a"},`)
	}
	keep := func(doc []byte) {
		if value, ok := decoders.ParseJSON(doc); ok {
			contentOf(value, doc, nil)
			idOf(value)
		}
	}
	growth.CheckSome(t, []growth.Subject{
		{Name: "a document", Read: keep},
		{Name: "a value", Read: func(text []byte) { keep(append(append([]byte(`{"body":`), quoted(text)...), '}')) }},
		{Name: "in Base64", Read: func(text []byte) { keep(quoted([]byte(base64.StdEncoding.EncodeToString(text)))) }},
		{Name: "a value in a value", Read: func(text []byte) { keep(quoted(append(append([]byte(`{"a":`), quoted(text)...), '}'))) }},
		{Name: "members", Read: func(text []byte) { keep([]byte(`{"a":[` + string(text) + `1]}`)) }},
		{Name: "no JSON", Read: func(text []byte) { contentOf(nil, text, nil) }},
	}, growth.Texts(4, words...), 2)
}
