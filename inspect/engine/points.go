package engine

import "github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"

// pointsAction is an action in place of setvar where a rule adds to a score: it is written alike and does nothing. The engine adds up
// scores by itself, from the rules' texts.
const pointsAction = "weirpoints"

type pointsNote struct{}

func newPoints() plugintypes.Action { return pointsNote{} }

// Init implements plugintypes.Action.
func (pointsNote) Init(plugintypes.RuleMetadata, string) error { return nil }

// Evaluate implements plugintypes.Action.
func (pointsNote) Evaluate(plugintypes.RuleMetadata, plugintypes.TransactionState) {}

// Type implements plugintypes.Action: that of actions which say something of their rule.
func (pointsNote) Type() plugintypes.ActionType { return plugintypes.ActionTypeMetadata }
