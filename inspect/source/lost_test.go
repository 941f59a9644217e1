package source

import (
	"slices"
	"testing"
)

// What a refusal loses is kept elsewhere, if the outcome says that it is lost.

func TestEveryBatchHandsOutItsRecordsInOrder(t *testing.T) {
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		batch, ok := s.(Batch)
		if !ok {
			return
		}
		n := 0
		for i, record := range batch.Each(e) {
			if i != n || len(record) == 0 {
				t.Errorf("record %d comes at %d, with %d bytes", i, n, len(record))
			}
			n++
		}
		if n != batch.Records(e) {
			t.Errorf("got %d records, want %d", n, batch.Records(e))
		}
		for range batch.Each(e) {
			break
		}
	})
}

func TestWhatIsSwallowedOrFailedByChoiceIsLostWhereItIsSwallowed(t *testing.T) {
	choices := 0
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		if reply, ok := s.Refuse(e, testNote, Policy{Async: AsyncError}).(Reply); ok && reply.Swallows && slices.Contains(waiting, s.Name()) {
			t.Error("somebody waits for this answer, and it says that the event is lost")
		}
		if _, fails := s.Refuse(e, testNote, Policy{Async: AsyncError}).(Fail); !fails {
			return
		}
		if reply, ok := s.Refuse(e, testNote, Policy{Async: AsyncSwallow}).(Reply); ok {
			choices++
			if !reply.Swallows {
				t.Error("the event is swallowed, and the answer does not say so")
			}
		}
	})
	if choices < 10 {
		t.Errorf("only %d fixtures have the choice", choices)
	}
}

// waiting are sources with answers that somebody waits for, though they are no errors.
var waiting = []string{"auth-token", "auth-rest-request", "auth-http-v1", "auth-http-v2", "appsync-auth", "lex-v1", "lex-v2", "alexa", "client-vpn", "transfer", "durable"}

// returned are sources that get a record back which is said to have failed, and keep it or send it again.
var returned = []string{"firehose"}

func TestRecordsThatAreTakenOutAreLostUnlessTheyAreReported(t *testing.T) {
	reported := 0
	eachFixture(t, func(t *testing.T, _ *archive, s Source, e Event) {
		batch, ok := s.(Batch)
		if !ok || batch.Records(e) == 0 {
			return
		}
		bad := []int{batch.Records(e) - 1}
		lost := func(mode BatchMode) (is, known bool) {
			switch o := batch.Without(e, bad, testNote, Policy{Batch: mode, Async: AsyncSwallow}).(type) {
			case Forward:
				return !o.Reported, true
			case Reply:
				return o.Swallows, len(bad) == batch.Records(e)
			}
			return false, false
		}
		if is, known := lost(BatchFilter); known && !is && batch.Records(e) > 1 && !slices.Contains(returned, s.Name()) {
			t.Error("a record was taken out, and the outcome says that it is not lost")
		}
		if is, known := lost(BatchReport); known && !is && !slices.Contains(returned, s.Name()) {
			reported++
		}
	})
	if reported < 5 {
		t.Errorf("only %d fixtures report records", reported)
	}
}
