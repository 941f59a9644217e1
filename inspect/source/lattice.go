package source

import "iter"

// LatticeV1 is a request through a service of VPC Lattice whose target group has the event structure version V1.
type LatticeV1 struct{ latticeNote }

// Name is "lattice-v1".
func (LatticeV1) Name() string { return "lattice-v1" }

// Recognise asks for raw_path, method and an object headers.
func (LatticeV1) Recognise(e Event) bool {
	return e.Get("raw_path").IsString() && e.Get("method").IsString() && e.Get("headers").IsObject()
}

// Neither version names a protocol or an address. Whether the query is decoded is nowhere documented: it is read as
// sent, which includes the decoded reading.
var (
	latticeV1Layout = layout{method: steps("method"), path: steps("raw_path"), query: queryUndecoded, snake: true}
	latticeV2Layout = layout{method: steps("method"), path: steps("path"), query: queryUndecoded}
)

// Fields yields the request line, the headers, the query, the body, and the rest of the event. Nothing in the event
// tells who the caller is.
func (LatticeV1) Fields(e Event) iter.Seq[Field] { return latticeV1Layout.fields(e) }

// Caller expects the form that load balancers know too.
func (LatticeV1) Caller(_ Event) Caller {
	return Caller{form: answerALB}
}

// Refuse answers 403, or what the policy says, in the form that load balancers know too. The client sees status, headers
// and body; nobody retries. Responses cannot be streamed.
func (LatticeV1) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, policy, answerALB)
}

// LatticeV2 is a request through a service of VPC Lattice whose target group has the event structure version V2.
type LatticeV2 struct{ latticeNote }

// Name is "lattice-v2".
func (LatticeV2) Name() string { return "lattice-v2" }

// Recognise asks for version "2.0", method, and the service's or the service network's ARN in requestContext.
func (LatticeV2) Recognise(e Event) bool {
	context := e.Get("requestContext")
	return e.is("version", "2.0") && e.Get("method").IsString() &&
		(context.Get("serviceArn").IsString() || context.Get("serviceNetworkArn").IsString())
}

// Fields yields the request line, the headers, the query, the body, and the rest of the event, the caller's identity
// among it. Headers and arguments may be arrays.
func (LatticeV2) Fields(e Event) iter.Seq[Field] { return latticeV2Layout.fields(e) }

// Caller expects the form that load balancers know too.
func (LatticeV2) Caller(_ Event) Caller {
	return Caller{form: answerALB}
}

// Refuse answers 403, or what the policy says, in the form that load balancers know too. The client sees status, headers
// and body; nobody retries. Responses cannot be streamed.
func (LatticeV2) Refuse(_ Event, note Note, policy Policy) Outcome {
	return refuse(note, policy, answerALB)
}

// latticeNote annotates the requests of VPC Lattice.
type latticeNote struct{}

// Annotate adds the note as a header, in the form of the other headers: a text, or an array of one.
func (latticeNote) Annotate(event Event, note Note) []byte {
	return mapNote{"headers"}.annotate(event, note)
}

// Strip removes the note from the headers.
func (latticeNote) Strip(event Event) []byte { return mapNote{"headers"}.strip(event) }
