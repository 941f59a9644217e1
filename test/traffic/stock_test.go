package main

import (
	"reflect"
	"testing"

	"weir/test/crs"
)

func TestStockCorazaGetsTheRequestOfAnEvent(t *testing.T) {
	for _, c := range []struct {
		event string
		want  crs.Request
	}{
		{
			`{"rawPath":"/a b","rawQueryString":"q=%20","headers":{"host":"h","accept":"*/*"},"cookies":["a=1","b=2"],
				"body":"AP8=","isBase64Encoded":true,"requestContext":{"http":{"method":"POST","protocol":"HTTP/1.1"}}}`,
			crs.Request{Method: "POST", URI: "/a%20b?q=%20", Version: "HTTP/1.1", Body: "\x00\xff", Headers: []crs.Header{
				{Name: "accept", Value: "*/*"}, {Name: "host", Value: "h"}, {Name: "cookie", Value: "a=1; b=2"},
			}},
		},
		{
			`{"rawPath":"/","headers":{},"body":"text","requestContext":{"http":{"method":"PUT","protocol":"HTTP/1.1"}}}`,
			crs.Request{Method: "PUT", URI: "/", Version: "HTTP/1.1", Body: "text", Headers: []crs.Header{{Name: "host", Value: "api.example"}}},
		},
	} {
		if got, err := requestOf([]byte(c.event)); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.event, got, err)
		}
	}
}

func TestStockCorazaJudgesTheSample(t *testing.T) {
	stock, err := plainCoraza()
	if err != nil {
		t.Fatal(err)
	}
	r := judged(t, write(t, small), 1)
	list, err := r.compare(stock)
	if err != nil {
		t.Fatal(err)
	}
	bad := 0
	for _, c := range list {
		if c.line%stockSample != 0 {
			t.Errorf("line %d is judged", c.line)
		}
		if c.byStock {
			bad++
		}
	}
	if len(list) != 6 || bad != 3 {
		t.Errorf("stock Coraza blocks %d of %d", bad, len(list))
	}
}
