package config

import (
	"reflect"
	"testing"

	"weir/inspect"
)

func FuzzAnyEnvironmentGivesAConfigThatReadsBackTheSame(f *testing.F) {
	for i, v := range Variables {
		f.Add(uint8(i), v.Default)
	}
	f.Add(uint8(0), "block,sqs=monitor,cognito:PreSignUp_SignUp=off")
	f.Add(uint8(3), "942100@rest-v1:body.*;tag:attack-sqli@cognito:PreSignUp_SignUp:a:b@c")
	f.Add(uint8(10), "Content-Type: text/html; charset=utf-8;;X: ; a=b; Y:z;")
	f.Add(uint8(13), "1h2m3.5s")
	f.Fuzz(func(t *testing.T, which uint8, value string) {
		v := Variables[int(which)%len(Variables)]
		first, problems := read(map[string]string{v.Name: value})
		if len(problems) > 1 {
			t.Fatalf("%s=%q: got %d problems", v.Name, value, len(problems))
		}
		text := v.show(first)
		second, problems := read(map[string]string{v.Name: text})
		if len(problems) > 0 {
			t.Fatalf("%s=%q shows as %q, which is refused: %v", v.Name, value, text, problems)
		}
		for _, c := range []*Config{&first, &second} {
			// What is told of the reading, and not the settings.
			c.given, c.unread, c.answered, c.Lenient, c.Unread = nil, nil, false, nil, inspect.Unread{}
			c.LogClientKey = "" // it is never shown
		}
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s=%q shows as %q, which reads as %+v, not %+v", v.Name, value, text, second, first)
		}
	})
}
