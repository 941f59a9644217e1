package confirm

import "testing"

// A statement that is stacked behind a number, a mark or nothing needs no more than its verb and its object.
func TestAStackedStatementGoesOn(t *testing.T) {
	counts := []string{
		"3; delete from orders returning *", "3;delete from[orders]", "3;drop table[orders]", "3;update orders set(state)=('paid')", `3;update"orders"set state='paid'`,
		"3; truncate orders", "3; delete orders", "3; insert orders values(1)", "3;insert or ignore into orders values(1)", "3; update orders o set o.b=1",
		"3; update low_priority orders set a=1", "3; delete ignore from orders", "3; delete top(1) from orders", "3;select aws_lambda.invoke('g','{}')",
		"3;select * into outfile s3 's3://b/c' from orders", "3;unload('select 2') to 's3://b/c'", "3;call mysql.lambda_async('g','{}')", "3;select price from[orders]",
		"3;select o.price from orders o", "';vacuum into '/tmp/y.php", "3;set role postgres", "3;with y as (delete from orders returning *) select 1",
		"3;alter system set y='z'", "3;revoke all on orders from y", "3;install plugin y soname 'z.so'", "3;set global general_log=1", "3;flush privileges", "3;pragma writable_schema=1",
		"3;reset master", "a'; delete orders", "a'); truncate orders", "; delete from orders using b", "3;delete from shop.orders where 1", "3;update orders as o set a=1",
		"3;insert into [orders] select 1", "3;replace into `orders` set a=1",
	}
	denied := []string{
		"Insert into slot A; create table bookings for 7pm", "make tea; update me", "it's a deal; load the car", "5; update the set of plates", "7; delete from your list what is old",
		"2; select a colour from our range", "2; insert the coin", "we call it a day; truncate", "id;update;set", "3; reset", "4; call me at 5", "6; set the table", "1; load the car; 2; drop by",
		"1; insert coin (small)", "10; with milk as you like", "3; alter the plan", "1;flush;2",
	}
	for _, rule := range []int{942100, 942190, 942360, 942540, FirstNear, LastNear} {
		verdicts{rule: rule, counts: counts, denied: denied}.check(t)
	}
}

func TestAMarkEndsAStatementWhateverStandsBeforeTheComment(t *testing.T) {
	verdicts{
		rule: 942540,
		counts: []string{
			"';vacuum into '/tmp/y.php';--", "';load '/tmp/y.so';--", "';set role postgres;--", "';with y as (delete from b returning *) select 1;--", "';alter system set y='z';--",
			"';revoke all on b from y;--", "';install plugin y soname 'z.so';--", "';set global general_log=1;--", "';flush privileges;--", "';pragma writable_schema=1;--", "';reset master;--",
			"a'; anything at all -- ", "a'; anything; -- -", `b";lock it;#`,
		},
		denied: []string{"it's a deal; load the car;--", "it's good; it's fine --", "the boys'; they play", `a "b"; c`, "a'; b -- c"},
	}.check(t)
}

// Databases keep control characters in texts.
func TestControlCharactersMakeNoPictureOfAText(t *testing.T) {
	for rule := FirstNear; rule <= LastNear; rule++ {
		verdicts{
			rule:   rule,
			counts: []string{"\x01\x01\x01' or name='x' -- ", "\x01\x02\x03' or 1=1 -- ", "ä\x01\x02\x03\x04' or 1=1 -- "},
			denied: []string{"\x89\x00\x01\xff\x02' or 1=1 -- "},
		}.check(t)
	}
}
