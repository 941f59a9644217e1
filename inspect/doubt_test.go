package inspect

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// A text with harmless cells is clean however long it is; with an attack beside them it is not.
func TestWhatIsHarmlessInALongTextIsNoAttack(t *testing.T) {
	for _, size := range []int{2 << 10, 100 << 10, 1 << 20} {
		var rows strings.Builder
		for n := 0; rows.Len() < size; n++ {
			fmt.Fprintf(&rows, "%d,\"{\"\"id\"\":%d,\"\"city\"\":\"\"Bern\"\"}\",paid\n", n, n)
		}
		half := strings.LastIndexByte(rows.String()[:rows.Len()/2], '\n') + 1
		for name, c := range map[string]struct {
			text string
			want Action
		}{
			"rows":                     {rows.String(), Pass},
			"an attack between rows":   {rows.String()[:half] + injection + "\n" + rows.String()[half:], Block},
			"a cell that is no JSON":   {rows.String() + `1,"{""id"":1 or json_extract('{""a"":1}', '$.a') = 1}",paid`, Block},
			"an attack behind the end": {rows.String() + `' or '{"a":1}' @> '{"a":1}`, Block},
		} {
			event, err := json.Marshal(map[string]string{"message": c.text})
			if err != nil {
				t.Fatal(err)
			}
			if v, _ := judge(t, patient(), string(event)); v.Action != c.want {
				t.Errorf("%s, %d bytes: %s, incomplete %v, matches %v", name, size, v.Action, v.Incomplete, v.Matches)
			}
		}
	}
}

// Rules that look at a text for its name are asked about a long one, too.
func TestALongTextIsSuspiciousForItsName(t *testing.T) {
	var rows strings.Builder
	for n := 0; rows.Len() < 300<<10; n++ {
		fmt.Fprintf(&rows, "%d,\"{\"\"id\"\":%d}\"\n", n, n)
	}
	event, err := json.Marshal(map[string]string{"phpsessid": rows.String()})
	if err != nil {
		t.Fatal(err)
	}
	v, _ := judge(t, patient(), string(event))
	named, _ := judge(t, patient(), `{"phpsessid":"1"}`)
	if !named.Clean() && v.Clean() {
		t.Errorf("short: %v, long: %v", named.Matches, v.Matches)
	}
}
