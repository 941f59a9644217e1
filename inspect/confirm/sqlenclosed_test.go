package confirm

import "testing"

func TestAConditionInTheMarksOfTheStatementGoesOn(t *testing.T) {
	counts := []string{
		"' or not '", "' or label not null or '", "' or uid notnull or '", "' is not 'y", "' not glob 'y", "' or .2 or '", "' or ~'", "' or [uid] or '", "' or trim(label)=label or '",
		"' or random() is not '", "' collate nocase or '1", "' ilike '%", "' or b'1'=b'1", "' or q'[k]'='k", "x') and not ('", "k' || label notnull || '1", `" or not "`,
	}
	denied := []string{
		"'or'", "'and'", "'is not'", "boys' and girls' shoes", "5\" or 6\" or 7\"", `"yes" or "no"`, "the boys' and the girls", "rock 'n' roll or 'jazz'", "x' is not the name",
		"dogs' and cats' food or toys", "'cats' or not 'dogs'", "a 'b' collate",
	}
	for _, rule := range []int{942100, 942190, 942360, FirstNear, LastNear} {
		verdicts{rule: rule, counts: counts, denied: denied}.check(t)
	}
}
