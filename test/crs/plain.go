package crs

import (
	"sync"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
	"github.com/corazawaf/coraza/v3"
)

// NewPlain builds Coraza with the Core Rule Set as both come: their recommended set-ups, paranoia level 1, and none of
// Weir's settings and rules. Like NewStock it is to be called before an engine is built.
func NewPlain() (Stock, error) {
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(coreruleset.FS).WithDirectives(
		"Include @coraza.conf-recommended\nInclude @crs-setup.conf.example\nInclude @owasp_crs/REQUEST-*.conf\n"))
	return Stock{waf, &sync.Mutex{}}, err
}
