package main

import (
	"fmt"

	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/experimental/plugins"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
)

// listen is an operator that keeps what it is given.
type listen struct{ heard *[]string }

func (l listen) Evaluate(_ plugintypes.TransactionState, text string) bool {
	*l.heard = append(*l.heard, text)
	return false
}

// bestFits asks Coraza which byte %uHHHH becomes for every code point: the table of Windows's best fits is its own.
func bestFits() ([]fit, error) {
	var heard []string
	plugins.RegisterOperator("listen", func(plugintypes.OperatorOptions) (plugintypes.Operator, error) {
		return listen{&heard}, nil
	})
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithDirectives(
		"SecRuleEngine On\nSecArgumentsLimit 70000\nSecRule ARGS \"@listen\" \"id:1,phase:1,pass,t:none,t:urlDecodeUni\""))
	if err != nil {
		return nil, err
	}
	out := make(map[uint16]byte)
	for code := range 0x10000 {
		tx := waf.NewTransaction()
		tx.AddGetRequestArgument("a", fmt.Sprintf("%%u%04x", code))
		tx.ProcessRequestHeaders()
		if len(heard) != code+1 || len(heard[code]) != 1 {
			return nil, fmt.Errorf("the engine reads %%u%04x as %q", code, heard[code:])
		}
		if b := heard[code][0]; b != byte(code) {
			out[uint16(code)] = b
		}
		_ = tx.Close()
	}
	return sortedFits(out), nil
}
