package source

import (
	"fmt"
	"testing"
)

// A header of negotiation is judged as a header only, and a path as a path: neither vouches for what an identity provider
// or an authorizer says in the same words.
func TestOnlyAWSsOwnRepetitionsAreLeftOut(t *testing.T) {
	event := func(agent, path, context string) Event {
		return Parse(fmt.Appendf(nil, `{"resource":"/{proxy+}","path":%q,"httpMethod":"GET","headers":{"user-agent":%q},
"requestContext":{"resourcePath":"/{proxy+}","httpMethod":"GET","path":"/prod/a","stage":"prod","identity":{"sourceIp":"192.0.2.1","userAgent":%q},%s}}`, path, agent, agent, context))
	}
	has := func(e Event, path string) bool {
		for f := range (RestV1{}).Fields(e) {
			if f.Path.String() == path {
				return true
			}
		}
		return false
	}
	const attack = "; cat /etc/passwd"
	for _, c := range []struct{ agent, path, context, at string }{
		{attack, "/a", `"authorizer":{"claims":{"name":"; cat /etc/passwd"}}`, "requestContext.authorizer.claims.name"},
		{attack, "/a", `"authorizer":{"userAgent":"; cat /etc/passwd"}`, "requestContext.authorizer.userAgent"},
		{"x", "/; cat /etc/passwd", `"authorizer":{"path":"/; cat /etc/passwd"}`, "requestContext.authorizer.path"},
	} {
		if !has(event(c.agent, c.path, c.context), c.at) {
			t.Errorf("%s is left out", c.at)
		}
	}
	if e := event(attack, "/a", `"apiId":"a"`); has(e, "requestContext.identity.userAgent") {
		t.Error("the repeated user agent is a field")
	}
}
