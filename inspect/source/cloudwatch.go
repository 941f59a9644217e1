package source

import "iter"

// CWAlarm is a change of a CloudWatch alarm's state, for which the function is an action of the alarm.
type CWAlarm struct{ noNote }

// Name is "cw-alarm".
func (CWAlarm) Name() string { return "cw-alarm" }

// Recognise asks for a text alarmArn and an object alarmData.
func (CWAlarm) Recognise(e Event) bool {
	return e.Get("alarmArn").IsString() && e.Get("alarmData").IsObject()
}

// DefaultMode is "monitor": an alarm that nobody hears is worse than most of what it could carry.
func (CWAlarm) DefaultMode() string { return "monitor" }

var alarmKinds = kindList{
	{place{"alarmData", "alarmName"}, Identifier},
	{place{"alarmData", "state", "reason"}, Text},
	{place{"alarmData", "previousState", "reason"}, Text},
	{place{"alarmData", "configuration", "description"}, Text},
}

// Fields yields the whole event: reasons, descriptions and the names of metrics and dimensions are texts that an
// operator, or whoever may put metrics, has chosen.
func (CWAlarm) Fields(e Event) iter.Seq[Field] { return alarmKinds.all(e) }

// Refuse ends the delivery; the alarm keeps its state, and its other actions run. Nobody waits for an answer (not
// verified on AWS). Swallowed, the event is gone, and goes to the function's destination for successes; as an error it
// runs twice more, refused each time, and then goes to the function's dead-letter queue or destination for failures.
func (CWAlarm) Refuse(_ Event, note Note, policy Policy) Outcome { return refuseAsync(note, policy) }

// CWDashboard is a custom widget of a CloudWatch dashboard that wants its content.
type CWDashboard struct{ noNote }

// Name is "cw-dashboard".
func (CWDashboard) Name() string { return "cw-dashboard" }

// Recognise asks for an object widgetContext.
func (CWDashboard) Recognise(e Event) bool { return e.Get("widgetContext").IsObject() }

// DefaultMode is "monitor": a dashboard without content tells operators nothing.
func (CWDashboard) DefaultMode() string { return "monitor" }

// Fields yields the whole event: the widget's parameters stand in widgetContext.params and once more beside it, and
// whoever looks at the dashboard may fill forms.
func (CWDashboard) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.foreignKeys = true
		w.walk(e.Root)
	}
}

// Refuse answers with HTML. The viewer of the dashboard sees one line with the incident id in the widget's place, and
// CloudWatch asks again when the dashboard is refreshed.
func (CWDashboard) Refuse(_ Event, note Note, _ Policy) Outcome {
	return Reply{Payload: appendQuoted(nil, "<p>"+blocked(note).Message+"</p>")}
}
