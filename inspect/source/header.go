package source

import "weir/decoders"

// headerKind is HeaderText for the headers in which clients and servers negotiate, and Unknown for all others. The values
// of negotiation have a syntax of their own, which rules made for arguments take for commands ("gzip, deflate") or markup.
// Other headers hold what a handler may use as it uses an argument.
func headerKind(name []byte) Kind {
	var folded [len("sec-ch-ua-platform")]byte // the longest
	if len(name) > len(folded) {
		return Unknown
	}
	for i, c := range name {
		folded[i] = lower(c)
	}
	switch string(folded[:len(name)]) {
	case "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "connection",
		"if-modified-since", "if-none-match", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "te", "user-agent", "via":
		return HeaderText
	}
	return Unknown
}

// header returns the first string of a header, by the lower-case name, and the map that has it.
func (e Event) header(name string) (decoders.JSON, decoders.Step) {
	for _, at := range [...]decoders.Step{keyMultiHeaders, keyHeaders} {
		for member, value := range e.members(e.Get(string(at.Key))) {
			if !named(member, name) {
				continue
			}
			if value = firstOf(value); value.IsString() {
				return value, at
			}
		}
	}
	return nil, decoders.Step{}
}

// firstOf returns the first of several values of a header, or the only one.
func firstOf(value decoders.JSON) decoders.JSON {
	if value.IsArray() {
		return value.At(0)
	}
	return value
}

// heads are the headers that say something about others parts of a request: header for each, found in one pass.
type heads struct{ userAgent, host, contentType, contentEncoding decoders.JSON }

func (e Event) heads() (h heads) {
	for _, at := range [...]string{"multiValueHeaders", "headers"} {
		for member, value := range e.members(e.Get(at)) {
			head := h.of(member)
			if head == nil || *head != nil {
				continue
			}
			if value = firstOf(value); value.IsString() {
				*head = value
			}
		}
	}
	return h
}

// of returns the place of a header, or nil if it is none of heads.
func (h *heads) of(name decoders.JSON) *decoders.JSON {
	switch {
	case named(name, "user-agent"):
		return &h.userAgent
	case named(name, "host"):
		return &h.host
	case named(name, "content-type"):
		return &h.contentType
	case named(name, "content-encoding"):
		return &h.contentEncoding
	}
	return nil
}
