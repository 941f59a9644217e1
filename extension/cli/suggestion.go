package cli

import (
	"fmt"
	"strings"
)

// maxSuggested bounds the words that a suggestion is looked for, in bytes: no command, flag, source or tag is longer, and the
// comparison takes the product of two lengths.
const maxSuggested = 64

// meant says which of the words that there are was most likely meant, and else something that helps.
func meant(word string, words []string, otherwise string) string {
	best, least := "", len(word)/3+1
	if len(word) > maxSuggested {
		return otherwise
	}
	for _, w := range words {
		if d := distance(strings.ToLower(word), w); d <= least && (best == "" || d < least) {
			best, least = w, d
		}
	}
	if best == "" {
		return otherwise
	}
	return fmt.Sprintf("Did you mean %q? %s", best, otherwise)
}

// distance is how many characters have to be put in, taken out or replaced to make one word another (Levenshtein). Two
// neighbours that changed places count as one.
func distance(a, b string) int {
	before, last := []int(nil), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
