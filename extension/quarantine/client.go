package quarantine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"
)

// client speaks to one service of AWS. Signatures and credentials are the SDK's. Its clients of services are not used:
// two requests is all that a quarantine ever sends, and they would cost the start of every function nine megabytes.
type client struct {
	http        *http.Client
	signer      *v4.Signer
	credentials aws.CredentialsProvider
	service     string // as signatures name it
	now         func() time.Time
}

// The bounds of one attempt. A connection within a region opens in a few milliseconds; one that has no route (a VPC
// without an endpoint or a gateway) never does, and should not use up the whole time.
const (
	dialTime   = 2 * time.Second
	answerTime = 3 * time.Second
)

// open makes a client with the function's credentials.
func openClient(o Options, service string) (*client, error) {
	provider, err := provide(o.Getenv)
	if err != nil {
		return nil, err
	}
	return &client{
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:                 http.ProxyFromEnvironment, // as the function's own clients of AWS
				DialContext:           (&net.Dialer{Timeout: dialTime}).DialContext,
				TLSHandshakeTimeout:   dialTime,
				ResponseHeaderTimeout: answerTime,
				MaxIdleConnsPerHost:   parallel,
				ForceAttemptHTTP2:     false,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		signer: v4.NewSigner(func(s *v4.SignerOptions) { s.DisableURIPathEscaping = true }), // paths come escaped
		// The cache asks again before credentials expire.
		credentials: aws.NewCredentialsCache(provider), service: service, now: o.Now,
	}, nil
}

// provide finds the function's credentials, in the two ways in which Lambda gives them: as variables, or, to functions
// with SnapStart, whose variables are older than the role's session, by an address on the loopback interface.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
func provide(getenv func(string) string) (aws.CredentialsProvider, error) {
	if key := getenv("AWS_ACCESS_KEY_ID"); key != "" {
		return credentials.NewStaticCredentialsProvider(key, getenv("AWS_SECRET_ACCESS_KEY"), getenv("AWS_SESSION_TOKEN")), nil
	}
	address := getenv("AWS_CONTAINER_CREDENTIALS_FULL_URI")
	if address == "" {
		return nil, errors.New("neither AWS_ACCESS_KEY_ID nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && !loopback(u.Hostname()) {
		return nil, errors.New("AWS_CONTAINER_CREDENTIALS_FULL_URI is neither on the loopback interface nor https")
	}
	return endpointcreds.New(address, func(o *endpointcreds.Options) {
		o.AuthorizationToken = getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN")
	}), nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// refusal is an answer that is no success.
type refusal struct {
	status  int
	code    string // AWS's word for the error
	message string
	region  string // where S3 says that the bucket is
}

// Error tells what an operator needs. AWS's message is told only where it names who lacks which permission: in others
// it may repeat what was sent.
func (r *refusal) Error() string {
	text := fmt.Sprintf("status %d", r.status)
	if r.code != "" {
		text += " " + clip(r.code)
	}
	if r.status == http.StatusForbidden && r.message != "" {
		text += ": " + clip(r.message)
	}
	return text
}

// passing says whether the same request may succeed a moment later.
func (r *refusal) passing() bool {
	switch r.code {
	case "Throttling", "ThrottlingException", "RequestThrottled", "RequestTimeout", "SlowDown", "KMS.ThrottlingException":
		return true
	}
	return r.status >= 500 || r.status == http.StatusTooManyRequests
}

// A request that did not go through is sent again after a pause, which doubles each time.
const (
	attempts = 3
	pause    = 50 * time.Millisecond
)

// send sends one request to the region of a service and returns the body of its answer. Both services take a repeated
// request: S3 writes the same object again, and a queue would have a second copy.
func (c *client) send(ctx context.Context, region, method, address string, header http.Header, body []byte) ([]byte, error) {
	wait := pause
	for attempt := 1; ; attempt++ {
		answer, err := c.sendOnce(ctx, region, method, address, header, body)
		var refused *refusal
		if err == nil || errors.As(err, &refused) && !refused.passing() || attempt == attempts || ctx.Err() != nil {
			return answer, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, err
		}
		wait *= 2
	}
}

// maxAnswer is as much of an answer as is read: ten times the longest, that to a batch of ten messages.
const maxAnswer = 64 << 10

func (c *client) sendOnce(ctx context.Context, region, method, address string, header http.Header, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = header.Clone()
	session, err := c.credentials.Retrieve(ctx)
	if err != nil {
		return nil, fmt.Errorf("asking for credentials: %v", err)
	}
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	request.Header.Set("X-Amz-Content-Sha256", hash)
	if err := c.signer.SignHTTP(ctx, session, request, hash, c.service, region, c.now()); err != nil {
		return nil, fmt.Errorf("signing: %v", err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if response.StatusCode/100 == 2 {
		return answer, err
	}
	refused := &refusal{status: response.StatusCode, region: response.Header.Get("X-Amz-Bucket-Region")}
	refused.code, refused.message = complaint(answer)
	return nil, refused
}

// complaint reads an error as S3 and SQS write it: the element Error, at the top or one below.
func complaint(answer []byte) (code, message string) {
	type fault struct {
		Code    string `xml:"Code"`
		Message string `xml:"Message"`
	}
	var document struct {
		fault
		Inner fault `xml:"Error"`
	}
	_ = xml.Unmarshal(answer, &document) // an answer of another form has no word for the error
	if document.Code != "" {
		return document.Code, document.Message
	}
	return document.Inner.Code, document.Inner.Message
}

func (c *client) rest() { c.http.CloseIdleConnections() }
