// The goat is a function that is vulnerable on purpose, in the spirit of OWASP's ServerlessGoat: what a document URL,
// an object key or an order number says reaches a shell or a query unchecked. It exists for the demonstration, which
// runs it in an empty directory. Never deploy it.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os/exec"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda"
)

func main() { lambda.Start(handle) }

// handle takes what its three triggers send: a Function URL's request, an S3 notification, a batch of queue messages.
func handle(_ context.Context, event json.RawMessage) (any, error) {
	fmt.Printf("goat: %s\n", event)
	var shape struct {
		RequestContext json.RawMessage `json:"requestContext"`
		Records        []struct {
			EventSource string `json:"eventSource"`
		} `json:"Records"`
	}
	if err := json.Unmarshal(event, &shape); err != nil {
		return nil, fmt.Errorf("reading the event: %w", err)
	}
	switch {
	case shape.RequestContext != nil:
		return serve(event)
	case len(shape.Records) > 0 && shape.Records[0].EventSource == "aws:s3":
		return thumbnails(event)
	case len(shape.Records) > 0:
		return consume(event)
	}
	return nil, errors.New("an event of no trigger of this function")
}

// serve converts the document at document_url, or looks an order up.
func serve(event json.RawMessage) (any, error) {
	var request events.LambdaFunctionURLRequest
	if err := json.Unmarshal(event, &request); err != nil {
		return nil, err
	}
	if document := request.QueryStringParameters["document_url"]; document != "" {
		return reply(shell("echo converted " + document)), nil
	}
	order := request.QueryStringParameters["order"]
	if request.Body != "" {
		var body struct{ Order string }
		if err := json.Unmarshal(plain(request), &body); err != nil {
			return nil, err
		}
		order = body.Order
	}
	return reply(query("order = '" + order + "'")), nil
}

// plain undoes the Base64 and the gzip that clients send bodies in.
func plain(request events.LambdaFunctionURLRequest) []byte {
	body := []byte(request.Body)
	if request.IsBase64Encoded {
		body, _ = base64.StdEncoding.DecodeString(request.Body)
	}
	if unpacked, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		body, _ = io.ReadAll(unpacked)
	}
	return body
}

// thumbnails "makes" a thumbnail of each uploaded object, as so many functions do: by naming it to a program.
func thumbnails(event json.RawMessage) (any, error) {
	var notification events.S3Event
	if err := json.Unmarshal(event, &notification); err != nil {
		return nil, err
	}
	var made []string
	for _, record := range notification.Records {
		key, err := url.QueryUnescape(record.S3.Object.Key)
		if err != nil {
			return nil, err
		}
		made = append(made, shell("echo thumbnail of "+key))
	}
	return made, nil
}

// consume books the orders of a batch.
func consume(event json.RawMessage) (any, error) {
	var batch events.SQSEvent
	if err := json.Unmarshal(event, &batch); err != nil {
		return nil, err
	}
	var booked []string
	for _, record := range batch.Records {
		var message struct{ Order string }
		if err := json.Unmarshal([]byte(record.Body), &message); err != nil {
			return nil, err
		}
		booked = append(booked, query("order = '"+message.Order+"'"))
	}
	return map[string]any{"batchItemFailures": []any{}, "booked": booked}, nil
}

// shell is the classic mistake.
func shell(command string) string {
	out, err := exec.Command("sh", "-c", command).CombinedOutput() //nolint:gosec // the vulnerability on show
	if err != nil {
		return fmt.Sprintf("%s(%v)", out, err)
	}
	return strings.TrimSpace(string(out))
}

// reply answers a request.
func reply(body string) events.LambdaFunctionURLResponse {
	return events.LambdaFunctionURLResponse{
		StatusCode: 200, Headers: map[string]string{"Content-Type": "text/plain"}, Body: body,
	}
}
