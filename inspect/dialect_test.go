package inspect

import "testing"

func TestDialectsOfJSONAreReadWhereNobodyDeclaresJSON(t *testing.T) {
	javaScript := decoder{"node", `JSON.stringify(Object.values((0, eval)('(' + text + ')')))`}
	python := decoder{"python3", `__import__('ast').literal_eval(text)`}
	flow := decoder{}
	judgeWrapped(t, tautology, []wrapped{
		{"a comment in front", javaScript, `/* it's */ {"q":"' or 1=1-- "}`, `/* it's */ {"q":"please, it's late"}`},
		{"a comment inside", javaScript, "{ // it's\n \"q\": \"' or 1=1-- \"}", "{ // it's\n \"q\": \"it's late\"}"},
		{"a comma at the end", javaScript, `{"a":"it's","q":"' or 1=1-- ",}`, `{"a":"it's","q":"it's late",}`},
		{"bare names", javaScript, `{a:"it's",q:"' or 1=1-- "}`, `{a:"it's",q:"it's late"}`},
		{"single quotes", javaScript, `{'a':'it"s','q':'\' or 1=1-- '}`, `{'a':'it"s','q':'it\'s late'}`},
		{"an escape of two digits", javaScript, `{a:"it's",q:"\x27 or 1=1-- "}`, `{a:"it's",q:"it\x27s late"}`},
		{"an escape in braces", javaScript, `{a:'it"s',q:'\u{27} or 1=1-- '}`, `{a:'it"s',q:'it\u{27}s late'}`},
		{"an escape", javaScript, `{a:'it"s',q:'\u0027 or 1=1-- ',}`, `{a:'it"s',q:'it\'s late',}`},
		{"a line that goes on", javaScript, "{a:'it\"s',q:'\\' or 1\\\n=1-- '}", "{a:'it\"s',q:'it\\'s\\\n late'}"},
		{"a sign in front", javaScript, `{a:+.5,b:0x10,q:"' or 1=1-- ",c:'it'}`, `{a:+.5,b:0x10,q:"it's late",c:'it'}`},
		{"a list", javaScript, `['it"s',"' or 1=1-- ",]`, `['it"s',"it's late",]`},
		{"a dictionary", python, `{'a': "it's", 'q': "' or 1=1-- ", 'n': None}`, `{'a': "it's", 'q': "it's late", 'n': None}`},
		{"a tuple", python, `("it's", {"q": "' or 1=1-- "}, True,)`, `("it's", {"q": "it's late"}, True,)`},
		{"escapes of Python", python, `{'a': "it's", 'q': "\x27 or 1=1-- "}`, `{'a': "it's", 'q': "it\x27s late"}`},
		{"YAML in a line", flow, `{a: it's, q: ''' or 1=1-- '}`, `{a: it's, q: 'it''s late'}`},
		{"YAML in quotes", flow, `[it's, "' or 1=1-- "]`, `[it's, "it's late"]`},
		{
			"words in front",
			decoder{"python3", `__import__('json').loads(text[text.index('{'):])`},
			`it's {"q":"' or 1=1-- "}`, `it's {"q":"it's late"}`,
		},
		{
			"a log line",
			decoder{"python3", `__import__('json').JSONDecoder().raw_decode(text[text.index('{"'):])`},
			`[2026-11-30 10:00:00] shop.INFO: it's "done" {"q":"' or 1=1-- ","n":1} []`, `[2026-11-30 10:00:00] shop.INFO: it's "done" {"q":"it's late","n":1} []`,
		},
		{"a mark in front", decoder{"python3", `__import__('json').loads(text[2:])`}, `x"{"q":"' or 1=1-- "}`, `x"{"q":"it's late"}`},
		{"a callback", decoder{"node", `(0, eval)("const cb = (a, b) => b.q; " + text)`}, `cb("it's",{"q":"' or 1=1-- "})`, `cb("it's",{"q":"it's late"})`},
		{"a prefix against inclusion", decoder{"node", `JSON.parse(text.slice(5)).q`}, ")]}'\n{\"q\":\"' or 1=1-- \"}", ")]}'\n{\"q\":\"it's late\"}"},
	})
}

func TestRowsLinesAndPairsAreReadAsValues(t *testing.T) {
	csv := func(options string) decoder {
		return decoder{"python3", `list(__import__('csv').reader(__import__('io').StringIO(text)` + options + `))`}
	}
	ini := decoder{"python3", `(lambda p: (p.read_string(text), [dict(p[s]) for s in p.sections()]))(__import__('configparser').ConfigParser(interpolation=None))`}
	lines := decoder{"python3", `[__import__('json').loads(line) for line in text.splitlines() if line.startswith('{')]`}
	events := decoder{"node", `text.split('\n').filter(line => line.startsWith('data:')).map(line => line.slice(6)).join('\n')`}
	pairs := decoder{"node", `text.split('\n').map(line => line.slice(line.indexOf('=') + 1)).join('\n')`}
	judgeWrapped(t, tautology, []wrapped{
		{"cells", csv(""), "name,note\nit's,' or 1=1-- \n", "name,note\nit's,it's late\n"},
		{"cells in quotes", csv(""), `a,"it's","' or 1=1-- ",1`, `a,"it's","it's late",1`},
		{"lines in a cell", csv(""), "a,\"it's\n\",\"' or 1=1-- \"\n", "a,\"it's\n\",\"it's late\"\n"},
		{"semicolons", csv(", delimiter=';'"), "a;b;c\nit's;' or 1=1-- ;x", "a;b;c\nit's;it's late;x"},
		{"tabs", csv(", delimiter='\\t'"), "a\tb\tc\nit's\t' or 1=1-- \tx", "a\tb\tc\nit's\tit's late\tx"},
		{"bars", csv(", delimiter='|'"), "a|b|c\nit's|' or 1=1-- |x", "a|b|c\nit's|it's late|x"},
		{"a backslash in front", csv(""), "a,b,c\nx\\,' or 1=1-- ,y", "a,b,c\nx\\,it's late,y"},
		{"an INI file", ini, "[a]\nb = it's\nc = ' or 1=1-- x\n", "[a]\nb = it's\nc = it's late\n"},
		{"an environment", pairs, "A=it's\nB=' or 1=1-- \n", "A=it's\nB=it's late\n"},
		{"events of a server", events, "event: it's\ndata: ' or 1=1-- \n\n", "event: it's\ndata: it's late\n\n"},
		{"JSON in events of a server", events, "id: it's\ndata: {\"q\":\"' or 1=1-- \"}\n\n", "id: it's\ndata: {\"q\":\"it's late\"}\n\n"},
		{"JSON lines behind junk", lines, "it's\n{\"q\":\"' or 1=1-- \"}\n", "it's\n{\"q\":\"it's late\"}\n"},
		{"JSON lines around junk", lines, "{\"a\":1}\nit's\n{\"q\":\"' or 1=1-- \"}\n", "{\"a\":1}\nit's\n{\"q\":\"it's late\"}\n"},
		{"YAML", decoder{}, "a: it's\nq: \"' or 1=1-- \"\n", "a: it's\nq: \"it's late\"\n"},
		{"a list of YAML", decoder{}, "- it's\n- \"' or 1=1-- \"\n", "- it's\n- \"it's late\"\n"},
		{"a plain scalar of YAML", decoder{}, "a: it's\nq: x' or 1=1-- \n", "a: it's\nq: it's late\n"},
		{"rows whose lines end in a return", decoder{"python3", `list(__import__('csv').reader(text.splitlines()))`}, "a,b\rit's,' or 1=1-- \r", "a,b\rit's,it's late\r"},
		{"properties", decoder{}, "# it's\nname=x' or 1=1-- \n", "# it's\nname=it's late\n"},
	})
}
