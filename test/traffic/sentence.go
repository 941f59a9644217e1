package main

import (
	_ "embed"
	"strings"
	"sync"
)

// sentences.txt holds one honest sentence a line, with a place for an attack. A "\n" is a line's end.
//
//go:embed sentences.txt
var sentenceText string

var sentences = sync.OnceValue(func() []string {
	list := strings.Split(strings.TrimSpace(sentenceText), "\n")
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], `\n`, "\n")
	}
	return list
})

// sentencesEach is in how many of the sentences each attack stands: all fifty would take three minutes by themselves. Attacks take
// turns, so that every sentence holds as many.
const sentencesEach = 10

// appendSentences appends the attack in honest sentences, with the number of the sentence in the input's.
func appendSentences(list []input, index int, text string) ([]input, error) {
	all := sentences()
	for turn := range sentencesEach {
		// Steps apart, so that an attack meets sentences of different kinds.
		n := (index + turn*len(all)/sentencesEach) % len(all)
		inner, err := quoted(strings.Replace(all[n], valuePlace, text, 1))
		if err != nil {
			return nil, err
		}
		event, err := fill(bodyOfJSON, `{"message":"`+inner+`"}`)
		if err != nil {
			return nil, err
		}
		list = append(list, input{inSentence, index*len(all) + n, event})
	}
	return list, nil
}
