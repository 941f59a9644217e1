package config

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"weir/inspect"
	"weir/inspect/source"
)

// Place is where a quarantine is: a queue or a bucket. The zero Place is nowhere.
type Place struct {
	Queue  string // the URL of an SQS queue
	Bucket string // of S3
	Prefix string // of the keys in the bucket, without slashes around it; may be ""
}

// String is the place as the variable has it.
func (p Place) String() string {
	switch {
	case p.Bucket == "":
		return p.Queue
	case p.Prefix == "":
		return "s3://" + p.Bucket
	}
	return "s3://" + p.Bucket + "/" + p.Prefix
}

// maxPrefix bounds the prefix, in bytes. A key may have 1,024; what stands behind the prefix has less than 200.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const maxPrefix = 512

// Compiled where a quarantine is set, not at every start: the two repeat so much that they take half a millisecond.
var (
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
	bucketName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	})
	// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
	queuePath = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^/[A-Za-z0-9_-]+/[A-Za-z0-9_-]{1,80}(\.fifo)?$`)
	})
)

// place reads a queue's URL or "s3://BUCKET[/PREFIX]".
func place(target *Place, text string) error {
	u, err := url.Parse(text)
	if err != nil || u.User != nil || strings.ContainsAny(text, "?#") || !printable(text) {
		return errors.New("neither the URL of a queue nor s3://BUCKET/PREFIX")
	}
	switch u.Scheme {
	case "s3":
		return bucket(target, strings.TrimPrefix(text, "s3://"))
	case "https", "http":
	default:
		return errors.New("neither the URL of a queue nor s3://BUCKET/PREFIX")
	}
	if u.Host == "" || !queuePath().MatchString(u.EscapedPath()) {
		return errors.New("no URL of a queue, which ends in /ACCOUNT/NAME")
	}
	if u.Scheme == "http" && !isLocal(u.Hostname()) {
		return errors.New("a queue is reached by https")
	}
	*target = Place{Queue: text}
	return nil
}

func bucket(target *Place, text string) error {
	name, prefix, _ := strings.Cut(text, "/")
	prefix = strings.Trim(prefix, "/")
	if !bucketName().MatchString(name) {
		return fmt.Errorf("%q is no name of a bucket", shown(name))
	}
	// Programs on the way between us and S3 take such segments out of a path.
	for _, segment := range strings.Split(prefix, "/") {
		if segment == "." || segment == ".." || segment == "" && prefix != "" {
			return errors.New("the prefix has an empty segment, or one of dots")
		}
	}
	if len(prefix) > maxPrefix {
		return fmt.Errorf("the prefix is longer than %d bytes", maxPrefix)
	}
	*target = Place{Bucket: name, Prefix: prefix}
	return nil
}

// isLocal says of a host that it is none of the public ones: where people run stand-ins for AWS, which have no
// certificates.
func isLocal(host string) bool {
	return net.ParseIP(host) != nil || !strings.Contains(host, ".")
}

// swallowKept makes swallow the default for refused events for which nobody waits, if they are kept.
func (c *Config) swallowKept() {
	if c.Quarantine != (Place{}) && !c.given["WEIR_ASYNC"] {
		c.Async = map[string]source.AsyncMode{"": source.AsyncSwallow}
	}
}

// Fate is how refused events of a source end, where nothing keeps what is refused; false if there is a quarantine.
func (c Config) Fate(name string) (source.Policy, bool) {
	return source.Policy{Batch: forSource(c.Batch, name), Async: forSource(c.Async, name)}, c.Quarantine == (Place{})
}

// Blocks says whether anything is kept from the handler in events of a source whose mode is this.
func (c Config) Blocks(mode inspect.Mode) bool {
	_, _, rules := c.held()
	return mode == inspect.ModeBlock ||
		slices.ContainsFunc(rules, func(m inspect.RuleMode) bool { return m.Mode == inspect.ModeBlock })
}

// forSource looks a word up: that for the source, for its family, for all.
func forSource[T ~string](words map[string]T, name string) T {
	family, _, _ := strings.Cut(name, ":")
	return cmp.Or(words[name], words[family], words[""])
}
