package source

import (
	"iter"
	"slices"

	"weir/decoders"
)

// S3Batch is a list of objects, mostly of one, that a job of S3 Batch Operations hands to the function.
type S3Batch struct{}

// Name is "s3-batch".
func (S3Batch) Name() string { return "s3-batch" }

// Recognise asks for invocationSchemaVersion, a list of tasks, and job.
func (S3Batch) Recognise(e Event) bool {
	return e.has("invocationSchemaVersion") && e.Get("tasks").IsArray() && e.has("job")
}

var (
	keyTasks = decoders.Step{Key: []byte("tasks")}
	keyS3Key = decoders.Step{Key: []byte("s3Key")}

	s3BatchKinds = kindList{
		{place{"tasks", "s3VersionId"}, Identifier},
		{place{"tasks", "s3Bucket"}, Identifier},
		{place{"tasks", "s3BucketArn"}, Identifier},
		{place{"invocationSchemaVersion"}, Identifier},
	}
)

// Fields yields each task's key, which the manifest has in form encoding, the job's arguments, and the rest of the event.
func (S3Batch) Fields(e Event) iter.Seq[Field] {
	return func(yield func(Field) bool) {
		w := newWalker(yield)
		w.kind = s3BatchKinds.of
		w.listFields(e, e.Get("tasks"), true, func(task decoders.JSON) {
			w.field(task.Get("s3Key"), Path, formHint, keyS3Key)
		}, keyTasks)
	}
}

// Records is the number of tasks.
func (S3Batch) Records(e Event) int {
	if list := e.Get("tasks"); list.IsArray() {
		return list.Len()
	}
	return 0
}

// Each yields the tasks.
func (S3Batch) Each(e Event) iter.Seq2[int, decoders.JSON] { return e.Get("tasks").Elements() }

// Refuse answers every task with PermanentFailure: S3 does not retry them, and the job's report lists them as failed with
// the incident id (S3's page on invoking functions from Batch Operations). In the mode fail the invocation fails: S3
// retries it, refused each time, and then counts every task as failed.
func (s S3Batch) Refuse(event Event, note Note, policy Policy) Outcome {
	return s.Without(event, countTo(s.Records(event)), note, policy)
}

// Without takes out the tasks in bad, and adds them as PermanentFailure to the results that the handler gives: S3 wants
// one for each task, and would take a missing one for whatever the handler says of missing ones, a retry perhaps. In the
// mode fail the invocation fails.
func (S3Batch) Without(event Event, bad []int, note Note, policy Policy) Outcome {
	if policy.Batch == BatchFail {
		return blocked(note)
	}
	said := appendQuoted([]byte(`"resultCode":"PermanentFailure","resultString":`), blocked(note).Message)
	ours := answersFor(event.Get("tasks"), bad, "taskId", said)
	payload, left := withoutItems(event, event.Get("tasks"), bad)
	if left == 0 {
		b := appendQuoted([]byte(`{"invocationSchemaVersion":`), event.Get("invocationSchemaVersion").Text(nil))
		b = appendQuoted(append(b, `,"treatMissingKeysAs":"PermanentFailure","invocationId":`...), event.Get("invocationId").Text(nil))
		return Reply{Payload: append(append(append(b, `,"results":[`...), ours...), "]}"...)}
	}
	return Forward{Payload: payload, Merge: func(answer []byte) []byte {
		if !Parse(answer).Root.IsObject() {
			return orNull(answer) // no answer of S3's: it takes all tasks for failed as it is
		}
		return mergeList(answer, "results", ours)
	}}
}

// answersFor writes an element of an answer for each record in bad: the id that the record has under name, and what is
// said of all of them. A record without an id has nobody who waits for its answer.
func answersFor(records decoders.JSON, bad []int, name string, said []byte) []byte {
	var out []byte
	for n, record := range records.Elements() {
		id := record.Get(name)
		if _, found := slices.BinarySearch(bad, n); !found || !id.IsString() {
			continue
		}
		if len(out) > 0 {
			out = append(out, ',')
		}
		out = appendQuoted(append(out, `{"`+name+`":`...), id.Text(nil))
		out = append(append(append(out, ','), said...), '}')
	}
	return out
}

// s3BatchNotes is the place of notes: the job's arguments, which version 2.0 of the events has.
var s3BatchNotes = mapNote{"job", "userArguments"}

// Annotate adds the note to job.userArguments. It returns nil for events of version 1.0, which have none.
func (S3Batch) Annotate(event Event, note Note) []byte {
	if !event.is("invocationSchemaVersion", "2.0") {
		return nil
	}
	return s3BatchNotes.annotate(event, note)
}

// Strip removes the note from job.userArguments.
func (S3Batch) Strip(event Event) []byte { return s3BatchNotes.strip(event) }
