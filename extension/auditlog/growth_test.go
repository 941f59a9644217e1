//go:build growth

package auditlog

import (
	"testing"

	"weir/test/growth"
)

func TestGrowthOfExcerpts(t *testing.T) {
	growth.Check(t, []growth.Subject{{Name: "excerpt", Read: func(text []byte) { excerpt("body", string(text)) }}}, growth.Texts(2))
}
