package quarantine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"weir/extension/quarantine"
	"weir/inspect"
	"weir/inspect/source"
)

// bucket is a bucket in a gateway, read by AWS's own client.
type bucket struct {
	*server

	client *s3.Client
}

const refused = "refused"

func newBucket(t *testing.T) bucket {
	t.Helper()
	b := bucket{server: start(t, "s3")}
	b.client = s3.New(s3.Options{
		Region: region, BaseEndpoint: aws.String(b.url), UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(accessKey, secretKey, ""),
	})
	if _, err := b.client.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String(refused)}); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b bucket) options(prefix string) quarantine.Options {
	return quarantine.Options{
		Place: quarantine.Place{Bucket: refused, Prefix: prefix}, Getenv: lookup(environment(b.url)),
		Now: func() time.Time { return time.Now() },
	}
}

// objects returns what is in the bucket, by key.
func (b bucket) objects(t *testing.T) map[string]string {
	t.Helper()
	list, err := b.client.ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String(refused)})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, object := range list.Contents {
		got, err := b.client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: aws.String(refused), Key: object.Key})
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		all[*object.Key] = string(text)
	}
	return all
}

func lines(text string) []string { return strings.Split(strings.TrimSuffix(text, "\n"), "\n") }

func TestRecordsArriveInABucketWithoutTheirCredentials(t *testing.T) {
	b := newBucket(t)
	// A prefix whose signature is right only if it is encoded as S3 does it.
	where, err := keep(t, quarantine.New(b.options("weir/team=a b+c~ü")), orders(5), 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	objects := b.objects(t)
	key := strings.TrimPrefix(where, "s3://"+refused+"/")
	text, ok := objects[key]
	if !ok || len(objects) != 1 {
		t.Fatalf("%s is not among the %d objects: %v", where, len(objects), objects)
	}
	day := time.Now().UTC().Format("2006/01/02")
	if !strings.HasPrefix(key, "weir/team=a b+c~ü/orders/"+day+"/sqs/") || !strings.HasSuffix(key, ".jsonl") {
		t.Errorf("got the key %q", key)
	}
	all := items(t, lines(text)...)
	if len(all) != 2 {
		t.Fatalf("got %d items, want 2", len(all))
	}
	checkOrder(t, all[0], 1)
	checkOrder(t, all[1], 3)
	for _, one := range all {
		if sum := sha256.Sum256(one.Content); hex.EncodeToString(sum[:]) != one.SHA256 || len(one.Content) != one.Bytes {
			t.Errorf("the hash or the length is not that of the content of record %d", *one.Record)
		}
	}
}

func TestTheSameRecordsMakeOneObjectHoweverOftenTheyCome(t *testing.T) {
	b := newBucket(t)
	inv := orders(3)
	for _, receipts := range []string{"+receipt", "+other", "+third"} {
		again := inv
		again.ID = receipts
		again.Payload = bytes.ReplaceAll(inv.Payload, []byte("+receipt"), []byte(receipts))
		if _, err := keep(t, quarantine.New(b.options("")), again, 0, 2); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(b.objects(t)); got != 1 {
		t.Errorf("got %d objects, want 1", got)
	}
	if _, err := keep(t, quarantine.New(b.options("")), inv, 0); err != nil {
		t.Fatal(err)
	}
	if got := len(b.objects(t)); got != 2 {
		t.Errorf("got %d objects after another record, want 2", got)
	}
}

func TestAnEventOfSixMegabytesIsKeptWhole(t *testing.T) {
	b := newBucket(t)
	inv := source.Invocation{ID: "x", Payload: []byte(`{"detail":"` + strings.Repeat("a", 6<<20) + `","token":"` + password + `"}`)}
	v := inspect.Verdict{Incident: "1", Source: "eventbridge", Action: inspect.Block, Score: 5}
	if _, err := quarantine.New(b.options("")).Keep(t.Context(), inv, v, quarantine.Taken(inv, v, source.Reply{Swallows: true}, nil)); err != nil {
		t.Fatal(err)
	}
	for _, text := range b.objects(t) {
		all := items(t, lines(text)...)
		if len(all) != 1 || all[0].Record != nil || all[0].Cut || len(all[0].Content) < 6<<20 {
			t.Errorf("it is not kept whole: %d items", len(all))
		}
	}
}

func TestABucketThatCannotBeWrittenIsAnError(t *testing.T) {
	b := newBucket(t)
	env := environment(b.url)
	env["AWS_SECRET_ACCESS_KEY"] = "another"
	forged := b.options("")
	forged.Getenv = lookup(env)
	nowhere := b.options("")
	nowhere.Place.Bucket = "another-bucket"
	for _, test := range []struct {
		name    string
		options quarantine.Options
		want    string
	}{
		{"a wrong secret", forged, "status 403 SignatureDoesNotMatch"},
		{"no such bucket", nowhere, "status 404 NoSuchBucket"},
	} {
		where, err := keep(t, quarantine.New(test.options), orders(2), 0)
		if err == nil || where != "" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %q, %v; want %s", test.name, where, err, test.want)
		}
	}
	q := quarantine.New(b.options(""))
	b.kill()
	if where, err := keep(t, q, orders(2), 0); err == nil || where != "" {
		t.Errorf("a dead server: got %q, %v", where, err)
	}
}

func TestAServerThatComesBackIsUsedAgain(t *testing.T) {
	first := newBucket(t)
	env := environment(first.url)
	q := quarantine.New(quarantine.Options{Place: quarantine.Place{Bucket: refused}, Getenv: lookup(env)})
	for range 2 { // connections are not kept: an environment may have been frozen in between
		if _, err := keep(t, q, orders(2), 0); err != nil {
			t.Fatal(err)
		}
	}
	first.kill()
	if _, err := keep(t, q, orders(2), 1); err == nil {
		t.Fatal("a dead server has taken a record")
	}
}
