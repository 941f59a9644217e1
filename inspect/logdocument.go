package inspect

import (
	"weir/decoders"
	"weir/inspect/source"
)

// A subscription filter of CloudWatch Logs puts its batches into a stream: a compressed document, which is told by its form (CloudWatch
// Logs user guide, subscription filters). What stands under its names is of the kind that it is of where the batch goes to a function
// at once. Whoever could forge the document would reach a handler that reads lines of logs, and nothing else in it is of that kind.

// logNames are the members that hold what was logged, and the names of where.
var logNames = []string{"logEvents", "logGroup", "logStream", "subscriptionFilters"}

// isLogDocument says that a reading of a field is such a document: of a record's data, once what AWS has packed it in is undone.
func isLogDocument(f *source.Field, v *decoders.View) bool {
	if !v.Document || v.Rows || len(v.Path) > 0 || f.Target != source.Argument {
		return false
	}
	if len(f.Hint.Encodings) != 1 || f.Hint.Encodings[0] != decoders.Base64 {
		return false
	}
	if len(v.Via) != 2 || v.Via[0] != decoders.Base64 || v.Via[1] != decoders.Gzip {
		return false
	}
	document := decoders.JSON(v.Data)
	for _, name := range logNames {
		if document.Get(name) == nil {
			return false
		}
	}
	return document.Get("messageType").Equal("DATA_MESSAGE") && document.Get("owner").IsString()
}

// inLog says that a path inside of such a document leads to what was logged, or to the names of where.
func inLog(path decoders.Path) bool {
	if len(path) == 0 || path[0].Key == nil {
		return false
	}
	switch string(path[0].Key) {
	case "logGroup", "logStream", "subscriptionFilters":
		return true
	case "logEvents":
		return len(path) > 2 && path[1].Key == nil && (string(path[2].Key) == "message" || string(path[2].Key) == "extractedFields")
	}
	return false
}
