//go:build growth

package leak

import (
	"fmt"
	"strings"
	"testing"

	"weir/inspect/rules"
	"weir/test/growth"
)

func TestGrowthOfTheSearch(t *testing.T) {
	x, err := newIndex(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, list := range [][]gramText{x.literals, x.short} {
		for _, l := range list {
			words = append(words, strings.NewReplacer(string(blank), " ", string(space), " ").Replace(l.text)+"\n")
		}
	}
	finder := &Finder{x}
	growth.Check(t, []growth.Subject{{Name: "search", Read: func(text []byte) { finder.Suspects(text) }}}, growth.Texts(2, words...))
}

func TestGrowthOfMatchers(t *testing.T) {
	words := []string{"AKIAAAAAAAAAAAAAAAAA ", "AWS_SESSION_TOKEN=a AKIAAAAAAAAAAAAAAAAA "}
	subjects := []growth.Subject{{Name: "article", Read: func(text []byte) { IsArticle(text) }}}
	for i, m := range matchers {
		words = append(words, m.words...)
		subjects = append(subjects, growth.Subject{Name: fmt.Sprint(m.rule), Read: func(text []byte) { matchers[i].find(text) }})
	}
	growth.Check(t, subjects, growth.Texts(1, words...))
}
