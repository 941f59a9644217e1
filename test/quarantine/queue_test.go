package quarantine

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"weir/extension/quarantine"
	"weir/inspect"
	"weir/inspect/source"
)

// queue is a queue of the stand-in, read by hand.
type queue struct {
	*server

	address string
}

// newQueue makes a queue; attributes are names and values in turn.
func newQueue(t *testing.T, name string, attributes ...string) queue {
	t.Helper()
	q := queue{server: start(t, "sqs")}
	q.address = q.url + "/000000000000/" + name
	form := url.Values{"Action": {"CreateQueue"}, "QueueName": {name}}
	for i := 0; i < len(attributes); i += 2 {
		entry := "Attribute." + strconv.Itoa(i/2+1)
		form.Set(entry+".Name", attributes[i])
		form.Set(entry+".Value", attributes[i+1])
	}
	q.ask(t, q.url, form)
	return q
}

func (q queue) options() quarantine.Options {
	return quarantine.Options{Place: quarantine.Place{Queue: q.address}, Getenv: lookup(environment(""))}
}

func (q queue) ask(t *testing.T, address string, form url.Values) []byte {
	t.Helper()
	response, err := http.PostForm(address, form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, %v: %s", form.Get("Action"), response.StatusCode, err, answer)
	}
	return answer
}

// messages takes all messages out of the queue.
func (q queue) messages(t *testing.T) (all []string) {
	t.Helper()
	for {
		// One at a time: of a FIFO queue the stand-in would hide those that it does not hand out.
		var answer struct {
			Messages []struct{ Body, ReceiptHandle string } `xml:"ReceiveMessageResult>Message"`
		}
		text := q.ask(t, q.address, url.Values{"Action": {"ReceiveMessage"}, "MaxNumberOfMessages": {"1"}})
		if err := xml.Unmarshal(text, &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Messages) == 0 {
			return all
		}
		for _, m := range answer.Messages {
			all = append(all, m.Body)
			q.ask(t, q.address, url.Values{"Action": {"DeleteMessage"}, "ReceiptHandle": {m.ReceiptHandle}})
		}
	}
}

func TestRecordsArriveInAQueueWithoutTheirCredentials(t *testing.T) {
	q := newQueue(t, "refused")
	kept := quarantine.New(q.options())
	for _, bad := range [][]int{{1}, {0, 2, 4}} { // one by itself, and several in one request
		where, err := keep(t, kept, orders(5), bad...)
		if err != nil || where != q.address {
			t.Fatalf("got %q, %v", where, err)
		}
		all := items(t, q.messages(t)...)
		if len(all) != len(bad) {
			t.Fatalf("got %d messages, want %d", len(all), len(bad))
		}
		slices.SortFunc(all, func(a, b item) int { return *a.Record - *b.Record })
		for i, n := range bad {
			checkOrder(t, all[i], n)
		}
	}
}

func TestABatchThatIsAllBadArrivesRecordByRecord(t *testing.T) {
	q := newQueue(t, "refused")
	const many = 137
	var bad []int
	for n := range many {
		bad = append(bad, n)
	}
	if _, err := keep(t, quarantine.New(q.options()), orders(many), bad...); err != nil {
		t.Fatal(err)
	}
	all := items(t, q.messages(t)...)
	slices.SortFunc(all, func(a, b item) int { return *a.Record - *b.Record })
	if len(all) != many {
		t.Fatalf("got %d messages, want %d", len(all), many)
	}
	for n, one := range all {
		checkOrder(t, one, n)
	}
}

func TestARecordThatComesAgainIsSentOnce(t *testing.T) {
	standard, fifo := newQueue(t, "refused"), newQueue(t, "refused.fifo", "FifoQueue", "true")
	for name, test := range map[string]struct {
		queue queue
		make  func(quarantine.Options) func() *quarantine.Quarantine
	}{
		"to a standard queue, by the same environment": {standard, func(o quarantine.Options) func() *quarantine.Quarantine {
			q := quarantine.New(o)
			return func() *quarantine.Quarantine { return q }
		}},
		"to a FIFO queue, by any": {fifo, func(o quarantine.Options) func() *quarantine.Quarantine {
			return func() *quarantine.Quarantine { return quarantine.New(o) }
		}},
	} {
		next := test.make(test.queue.options())
		for range 3 {
			if _, err := keep(t, next(), orders(2), 0, 1); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(test.queue.messages(t)); got != 2 {
			t.Errorf("%s: got %d messages, want 2", name, got)
		}
	}
}

func TestWhatAQueueDoesNotTakeWholeIsCut(t *testing.T) {
	q := newQueue(t, "refused", "MaximumMessageSize", "262144")
	inv := source.Invocation{ID: "x", Payload: []byte(`{"token":"` + password + `","detail":"` + strings.Repeat("ü", 1<<20) + `"}`)}
	v := inspect.Verdict{Incident: "1", Source: "eventbridge", Action: inspect.Block, Score: 5}
	if _, err := quarantine.New(q.options()).Keep(t.Context(), inv, v, quarantine.Taken(inv, v, source.Reply{Swallows: true}, nil)); err != nil {
		t.Fatal(err)
	}
	texts := q.messages(t)
	all := items(t, texts...)
	if len(all) != 1 || len(texts[0]) > 256<<10 || len(texts[0]) < 250<<10 {
		t.Fatalf("got %d messages, want one of some 256 KB", len(all))
	}
	one := all[0]
	if !one.Cut || one.Content != nil || one.Bytes < 2<<20 || len(one.SHA256) != 64 || !strings.HasPrefix(one.Text, `{"token":"[left out]","detail":"üü`) {
		t.Errorf("the item does not say what was cut: %.300s", texts[0])
	}
}

func TestAQueueThatCannotBeReachedIsAnError(t *testing.T) {
	q := newQueue(t, "refused")
	missing := q.options()
	missing.Place.Queue = q.url + "/000000000000/missing"
	if _, err := keep(t, quarantine.New(missing), orders(1), 0); err == nil || !strings.Contains(err.Error(), "NonExistentQueue") {
		t.Errorf("a queue that is not there: got %v", err)
	}
	kept := quarantine.New(q.options())
	q.kill()
	if where, err := keep(t, kept, orders(20), 0, 5, 19); err == nil || where != "" {
		t.Errorf("a dead server: got %q, %v", where, err)
	}
	if text := fmt.Sprint(keep(t, kept, orders(1), 0)); strings.Contains(text, password) || strings.Contains(text, "order") {
		t.Errorf("the error tells of the record: %s", text)
	}
}
