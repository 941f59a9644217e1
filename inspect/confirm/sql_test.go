package confirm

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// goesOnTexts are attacks: in the place of a number, in marks, as a statement, and inside of sentences.
var goesOnTexts = []string{
	"' or 1=1-- ", "' OR 'a'='a", "x' or name='admin' -- ", "1 or 1=1", "7 and 3=4", "1) or (2=2", "' or true -- ", "admin'-- ", "admin' #",
	"' and '7'='7", `" or ""="`, `" or 5=5 #`, "' || '1'='1", "9 union select 1,2,3", "9' union all select null,null-- ", "-1 UNION DISTINCT SELECT name FROM users",
	"1/**/or/**/1=1", "1/*!50000union*//*!50000select*/1,2", "1;drop table orders", "a'; delete from users where 1=1 --", "1; insert into t values (1)",
	"'; update users set role='admin' where id=3 --", "1 order by 7--", "' group by 3 having 1=1--", "1 and sleep(5)", "' or sleep(3)='", "1 or benchmark(9000000,md5(1))",
	"1'; waitfor delay '0:0:9'--", "'||(select password from users)||'", "' + (select top 1 name from users) + '", "1 and ascii(substring((select user()),1,1))>64",
	"1 and extractvalue(1,concat(0x7e,version()))", "select @@version", "select * from users where id=1", "SELECT name, pass FROM accounts;",
	"select load_file('/etc/passwd')", "1 into outfile '/tmp/x.php'", "exec master..xp_cmdshell 'dir'", "copy t to program 'id'", "1 procedure analyse()",
	"' or exists(select 1 from users)-- ", "1 and 1 in (select 1)", "' having 1=1--", "1 limit 1,1--", "'-'", "'='", "x' and 1=0 union select 1 --", "1 xor 1=1",
	"' or 2 between 1 and 3--", "' rlike sleep(2)--", "1 and (select count(*) from information_schema.tables)>0", "'%27%20or%201=1--%20", "1%20or%201%3d1",
	"' or\u00a01=1--", "'\nor\n1=1\n--", "'or'1'='1", "aa' / 1 < '3", "0 or 2=(select count(*) from a as b)", "'; exec sp_executesql N'x'--", "1 and 'q'=repeat('q',1)",
	"Hello, my order ' or 1=1-- is late", "She wrote 5 or 1=1 on the board", "We met x' and '3'='3 yesterday", "Please check 1 union select 1,2 for me",
	"1 and case when 1=1 then 1 else 0 end", "database(", "information_schema", "tempdb", "concat (", "1 and pg_sleep(4)", "' or 1 limit 1 -- ", "; sleep(3)", ";replace t(id) values (1)",
	"char_length(database())", "name having (2 or false)", "3!=4-- ", "5\xa0or\xa05=5--", "5\u00a0or\u00a05=5", "4\vand\v4=4", "4\fand\f4=4", "9 uni/**/on sele/**/ct 1,2", "'||pkg.go('x')||'",
	"'||utl_http.request('http://a.example/')||'", "z' or !false or '1", "z'^1-1=(0)-- a", "z' and ~1<0 or '1", "@@version", "print @@version", "select @@hostname", " having 2=2-- ", " and 3=4 and '%'='",
	"8,iif(4=4,1,1/0)", "8;iif(4=4,1,1/0)", "8' elt(4=4,5)", "'-'", "a'-'b", "x'*@v or '1", "0 or true", "0 or not 0", "7) as t where 5=5--", "4 as \"n\" from users", "-2 or 3=3#", "';if 1=1 shutdown--",
	"10;drop members--", "exec('sel'+'ect 1')", "backup log [t] to disk = '\\\\h\\f'", "restore headeronly from disk = 'f'", "xp_dirtree '\\\\h\\f'", "select name from master..sysdatabases",
	"begin dbms_lock.sleep(4); end;", "select grantee from syscat.dbauth", "openrowset(bulk 'f', single_clob)", "(select 3 from dual)", "1fUNION SELECT 2", "0xunion select 2", "x' or name=name order by 1-- ",
	"grant dba to anna", "x' -- ", "5 and 4=(select count(*) from t)", " order by 4-- ", ") like (", "'; --",
	"select a from b where a", "select @a from b where", "x'-3 collate nocase)--", "x\"-3 or b) --", "select 1, a from b where", "x'-3)--", "x\"-3 is null) --", "select count(*) from sysobjects", "select count(*) from information_schema.tables", "select count(*) from a where 1=1", "1;select count(*) from a", "(select count(*) from a)", "select count(*), b from a", "select count(*) from a, b",
	"'*'", `"*"`,
}

// plainTexts look like it and are none.
var plainTexts = []string{
	"select the option from the menu and update your profile", "Please select a colour from the list.", "1---", "1YNN", "usprivacy=1---", "~-1~-1~-1~",
	"1-2", "10 - 20", "(red OR blue) AND shoes", `"red shoes" OR "blue shoes"`, "category eq 'books' and length(title) gt 3", "it's 5 o'clock", "don't worry, it's fine",
	"rock 'n' roll", "The students' union selected a new chair", "Drop by at the table near the window", "We need to update the set of rules", "create a table of contents",
	"delete from your list what you do not need", "the union of two sets", "order by Friday and pay later", "group by age and size", "limit 5 per customer",
	"insert the coin into the slot", "a, b; c, d", "name: it's\nlist:\n- one\n- two", "id;name;price\n1;Table;20", "D=pageName", `{"a":"b","c":[1,2]}`,
	"query Q($id: ID!) { item(id: $id) { name } }", "color: #fff; width: 10px", "#1 choice", "# heading\n\n-- sign", "x -- y", "we waited -- and waited", "e-mail -- or call",
	"AT&T and R&D", "a && b", "if (a && b) { return c }", "const x = a || b;", "'use strict';\nvar a = 'b';", "const t = 'a' + b + 'c';", "https://example.com/?a=1&b=2",
	"a=1&b=2&c=3", "The price is 5 or 6 euros", "3 and 4 are numbers", "Room 7 or 8?", "1.5e3", "0x1F", "50% off", "rate > 5", "SELECT your seat", "Having fun?",
	"where is the office?", "like it or not", "the table is in the database", "execute the plan", "declare your income", "grant access to all", "call me at 5",
	"10;20;30", "version 1.2.3-beta", "n = 5; m = 6", "Wait for the delay at 5", "sleep well", "schema and user guide", "Union Square, 5th floor", "Kz'=f1#2YLh8", "a`<8#ONx",
	"Where's the lake?", "having legs that bend or break; \"it's broken\"", `"WINTER COAT" + "HAT`, "`-q`, thanks to Ann", "the signs '<', '>', and '&' within texts", "use '-' as a sign between words", `the word "and" joins`,
	"``--first`` and ``--second``\nare options", "Things in ``list``\n-----------------", "select * from x where a = '{\"b\":1}'", "(select 1, please)", "don't select NAME_A from Kconfig", "my-union-select-bucket-eu-west-1",
	"limit < 400 or > 450", "or\f1=1;--", `=IF(AND(A1>0;B1<>"");ROUND(SUM(C1:C9);2);"n/a")`, "1/2\" ribbon", "15\"+LAPTOP&PAGE=6", "1611-IioXXIG1ti8--", "status == 'FAILED' AND code == 30004",
	`"Not/A)Brand"|v="8","Chromium"|v="126"`, `page_name="Home"&em="20ff56"&x="1"`, "and \"x\" in x\nand \"y\" in y", "sync `when` options to drop them", "sysusers.d directory", "see MySQL. It is fast", "id=@@USER_ID@@&x=1",
	"SELECT *, topic(2) AS t FROM 'pumps/+' WHERE temp > 80", "10 and 12 in 1.x too", "1 collate these union documents", "master (#463)", "escape", "order by name",
	"select a from b where", "CARDS (4X6\"-90 GSM) --", "SELECT count(*) FROM orders", "select count(*) from shop_orders;",
}

func TestAStatementGoesOn(t *testing.T) {
	for _, rule := range []int{942100, 942151, 942190, 942230, 942270, 942350, 942360, 942540, 942550, FirstNear, LastNear} {
		verdicts{rule: rule, counts: goesOnTexts, denied: plainTexts}.check(t)
	}
}

// Definitions of APIs write the values of headers in apostrophes.
func TestAStarIsNoComparisonUnderTheNameOfAHeaderOfCORS(t *testing.T) {
	for _, rule := range []int{942100, LastNear} {
		for _, name := range []string{"access-control-allow-origin", "access-control-allow-headers", "cors", "alloworigin"} {
			verdicts{rule: rule, name: name, counts: []string{"'*' ", "'-'", "'*'1", "''*''", "'*'-- "}, denied: []string{"'*'"}}.check(t)
			verdicts{rule: rule, name: name, place: Query, counts: []string{"'*'"}}.check(t)
		}
		verdicts{rule: rule, name: "user", counts: []string{"'*'"}}.check(t)
	}
}

func TestWhatRulesAboutDatabasesFearBesides(t *testing.T) {
	verdicts{
		rule: 942290,
		counts: []string{
			"$ne", "user[$ne]", "a[$regex]=^a", `{"name":{"$gt":""}}`, `{"$where":"sleep(5)"}`, "{$ne: 1}", `{'$or': []}`, "', $where: '1 == 1", "1 or 1=1",
		},
		denied: []string{
			"$last_referrer", "$initial_referrer", "$current_url", "query($in: Int, $size: Int)", "costs $in all", "a$ne", `{"$browser":"x","$os":"y"}`, "$eqx", "US$ 5", "$set", `{"$set":{"plan":"a"}}`, `{"$push":704}`,
		},
	}.check(t)
	verdicts{
		rule: 942550,
		counts: []string{
			`' or '{"b":2}'::jsonb <@ '{"a":1}'::jsonb`, `or '{"a":"b"}' ? 'a'`, `'{"a":2}' -> '$.c' = 7`, "json_extract('{}', '$.a') = 1", `1' and data @> '{"a":1}`,
		},
		denied: []string{`{"a":{"b":"c"}}`, `x="{'a': 1}"`, `a="[1]"; b="[2]"`, "I love you <3", "find it here -> link", `{"u":"{\"co\":17,\"in\":false}"}`},
	}.check(t)
	verdicts{
		rule:   942540,
		counts: []string{"a@example.com';", `x";`, "x'/* */;", "'; --", "'; return '' == '", "a'; while(1){}"},
		denied: []string{"&quot;x&quot; said he", "it's good; it's fine", `a "b"; c`},
	}.check(t)
	verdicts{
		rule:   942320,
		counts: []string{"password::int", "f(x)::text", "1' and x(password)::bool--", "lo_get(16400)", "div(23,-2)", "declare @x", "procedure analyse ("},
		denied: []string{"country:US::offer:A::text:b", "AWS::EC2::Instance", "std::text::x"},
	}.check(t)
	verdicts{rule: 942560, counts: []string{"1.e(ascii)", "1.e.tables"}}.check(t)
	verdicts{rule: 942560, place: Header, counts: []string{"1.e(ascii) or 1=1"}, denied: []string{"a1.e.example.net"}}.check(t)
}

// sqlDisguises change how an attack is written, and not what it does.
var sqlDisguises = map[string]func(string) string{
	"as it is": func(s string) string { return s },
	"capitals": strings.ToUpper,
	"comments": func(s string) string { return strings.ReplaceAll(s, " ", "/**/") },
	"noise":    func(s string) string { return strings.ReplaceAll(s, " ", "/* it's \" */") },
	"tabs":     func(s string) string { return strings.ReplaceAll(s, " ", "\t") },
	"lines":    func(s string) string { return strings.ReplaceAll(s, " ", "\r\n") },
	"blanks":   func(s string) string { return strings.ReplaceAll(s, " ", "   ") },
	"encoded": func(s string) string {
		return strings.NewReplacer("'", "%27", " ", "%20", "=", "%3d", `"`, "%22").Replace(s)
	},
	"twice":     func(s string) string { return strings.NewReplacer("'", "%2527", " ", "%2520").Replace(s) },
	"reference": func(s string) string { return strings.NewReplacer("'", "&#39;", `"`, "&quot;").Replace(s) },
	"script":    func(s string) string { return strings.NewReplacer("'", `\u0027`, "=", `\x3d`).Replace(s) },
	"sentence":  func(s string) string { return "Dear team, I have a question about the order of " + s },
	"polite":    func(s string) string { return "please select one from the list " + s },
	"number":    func(s string) string { return "4711" + s },
	"dont":      func(s string) string { return "we don't know " + s },
}

// TestAnAttackInDisguiseGoesOnAsSQL takes what SQLite runs, where it is there, and what is known to run.
func TestAnAttackInDisguiseGoesOnAsSQL(t *testing.T) {
	sqlite, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Log("sqlite3 is absent: all mutants are taken to work")
	}
	works := 0
	for _, attack := range []string{
		"' or 1=1 -- ", "' or 'a'='a", "' or 2>1 or 'x'='", "' union select 1 -- ", "' or exists (select 1) -- ", "' or name like '%", "' or 5 between 1 and 9 -- ",
		"' or length(name) > 1 -- ", "' or 3 in (1,2,3) -- ", "' or not 1=2 -- ", "' or (1)=(1) -- ", "' or '1'<'2", "' || 'x' or 7=7 -- ", "' or name is not null -- ",
	} {
		for name, disguise := range sqlDisguises {
			mutant := disguise(attack)
			if _, denied := Denied(Match{Rule: 942100, Text: mutant}); !denied {
				works++
				continue
			}
			if err != nil || foundBy(sqlite, mutant) {
				t.Errorf("%s: %q is denied", name, mutant)
			}
		}
	}
	if works < 150 {
		t.Errorf("%d mutants are confirmed", works)
	}
}

// foundBy says that a statement finds rows which it should not, for what is put into its marks.
func foundBy(sqlite, value string) bool {
	var out bytes.Buffer
	command := exec.Command(sqlite, ":memory:")
	command.Stdin = strings.NewReader("create table users(name text); insert into users values('anna'),('bert');\nselect 'found' from users where name = '" + value + "';\n")
	command.Stdout = &out
	return command.Run() == nil && bytes.Contains(out.Bytes(), []byte("found"))
}
