package leak_test

import (
	"bytes"
	"testing"

	"weir/inspect/leak"
)

// FuzzFind asks all rules about a text, also those that the search does not name: each of these must find nothing.
func FuzzFind(f *testing.F) {
	finder := finder(f)
	for _, text := range []string{
		pem, "ASIAEXAMPLEEXAMPLE12 " + secret, "postgres://a:b@c.d/e", "AWS_LAMBDA_RUNTIME_API=1\nLAMBDA_TASK_ROOT=1 _HANDLER=1",
		"at x (/var/task/i.js:1:1)", "  File \"/var/task/a.py\", line 1", "goroutine 1 [running]:\n\t/a.go:1", "SQLSTATE[42S02]",
		"root:x:0:0:root:/root:/bin/sh", "drwxr-xr-x 2 a b 1 c", "pwd=x;server = a;password= b",
	} {
		f.Add([]byte(text))
	}
	all := []int{
		leak.AWSKey, leak.PrivateKey, leak.ConnectionString, leak.Environment, leak.TracePython, leak.TraceNode, leak.TraceJava,
		leak.TraceDotNet, leak.TraceRuby, leak.TraceGo, leak.TracePHP, leak.TraceRust, leak.DatabaseError, leak.Listing, leak.SystemFile,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.ContainsAny(text, "\u017f\u212a") {
			return // expressions take these for an s and a k, the search does not, and no software writes them so
		}
		before := bytes.Clone(text)
		own, _ := finder.Suspects(text)
		found, every := finder.Find(text, own), finder.Find(text, all)
		if len(found) != len(every) {
			t.Errorf("%q: found %v, and %v when all are asked; suspects %v", text, found, every, own)
		}
		if !bytes.Equal(text, before) {
			t.Error("the text was changed")
		}
	})
}
