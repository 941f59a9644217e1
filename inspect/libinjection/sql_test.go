package libinjection

import (
	"math/rand/v2"
	"strings"
	"testing"

	original "github.com/corazawaf/libinjection-go"
)

// sameSQL compares what is said of a text with what the original says of it, and returns whether it is an injection.
func sameSQL(t *testing.T, text string) bool {
	t.Helper()
	want, wantPrint := original.IsSQLi(text)
	got, print, known := IsSQLi(text, nil)
	if got != want || print != wantPrint || !known {
		t.Errorf("%q is %v (%q), and known: %v, but %v (%q) to the original", short(text), got, print, known, want, wantPrint)
	}
	return want
}

func short(text string) string {
	if len(text) > 400 {
		return text[:200] + "..." + text[len(text)-200:]
	}
	return text
}

// pieces are what SQL is made of, and what makes it hard to read.
var pieces = strings.Fields(`' ' '' " " "" \ \ \\ \' \" ` + "` `` \\`" + ` - -- -- # /* /* */ /*! /**/ ; , . ( ) { } [ ] < > = <=> := :: : ! != !! | || & && ^ ~ % @ @@ @' @"
	$ $$ $$ $a$ $a$ $1 $1,000.00 $. $.x q'[ ]' q'( )' q'é é' nq'< >' N' n' u&' U&' e' E' x' X'1f' b' B'01' \N \x
	0 1 12 1. .5 . 1.5 1e 1e5 1E+ 1e-3 0x 0x1f 0b1 0b 1d 1f 1fUNION 1fx 1d; a x foo bar _a a.b foo.bar select select. select.1 select` + "`" + ` SELECT Union all UNION from
	where or OR and not NOT in IN like LIKE is null into outfile INTO having group by order limit offset user user_id database password current_user current_timestamp localtime
	if IF ;if case when then else end exec execute declare drop table insert values update set delete sleep benchmark substring concat char int varchar binary collate utf8_bin
	sp_password xor div mod between exists union.select ſelect ıs ıN noT é ü 日本 waitfor delay shutdown`)

func pieced(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pieces[r.IntN(len(pieces))])
		switch r.IntN(9) {
		case 0, 1, 2:
			b.WriteByte(' ')
		case 3:
			b.WriteByte("\n\t\x00\xa0\v\x7f\x80\xff\r"[r.IntN(9)])
		}
	}
	return b.String()
}

func TestPiecesOfSQLAreReadAsTheOriginalReadsThem(t *testing.T) {
	n := sample(1_000_000)
	r := rand.New(rand.NewPCG(1, 2))
	injections := 0
	for i := range n {
		if sameSQL(t, pieced(r, 1+r.IntN(3+i%12))) {
			injections++
		}
	}
	t.Logf("%d injections", injections)
	if injections < n/100 {
		t.Errorf("%d injections are too few to say anything", injections)
	}
}

// Texts of few different bytes repeat themselves, and rests of them stand in them before.
func TestRepetitionsAreReadAsTheOriginalReadsThem(t *testing.T) {
	n := sample(1_000_000)
	r := rand.New(rand.NewPCG(3, 4))
	units := strings.Fields(`' \' \\' '' \ \\ " \" "" x 1 a' ' \'a \'a''b or 1=1 -- ; ` + "` \\` ``")
	for range n {
		var b strings.Builder
		for range 1 + r.IntN(5) {
			b.WriteString(units[r.IntN(len(units))])
		}
		unit := b.String()
		text := strings.Repeat(unit, r.IntN(5))
		for range r.IntN(4) {
			text += units[r.IntN(len(units))] + strings.Repeat(unit, r.IntN(3)) + unit[r.IntN(len(unit)):]
		}
		if r.IntN(2) == 0 {
			text += " or 1=1 union select 1 -- "
		}
		sameSQL(t, text)
	}
}
