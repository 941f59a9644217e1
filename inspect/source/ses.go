package source

import (
	"iter"
	"strings"

	"weir/decoders"
)

// SES is a mail that Amazon SES has received: its envelope, headers and verdicts. What the mail says is not in the
// event, and headers are cut after 10 KB, which headersTruncated tells.
type SES struct{}

// Name is "ses".
func (SES) Name() string { return "ses" }

// Recognise asks for Records, every one with eventSource "aws:ses" and ses.
func (SES) Recognise(e Event) bool { return everyRecord(e, "eventSource", "aws:ses", "ses") }

var sesKinds = kindList{
	{place{"Records", "ses", "mail", "messageId"}, Identifier},
	{place{"Records", "ses", "mail"}, Text},
	{place{"Records", "ses", "receipt", "recipients"}, Text},
	{place{"Records", "ses", "receipt", "action", "objectKey"}, Path},
	{place{"Records", "ses", "receipt"}, Identifier},
}

// Fields yields the addresses, the subject, the names and values of the headers, and the rest of the event. AWS puts one
// record into an event.
func (SES) Fields(e Event) iter.Seq[Field] { return sesKinds.all(e) }

// Refuse stops the rule set where SES waits for the answer (invocationType RequestResponse): no later rule or action
// sees the mail, and nobody is told. An error or an answer of another form would let the mail through (SES's page on the
// Lambda action). Where SES does not wait the mail goes its way, and the handler alone is spared: swallowed, the event is
// gone; as an error it runs twice more, refused each time, and then goes to the function's dead-letter queue or
// destination for failures.
func (SES) Refuse(e Event, note Note, policy Policy) Outcome {
	for _, record := range records(e).Elements() {
		if record.Get("ses", "receipt", "action", "invocationType").Equal("RequestResponse") {
			return Reply{Payload: []byte(`{"disposition":"STOP_RULE_SET"}`), Swallows: true}
		}
	}
	return refuseAsync(note, policy)
}

// sesHeaders leads from a record to the list of headers.
var sesHeaders = []string{"ses", "mail", "headers"}

// Annotate adds the note as a header of the mail, at the end of the list. It returns nil if a record has no such list.
func (SES) Annotate(event Event, note Note) []byte {
	all := records(event)
	if all == nil {
		return nil
	}
	for _, record := range all.Elements() {
		if !record.Get(sesHeaders...).IsArray() {
			return nil
		}
	}
	x := edits{text: event.Payload}
	editSES(&x, event.start, append([]string{"Records"}, sesHeaders...),
		`{"name":"`+noteName+`","value":`+string(appendQuoted(nil, note.text()))+`}`)
	return x.apply()
}

// Strip removes the note from the headers of every mail.
func (SES) Strip(event Event) []byte {
	if !event.Root.IsObject() {
		return nil
	}
	x := edits{text: event.Payload}
	editSES(&x, event.start, append([]string{"Records"}, sesHeaders...), "")
	if !x.changed() {
		return nil
	}
	return x.apply()
}

// editSES goes through all that some handler takes for the lists of headers below text[at], removes the notes in them,
// and puts a header into those that the exact names lead to.
func editSES(x *edits, at int, names []string, put string) {
	if len(names) == 0 {
		x.rewrite(at, func(_ int, it item) bool { return isNoteHeader(x.text[it.value:it.end]) }, put)
		return
	}
	own := decoders.JSON(x.text[at:skipValue(x.text, at)]).Get(names[0])
	for _, it := range items(x.text, at) {
		switch {
		case it.name == nil: // one of the records
			editSES(x, it.value, names, put)
		case !named(it.name, strings.ToLower(names[0])):
		case it.holds(x.text, own):
			editSES(x, it.value, names[1:], put)
		default:
			editSES(x, it.value, names[1:], "")
		}
	}
}

// isNoteHeader says whether a header is named as the note is, by any member that some handler takes for its name.
func isNoteHeader(header decoders.JSON) bool {
	for name, value := range header.Members() {
		if named(name, "name") && isNote(value) {
			return true
		}
	}
	return false
}
