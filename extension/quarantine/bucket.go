package quarantine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// bucket keeps the items of an invocation as one object with a line per item. One request is all that it takes, however
// many records a batch has lost: a batch may have 10,000.
type bucket struct {
	*client

	place    Place
	endpoint string // "" is AWS's own

	mu     sync.Mutex
	region string // where the bucket is
}

func openBucket(o Options) (store, error) {
	c, err := openClient(o, "s3")
	if err != nil {
		return nil, err
	}
	b := &bucket{client: c, place: o.Place, region: o.Getenv("AWS_REGION")}
	// The two variables by which all of AWS's SDKs are told another endpoint.
	// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
	for _, name := range []string{"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} {
		if b.endpoint == "" {
			b.endpoint = strings.TrimSuffix(o.Getenv(name), "/")
		}
	}
	if b.region == "" {
		return nil, errors.New("AWS_REGION is not set")
	}
	return b, nil
}

func (b *bucket) put(ctx context.Context, parcels []parcel) (string, error) {
	var body bytes.Buffer
	for _, p := range parcels {
		line, _ := p.write(0)
		body.Write(line)
		body.WriteByte('\n')
	}
	key := b.key(parcels)
	sum := sha256.Sum256(body.Bytes())
	header := http.Header{
		"Content-Type": {"application/x-ndjson"},
		// A bucket with object lock takes nothing without a checksum.
		"X-Amz-Checksum-Sha256": {base64.StdEncoding.EncodeToString(sum[:])},
	}
	b.mu.Lock()
	region := b.region
	b.mu.Unlock()
	_, err := b.send(ctx, region, http.MethodPut, b.address(region, key), header, body.Bytes())
	var refused *refusal
	if errors.As(err, &refused) && refused.region != "" && refused.region != region {
		// The bucket is in another region than the function.
		region = refused.region
		if _, err = b.send(ctx, region, http.MethodPut, b.address(region, key), header, body.Bytes()); err == nil {
			b.mu.Lock()
			b.region = region
			b.mu.Unlock()
		}
	}
	where := "s3://" + b.place.Bucket + "/" + key
	if err != nil {
		return "", fmt.Errorf("writing s3://%s: %v", b.place.Bucket, err)
	}
	return where, nil
}

// key names the object: PREFIX/FUNCTION/YYYY/MM/DD/SOURCE/HASH.jsonl. The hash is the item's, or one over those of all,
// so that what comes again on the same day writes the same object again, and no more than one.
func (b *bucket) key(parcels []parcel) string {
	first := parcels[0]
	hash := first.item.SHA256
	if len(parcels) > 1 {
		all := sha256.New()
		for _, p := range parcels {
			all.Write([]byte(p.item.SHA256))
		}
		hash = hex.EncodeToString(all.Sum(nil))
	}
	function := "unknown"
	if parts := strings.Split(first.inv.FunctionARN, ":"); len(parts) > 6 && parts[6] != "" {
		function = parts[6]
	}
	key := function + "/" + first.time.UTC().Format("2006/01/02") + "/" + strings.ReplaceAll(first.verdict.Source, ":", "-") + "/" + hash + ".jsonl"
	if b.place.Prefix != "" {
		key = b.place.Prefix + "/" + key
	}
	return key
}

// suffixes are the domains of AWS's partitions by the beginning of their regions' names, where they are not amazonaws.com.
// https://github.com/aws/aws-sdk-go-v2/blob/main/internal/endpoints/awsrulesfn/partitions.json
var suffixes = []struct{ region, suffix string }{
	{"cn-", "amazonaws.com.cn"},
	{"eusc-", "amazonaws.eu"},
	{"us-iso-", "c2s.ic.gov"},
	{"us-isob-", "sc2s.sgov.gov"},
	{"eu-isoe-", "cloud.adc-e.uk"},
	{"us-isof-", "csp.hci.ic.gov"},
}

// address is an object's URL. The bucket is part of the host's name, as S3 wants it, unless there is a dot in it, which
// S3's certificate does not cover, or another endpoint, which may have only one name.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
func (b *bucket) address(region, key string) string {
	path := escape(key)
	if b.endpoint != "" {
		return b.endpoint + "/" + b.place.Bucket + "/" + path
	}
	suffix := "amazonaws.com"
	for _, s := range suffixes {
		if strings.HasPrefix(region, s.region) {
			suffix = s.suffix
		}
	}
	host := "s3." + region + "." + suffix
	if strings.Contains(b.place.Bucket, ".") {
		return "https://" + host + "/" + b.place.Bucket + "/" + path
	}
	return "https://" + b.place.Bucket + "." + host + "/" + path
}

// escape writes a key as signatures want it: everything in percent encoding but the slash and what RFC 3986 calls
// unreserved, which is more than package net/url would encode.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func escape(key string) string {
	var out strings.Builder
	for i := range len(key) {
		switch c := key[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-._~/", c) >= 0:
			out.WriteByte(c)
		default:
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}
