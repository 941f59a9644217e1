package quarantine

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"weir/test/lambdatest"
)

// The layer, attached to a function, with a quarantine.

const injection = `1' UNION SELECT password FROM users--`

// function is a function with Weir attached, that answers with the event that it got.
type function struct {
	*lambdatest.Env
}

func attach(t *testing.T, env map[string]string, change ...func(*lambdatest.Config)) function {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	port, err := freeAddress()
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ = strings.Cut(port, ":")
	cfg := lambdatest.Config{
		Name: "orders", Opt: opt, Command: []string{filepath.Join(task, "echo")}, TaskRoot: task, Handler: "echo",
		Timeout: 60 * time.Second, InitTimeout: 60 * time.Second,
		Env: map[string]string{"AWS_LAMBDA_EXEC_WRAPPER": "/opt/weir-wrapper", "WEIR_PORT": port, "WEIR_BUDGET": "30s"},
	}
	for name, value := range env {
		cfg.Env[name] = value
	}
	for _, f := range change {
		f(&cfg)
	}
	e, err := lambdatest.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.Shutdown()
		if t.Failed() {
			for _, line := range e.Logs() {
				t.Logf("%s: %s", line.Process, line.Text)
			}
		}
		e.Close()
	})
	return function{e}
}

// line finds Weir's line of a kind. It ends the environment.
func (f function) line(kind string) (members struct {
	Level, Action, Fault, Quarantine string
	Warnings                         []string
	Removed                          []struct {
		Record     *int
		ID, SHA256 string
	}
},
) {
	f.Shutdown()
	for _, line := range f.Logs() {
		if line.Process == "weir" && strings.HasPrefix(line.Text, `{"weir":"`+kind+`"`) {
			_ = json.Unmarshal([]byte(line.Text), &members)
		}
	}
	return members
}

// saw says how many events the handler got. It ends the environment.
func (f function) saw() (n int) {
	f.Shutdown()
	for _, line := range f.Logs() {
		if line.Process == "runtime" && strings.HasPrefix(line.Text, `{"saw":"event"`) {
			n++
		}
	}
	return n
}

// attacked is a batch of three whose second message is an attack, and rest what is good of it.
func attacked() (event, rest []byte) {
	good, bad, fine := message(0, "hello"), message(1, injection), message(2, "world")
	return batch(good, bad, fine), batch(good, fine)
}

func withBucket(b bucket, more ...string) map[string]string {
	env := environment(b.url)
	env["WEIR_QUARANTINE"] = "s3://" + refused + "/weir"
	for i := 0; i < len(more); i += 2 {
		env[more[i]] = more[i+1]
	}
	return env
}

func TestABadRecordIsKeptBeforeTheHandlerGetsTheRest(t *testing.T) {
	b := newBucket(t)
	var once sync.Once
	before := -1
	f := attach(t, withBucket(b), func(cfg *lambdatest.Config) {
		cfg.Observe = func(e lambdatest.Entry) {
			if e.As == "runtime" && strings.HasSuffix(e.Path, "/response") {
				once.Do(func() { before = objectFiles(b) })
			}
		}
	})
	event, rest := attacked()
	r := f.Invoke(event, lambdatest.InvokeOptions{})
	if r.ErrorType != "" || string(r.Payload) != string(rest) {
		t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
	}
	if before != 1 {
		t.Errorf("when the handler answered, %d objects were there", before)
	}
	objects := b.objects(t)
	line := f.line("finding")
	text, ok := objects[strings.TrimPrefix(line.Quarantine, "s3://"+refused+"/")]
	if !ok || len(objects) != 1 {
		t.Fatalf("the log says %q, and there are %v", line.Quarantine, objects)
	}
	all := items(t, lines(text)...)
	if len(all) != 1 || all[0].RecordID != "059f36b4-0001" || all[0].RequestID != r.RequestID || !strings.Contains(string(all[0].Content), "UNION SELECT") {
		t.Errorf("got the items %s", text)
	}
	if len(line.Removed) != 1 || line.Removed[0].ID != "059f36b4-0001" || *line.Removed[0].Record != 1 || line.Removed[0].SHA256 != all[0].SHA256 || line.Action != "filter" {
		t.Errorf("the log's line is %+v", line)
	}
	if start := f.line("start"); len(start.Warnings) > 0 || start.Level != "info" {
		t.Errorf("with a quarantine the start warns: %+v", start)
	}
}

// objectFiles counts the objects in the gateway's directory, without asking it.
func objectFiles(b bucket) (n int) {
	_ = filepath.WalkDir(filepath.Join(b.process.Dir, "objects"), func(path string, _ fs.DirEntry, _ error) error {
		if strings.HasSuffix(path, ".jsonl") {
			n++
		}
		return nil
	})
	return n
}

func TestAnEventForWhichNobodyWaitsIsSwallowedAndKept(t *testing.T) {
	b := newBucket(t)
	f := attach(t, withBucket(b))
	event := fmt.Sprintf(`{"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"order","source":"shop","account":"123456789012",`+
		`"time":"2026-03-04T12:00:00Z","region":"eu-central-1","resources":[],"detail":{"note":%q,"password":%q}}`, injection, password)
	if r := f.Invoke([]byte(event), lambdatest.InvokeOptions{}); r.ErrorType != "" {
		t.Errorf("the invocation failed: %s", r.Payload)
	}
	if n := f.saw(); n != 0 {
		t.Errorf("the handler got %d events", n)
	}
	line := f.line("finding")
	all := items(t, lines(b.objects(t)[strings.TrimPrefix(line.Quarantine, "s3://"+refused+"/")])...)
	if len(all) != 1 || all[0].Record != nil || all[0].Source != "eventbridge" || all[0].Action != "block" || !strings.Contains(string(all[0].Content), `"detail-type":"order"`) {
		t.Errorf("got %+v", all)
	}
	if len(line.Removed) != 1 || line.Removed[0].SHA256 != all[0].SHA256 {
		t.Errorf("the log's line is %+v", line)
	}
}

func TestABadRecordIsKeptInAQueue(t *testing.T) {
	q := newQueue(t, "refused")
	env := environment("")
	env["WEIR_QUARANTINE"] = q.address
	f := attach(t, env)
	event, rest := attacked()
	if r := f.Invoke(event, lambdatest.InvokeOptions{}); string(r.Payload) != string(rest) {
		t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
	}
	if all := items(t, q.messages(t)...); len(all) != 1 || all[0].RecordID != "059f36b4-0001" {
		t.Errorf("got %+v", all)
	}
	if line := f.line("finding"); line.Quarantine != q.address {
		t.Errorf("the log says %q", line.Quarantine)
	}
}

func TestADeadQuarantineStopsNothingUnlessFaultsAreClosed(t *testing.T) {
	b := newBucket(t)
	b.kill()
	event, rest := attacked()
	t.Run("open", func(t *testing.T) {
		f := attach(t, withBucket(b))
		if r := f.Invoke(event, lambdatest.InvokeOptions{}); string(r.Payload) != string(rest) {
			t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
		}
		line := f.line("fault")
		if line.Action != "filter" || !strings.Contains(line.Fault, "quarantine") || line.Quarantine != "" || len(line.Removed) != 1 || line.Level != "error" {
			t.Errorf("the log's line is %+v", line)
		}
	})
	t.Run("closed", func(t *testing.T) {
		f := attach(t, withBucket(b, "WEIR_ON_FAULT", "closed"))
		r := f.Invoke(event, lambdatest.InvokeOptions{})
		if r.ErrorType != "Function.Blocked" || strings.Contains(string(r.Payload), "quarantine") {
			t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
		}
		if n := f.saw(); n != 0 {
			t.Errorf("the handler got %d events", n)
		}
		line := f.line("fault")
		if line.Action != "block" || !strings.Contains(line.Fault, "quarantine") || len(line.Removed) != 0 {
			t.Errorf("the log's line is %+v", line)
		}
	})
}

// listen takes connections and says nothing; it counts them.
func listen(t *testing.T) (address string, count *atomic.Int32) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	count = new(atomic.Int32)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			count.Add(1)
			t.Cleanup(func() { _ = conn.Close() })
		}
	}()
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String(), count
}

func TestWithoutARefusalNoConnectionIsMade(t *testing.T) {
	address, count := listen(t)
	env := environment("")
	env["WEIR_QUARANTINE"] = "http://" + address + "/000000000000/refused"
	f := attach(t, env)
	event := batch(message(0, "hello"))
	for range 3 {
		if r := f.Invoke(event, lambdatest.InvokeOptions{}); string(r.Payload) != string(event) {
			t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
		}
	}
	// What is refused with an error or an answer is nobody's loss.
	attack, _ := json.Marshal(map[string]string{"note": injection})
	if r := f.Invoke(attack, lambdatest.InvokeOptions{}); r.ErrorType != "Function.Blocked" {
		t.Errorf("the caller got %s %s", r.ErrorType, r.Payload)
	}
	if n := count.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
	event, _ = attacked()
	f.Invoke(event, lambdatest.InvokeOptions{})
	if count.Load() == 0 {
		t.Error("a refusal has made no connection: the test sees none")
	}
}

func TestAQuarantineThatDoesNotAnswerLeavesTheHandlerTime(t *testing.T) {
	address, _ := listen(t)
	env := environment("")
	env["WEIR_QUARANTINE"] = "http://" + address + "/000000000000/refused"
	f := attach(t, env)
	// The process's first inspection compiles the rules.
	f.Invoke(batch(message(0, "hello")), lambdatest.InvokeOptions{})
	event, rest := attacked()
	r := f.Invoke(event, lambdatest.InvokeOptions{})
	if string(r.Payload) != string(rest) {
		t.Errorf("the caller got %s %s after %v", r.ErrorType, r.Payload, r.Duration)
	}
	if line := f.line("fault"); !strings.Contains(line.Fault, "deadline") && !strings.Contains(line.Fault, "timeout") {
		t.Errorf("the log's line is %+v", line)
	}
}

func TestWithoutAQuarantineTheLogWarnsAndHasIdAndHash(t *testing.T) {
	f := attach(t, nil)
	event, _ := attacked()
	f.Invoke(event, lambdatest.InvokeOptions{})
	if told := f.line("settings"); len(told.Warnings) != 1 || !strings.Contains(told.Warnings[0], "WEIR_QUARANTINE") || told.Level != "warn" {
		t.Errorf("the line about settings says %+v", told)
	}
	line := f.line("finding")
	if len(line.Removed) != 1 || line.Removed[0].ID != "059f36b4-0001" || len(line.Removed[0].SHA256) != 64 || line.Quarantine != "" {
		t.Errorf("the log's line is %+v", line)
	}
}
