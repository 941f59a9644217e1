package inspect

import (
	"bytes"

	"weir/decoders"
	"weir/inspect/rules"
	"weir/inspect/source"
)

// sandboxPort notices a value that begins with an address inside the sandbox and a port of Options.Ports, as rule 1010101
// does for the usual ports. A rule in SecLang could not know the others without being one of the user's.
func (r *reading) sandboxPort(f *source.Field, v *decoders.View) {
	ports := r.inspector.ports
	if ports == nil || v.Name || bytes.IndexByte(v.Data, ':') < 0 || leadsBack(f) {
		return
	}
	if ports.Begin(v.Data) {
		r.notice(rules.SandboxPort, f, v)
	}
}

// leadsBack says that a field is a header that names where the request came from: on a developer's machine that is a port
// of its own.
func leadsBack(f *source.Field) bool {
	return f.Target == source.Header && (string(f.Name) == "referer" || string(f.Name) == "origin")
}
