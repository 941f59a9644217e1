package engine

import (
	"weir/inspect/libinjection"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// sqlInjection is the operator @detectSQLi: Coraza's own in meaning, but it takes time in proportion to the text, and looks at
// the clock.
type sqlInjection struct{}

func newSQLInjection(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
	return sqlInjection{}, nil
}

// Evaluate implements plugintypes.Operator.
func (sqlInjection) Evaluate(tx plugintypes.TransactionState, text string) bool {
	is, fingerprint, known := libinjection.IsSQLi(text, clockOf(tx, text))
	if !known {
		panic(late{})
	}
	if is {
		tx.CaptureField(0, fingerprint)
	}
	return is
}

// markupInjection is the operator @detectXSS, in the same way.
type markupInjection struct{}

func newMarkupInjection(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
	return markupInjection{}, nil
}

// Evaluate implements plugintypes.Operator.
func (markupInjection) Evaluate(tx plugintypes.TransactionState, text string) bool {
	is, known := libinjection.IsXSS(text, clockOf(tx, text))
	if !known {
		panic(late{})
	}
	return is
}

// clockOf accounts for an operator about to read a text, and returns what tells it inside the text that its time is up.
func clockOf(tx plugintypes.TransactionState, text string) (stop func() bool) {
	w := watchOf(tx.ID())
	if w == nil {
		return nil
	}
	w.spend(len(text))
	return w.over
}
