//go:build growth

package rules

import (
	"fmt"
	"testing"

	"weir/test/growth"
)

func TestGrowthOfHarmlessTexts(t *testing.T) {
	words := []string{
		"select a b c;", "it's ", "'a' ", "union a ", "union all ", "a:b ", "data: ", "xmlns:a='b'", "<?xml ", `"[""a""]",`, "\nA='b'", " at a (b:1:1)\n", "; find the a ", ";mail ",
		"../a/", "..\\a\\", "startswith(a,'", "point(1)", "user(a:", "$top", "/tmp/a/", "[...a]", "${aws:a}", "From: a\r\n", "content-type: a\r\n", "expected '", "&Version=1", "ж",
	}
	var subjects []growth.Subject
	for i, h := range HarmlessTexts {
		subjects = append(subjects, growth.Subject{Name: fmt.Sprint(i, " ", h.First), Read: func(text []byte) { h.without(string(text)) }})
	}
	ports := PortsOf([]int{1234})
	subjects = append(subjects, growth.Subject{Name: "ports", Read: func(text []byte) { ports.Begin(text) }})
	growth.CheckSome(t, subjects, growth.Texts(1, words...), 2)
}
