package auditlog

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"weir/inspect/source"
)

// Client says what of a client's address a line has.
type Client string

// What there is.
const (
	Hashed  Client = "hash" // a code, which is the same for the same address and key
	Address Client = "ip"   // the address itself
	Nothing Client = "off"
)

// codeLength is how many bytes of the hash are shown: of a million clients hardly any two share 64 bits.
const codeLength = 8

// client is what a line says of who sent a request; "" of an unknown address.
func (l *Log) client(inv source.Invocation, address string) string {
	switch {
	case address == "" || l.options.Client == Nothing:
		return ""
	case l.options.Client == Address:
		return address
	}
	key := l.options.ClientKey
	if key == "" {
		// A key that is no secret. It only keeps the same client from having the same code in every function of the world.
		key = functionARN(inv.FunctionARN) + l.options.Function
	}
	code := hmac.New(sha256.New, []byte(key))
	code.Write([]byte(address)) // never fails
	return hex.EncodeToString(code.Sum(nil)[:codeLength])
}

// functionARN is an invoked ARN without its qualifier: the same for all aliases and versions.
func functionARN(invoked string) string {
	parts := strings.SplitN(invoked, ":", 8)
	return strings.Join(parts[:min(len(parts), 7)], ":")
}

// traceID takes the trace's id out of X-Ray's tracing header, such as Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1. The
// caller may have chosen it, so only what has the form of an id is one.
// https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
func traceID(header string) string {
	for part := range strings.SplitSeq(header, ";") {
		id, is := strings.CutPrefix(strings.TrimSpace(part), "Root=")
		if !is {
			continue
		}
		const form = "1-00000000-000000000000000000000000"
		if len(id) != len(form) || id[:2] != form[:2] || id[10] != '-' {
			return ""
		}
		for i, c := range []byte(id) {
			if form[i] == '0' && !('0' <= c && c <= '9' || 'a' <= c && c <= 'f') {
				return ""
			}
		}
		return id
	}
	return ""
}
