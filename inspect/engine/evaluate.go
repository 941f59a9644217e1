package engine

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"github.com/corazawaf/coraza/v3/types"
)

func (e *Engine) evaluate(ctx context.Context, request *Request, values []Value, suspects *Suspects) (matches []Match, err error) {
	w := e.watch(ctx, values)
	if w.over() {
		return nil, ErrBudget
	}
	if request != nil && len(request.Body) >= maxBody {
		return nil, fmt.Errorf("engine: a body of %d bytes; the limit is %d", len(request.Body), maxBody)
	}
	all := suspects
	sure, suspects := e.certain(request, suspects)
	if len(sure) > 0 && len(suspects.Rules) == 0 {
		return e.join(nil, sure, all), nil
	}
	if request == nil {
		request = skeleton
	}
	set, err := e.rulesetOf(suspects, w.over)
	if err != nil {
		return nil, err
	}
	if set.has == nil { // it has all rules, and finds these too
		sure = nil
	}
	w.nameRules, w.parts = set.nameRules, e.options.Parts
	if set.has != nil {
		w.suspects, w.captured = suspects, set.captures
	}
	running.Store(w.id, w)
	defer running.Delete(w.id)
	tx := set.begin(w)
	defer func() {
		if closing := set.end(tx); err == nil && closing != nil {
			err = errors.New("engine: closing the transaction failed")
		}
	}()
	state, ok := tx.(plugintypes.TransactionState)
	if !ok {
		return nil, errors.New("engine: this Coraza's transactions show no state")
	}
	w.narrows = w.suspects != nil && worthNarrowing(suspects)
	set.leaveOut(tx, suspects, w.narrows)
	err = run(tx, state, w, request)
	return e.join(e.read(tx, state, w), sure, all), err
}

// run leads the transaction through its phases.
func run(tx types.Transaction, state plugintypes.TransactionState, w *watch, request *Request) (err error) {
	defer rescue(&err)
	v := state.Variables()
	sendHead(tx, v, request)
	tx.ProcessRequestHeaders()
	if _, _, err := tx.WriteRequestBody(request.Body); err != nil {
		return fmt.Errorf("engine: giving the body to Coraza: %w", err)
	}
	if _, err := tx.ProcessRequestBody(); err != nil {
		return fmt.Errorf("engine: processing the body: %w", err)
	}
	switch {
	case tx.IsRuleEngineOff(): // a user's rule said so
		return nil
	case !w.fed:
		return errors.New("engine: a rule kept the values from being judged")
	case v.ArgumentsLimitReached().Get() == "1":
		return errors.New("engine: a limit on arguments dropped some")
	}
	return nil
}

// rescue makes an error of a panic: it is to be deferred.
func rescue(err *error) {
	switch r := recover().(type) {
	case nil:
	case late:
		*err = ErrBudget
	case runtime.Error:
		*err = fmt.Errorf("engine: panic: %w", r)
	default:
		// What was thrown may hold the sender's text: its type has to do.
		*err = fmt.Errorf("engine: panic of type %T", r)
	}
}
