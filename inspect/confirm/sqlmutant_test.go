package confirm

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
)

// sqlMutants makes values that go on as SQL, and are disguised: by blanks, comments, case, prose before and behind, and encodings.
type sqlMutants struct{ *rand.Rand }

func (m sqlMutants) one(texts ...string) string { return texts[m.IntN(len(texts))] }

// condition is true for every row of the table, or for one.
func (m sqlMutants) condition() string {
	c := m.one(
		"1=1", "2>1", "1<2", "3<>4", "5!=6", "7>=7", "'a'='a'", "'q'<'r'", "(1)=(1)", "((2))=2", "-1=-1", "~1=~1", "not 1=2", "not 0", "1", "+1", "true", "1 is 1", "null is null",
		"2 between 1 and 3", "3 in (1,2,3)", "'x' in ('x')", "'a' like 'a'", "'ab' like 'a%'", "1 glob 1", "exists (select 1)", "exists(select name from users)", "(select 1)", "(select count(*) from users)>0",
		"length('abc')=3", "length(name)>0", "name=name", "name is not null", "name like '%'", "name>''", "id>0", "id=id", "id in (select id from users)", "coalesce(1,0)", "case when 1=1 then 1 else 0 end",
		"1=1 and 2=2", "1=2 or 3=3", "abs(-1)=1", "hex('a')='61'", "substr(name,1,1)>'A'", "upper('a')='A'", "2*3=6", "1+1=2", "8/2=4", "5%2=1", "1<<1=2",
	)
	return m.one(c, c, c, "("+c+")", "not not "+c)
}

// ending ends the statement behind a condition that was put in marks or in the place of a number.
func (m sqlMutants) ending(marked bool) string {
	if !marked {
		return m.one("", "", "-- ", "--", "/*", "; --", " -- ", " limit 1", " union select 1,2-- ", " order by 1-- ")
	}
	return m.one("-- ", "--", " -- ", "/*", ";--", "; -- x", " or 'a'='", " or 'x'='y", " and ''='", " or '1'<'", " union select 1,2 -- ", " limit 1 -- ", " order by 1-- ", "--", "-- nothing else matters here")
}

// value is an injection, and whether it is for a place in marks.
func (m sqlMutants) value() (value string, marked bool) {
	marked = m.IntN(3) > 0
	connective := m.one(" or ", " or ", " OR ", " or not not ", " or 1=2 or ")
	before := m.one("", "x", "0", "-1", "0", "9.5", "(0)")
	if marked {
		before = m.one("", "x", "anna1", "The quick brown fox", "Room 7", m.prose(), m.prose()) + "'"
	}
	if marked && m.IntN(8) == 0 {
		return before + m.one(" union select 1,2", " union all select id,name from users", " union values(1,2)", " except select 9,9 union select 1,2") + m.one("-- ", "--", " /*"), marked
	}
	if !marked && m.IntN(8) == 0 {
		return m.one("0", "-1") + m.one(" union select 1,2", " union all select id,name from users", " union select null,name from users") + m.one("", "-- ", " /*"), marked
	}
	ending := m.ending(marked)
	condition := m.condition()
	if !marked && strings.Trim(condition, "()+1 ") == "" { // 7 or 1, as people count
		condition = "1=1"
	}
	if strings.HasSuffix(ending, "-- ") && m.IntN(3) == 0 {
		ending += m.prose()
	}
	return before + connective + condition + ending, marked
}

// prose is some sentences without a mark, of up to 600 bytes.
func (m sqlMutants) prose() string {
	words := strings.Fields("please select one of the options and tell us where you want to order from the table is free on Friday or Monday if you like it union of two sets having fun with the group by the lake 7 or 8 people (maybe more) came; the price is 5 = five")
	var b strings.Builder
	for range m.IntN(100) {
		b.WriteString(m.one(words...) + " ")
	}
	return b.String()
}

// disguised changes how a value is written, and not what it does once it is decoded.
func (m sqlMutants) disguised(value string) (sent, plain string) {
	plain = value
	if m.IntN(2) == 0 {
		blank := m.one("/**/", "\t", "\n", "\f", "\r\n", "  ", "/* x */", "/*'*/", "/*\"*/")
		cut := max(strings.IndexByte(value, '\''), 0)
		end := strings.LastIndex(value, "--")
		if end < cut {
			end = len(value)
		}
		plain = value[:cut] + strings.ReplaceAll(value[cut:end], " ", blank) + value[end:]
	}
	if m.IntN(3) == 0 {
		plain = m.one(strings.ToUpper(plain), strings.ToLower(plain), strings.Title(plain)) //nolint:staticcheck // words of ASCII
	}
	sent = plain
	switch m.IntN(6) {
	case 0:
		sent = strings.NewReplacer("%", "%25", "'", "%27", " ", "%20", "=", "%3D", "(", "%28", "\n", "%0A").Replace(plain)
	case 1:
		sent = strings.NewReplacer("&", "&amp;", "'", "&#39;", "<", "&lt;", ">", "&gt;").Replace(plain)
	}
	return sent, plain
}

// TestMutantsThatWorkAreConfirmed asks SQLite about those that are denied: whether they find rows in the place that they are for.
func TestMutantsThatWorkAreConfirmed(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Log("sqlite3 is absent: denied mutants are taken not to work")
	}
	m := sqlMutants{rand.New(rand.NewPCG(4, 2))} //nolint:gosec // the same each time
	confirmed := 0
	for range 2000 {
		value, marked := m.value()
		sent, plain := m.disguised(value)
		if _, denied := Denied(Match{Rule: FirstNear, Text: sent}); !denied {
			confirmed++
			continue
		}
		if err == nil && worksIn(sqlite, plain, marked) {
			t.Errorf("%q is denied", sent)
		}
	}
	if confirmed < 1800 {
		t.Errorf("%d of 2000 mutants are confirmed", confirmed)
	}
}

// worksIn says that a value finds rows of a table that it does not name.
func worksIn(sqlite, value string, marked bool) bool {
	if marked {
		value = "'" + value + "'"
	}
	command := exec.Command(sqlite, ":memory:")
	command.Stdin = strings.NewReader("create table users(id, name);insert into users values(1,'anna'),(2,'bert');\nselect 'found', * from users where id = 77 and 1=0 union select 'found', id, name from users where name = " + value + "\n;\n")
	out, err := command.Output()
	return err == nil && strings.Contains(string(out), "found")
}
