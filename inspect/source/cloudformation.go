package source

import (
	"bytes"
	"iter"
	"net/url"
	"strings"
)

// CFN is a request of AWS CloudFormation to a custom resource, which waits for its answer at a URL. A request that comes
// through a topic is an event of SNS: refused as such it leaves the stack waiting.
type CFN struct{ noNote }

// Name is "cfn".
func (CFN) Name() string { return "cfn" }

// Recognise asks for the RequestType Create, Update or Delete, for texts StackId, LogicalResourceId and ResourceType,
// and for a ResponseURL that begins with http.
func (CFN) Recognise(e Event) bool { return customResource(e) && wantsPut(e) }

// DefaultMode is "monitor": a refusal rolls a stack back.
func (CFN) DefaultMode() string { return "monitor" }

// Fields yields the whole event: the properties of the resource, old and new, are the template's text and its
// parameters'. The response URL is a secret while it is valid.
func (CFN) Fields(e Event) iter.Seq[Field] { return customResourceKinds.all(e) }

// Refuse tells CloudFormation that the resource has failed, by a PUT to the response URL, and then answers the
// invocation as a success, since an error would run again. The stack rolls back, and its events show the incident id.
// If the PUT fails the invocation does: it runs twice more, and the PUT with it. The report repeats the physical id of
// an older resource, or the stack would replace it.
//
// A PUT goes only to the buckets from which CloudFormation reads. An event with any other URL is no request of
// CloudFormation's: nobody is told, and the invocation fails. So does that of a request without the ids that the report
// has to repeat; a stack that waited for it would do so until the resource's timeout, an hour unless the template says
// otherwise (not verified on AWS).
//
// A Delete of CloudFormation's is never refused, so that no stack stays behind that cannot be deleted, and so that the
// rollback of a refused Create goes through: the handler gets the event.
func (CFN) Refuse(event Event, note Note, _ Policy) Outcome {
	to := event.Get("ResponseURL").String()
	if !responseURL(to) {
		return blocked(note)
	}
	if deletes(event) {
		return Forward{Payload: event.Payload}
	}
	report := failedResource(event, note)
	if report == nil {
		return blocked(note)
	}
	return Put{URL: to, Body: report, Then: Reply{Payload: []byte(`""`)}, Otherwise: blocked(note)}
}

// CFNProviderFramework is a request to a custom resource that the provider framework of AWS CDK hands on, and to which
// the framework answers itself.
type CFNProviderFramework struct{ noNote }

// Name is "cfn-provider-framework".
func (CFNProviderFramework) Name() string { return "cfn-provider-framework" }

// Recognise asks for what a request to a custom resource has, without a ResponseURL that begins with http.
func (CFNProviderFramework) Recognise(e Event) bool { return customResource(e) && !wantsPut(e) }

// DefaultMode is "monitor": a refusal rolls a stack back.
func (CFNProviderFramework) DefaultMode() string { return "monitor" }

// Fields yields the whole event: the properties of the resource, old and new, are the template's text and its
// parameters'.
func (CFNProviderFramework) Fields(e Event) iter.Seq[Field] { return customResourceKinds.all(e) }

// Refuse fails the invocation. The framework, which waits for the answer, tells CloudFormation that the resource has
// failed, with the message and its incident id; the stack rolls back. A Delete is never refused, so that no stack stays
// behind that cannot be deleted: the handler gets the event.
func (CFNProviderFramework) Refuse(event Event, note Note, _ Policy) Outcome {
	if deletes(event) {
		return Forward{Payload: event.Payload}
	}
	return blocked(note)
}

var customResourceKinds = kindList{
	{place{"ResponseURL"}, Link},
	{place{"ResourceType"}, Identifier},
	{place{"LogicalResourceId"}, Identifier},
}

func customResource(e Event) bool {
	return e.is("RequestType", "Create", "Update", "Delete") &&
		e.Get("StackId").IsString() && e.Get("LogicalResourceId").IsString() && e.Get("ResourceType").IsString()
}

// wantsPut says whether the resource's answer is to be put to a URL. The framework hides it from its handlers.
func wantsPut(e Event) bool { return bytes.HasPrefix(e.Get("ResponseURL").Text(nil), []byte("http")) }

func deletes(e Event) bool { return e.is("RequestType", "Delete") }

// maxReport is the size up to which CloudFormation takes an answer, in bytes ("Custom resource response objects", AWS
// CloudFormation user guide).
const maxReport = 4096

// failedResource writes CloudFormation's answer for a resource that has failed. It returns nil if the event lacks what
// the answer has to repeat, or has too much of it.
func failedResource(e Event, note Note) []byte {
	requestID := e.Get("RequestId").String()
	physicalID := requestID // of a resource that does not exist yet
	if !e.is("RequestType", "Create") {
		physicalID = e.Get("PhysicalResourceId").String()
	}
	if requestID == "" || physicalID == "" {
		return nil
	}
	b := []byte(`{"Status":"FAILED"`)
	for _, m := range []Pair{
		{"Reason", blocked(note).Message},
		{"PhysicalResourceId", physicalID},
		{"StackId", e.Get("StackId").String()},
		{"RequestId", requestID},
		{"LogicalResourceId", e.Get("LogicalResourceId").String()},
	} {
		b = append(b, `,"`+m.Name+`":`...)
		b = appendQuoted(b, m.Value)
	}
	b = append(b, `,"NoEcho":true}`...)
	if len(b) > maxReport {
		return nil
	}
	return b
}

// responseBucket begins the names of the buckets from which CloudFormation reads answers. The region follows, without
// dashes ("Setting up VPC endpoints for AWS CloudFormation", AWS CloudFormation user guide).
const responseBucket = "cloudformation-custom-resource-response-"

// awsDomains are the domains of AWS's partitions, as the AWS SDKs list them.
var awsDomains = []string{
	"amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov",
}

// responseURL says whether text is a URL in a bucket of CloudFormation's own: whoever may invoke the function can write
// any other, down to the function's own Runtime API.
func responseURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.User != nil || u.Fragment != "" {
		return false
	}
	bucket, found := strings.CutPrefix(u.Host, responseBucket)
	if !found {
		return false
	}
	place, host, _ := strings.Cut(bucket, ".s3")
	for _, domain := range awsDomains {
		if region, found := strings.CutSuffix(host, "."+domain); found {
			return bucketOf(place, region)
		}
	}
	return false
}

// bucketOf says whether place is the region without dashes. The region is "" where the host names none, and begins with
// the "." or "-" that joins it to "s3".
func bucketOf(place, region string) bool {
	if !consists([]byte(place), 32, "") {
		return false
	}
	if region == "" {
		return true
	}
	return (region[0] == '.' || region[0] == '-') && strings.ReplaceAll(region[1:], "-", "") == place
}
