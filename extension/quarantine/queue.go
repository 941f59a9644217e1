package quarantine

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"weir/decoders"
)

// queue keeps items as messages, one each.
type queue struct {
	*client

	url    string
	arn    string // how the queue's ARN ends; "" if the URL does not say
	region string
	fifo   bool
	recent recent
}

// The bounds of SQS.
const (
	// maxMessage is the longest message, in bytes.
	// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
	maxMessage = 1 << 20
	// A queue may be set to less, by its MaximumMessageSize; the default was a quarter of it until August 2025. What it
	// refuses is tried with a quarter each time, down to minMessage: labels have a few hundred bytes, seldom thousands.
	minMessage = 16 << 10
	shorter    = 4
	// maxEntries is the most messages of a request, and maxRequest the most bytes in them that every queue takes.
	// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
	maxEntries = 10
	maxRequest = 256 << 10
	// parallel is how many requests are under way at once. A batch of 10,000 records is 1,000 requests.
	parallel = 8
)

func openQueue(o Options) (store, error) {
	c, err := openClient(o, "sqs")
	if err != nil {
		return nil, err
	}
	q := &queue{
		client: c, url: o.Place.Queue, arn: arnEnd(o.Place.Queue), region: regionOf(o.Place.Queue),
		fifo: strings.HasSuffix(o.Place.Queue, ".fifo"),
	}
	if q.region == "" {
		q.region = o.Getenv("AWS_REGION")
	}
	if q.region == "" {
		return nil, errors.New("AWS_REGION is not set")
	}
	return q, nil
}

// queueHost matches the hosts of queues' URLs: today's, those for FIPS, dual stack and VPC endpoints, and the old ones.
// https://docs.aws.amazon.com/general/latest/gr/sqs-service.html
var queueHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:.+\.)?sqs(?:-fips)?\.([a-z0-9-]+)\.|^([a-z0-9-]+)\.queue\.`)
})

// regionOf reads the queue's region from its URL, "" if it does not say.
func regionOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	m := queueHost().FindStringSubmatch(u.Hostname())
	if m == nil {
		return ""
	}
	return m[1] + m[2]
}

// arnEnd makes ":ACCOUNT:NAME" of …/ACCOUNT/NAME.
func arnEnd(address string) string {
	parts := strings.Split(address, "/")
	if len(parts) < 5 {
		return ""
	}
	return ":" + parts[len(parts)-2] + ":" + parts[len(parts)-1]
}

// fromItself says whether a message has come from the queue that would keep it. A function that reads its own quarantine
// would find the same again in each copy, without end.
func (q *queue) fromItself(p parcel) bool {
	if !p.item.isJSON || q.arn == "" {
		return false
	}
	record := decoders.JSON(p.item.data)
	if p.item.Record == whole {
		record = record.Get("Records").At(0)
	}
	origin := record.Get("eventSourceARN").String()
	return strings.HasPrefix(origin, "arn:") && strings.HasSuffix(origin, q.arn)
}

func (q *queue) put(ctx context.Context, parcels []parcel) (string, error) {
	if slices.ContainsFunc(parcels, q.fromItself) {
		return "", errors.New("the function reads the queue in which its quarantine is")
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	places := make(chan struct{}, parallel)
	for group := range q.groups(parcels) {
		places <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		wait.Go(func() {
			defer func() { <-places }()
			if err := q.keep(ctx, group); err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	if ctx.Err() != nil {
		return "", fmt.Errorf("sending to %s: %v", q.url, context.Cause(ctx))
	}
	return q.url, nil
}

// letter is a parcel as a message.
type letter struct {
	parcel
	body []byte
}

// groups yields the parcels that were not sent lately as letters, in groups that fit into one request.
func (q *queue) groups(parcels []parcel) func(yield func([]letter) bool) {
	return func(yield func([]letter) bool) {
		var group []letter
		size := 0
		for _, p := range parcels {
			if q.recent.has(p.item.SHA256) {
				continue
			}
			body, _ := p.write(maxMessage) // the label alone always fits
			if len(group) == maxEntries || len(group) > 0 && size+len(body) > maxRequest {
				if !yield(group) {
					return
				}
				group, size = nil, 0
			}
			group = append(group, letter{p, body})
			size += len(body)
		}
		if len(group) > 0 {
			yield(group)
		}
	}
}

// keep sends a group. What the queue refuses is sent again by itself, and shorter if that may help.
func (q *queue) keep(ctx context.Context, group []letter) error {
	refused, err := q.deliver(ctx, group)
	if err != nil {
		return err
	}
	for _, l := range group {
		if !refused[l.item.SHA256] {
			q.recent.add(l.item.SHA256)
		}
	}
	for _, l := range group {
		if !refused[l.item.SHA256] {
			continue
		}
		limit := maxMessage / shorter
		if len(group) > 1 {
			limit = maxMessage // the request may have been too long as a whole
		}
		if err := q.shorten(ctx, l, limit); err != nil {
			return err
		}
		q.recent.add(l.item.SHA256)
	}
	return nil
}

// shorten sends a letter that was refused, cut to limit and then to what smaller queues take.
func (q *queue) shorten(ctx context.Context, l letter, limit int) error {
	var last error = &refusal{status: http.StatusBadRequest, code: tooLong}
	for ; limit >= minMessage; limit /= shorter {
		body, fits := l.write(limit)
		if !fits {
			break
		}
		_, err := q.request(ctx, url.Values{"Action": {"SendMessage"}}, q.fields("", letter{l.parcel, body}))
		var refused *refusal
		if err == nil || !errors.As(err, &refused) || !refused.aboutContent() {
			return err
		}
		last = err
	}
	return last
}

// tooLong is SQS's word for a message that is longer than its queue allows, and for other parameters that are wrong.
const tooLong = "InvalidParameterValue"

// aboutContent says whether what was sent is at fault, and something shorter may be taken.
func (r *refusal) aboutContent() bool {
	switch r.code {
	case tooLong, "InvalidMessageContents", "MessageTooLong", "AWS.SimpleQueueService.BatchRequestTooLong":
		return true
	}
	return r.status == http.StatusRequestEntityTooLarge
}

// deliver sends a group, and returns the hashes of what the queue refused for its content.
func (q *queue) deliver(ctx context.Context, group []letter) (refused map[string]bool, err error) {
	refused = make(map[string]bool)
	var answer []byte
	if len(group) == 1 {
		_, err = q.request(ctx, url.Values{"Action": {"SendMessage"}}, q.fields("", group[0]))
	} else {
		form := url.Values{"Action": {"SendMessageBatch"}}
		for i, l := range group {
			entry := "SendMessageBatchRequestEntry." + strconv.Itoa(i+1) + "."
			for name, values := range q.fields(entry, l) {
				form[name] = values
			}
			form.Set(entry+"Id", strconv.Itoa(i))
		}
		answer, err = q.request(ctx, form, nil)
	}
	var whole *refusal
	if errors.As(err, &whole) && whole.aboutContent() {
		for _, l := range group {
			refused[l.item.SHA256] = true
		}
		return refused, nil
	}
	if err != nil || len(group) == 1 {
		return refused, err
	}
	return refused, q.failed(answer, group, refused)
}

// failed reads which messages of a batch were not taken. Those that were not for a fault of the queue's own are tried
// again as well, by themselves: that they are shorter then is the lesser evil.
func (q *queue) failed(answer []byte, group []letter, refused map[string]bool) error {
	var document struct {
		Taken  []struct{ Id string } `xml:"SendMessageBatchResult>SendMessageBatchResultEntry"`
		Failed []struct{ Id string } `xml:"SendMessageBatchResult>BatchResultErrorEntry"`
	}
	if err := xml.Unmarshal(answer, &document); err != nil {
		return fmt.Errorf("reading the answer: %v", err)
	}
	if len(document.Taken)+len(document.Failed) != len(group) {
		return fmt.Errorf("the answer names %d of %d messages", len(document.Taken)+len(document.Failed), len(group))
	}
	for _, entry := range document.Failed {
		if i, err := strconv.Atoi(entry.Id); err == nil && i >= 0 && i < len(group) {
			refused[group[i].item.SHA256] = true
		}
	}
	return nil
}

// fields are what a request says of one message.
func (q *queue) fields(prefix string, l letter) url.Values {
	form := url.Values{prefix + "MessageBody": {string(l.body)}}
	if q.fifo {
		// The messages of one source stay in order, and the same record within five minutes is one message.
		form.Set(prefix+"MessageGroupId", l.verdict.Source)
		form.Set(prefix+"MessageDeduplicationId", l.item.SHA256)
	}
	return form
}

// request speaks the query protocol, to the queue's own URL.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
func (q *queue) request(ctx context.Context, forms ...url.Values) ([]byte, error) {
	all := url.Values{"Version": {"2012-11-05"}}
	for _, form := range forms {
		for name, values := range form {
			all[name] = values
		}
	}
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	return q.send(ctx, q.region, http.MethodPost, q.url, header, []byte(all.Encode()))
}
