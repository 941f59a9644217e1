// Command floor is an extension that does nothing but register: what a start takes before Weir does anything. It speaks
// over a bare connection, as the least that a program in Go can need.
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

func main() {
	if err := register(); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
	select {} // until the service ends it
}

func register() error {
	host := os.Getenv("AWS_LAMBDA_RUNTIME_API")
	conn, err := net.Dial("tcp", host) //nolint:noctx // it lives as long as the process
	if err != nil {
		return err
	}
	const body = `{"events":["SHUTDOWN"]}`
	_, err = fmt.Fprintf(conn, "POST /2020-01-01/extension/register HTTP/1.1\r\nHost: %s\r\nLambda-Extension-Name: %s\r\n"+
		"Content-Length: %d\r\n\r\n%s", host, filepath.Base(os.Args[0]), len(body), body)
	if err != nil {
		return err
	}
	_, err = bufio.NewReader(conn).ReadString('\n')
	return err
}
