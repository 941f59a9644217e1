//go:build growth

package libinjection

import (
	"testing"

	"weir/test/growth"
)

func TestGrowth(t *testing.T) {
	growth.Check(t, []growth.Subject{
		{Name: "SQL", Read: func(text []byte) { IsSQLi(string(text), nil) }},
		{Name: "markup", Read: func(text []byte) { IsXSS(string(text), nil) }},
	}, growth.Texts(2, append(units, markupUnits...)...))
}
