package source

import "iter"

// ALB is a request through an Application Load Balancer whose target group holds the function, with or without
// multi-value headers.
type ALB struct{ headerNote }

// Name is "alb".
func (ALB) Name() string { return "alb" }

// Recognise asks for requestContext.elb.targetGroupArn.
func (ALB) Recognise(e Event) bool { return balanced(e) && proxied(e) }

var albLayout = layout{
	method: steps("httpMethod"),
	path:   steps("path"),
	query:  queryUndecoded,
}

// Fields yields the request line, the headers, the query, the path, the body, and the rest of the event. Load
// balancers hand on the query without decoding it, and Base64 bodies of ordinary forms.
func (ALB) Fields(e Event) iter.Seq[Field] { return albLayout.fields(e) }

// Caller expects the form of load balancers, with headers as the event has them.
func (ALB) Caller(e Event) Caller {
	form := answerALB
	if e.Get("multiValueHeaders").IsObject() {
		form = answerALBMulti
	}
	return Caller{form: form}
}

// Refuse answers 403, or what the policy says, with headers in the form in which the event has them: in the other one
// they would be lost, and the client would see 502. The client sees status, headers and body; nobody retries.
func (a ALB) Refuse(event Event, note Note, policy Policy) Outcome {
	return refuse(note, policy, a.Caller(event).form)
}
