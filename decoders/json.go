package decoders

// JSON is the raw text of one JSON value inside a larger text: its bytes alias the document.
type JSON []byte
