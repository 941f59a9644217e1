package sieve

import (
	"strings"
	"testing"
)

// untold is a text of which libinjection does not tell whether it is SQL, since it is too long for that.
var untold = strings.Repeat(`\'a''b`, 100<<10)

// A text that is not told may match, and certainly does not.
func TestATextThatIsNotToldMayMatch(t *testing.T) {
	e := effort{left: 1 << 40}
	if o := (detectSQLi{&sieveAt(1).tables.sql}); !o.matches([]byte(untold), &e) || !e.over() {
		t.Errorf("%q repeated is held back, or certain", untold[:6])
	}
	var suspects Suspects
	if may, certain := sieveAt(1).SuspectOne([]byte(untold), 942100, &suspects); !may || certain {
		t.Errorf("it may match: %v, and certainly: %v", may, certain)
	}
}

// Whoever stops the work on a text is asked inside of it, and then the text may match.
func TestInjectionsAreNotLookedForOnceItIsTooLate(t *testing.T) {
	for _, c := range []struct {
		operator operator
		text     string
	}{
		{detectSQLi{&sieveAt(1).tables.sql}, strings.Repeat("''", 1<<20)},
		{detectXSS{}, strings.Repeat("<a b=c ", 1<<18)},
	} {
		asked := 0
		e := effort{left: 1 << 40, stop: func() bool { asked++; return asked == 2 }}
		if !c.operator.matches([]byte(c.text), &e) || !e.over() || asked != 2 {
			t.Errorf("%.9q repeated is held back, or certain; stop was asked %d times", c.text, asked)
		}
		e = effort{left: 1 << 40}
		if c.operator.matches([]byte(c.text), &e) || e.over() {
			t.Errorf("%.9q repeated matches", c.text)
		}
	}
}
