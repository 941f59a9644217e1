package source

import "weir/decoders"

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
