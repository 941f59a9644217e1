package corpus

import "strings"

// object is a JSON object.
type object = map[string]any

// mailEvent is what SES tells a function about a mail that it has received: all header fields, and the common ones twice.
func mailEvent(head string) object {
	var headers []object
	common := object{"returnPath": "bounce@mail.example"}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, _ := strings.Cut(line, ": ")
		headers = append(headers, object{"name": name, "value": value})
		switch name {
		case "From":
			common["from"] = []string{value}
		case "To", "Cc":
			common[strings.ToLower(name)] = strings.Split(value, ", ")
		case "Subject", "Date":
			common[strings.ToLower(name)] = value
		case "Message-ID":
			common["messageId"] = value
		}
	}
	pass := object{"status": "PASS"}
	return object{"Records": []object{{"eventSource": "aws:ses", "eventVersion": "1.0", "ses": object{
		"mail": object{
			"timestamp": "2026-04-09T12:34:56.123Z", "source": "bounce@mail.example", "messageId": "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
			"destination": []string{"tickets@shop.example"}, "headersTruncated": false, "headers": headers, "commonHeaders": common,
		},
		"receipt": object{
			"timestamp": "2026-04-09T12:34:56.123Z", "processingTimeMillis": 404, "recipients": []string{"tickets@shop.example"},
			"spamVerdict": pass, "virusVerdict": pass, "spfVerdict": pass, "dkimVerdict": pass, "dmarcVerdict": pass,
			"action": object{
				"type": "Lambda", "functionArn": "arn:aws:lambda:eu-west-1:123456789012:function:tickets", "invocationType": "RequestResponse",
			},
		},
	}}}}
}
