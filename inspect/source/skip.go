package source

import (
	"bytes"
	"strings"

	"weir/decoders"
)

// A value is left out of inspection only if its key, the key's place (owned.go) and its format are AWS's: whoever may invoke the
// function can write any event, so a key alone proves nothing. The formats are narrower than AWS's where AWS's would let a
// path, a template or a command through; what is too wide for them is merely inspected.

// skipped lists the formats by key. Every key is exact.
var skipped = map[string]func([]byte) bool{
	"messageId": identifier, "MessageId": identifier, "requestId": identifier, "eventID": identifier,
	"id": identifier, "invocationId": identifier, "taskId": identifier, "recordId": identifier,
	"extendedRequestId": identifier, "x-amz-request-id": identifier, "SenderId": identifier,
	"principalId": identifier, "callerId": identifier, "userId": identifier, "accessKey": identifier,
	"connectionId": identifier,

	"receiptHandle": base64Text, "Signature": base64Text, "resultToken": base64Text, "outputToken": base64Text,
	"RotationToken": base64Text, "CheckpointToken": base64Text, "x-amz-id-2": base64Text,

	"eTag": entityTag, "sequencer": hexadecimal, "versionId": versionID,
	"SequenceNumber": decimal, "sequenceNumber": decimal, "ApproximateReceiveCount": decimal,

	"awsRegion": region, "region": region, "accountId": account, "account": account,

	"SigningCertUrl": snsURL, "SigningCertURL": snsURL, "UnsubscribeUrl": snsURL, "UnsubscribeURL": snsURL,

	"eventSource": word, "EventSource": word, "eventVersion": word, "EventVersion": word, "eventName": word,
	"triggerSource": word, "stage": word, "apiId": word, "version": word, "s3SchemaVersion": word,
	"domainName": word, "domainPrefix": word, "SignatureVersion": word, "dataType": attributeType, "Type": attributeType, "httpMethod": word,
	"routeKey": route, "protocol": protocol, "sourceIPAddress": address, "sourceIp": address,
	"clientCertPem": certificate,
}

// skippedPrefix and skippedSuffix list formats by the beginning and the end of a key.
var (
	skippedPrefix = []affix{{"md5Of", hexadecimal}, {"time", moment}}
	skippedSuffix = []affix{{"Arn", arn}, {"ARN", arn}, {"Timestamp", moment}, {"Time", moment}, {"Epoch", moment}}
)

type affix struct {
	text   string
	format func([]byte) bool
}

// leftOut says whether a text at a path says nothing: it is in a format of AWS's, and stands where AWS names the members.
func leftOut(path decoders.Path, text []byte) bool {
	key := path[len(path)-1].Key
	return key != nil && wellFormed(key, text) && (inert(text) || owned(path))
}

// inert says that a text is nothing in any place: a number, a moment, or a type.
func inert(text []byte) bool { return moment(text) || attributeType(text) }

// wellFormed says whether text is in the format that AWS gives the values of key.
func wellFormed(key, text []byte) bool {
	if format := skipped[string(key)]; format != nil {
		return format(text)
	}
	for _, a := range skippedPrefix {
		if bytes.HasPrefix(key, []byte(a.text)) {
			return a.format(text)
		}
	}
	for _, a := range skippedSuffix {
		if bytes.HasSuffix(key, []byte(a.text)) {
			return a.format(text)
		}
	}
	return false
}

// consists says whether text is 1 to limit bytes long, all of them letters, digits or of more.
func consists(text []byte, limit int, more string) bool {
	if len(text) == 0 || len(text) > limit {
		return false
	}
	for _, c := range text {
		if !alphanumeric(c) && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return true
}

// identifier has neither "/" nor ".": no path, no host name.
func identifier(text []byte) bool { return consists(text, 128, "=_:-") }

// base64Text is at most 2 KB, twice the longest receipt handle.
func base64Text(text []byte) bool {
	return consists(text, 2048, "+/=_-") && !bytes.HasPrefix(text, []byte("/"))
}

func decimal(text []byte) bool { return only(text, 128, "0123456789") }

func hexadecimal(text []byte) bool { return only(text, 64, "0123456789abcdefABCDEF") }

// entityTag is an MD5 with the number of parts of a multipart upload.
func entityTag(text []byte) bool { return only(text, 64, "0123456789abcdefABCDEF-") }

// versionID is "null" or an opaque text; S3's own hold letters, digits, "." and "_".
func versionID(text []byte) bool {
	return consists(text, 64, "._-") && !bytes.Contains(text, []byte(".."))
}

func region(text []byte) bool { return only(text, 25, "abcdefghijklmnopqrstuvwxyz-0123456789") }

// account is "anonymous" for Function URLs without authentication.
func account(text []byte) bool {
	return len(text) == 12 && decimal(text) || string(text) == "anonymous"
}

// word is a name that AWS or an operator chose: "ObjectCreated:Put", "aws:sqs", "$default".
func word(text []byte) bool {
	return consists(bytes.TrimPrefix(text, []byte("$")), 128, "_.:-") && !bytes.Contains(text, []byte(".."))
}

func attributeType(text []byte) bool {
	switch string(text) {
	case "String", "Number", "Binary", "String.Array", "Notification":
		return true
	}
	return false
}

// route is "$default" or a method and a template: "GET /pets/{id}". "${" would begin an expression in many languages.
func route(text []byte) bool {
	method, path, found := bytes.Cut(text, []byte(" /"))
	if !found {
		return word(text)
	}
	return only(method, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") &&
		(len(path) == 0 || consists(path, 512, "_/{}+.~-")) && !bytes.Contains(path, []byte(".."))
}

func protocol(text []byte) bool {
	version, found := bytes.CutPrefix(text, []byte("HTTP/"))
	return found && only(version, 3, "0123456789.")
}

// address is an IPv4 or IPv6 address, by its characters.
func address(text []byte) bool { return only(text, 45, "0123456789abcdefABCDEF.:") }

// moment is a number, an RFC 3339 time, or a time as access logs have it: "12/Mar/2020:19:03:58 +0000".
func moment(text []byte) bool {
	if decimal(text) || shaped(text, "00/AAA/0000:00:00:00 +0000") {
		return true
	}
	const day = "0000-00-00T00:00:00"
	return len(text) > len(day) && shaped(text[:len(day)], day) && only(text[len(day):], 16, "0123456789.:+-Z")
}

// arn requires the head of an ARN and a resource of harmless characters. Resources of S3, IoT and API Gateway are
// always inspected: objects, topics and request paths are named by whoever sends them.
func arn(text []byte) bool {
	head, found := bytes.CutPrefix(text, []byte("arn:aws"))
	if !found || len(text) > 2048 || bytes.Contains(text, []byte("..")) {
		return false
	}
	partition, head, _ := bytes.Cut(head, []byte(":"))
	service, head, _ := bytes.Cut(head, []byte(":"))
	place, head, _ := bytes.Cut(head, []byte(":"))
	owner, resource, found := bytes.Cut(head, []byte(":"))
	switch string(service) {
	case "s3", "iot", "execute-api":
		return false
	}
	const lower = "abcdefghijklmnopqrstuvwxyz-"
	return found && (len(partition) == 0 || only(partition, 16, lower)) && only(service, 64, lower+"0123456789") &&
		(len(place) == 0 || region(place)) && (len(owner) == 0 || decimal(owner) && len(owner) <= 12) &&
		consists(resource, 1024, "_+=,.@:/-") && resource[0] != '/'
}

// snsURL is a URL of Amazon SNS itself. A handler that verifies signatures fetches it.
func snsURL(text []byte) bool {
	rest, found := bytes.CutPrefix(text, []byte("https://sns."))
	if !found {
		return false
	}
	place, rest, found := bytes.Cut(rest, []byte(".amazonaws.com"))
	if !found || !region(place) {
		return false
	}
	rest = bytes.TrimPrefix(rest, []byte(".cn"))
	return len(rest) > 1 && rest[0] == '/' && consists(rest, 2048, "/?=&:._-") && !bytes.Contains(rest, []byte(".."))
}

// certificate is one or more certificates in PEM.
func certificate(text []byte) bool {
	return bytes.HasPrefix(text, []byte("-----BEGIN CERTIFICATE-----\n")) &&
		consists(text, 64<<10, "-+/=\n ") && bytes.HasSuffix(bytes.TrimRight(text, "\n"), []byte("-----END CERTIFICATE-----"))
}

// only says whether text is 1 to limit bytes long, all of them of alphabet.
func only(text []byte, limit int, alphabet string) bool {
	if len(text) == 0 || len(text) > limit {
		return false
	}
	for _, c := range text {
		if strings.IndexByte(alphabet, c) < 0 {
			return false
		}
	}
	return true
}

// shaped compares text with a picture in which 0 is any digit and A any letter.
func shaped(text []byte, picture string) bool {
	if len(text) != len(picture) {
		return false
	}
	for i, c := range text {
		switch p := picture[i]; p {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case 'A':
			if !alphanumeric(c) || c <= '9' {
				return false
			}
		default:
			if c != p {
				return false
			}
		}
	}
	return true
}
