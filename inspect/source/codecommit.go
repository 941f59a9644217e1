package source

import "iter"

// CodeCommit is a trigger of a CodeCommit repository: branches or tags were pushed or deleted.
type CodeCommit struct{ noNote }

// Name is "codecommit".
func (CodeCommit) Name() string { return "codecommit" }

// Recognise asks for Records, every one with eventSource "aws:codecommit" and codecommit.
func (CodeCommit) Recognise(e Event) bool {
	return everyRecord(e, "eventSource", "aws:codecommit", "codecommit")
}

// DefaultMode is "monitor": a push that triggers nothing is hard to notice.
func (CodeCommit) DefaultMode() string { return "monitor" }

var codeCommitKinds = kindList{
	{place{"Records", "codecommit", "references", "ref"}, Path},
	{place{"Records", "eventTriggerName"}, Identifier},
}

// Fields yields the whole event. Names of branches are the text of whoever may push, and may hold what a shell takes
// for a command.
func (CodeCommit) Fields(e Event) iter.Seq[Field] { return codeCommitKinds.all(e) }

// Refuse ends the delivery; the push itself is done. Nobody waits for an answer. Swallowed, the event is gone, and goes
// to the function's destination for successes; as an error it runs twice more, refused each time, and then goes to the
// function's dead-letter queue or destination for failures.
func (CodeCommit) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }
