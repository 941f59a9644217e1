package main

import "testing"

func TestChainsThatTheSieveWouldReadOtherwiseAreRefused(t *testing.T) {
	for _, c := range []struct {
		chain []string
		multi bool
		good  bool
	}{
		{chain: []string{"urldecodeuni", "jsdecode", "base64decode", "urldecodeuni"}, good: true},
		{chain: []string{"base64decode", "urldecodeuni", "removenulls"}},
		{chain: []string{"lowercase", "base64decode"}},
		{chain: []string{"cmdline", "normalizepath"}, good: true},
		{chain: []string{"cmdline", "jsdecode"}},
		{chain: []string{"htmlentitydecode"}, good: true},
		{chain: []string{"htmlentitydecode"}, multi: true},
		{chain: []string{"length"}},
	} {
		v := valueLink{rule: "1", chain: c.chain, multi: c.multi}
		if err := v.understood(); (err == nil) != c.good {
			t.Errorf("%v: %v", c.chain, err)
		}
	}
}
