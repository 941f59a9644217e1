package source

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// campaigns are the sources whose batches stand elsewhere than in Records, with the text before and after their items
// and the form of an item.
var campaigns = []struct {
	source              Batch
	before, after, item string
}{
	{
		ConnectCampaigns{},
		`{"Items":7,"InvocationMetadata":{"CampaignContext":{}}, "Items" : {"CustomerProfiles":null, "x":[{}], "CustomerProfiles": [`, `],"y":1} }`,
		`{"CustomerData": "m%d", "n":%d, "u":null}`,
	},
	{
		Pinpoint{},
		"\xef\xbb\xbf" + `{"Endpoints":[1],"ApplicationId":"a","Endpoints" :{`, "} ,\"CampaignId\":\"c\"}\n",
		`"m%d" : {"Address":"x", "n": %d}`,
	},
}

// Exactly the bad items are gone, and every other byte is as it was.
func TestCampaignsLoseTheBadItemsAndNothingElse(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for _, c := range campaigns {
		for range 300 {
			n := 1 + random.IntN(9)
			texts, kept, bad := make([]string, n), []string{}, []int{}
			var list strings.Builder
			for i := range n {
				texts[i] = fmt.Sprintf(c.item, i, random.Uint64())
				if i > 0 {
					list.WriteString([]string{",", " ,", ",\n\t"}[random.IntN(3)])
				}
				list.WriteString(texts[i])
				if random.IntN(3) == 0 {
					bad = append(bad, i)
				} else {
					kept = append(kept, texts[i])
				}
			}
			e := Parse([]byte(c.before + list.String() + c.after))
			if got, _ := Recognise(e); got != Source(c.source) || c.source.Records(e) != n {
				t.Fatalf("%s has %d records as %s: %s", c.source.Name(), c.source.Records(e), got.Name(), e.Payload)
			}
			outcome := c.source.Without(e, bad, testNote, Policy{})
			if len(kept) == 0 {
				if _, ok := outcome.(Forward); ok {
					t.Fatalf("%s forwards an event of which nothing is left", c.source.Name())
				}
				continue
			}
			payload := outcome.(Forward).Payload
			inner, ok := bytes.CutPrefix(payload, []byte(c.before))
			inner, ok2 := bytes.CutSuffix(inner, []byte(c.after))
			left := slices.DeleteFunc(strings.FieldsFunc(string(inner), func(r rune) bool { return r == '}' }), func(s string) bool {
				return s == ""
			})
			for i, text := range left {
				left[i] = strings.TrimLeft(text, ", \n\t") + "}"
			}
			if !ok || !ok2 || !slices.Equal(left, kept) || c.source.Records(Parse(payload)) != len(kept) {
				t.Fatalf("%s without %v of %s is %s", c.source.Name(), bad, e.Payload, payload)
			}
		}
	}
}

func TestCampaignsAreRefusedWholeInTheModeFail(t *testing.T) {
	for _, c := range campaigns {
		e := Parse([]byte(c.before + fmt.Sprintf(c.item, 0, 0) + "," + fmt.Sprintf(c.item, 1, 1) + c.after))
		got := outcomeText(c.source.Without(e, []int{0}, testNote, Policy{Batch: BatchFail}))
		if want := outcomeText(c.source.Refuse(e, testNote, Policy{})); got != want {
			t.Errorf("%s: %s", c.source.Name(), got)
		}
	}
}
