package source

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
)

// Cognito is a trigger of a user pool: sign-up, sign-in, tokens, messages. Its verdicts are named after the trigger,
// as in "cognito:PreSignUp_SignUp".
type Cognito struct{}

// Name is "cognito".
func (Cognito) Name() string { return "cognito" }

// cognitoTriggers lists the values of triggerSource by their beginnings, after AWS's page on user pool triggers and the
// types of aws-lambda-go.
var cognitoTriggers = map[string][]string{
	"PreSignUp":                   {"SignUp", "AdminCreateUser", "ExternalProvider"},
	"PostConfirmation":            {"ConfirmSignUp", "ConfirmForgotPassword"},
	"PreAuthentication":           {"Authentication"},
	"PostAuthentication":          {"Authentication"},
	"DefineAuthChallenge":         {"Authentication"},
	"CreateAuthChallenge":         {"Authentication"},
	"VerifyAuthChallengeResponse": {"Authentication"},
	"TokenGeneration":             {"HostedAuth", "Authentication", "NewPasswordChallenge", "AuthenticateDevice", "RefreshTokens"},
	"UserMigration":               {"Authentication", "ForgotPassword"},
	"InboundFederation":           {"ExternalProvider"},
	"CustomMessage":               cognitoMessages,
	"CustomEmailSender":           cognitoMessages,
	"CustomSMSSender":             cognitoMessages,
}

var cognitoMessages = []string{
	"SignUp", "AdminCreateUser", "ResendCode", "ForgotPassword", "UpdateUserAttribute", "VerifyUserAttribute",
	"Authentication", "AccountTakeOverNotification",
}

// NameOf is "cognito:" with the trigger. A trigger that nobody has heard of is "cognito": logs and metrics are named by
// it, and whoever may invoke the function can write any.
func (c Cognito) NameOf(e Event) string {
	trigger := e.Get("triggerSource").String()
	family, occasion, _ := strings.Cut(trigger, "_")
	if slices.Contains(cognitoTriggers[family], occasion) {
		return c.Name() + ":" + trigger
	}
	return c.Name()
}

// NamesOf are those of all triggers, in the order of the alphabet.
func (c Cognito) NamesOf() []string {
	var names []string
	for trigger, occasions := range cognitoTriggers {
		for _, occasion := range occasions {
			names = append(names, c.Name()+":"+trigger+"_"+occasion)
		}
	}
	slices.Sort(names)
	return names
}

// Recognise asks for the texts triggerSource and userPoolId and an object request.
func (Cognito) Recognise(e Event) bool {
	return e.Get("triggerSource").IsString() && e.Get("userPoolId").IsString() && e.Get("request").IsObject()
}

var cognitoKinds = kindList{
	{place{"region"}, Identifier},
	{place{"userPoolId"}, Identifier},
	{place{"callerContext", "clientId"}, Identifier},
	{place{"triggerSource"}, Identifier},
	{place{"request", "password"}, Password},
	{place{"request", "code"}, Token},
	{place{"request", "challengeAnswer"}, Token},
	{place{"request", "privateChallengeParameters"}, Token},
	{place{"request", "groupConfiguration"}, Identifier},
}

// Fields yields the user's name and attributes, the metadata that the client sends without being authenticated, what an
// identity provider has said, answers and passwords, and the rest of the event.
func (Cognito) Fields(e Event) iter.Seq[Field] { return cognitoKinds.all(e) }

// Refuse does what stops each trigger. Cognito shows the text of an error to the user, and the hosted UI copies it into
// the query of the callback, so the text is short, neutral and in ASCII. Cognito tries three times within five seconds
// each (page on Lambda triggers); what a failure does to PostConfirmation and PostAuthentication is not verified on AWS.
//
//   - PreSignUp, PreAuthentication, UserMigration, CreateAuthChallenge, InboundFederation: an error. The operation is
//     denied.
//   - TokenGeneration: an error. There are no tokens, fresh or refreshed.
//   - DefineAuthChallenge: the answer that authentication has failed.
//   - VerifyAuthChallengeResponse: the answer that the challenge was not met.
//   - CustomMessage: the event unchanged. Cognito sends its own text.
//   - PostConfirmation, PostAuthentication: the user is confirmed or signed in already, so the event is swallowed by
//     answering it unchanged; or an error, which the user sees.
//   - CustomEmailSender, CustomSMSSender: nobody waits. Swallowed, no message is sent; as an error it runs again.
func (Cognito) Refuse(e Event, note Note, policy Policy) Outcome {
	family, _, _ := strings.Cut(e.Get("triggerSource").String(), "_")
	switch family {
	case "DefineAuthChallenge":
		return answerTrigger(e, note, `{"challengeName":"","issueTokens":false,"failAuthentication":true}`)
	case "VerifyAuthChallengeResponse":
		return answerTrigger(e, note, `{"answerCorrect":false}`)
	case "CustomMessage":
		return answerTrigger(e, note, "")
	case "PostConfirmation", "PostAuthentication", "CustomEmailSender", "CustomSMSSender":
		if policy.Async == AsyncSwallow {
			return swallowed(answerTrigger(e, note, ""))
		}
	}
	return denyTrigger(note)
}

// swallowed says of an answer that nobody learns from it that the event was refused.
func swallowed(outcome Outcome) Outcome {
	if reply, ok := outcome.(Reply); ok {
		reply.Swallows = true
		return reply
	}
	return outcome
}

func denyTrigger(note Note) Fail {
	return Fail{Type: Blocked, Message: "Request not allowed (incident " + bare(note.Incident) + ")"}
}

// answerTrigger answers with the event, as Cognito wants it, with another response unless response is "". An event that
// is no JSON to every parser is none of Cognito's, and is denied.
func answerTrigger(e Event, note Note, response string) Outcome {
	x := edits{text: e.Root}
	if response != "" {
		found := false
		for _, it := range items(e.Root, 0) {
			if it.name.Equal("response") {
				x.replace(it.value, it.end, response)
				found = true
			}
		}
		if !found && e.Root.IsObject() {
			x.rewrite(0, keepAll, `"response":`+response)
		}
	}
	answer := x.apply()
	if !json.Valid(answer) {
		return denyTrigger(note)
	}
	return Reply{Payload: answer}
}

// cognitoNotes is the place of notes: the metadata from the client, a map of texts.
var cognitoNotes = mapNote{"request", "clientMetadata"}

// Annotate adds the note to request.clientMetadata, which handlers read as a map of texts. The response is not touched;
// that Cognito passes over what a handler changes in the request is not verified on AWS.
func (Cognito) Annotate(event Event, note Note) []byte { return cognitoNotes.annotate(event, note) }

// Strip removes the note from request.clientMetadata.
func (Cognito) Strip(event Event) []byte { return cognitoNotes.strip(event) }

// CognitoSync is a change to a dataset of Cognito Sync, which AWS has replaced by AppSync.
type CognitoSync struct{ noNote }

// Name is "cognito-sync".
func (CognitoSync) Name() string { return "cognito-sync" }

// Recognise asks for the texts datasetName and identityPoolId and an object datasetRecords.
func (CognitoSync) Recognise(e Event) bool {
	return e.Get("datasetName").IsString() && e.Get("identityPoolId").IsString() && e.Get("datasetRecords").IsObject()
}

var cognitoSyncKinds = kindList{
	{place{"identityId"}, Identifier},
	{place{"identityPoolId"}, Identifier},
	{place{"eventType"}, Identifier},
	{place{"region"}, Identifier},
}

// Fields yields the names, old values and new values of the records, and the rest of the event.
func (CognitoSync) Fields(e Event) iter.Seq[Field] { return cognitoSyncKinds.all(e) }

// Refuse fails the invocation: the device's call to synchronise is rejected, and nothing is stored (not verified on
// AWS).
func (CognitoSync) Refuse(_ Event, note Note, _ Policy) Outcome { return blocked(note) }
