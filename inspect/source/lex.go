package source

import "iter"

// lexSorry is what a bot says instead of handling a refused utterance: it may be spoken, so no id is in it.
const lexSorry = `{"contentType":"PlainText","content":"Sorry, I can't help with that."}`

// LexV2 is a turn of a conversation with a bot of Amazon Lex V2.
type LexV2 struct{}

// Name is "lex-v2".
func (LexV2) Name() string { return "lex-v2" }

// Recognise asks for the objects sessionState and bot, and invocationSource.
func (LexV2) Recognise(e Event) bool {
	return e.Get("sessionState").IsObject() && e.Get("bot").IsObject() && e.has("invocationSource")
}

var lexKinds = kindList{
	{place{"inputTranscript"}, Text},
	{place{"transcriptions"}, Text},
	{place{"bot"}, Identifier},
	{place{"invocationSource"}, Identifier},
	{place{"inputMode"}, Identifier},
	{place{"outputDialogMode"}, Identifier},
	{place{"sessionState", "intent", "name"}, Identifier},
	{place{"sessionState", "intent", "state"}, Identifier},
	{place{"sessionState", "intent", "confirmationState"}, Identifier},
	{place{"currentIntent", "name"}, Identifier},
	{place{"currentIntent", "confirmationStatus"}, Identifier},
}

// Fields yields what the user said and how it was understood, the slots in every form, the attributes of session and
// request, and the rest of the event.
func (LexV2) Fields(e Event) iter.Seq[Field] { return lexKinds.all(e) }

// Refuse closes the intent as failed with a sentence that the user hears or reads (Lex V2's page on the response
// format); the incident id goes to the client as a request attribute. The attributes of the session are dropped, since
// they may hold what was refused. An error would reach the client as a failed dependency, status 424.
func (LexV2) Refuse(e Event, note Note, _ Policy) Outcome {
	b := []byte(`{"sessionState":{"dialogAction":{"type":"Close"},`)
	if name := e.Get("sessionState", "intent", "name"); name.IsString() {
		b = append(b, `"intent":{"name":`...)
		b = appendQuoted(b, name.Text(nil))
		b = append(b, `,"slots":{},"state":"Failed","confirmationState":"None"},`...)
	}
	b = append(b, `"sessionAttributes":{}},"messages":[`+lexSorry+`],"requestAttributes":{"`+incidentHeader+`":"`...)
	b = append(b, bare(note.Incident)...)
	return Reply{Payload: append(b, `"}}`...)}
}

// lexNotes is the place of notes: the attributes of the request.
var lexNotes = mapNote{"requestAttributes"}

// Annotate adds the note to requestAttributes, a map of texts.
func (LexV2) Annotate(event Event, note Note) []byte { return lexNotes.annotate(event, note) }

// Strip removes the note from requestAttributes.
func (LexV2) Strip(event Event) []byte { return lexNotes.strip(event) }

// LexV1 is a turn of a conversation with a bot of the first version of Amazon Lex.
type LexV1 struct{}

// Name is "lex-v1".
func (LexV1) Name() string { return "lex-v1" }

// Recognise asks for the objects currentIntent and bot, and invocationSource.
func (LexV1) Recognise(e Event) bool {
	return e.Get("currentIntent").IsObject() && e.Get("bot").IsObject() && e.has("invocationSource")
}

// Fields yields what the user said, the slots and how they were resolved, the attributes of session and request, and
// the rest of the event.
func (LexV1) Fields(e Event) iter.Seq[Field] { return lexKinds.all(e) }

// Refuse closes the intent as failed with a sentence that the user hears or reads (Lex V1's page on the response
// format). The attributes of the session are dropped, since they may hold what was refused. An error would reach the
// client as a failed dependency, status 424.
func (LexV1) Refuse(Event, Note, Policy) Outcome {
	return Reply{Payload: []byte(
		`{"sessionAttributes":{},"dialogAction":{"type":"Close","fulfillmentState":"Failed","message":` + lexSorry + `}}`,
	)}
}

// Annotate adds the note to requestAttributes, a map of texts.
func (LexV1) Annotate(event Event, note Note) []byte { return lexNotes.annotate(event, note) }

// Strip removes the note from requestAttributes.
func (LexV1) Strip(event Event) []byte { return lexNotes.strip(event) }
