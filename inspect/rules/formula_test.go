package rules

import (
	"os/exec"
	"strings"
	"testing"
)

// Filters in WHERE id=…: the first widen, or tell by the rows that are found what stands in another column.
var widening = []string{
	"id and password like 'a%'", "id and password > 'a'", "id and not password like 'b%'", "id and admin", "id = 1 and password like 'a%'",
	"id=true and password like 'a%'", "id > 0 and password like 'a%'", "id < 5 and password like 'a%'", "id <> 7 and password like 'a%'",
	"id is not null and password like 'a%'", "id between 0 and 1 and password like 'a%'", "id = (password > 'a')", "id = admin and password like 'a%'",
	"id >= 1 and password between 'a' and 'b'", "id != 9 and admin in (1)", "id in (1) and password like 'a%'", "id = admin", "id and id",
	"id not between 2 and 3 and password like 'a%'", `id=true and password="apple"`, "id and password is not null order by name",
}

var narrowing = []string{
	"size = 1024 and not key like 'tmp/%'", "size > 1024 and not key like 'tmp/%'", "persons between 1000000 and 3000000", "100*(m1/m2)", "id = 5 and password like 'a%'",
	"project = SHOP and status not in (Done) and updated >= -7d order by priority desc", "(a+b)*c", "width*height/2",
}

func TestOnlyFiltersThatNarrowAreHarmless(t *testing.T) {
	for _, text := range widening {
		if withoutFormula(text) == "" {
			t.Errorf("%s is harmless", text)
		}
	}
	for _, text := range append(narrowing, `done=true AND metadata.verb="create"`) {
		if withoutFormula(text) != "" {
			t.Errorf("%s is not harmless", text)
		}
	}
}

// What SQLite finds by them, of two users.
func TestFiltersWidenInSQLite(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Log("no SQLite here")
		return
	}
	found := func(condition string) bool {
		query := "create table t(id, name, password, admin, size, key, persons, m1, m2, a, b, c, width, height, priority);" +
			"insert into t values(1,'ann','apple',1,9,'k',3,5,1,7,7,7,8,8,1),(7,'tom','pear',0,9,'k',3,5,1,7,7,7,8,8,1);" +
			"select 'found' from t where id=" + condition + ";"
		out, _ := exec.CommandContext(t.Context(), sqlite, ":memory:", query).CombinedOutput() // an error of SQL finds nothing
		return strings.Contains(string(out), "found")
	}
	for _, condition := range widening {
		if !found(condition) {
			t.Errorf("%s finds nothing", condition)
		}
	}
	for _, condition := range narrowing {
		if found(condition) {
			t.Errorf("%s finds a user", condition)
		}
	}
}
