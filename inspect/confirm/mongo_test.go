package confirm

import "testing"

func TestAnOperatorOfMongoDBStandsInThePlaceOfAName(t *testing.T) {
	verdicts{
		rule:   942290,
		counts: []string{"true, $where: 'a == b'", "$where: '1'", "1, $ne: 1", "x', $nor: \"y", ", $regex : '^a'", "a, $gte:0", "$gt:''"},
		denied: []string{
			"$size: 12px", "$text: 'Verdana'", "query($where: Filter = \"x\")", "$in: 4", "$whereabouts: 'here'", "the price, $near: 4",
			"$search: \"shoes\"", "mutation($ne: Int!, $gte: Int)", "costs $where?",
		},
	}.check(t)
}
