package decoders

// IsText says whether bytes read as text rather than as a program's own format: mostly printable characters in UTF-8.
func IsText(data []byte) bool { return isText(data) }
