package source

import "iter"

// Config is a question of AWS Config to a rule of the user's own: does a resource comply?
type Config struct{ noNote }

// Name is "config".
func (Config) Name() string { return "config" }

// Recognise asks for texts invokingEvent and resultToken.
func (Config) Recognise(e Event) bool {
	return e.Get("invokingEvent").IsString() && e.Get("resultToken").IsString()
}

// DefaultMode is "monitor": without an evaluation a resource counts as what it was before.
func (Config) DefaultMode() string { return "monitor" }

var configKinds = kindList{
	{place{"resultToken"}, Token},
	{place{"configRuleName"}, Identifier},
	{place{"configRuleId"}, Identifier},
}

// Fields yields the whole event. The configuration item in invokingEvent, whose tags anybody with write access to a
// resource chooses, and the ruleParameters are texts that hold JSON.
func (Config) Fields(e Event) iter.Seq[Field] { return configKinds.all(e) }

// Refuse leaves the evaluation out: AWS Config learns results by PutEvaluations only. Nobody waits for an answer.
// Swallowed, the event is gone; as an error it runs twice more, refused each time, and then goes to the function's
// dead-letter queue or destination for failures.
func (Config) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }
