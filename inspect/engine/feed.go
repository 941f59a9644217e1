package engine

import (
	"regexp"
	"strconv"
	"strings"
	"unsafe"

	"github.com/corazawaf/coraza/v3/collection"
	"github.com/corazawaf/coraza/v3/experimental/plugins/plugintypes"
	"github.com/corazawaf/coraza/v3/types"
	"github.com/corazawaf/coraza/v3/types/variables"
)

// skeleton is the request that stands in where an event carries none: rules that ask for a method, a host or a user
// agent must find one, and none may find fault with it, at any paranoia level.
var skeleton = &Request{
	Method:   "GET",
	URI:      "/",
	Protocol: "HTTP/1.1",
	ClientIP: "192.0.2.1", // an address for documents (RFC 5737): nobody's
	Headers: []Header{
		{"Host", "weir.invalid"},
		{"User-Agent", "Weir"},
		{"Accept", "*/*"},
	},
}

// sendHead gives the transaction everything of the request but its body.
func sendHead(tx types.Transaction, v plugintypes.TransactionVariables, r *Request) {
	tx.ProcessConnection(r.ClientIP, 0, "", 0)
	tx.ProcessURI(r.URI, r.Method, r.Protocol)
	for _, h := range r.Headers {
		// Coraza drops a header without a name, and its value with it.
		tx.AddRequestHeader(ownKey(h.Name), h.Value)
		if strings.EqualFold(h.Name, "Host") {
			host, _, _ := strings.Cut(h.Value, ":")
			tx.SetServerName(host)
		}
	}
	ownKeys(v.ArgsGet())
	ownKeys(v.RequestCookies())
}

// feed is the operator of the first rule of phase 2: Coraza has read the body by then, and no rule has looked at it.
// It adds the values. They are not added earlier because Coraza's form reader overwrites arguments of the same name.
type feed struct{}

// targetRemover is what Coraza's transaction offers to its own action ctl:ruleRemoveTargetById.
type targetRemover interface {
	RemoveRuleTargetByID(id int, variable variables.RuleVariable, key string, keyRx *regexp.Regexp)
}

func newFeed(plugintypes.OperatorOptions) (plugintypes.Operator, error) { return feed{}, nil }

// Evaluate implements plugintypes.Operator. It never matches.
func (feed) Evaluate(tx plugintypes.TransactionState, _ string) bool {
	w := watchOf(tx.ID())
	if w == nil {
		return false
	}
	v := tx.Variables()
	if strings.EqualFold(v.RequestBodyProcessor().Get(), "urlencoded") {
		restore(v.ArgsPost(), v.RequestBody().Get())
	}
	for _, m := range []collection.Map{
		v.ArgsPost(), v.MultipartPartHeaders(), v.MultipartName(), v.MultipartFilename(),
	} {
		ownKeys(m)
	}
	onlyOurs := len(v.Args().FindAll()) == 0
	w.narrows = w.narrows && len(v.ArgsPost().FindAll()) == 0
	for i, value := range w.values {
		key := ownKey(value.Name)
		w.keys[unsafe.StringData(key)] = i
		w.names[i] = key
		if w.narrows {
			w.shown = append(w.shown, i)
		}
		v.ArgsPost().Add(key, value.Text)
	}
	if r, ok := tx.(targetRemover); ok && onlyOurs {
		// Matches on our own names are dropped anyway; without them, no rule needs to read them.
		for _, id := range w.nameRules {
			r.RemoveRuleTargetByID(id, variables.ArgsNames, "", nil)
		}
	}
	w.fed = true
	return false
}

// restore gives a form the arguments back that Coraza has lost: it keeps names in lower case, and of several that differ
// in case only the values of one, by chance.
func restore(arguments collection.Map, form string) {
	pairs := strings.FieldsFunc(form, func(r rune) bool { return r == '&' })
	kept := arguments.FindAll()
	if len(kept) == len(pairs) {
		return
	}
	for _, d := range kept {
		arguments.Remove(d.Key())
	}
	for _, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		arguments.Add(ownKey(unescape(name)), unescape(value))
	}
}

// unescape undoes the encoding of forms, as leniently as Coraza: what is no escape stands for itself.
func unescape(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c == '+' {
			c = ' '
		} else if c == '%' && i+2 < len(text) {
			if b, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				c = byte(b)
				i += 2
			}
		}
		out = append(out, c)
	}
	return string(out)
}

// ownKeys gives every value of a collection a key string of its own allocation. Coraza's cache of transformed values
// knows a value by the address of its key and by its place in a listing whose order changes from rule to rule: two
// values whose keys share an address can take each other's place, and one of them is then never looked at.
func ownKeys(m collection.Map) {
	all := m.FindAll()
	for _, d := range all {
		m.Remove(d.Key())
	}
	for _, d := range all {
		m.Add(ownKey(d.Key()), d.Value())
	}
}

// ownKey copies a key. An empty string has no address, so it becomes a name that no rule minds.
func ownKey(key string) string {
	if key == "" {
		key = "_"
	}
	return strings.Clone(key)
}
