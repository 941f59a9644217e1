package quarantine

import (
	"strings"

	"weir/extension/secret"
)

// bracket is an object or an array that is being read, with what may make a pair of a name and a credential in it: headers
// and variables are written as objects of a name and a value, as arrays of two, and as arrays in which names and values alternate.
type bracket struct {
	under  string // the name that it stands under
	list   bool
	paired bool // an array of a name and a value
	flat   bool // an array in which they alternate

	member string // the name of the member at hand
	start  int    // where the value at hand begins
	count  int    // of the elements before
	named  bool   // the object names a credential, or the element before does
	value  span   // the value of the object's pair
}

type span struct{ from, to int }

// isPairName and isPairValue know the members of an object that is a pair, in lower case: CloudFront's and HAR's headers,
// ECS's and CodeBuild's variables, SSM's parameters, and attributes of messages.
func isPairName(name string) bool {
	switch name {
	case "key", "name", "header", "headername", "parametername", "field", "k":
		return true
	}
	return false
}

func isPairValue(name string) bool {
	switch name {
	case "value", "values", "val", "v", "stringvalue", "binaryvalue", "headervalue", "parametervalue":
		return true
	}
	return false
}

func (r *redaction) enter(list bool, at int) {
	b := bracket{list: list, start: at + 1}
	if n := len(r.open); n > 0 {
		outer := &r.open[n-1]
		b.under = outer.member
		b.paired = list && outer.list
		b.flat = list && strings.HasSuffix(lower(outer.member), "headers")
	}
	r.open = append(r.open, b)
}

// next ends a member or an element at i, and begins another.
func (r *redaction) next(i int) {
	b := &r.open[len(r.open)-1]
	r.end(b, i)
	b.count++
	b.member, b.start = "", i+1
}

// leave ends an object or an array at i.
func (r *redaction) leave(i int) {
	b := &r.open[len(r.open)-1]
	r.end(b, i)
	if !b.list && b.named && b.value.to > b.value.from {
		r.replace(b.value.from, b.value.to, []byte(mark), 1)
	}
	r.open = r.open[:len(r.open)-1]
}

// end looks at the value that ends at i.
func (r *redaction) end(b *bracket, i int) {
	from := skipSpace(r.text[:i], b.start)
	to := i
	for to > from && isSpace(r.text[to-1]) {
		to--
	}
	switch {
	case from == to:
	case b.list:
		if b.named {
			r.replace(from, to, []byte(mark), 1)
		}
		b.named = (b.paired && b.count == 0 || b.flat && b.count%2 == 0) && r.names(from, to)
	case isPairName(lower(b.member)):
		b.named = b.named || r.names(from, to)
	case isPairValue(lower(b.member)):
		b.value = span{from, to}
	}
}

// maxQuoted is the longest string that is read as a name, in bytes.
const maxQuoted = 128

// names says whether a value is a string that names a credential.
func (r *redaction) names(from, to int) bool {
	value := r.text[from:to]
	return len(value) <= maxQuoted && value.IsString() && secret.Named("", string(value.Text(nil)))
}

func lower(name string) string {
	if len(name) > maxQuoted {
		return ""
	}
	return strings.ToLower(name)
}
