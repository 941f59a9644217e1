package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// readAnswer reads the ids of an answer to a transformation, and the result of each.
func readAnswer(t *testing.T, answer []byte) (ids []string, results map[string]string) {
	t.Helper()
	var typed struct {
		Records []struct{ RecordID, Result string }
	}
	if err := json.Unmarshal(answer, &typed); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	results = map[string]string{}
	for _, record := range typed.Records {
		ids = append(ids, record.RecordID)
		results[record.RecordID] = record.Result
	}
	return ids, results
}

func TestEveryRecordOfATransformationIsAnsweredOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 11))
	for range 300 {
		size := 1 + r.IntN(6)
		var all, records []string
		for n := range size {
			all = append(all, fmt.Sprint("id", n))
			records = append(records, fmt.Sprintf(`{ "recordId":"id%d","data":"%s", %s}`, n, []string{"YQ==", "Yg=="}[r.IntN(2)], noise(r)))
		}
		bad := someOf(r, size)
		for _, c := range []struct{ name, tail, result string }{
			{"firehose", `,"invocationId":"i","deliveryStreamArn":"d"}`, "ProcessingFailed"},
			{"kinesis-analytics", `,"invocationId":"i","applicationArn":"a","streamArn":"s"}`, "ProcessingFailed"},
			{"kinesis-analytics", `,"invocationId":"i","applicationArn":"a"}`, "Ok"},
		} {
			e := Parse([]byte(`{"records": [` + strings.Join(records, ",") + `]` + c.tail))
			s, _ := Recognise(e)
			if s.Name() != c.name {
				t.Fatalf("%s is taken for %s", e.Payload, s.Name())
			}
			var answer []byte
			switch outcome := s.(Batch).Without(e, bad, testNote, Policy{}).(type) {
			case Forward:
				var own []string
				for _, n := range r.Perm(size) { // a handler answers in any order
					if bytes.Contains(outcome.Payload, []byte(records[n])) != !slices.Contains(bad, n) {
						t.Fatalf("without %v: %s", bad, outcome.Payload)
					}
					if !slices.Contains(bad, n) {
						own = append(own, fmt.Sprintf(`{"recordId":"id%d","result":"Dropped","data":""}`, n))
					}
				}
				answer = outcome.Merge([]byte(`{"records":[` + strings.Join(own, " , ") + `]}`))
				if !bytes.Contains(answer, []byte(strings.Join(own, " , "))) || outcome.Reported != (c.result != "Ok") {
					t.Fatalf("the handler's own words change: %s", answer)
				}
			case Reply:
				answer = outcome.Payload
				if outcome.Swallows != (c.result == "Ok") {
					t.Fatalf("%s swallows: %v", c.name, outcome.Swallows)
				}
			}
			ids, results := readAnswer(t, answer)
			slices.Sort(ids)
			if !slices.Equal(ids, all) {
				t.Fatalf("of %v without %v these are answered: %v", all, bad, ids)
			}
			for n, id := range all {
				if want := map[bool]string{true: c.result, false: "Dropped"}[slices.Contains(bad, n)]; results[id] != want {
					t.Fatalf("%s: %s is answered as %s", c.name, id, results[id])
				}
			}
		}
	}
}

func TestARecordThatCannotBeAnsweredFailsItsBatch(t *testing.T) {
	e := Parse([]byte(`{"records":[{"recordId":"a","data":"YQ=="},{"data":"YQ=="}],"invocationId":"i","deliveryStreamArn":"d"}`))
	if _, ok := (Firehose{}).Without(e, []int{1}, testNote, Policy{}).(Fail); !ok {
		t.Error("a record without an id is answered")
	}
	if _, ok := (Firehose{}).Without(e, []int{0}, testNote, Policy{}).(Forward); !ok {
		t.Error("a record that need not be answered fails the batch")
	}
	if _, ok := (Firehose{}).Without(e, []int{0}, testNote, Policy{Batch: BatchFail}).(Fail); !ok {
		t.Error("in the mode fail the batch does not fail")
	}
}

func TestWhatIsTakenOutGoesBackUnderTheNameThatItHad(t *testing.T) {
	for name, record := range map[string]string{"data": `"data":"YQ=="`, "kafkaRecordValue": `"kafkaRecordValue":"YQ=="`} {
		e := Parse([]byte(`{"records":[{"recordId":"a",` + record + `}],"invocationId":"i","deliveryStreamArn":"d"}`))
		want := `{"records":[{"recordId":"a","result":"ProcessingFailed","` + name + `":"YQ=="}]}`
		if got := outcomeText((Firehose{}).Refuse(e, testNote, Policy{})); got != "reply "+want {
			t.Errorf("%s", got)
		}
	}
}
