package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestTheKeyOfTheLogIsShownNowhere(t *testing.T) {
	const key = `hunter2 "quoted", and long enough: ;=,`
	for _, mode := range []string{"", "hash", "ip", "off", "nonsense"} {
		for _, fault := range []string{"open", "closed"} {
			c, problems := read(map[string]string{
				"WEIR_LOG_CLIENT_KEY": " " + key + " ", "WEIR_LOG_CLIENT": mode, "WEIR_ON_FAULT": fault, "WEIR_LOG_CLIENT_KEYS": key, "WEIR_MODE": "blok",
			})
			if c.LogClientKey != key {
				t.Errorf("the key is %q", c.LogClientKey)
			}
			shown := fmt.Sprint(c.Settings(), problems)
			for _, p := range problems {
				shown += p.String()
			}
			if strings.Contains(shown, "hunter2") {
				t.Errorf("the key is shown: %s", shown)
			}
			if o := fmt.Sprintf("%+v", c.Inspect(nil)); strings.Contains(o, "hunter2") {
				t.Errorf("the inspector is told the key: %s", o)
			}
			for _, s := range c.Settings() {
				if s.Name == "WEIR_LOG_CLIENT_KEY" && (s.From != Given || s.Value == "") {
					t.Errorf("that there is a key is not shown: %+v", s)
				}
			}
		}
	}
	c, _ := read(nil)
	for _, s := range c.Settings() {
		if s.Name == "WEIR_LOG_CLIENT_KEY" && (s.From != Default || s.Value != "") {
			t.Errorf("a key is shown that is not there: %+v", s)
		}
	}
}
