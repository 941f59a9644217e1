package source

// Outcome is what happens to an invocation: one of Forward, HTTP, Reply, Fail and Put.
type Outcome interface{ outcome() }

// Forward gives the handler an event: the invocation's own bytes, or what replaced them.
type Forward struct {
	Payload []byte
	// Merge, if not nil, is given the handler's answer (the body of its response) and returns the answer that Lambda
	// gets: what has to be said about records that the handler never saw. It is not called for errors and streams.
	Merge func(answer []byte) []byte
	// Reported says that the records which Payload lacks are reported as failed and come back. Otherwise, in the action
	// filter, they are done with, and lost unless they are kept.
	Reported bool
	// Caller is who gets the handler's answer; it is kept until that comes.
	Caller Caller
}

// HTTP refuses a request. The proxy renders it: Buffered as it stands, or as a stream of Status, Headers and Body if the
// function answers in streams and the source can carry them.
type HTTP struct {
	Status   int
	Headers  []Pair
	Body     []byte
	Buffered []byte // the response object in the source's own form, JSON
	CanFlow  bool   // the source can carry a streamed response (REST API, Function URL)
}

// Reply answers the invocation as a success, without the handler.
type Reply struct {
	Payload []byte // JSON
	// Swallows says that the event, or those of its records that were at fault, are done with and nobody is told: they
	// are lost unless they are kept. It is not set where somebody waits for the answer, or where they come back.
	Swallows bool
}

// Fail answers the invocation as a function error, without the handler.
type Fail struct {
	Type    string // error type: "Function.Blocked" unless the source's callers know better
	Message string
}

// Put first tells a third party by an HTTP PUT, as CloudFormation waits for it, and then answers the invocation with
// Then; with a Fail of the same message as Otherwise says if the third party cannot be told. The source has checked
// that the URL is one of AWS's own.
type Put struct {
	URL       string // https
	Headers   []Pair
	Body      []byte
	Then      Outcome // a Reply or a Fail
	Otherwise Fail
}

func (Forward) outcome() {}
func (Put) outcome()     {}
func (HTTP) outcome()    {}
func (Reply) outcome()   {}
func (Fail) outcome()    {}

// Pair is a name with a value, where order and repetition count.
type Pair struct{ Name, Value string }

// Blocked is the error type of refusals: users name it in a Step Functions Catch.
const Blocked = "Function.Blocked"

// BatchMode says what becomes of bad records.
type BatchMode string

// The batch modes.
const (
	BatchFilter BatchMode = "filter" // taken out, the handler gets the rest
	BatchReport BatchMode = "report" // reported as failed: only where the mapping has ReportBatchItemFailures
	BatchFail   BatchMode = "fail"   // the whole batch fails
)

// AsyncMode says how a refused event ends for which nobody waits.
type AsyncMode string

// The async modes.
const (
	AsyncSwallow AsyncMode = "swallow" // answered as a success: the event is gone
	AsyncError   AsyncMode = "error"   // a function error: two retries, then the DLQ or destination
)

// Policy is what the user declared about refusals, for one source.
type Policy struct {
	Batch   BatchMode
	Async   AsyncMode
	Status  int    // of HTTP refusals
	Body    string // of HTTP refusals
	Headers []Pair // added to HTTP refusals
}

// Loses says whether what is refused of an event is gone under a policy, and nobody is told: its first record, or, where it has none,
// all of it. Whoever asks need not refuse it.
func Loses(s Source, e Event, policy Policy) bool {
	if batch, ok := s.(Batch); ok && batch.Records(e) > 0 {
		switch o := batch.Without(e, []int{0}, Note{}, policy).(type) {
		case Forward:
			return !o.Reported && policy.Batch == BatchFilter
		case Reply:
			return o.Swallows
		}
		return false
	}
	reply, ok := s.Refuse(e, Note{}, policy).(Reply)
	return ok && reply.Swallows
}
