package source

import (
	"iter"

	"weir/decoders"
)

// IoTAuthorizer is a connection to AWS IoT Core that a custom authorizer decides on.
type IoTAuthorizer struct{ noNote }

// Name is "iot-authorizer".
func (IoTAuthorizer) Name() string { return "iot-authorizer" }

// Recognise asks for an object protocolData and an array protocols.
func (IoTAuthorizer) Recognise(e Event) bool {
	return e.Get("protocolData").IsObject() && e.Get("protocols").IsArray()
}

var iotAuthorizerKinds = kindList{
	{place{"token"}, Token},
	{place{"protocols"}, Identifier},
	{place{"connectionMetadata"}, Identifier},
}

var (
	placeIoTHeaders = place{"protocolData", "http", "headers"}
	pathIoTQuery    = steps("protocolData", "http", "queryString")
	pathIoTPassword = steps("protocolData", "mqtt", "password")
	formBody        = decoders.Hint{ContentType: "application/x-www-form-urlencoded"}
)

// Fields yields the token, the headers and the query of HTTP, the name, password and client id of MQTT, and the rest of
// the event. AWS writes the password as Base64; what is none is read as it stands.
func (IoTAuthorizer) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = func(path decoders.Path) Kind {
			if placeIoTHeaders.begins(path) {
				return HeaderText
			}
			return iotAuthorizerKinds.of(path)
		}
		w.field(e.at(pathIoTQuery), Unknown, formBody, pathIoTQuery...)
		password, hint := e.at(pathIoTPassword), decoders.Hint{}
		if isBase64(password) {
			hint = base64Declared
		}
		w.field(password, Password, hint, pathIoTPassword...)
		w.walk(e.Root)
	}
}

// Refuse answers that the device is not authenticated: IoT Core closes the connection (page on custom authorizers). The
// two times are the least that it allows, in seconds.
func (IoTAuthorizer) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"isAuthenticated":false,"principalId":"blocked","disconnectAfterInSeconds":300,` +
		`"refreshAfterInSeconds":300,"policyDocuments":[]}`)}
}

// IoTPreProvision is a device that asks AWS IoT Core for fleet provisioning, before it is registered.
type IoTPreProvision struct{ noNote }

// Name is "iot-preprovision".
func (IoTPreProvision) Name() string { return "iot-preprovision" }

// Recognise asks for the texts templateArn, certificateId and claimCertificateId.
func (IoTPreProvision) Recognise(e Event) bool {
	return e.Get("templateArn").IsString() && e.Get("certificateId").IsString() && e.Get("claimCertificateId").IsString()
}

var iotPreProvisionKinds = kindList{
	{place{"templateArn"}, Identifier},
	{place{"certificateId"}, Identifier},
	{place{"claimCertificateId"}, Identifier},
	{place{"certificatePem"}, Identifier},
}

// Fields yields the device's parameters and client id, and the rest of the event.
func (IoTPreProvision) Fields(e Event) iter.Seq[Field] { return iotPreProvisionKinds.all(e) }

// Refuse denies provisioning: the device is told that its request was rejected, and gets no certificate.
func (IoTPreProvision) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(`{"allowProvisioning":false}`)}
}

// IoTButton is a click on an AWS IoT Button.
type IoTButton struct{ noNote }

// Name is "iot-button".
func (IoTButton) Name() string { return "iot-button" }

// Recognise asks for the texts serialNumber and clickType.
func (IoTButton) Recognise(e Event) bool {
	return e.Get("serialNumber").IsString() && e.Get("clickType").IsString()
}

var iotButtonKinds = kindList{
	{place{"serialNumber"}, Identifier},
	{place{"clickType"}, Identifier},
}

// Fields yields every text of the event.
func (IoTButton) Fields(e Event) iter.Seq[Field] { return iotButtonKinds.all(e) }

// Refuse ends the delivery. Nobody waits for an answer. Swallowed, the click is gone; as an error it runs twice more,
// refused each time, and then goes to the function's dead-letter queue or destination for failures.
func (IoTButton) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }
