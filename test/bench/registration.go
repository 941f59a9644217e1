package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// registration is the time from the start of an extension's process until its registration is answered. The service is
// the least that can be one: lambdatest finds out who calls, which takes longer than some starts.
func registration(p program, in *group) (took time.Duration, err error) {
	opt, _, err := p.layer(in)
	defer func() { err = errors.Join(err, os.RemoveAll(opt)) }()
	if err != nil {
		return 0, err
	}
	service, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // closed below
	if err != nil {
		return 0, err
	}
	defer func() { _ = service.Close() }()
	port, err := freePort()
	if err != nil {
		return 0, err
	}
	extension := exec.Command(p.in(opt)) //nolint:gosec,noctx // our own, and ended below
	extension.Env = []string{
		"PATH=" + os.Getenv("PATH"), "AWS_LAMBDA_RUNTIME_API=" + service.Addr().String(), "WEIR_PORT=" + port,
		"AWS_LAMBDA_FUNCTION_NAME=function", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128",
	}
	defer func() {
		if extension.Process != nil {
			_ = extension.Process.Kill()
			_ = extension.Wait() // it was killed
		}
	}()
	begun, err := begin(extension, in != nil)
	if err != nil {
		return 0, err
	}
	if err := service.(*net.TCPListener).SetDeadline(begun.Add(longest)); err != nil {
		return 0, err
	}
	conn, err := service.Accept()
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	err = register(conn)
	return time.Since(begun), err
}

// begin starts an extension and tells when. One with a script in front begins where the script ends.
func begin(extension *exec.Cmd, script bool) (begun time.Time, err error) {
	if !script {
		return time.Now(), extension.Start()
	}
	said, err := extension.StdoutPipe()
	if err != nil {
		return begun, err
	}
	tell, err := extension.StdinPipe()
	if err != nil {
		return begun, err
	}
	if err := extension.Start(); err != nil {
		return begun, err
	}
	if _, err := bufio.NewReader(said).ReadString('\n'); err != nil {
		return begun, err
	}
	time.Sleep(2 * period * time.Microsecond) // what the script took of the group's time is given again by then
	begun = time.Now()
	return begun, tell.Close()
}

// register answers the call that the extension begins with.
func register(conn net.Conn) error {
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return err
	}
	if !strings.HasSuffix(request.URL.Path, "/extension/register") {
		return fmt.Errorf("the first call is %s", request.URL.Path)
	}
	_, err = io.WriteString(conn, "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: 1\r\nContent-Length: 2\r\n\r\n{}")
	return err
}
