package engine

import (
	"regexp"
	"testing"
)

func TestExpressionsOfTextsAreKnown(t *testing.T) {
	for _, c := range []struct {
		expression string
		texts      int // 0 for other expressions
		anyCase    bool
	}{
		{`(?sm)(?:runtime|processbuilder)`, 2, false},
		{`(?sm)(?i)(?:unmarshaller|base64data|java\.)`, 3, true},
		{`(?sm)abc`, 1, false},
		{`(?sm)é|abc`, 0, false},
		{`(?sm)(?i:abc)|xyz`, 0, false},
		{`(?sm)(abc)|xyz`, 0, false},
		{`(?sm)a.c|xyz`, 0, false},
		{`(?sm)^abc`, 0, false},
		{`(?sm)`, 0, false},
	} {
		l := literalsOf(regexp.MustCompile(c.expression))
		if l == nil {
			l = &literals{}
		}
		if len(l.texts) != c.texts || l.anyCase != c.anyCase {
			t.Errorf("%s: %q, in any case: %v", c.expression, l.texts, l.anyCase)
		}
	}
}
