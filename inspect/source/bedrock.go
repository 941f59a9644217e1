package source

import "iter"

// BedrockFunction is a call that an agent of Amazon Bedrock makes to an action group with function details.
type BedrockFunction struct{ memberNote }

// Name is "bedrock-function".
func (BedrockFunction) Name() string { return "bedrock-function" }

// Recognise asks for messageVersion, an object agent, actionGroup and function.
func (BedrockFunction) Recognise(e Event) bool { return actionGroup(e) && e.has("function") }

func actionGroup(e Event) bool {
	return e.has("messageVersion") && e.Get("agent").IsObject() && e.Get("actionGroup").IsString()
}

var bedrockKinds = kindList{
	{place{"inputText"}, Text},
	{place{"messageVersion"}, Identifier},
	{place{"agent"}, Identifier},
	{place{"actionGroup"}, Identifier},
	{place{"function"}, Identifier},
	{place{"httpMethod"}, Identifier},
	{place{"apiPath"}, Path},
}

// Fields yields the prompt, the parameters that the model made of it, the attributes of session and prompt, and the
// rest of the event.
func (BedrockFunction) Fields(e Event) iter.Seq[Field] { return bedrockKinds.all(e) }

// Refuse answers that the function has failed: Bedrock ends the turn with an exception for a failed dependency (API
// reference, FunctionResult). REPROMPT would give the text back to the model, and an attacker's prompt another try. The
// text may reach the model, and says nothing but the incident id.
func (BedrockFunction) Refuse(e Event, note Note, _ Policy) Outcome {
	b := []byte(`{"messageVersion":"1.0","response":{"actionGroup":`)
	b = appendQuoted(b, e.Get("actionGroup").Text(nil))
	b = appendQuoted(append(b, `,"function":`...), e.Get("function").Text(nil))
	b = append(b, `,"functionResponse":{"responseState":"FAILURE","responseBody":{"TEXT":{"body":"Forbidden (incident `...)
	b = append(b, bare(note.Incident)...)
	return Reply{Payload: append(b, `)"}}}}}`...)}
}

// BedrockAPI is a call that an agent of Amazon Bedrock makes to an action group with an OpenAPI schema.
type BedrockAPI struct{ memberNote }

// Name is "bedrock-api".
func (BedrockAPI) Name() string { return "bedrock-api" }

// Recognise asks for messageVersion, an object agent and actionGroup, without a function.
func (BedrockAPI) Recognise(e Event) bool { return actionGroup(e) && !e.has("function") }

// Fields yields the prompt, the parameters and the properties of the body that the model made of it, the path, the
// attributes of session and prompt, and the rest of the event.
func (BedrockAPI) Fields(e Event) iter.Seq[Field] { return bedrockKinds.all(e) }

// Refuse answers with status 403, which Bedrock gives to the model as the outcome of the call. The body says nothing
// but the incident id.
func (BedrockAPI) Refuse(e Event, note Note, _ Policy) Outcome {
	b := []byte(`{"messageVersion":"1.0","response":{"actionGroup":`)
	b = appendQuoted(b, e.Get("actionGroup").Text(nil))
	b = appendQuoted(append(b, `,"apiPath":`...), e.Get("apiPath").Text(nil))
	b = appendQuoted(append(b, `,"httpMethod":`...), e.Get("httpMethod").Text(nil))
	b = append(b, `,"httpStatusCode":403,"responseBody":{"application/json":{"body":`...)
	b = appendQuoted(b, `{"message":"Forbidden","incident":"`+bare(note.Incident)+`"}`)
	return Reply{Payload: append(b, "}}}}"...)}
}
