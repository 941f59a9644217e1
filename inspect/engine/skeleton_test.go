package engine

import (
	"strings"
	"testing"
)

func TestTheSkeletonRequestMatchesNothing(t *testing.T) {
	for level := 1; level <= 4; level++ {
		if matches := evaluate(t, engineAt(t, level), nil); len(matches) > 0 {
			t.Errorf("level %d: %v", level, matches)
		}
	}
}

func TestFieldPathsMatchNothing(t *testing.T) {
	paths := []string{
		"Records[0].body.items[3].name → Message",
		"Records[2].body → Message → Records[0].s3.object.key",
		"a.b\\.c.\\x00\\xff…d",
		"union select 1 from users", "<script>alert(1)</script>", "; cat /etc/passwd", "../../etc/passwd", "${jndi:ldap://x}",
		"__proto__.constructor", "jsessionid", "body.[0].[1].[2]", "", "%00", "a\x00b", "\xff",
		strings.Repeat("x", 3000),
	}
	for level := 1; level <= 4; level++ {
		e := engineAt(t, level)
		var values []Value
		for _, p := range paths {
			values = append(values, Value{p, "hello"}, Value{p, "hello"})
		}
		if matches := evaluate(t, e, nil, values...); len(matches) > 0 {
			t.Errorf("level %d, values alone: %v", level, matches)
		}
		// Beside a request with arguments of its own the rules do read names, and matches on ours are dropped.
		r := get("/items?page=2")
		alone := len(evaluate(t, e, r))
		if matches := evaluate(t, e, r, values...); len(matches) != alone {
			t.Errorf("level %d, beside arguments: %v", level, matches)
		}
	}
}
