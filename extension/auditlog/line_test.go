package auditlog

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

// member is one member of a line, nil if it is absent.
func member(t *testing.T, line, key string) any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal([]byte(line), &all); err != nil {
		t.Fatalf("no JSON: %v: %s", err, line)
	}
	return all[key]
}

func keysInOrder(t *testing.T, line string) []string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(line))
	var keys []string
	var depth int
	key := true
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return keys
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
			key = true
			continue
		}
		if depth == 1 && key {
			keys = append(keys, token.(string))
			key = false
			continue
		}
		key = depth == 1 || key
	}
}
