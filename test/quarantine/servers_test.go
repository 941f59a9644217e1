package quarantine

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/Admiral-Piett/goaws/app"
	"github.com/Admiral-Piett/goaws/app/router"
	"github.com/sirupsen/logrus"
	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/metrics"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

// serverVariable makes the test's program a server: "s3" or "sqs".
const serverVariable = "QUARANTINE_TEST_SERVER"

// listening is what a server says on its standard output before its address.
const listening = "listening on "

// The account of the gateway. The stand-in for SQS looks at no signature.
const (
	accessKey = "AKIDQUARANTINE"
	secretKey = "secret-of-the-test"
	region    = "eu-central-1"
)

// server is a server in a process of its own.
type server struct {
	url     string
	process *exec.Cmd
}

// start starts a server, which ends with the test at the latest.
func start(t *testing.T, kind string) *server {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{process: exec.Command(program)}
	s.process.Env = append(os.Environ(), serverVariable+"="+kind)
	s.process.Dir = t.TempDir()
	s.process.Stderr = os.Stderr
	out, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	told := bufio.NewScanner(out)
	for s.url == "" && told.Scan() {
		if address, ok := strings.CutPrefix(told.Text(), listening); ok {
			s.url = "http://" + address
		}
	}
	if s.url == "" {
		t.Fatalf("the %s server did not start: %v", kind, told.Err())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return s
}

// kill ends the server at once. Nothing listens at its address then.
func (s *server) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

// serve is the server's process. It writes its address when it listens.
func serve(kind string) error {
	if kind == "s3" {
		return serveS3()
	}
	return serveSQS()
}

func serveS3() error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	objects, attributes := filepath.Join(dir, "objects"), filepath.Join(dir, "attributes")
	for _, d := range []string{objects, attributes} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return err
		}
	}
	// Attributes in files: extended ones of the file system need not be there.
	storer, err := meta.NewSideCar(attributes)
	if err != nil {
		return err
	}
	backend, err := posix.New(objects, storer, posix.PosixOpts{SideCarDir: attributes, ForceNoTmpFile: true})
	if err != nil {
		return err
	}
	statistics, err := metrics.NewManager(context.Background(), metrics.Config{})
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	gateway, err := s3api.New(
		backend, middlewares.RootUserConfig{Access: accessKey, Secret: secretKey}, region,
		auth.NewIAMServiceSingle(auth.Account{Access: accessKey, Secret: secretKey, Role: auth.RoleAdmin}),
		nil, nil, nil, statistics,
		s3api.WithQuiet(), s3api.WithKeepAlive(), s3api.WithConcurrencyLimiter(100, 100),
		s3api.WithOnListen(func() { fmt.Println(listening + address) }),
	)
	if err != nil {
		return err
	}
	return gateway.ServeMultiPort([]string{address})
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func serveSQS() error {
	logrus.SetOutput(io.Discard)
	app.CurrentEnvironment.EnableDuplicates = true // by its word: duplicates of FIFO queues are noticed
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listening + l.Addr().String())
	return http.Serve(l, router.New())
}
