package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

// patience bounds the whole question. Weir listens before it registers, and Lambda starts the runtime after all
// extensions have registered, so the answer is a matter of microseconds on a free core. At 128 MB the sandbox has 7 % of
// one, shared with other extensions that start up, and is stopped for most of every scheduling period: a second is room
// for some ten periods, and a tenth of the ten seconds that Lambda gives to a start.
const patience = time.Second

// maxAnswer bounds what is read of an answer. Weir's has some 150 bytes.
const maxAnswer = 1024

// findWeir returns the address on which Weir gave a sign of life.
func findWeir() (string, error) {
	address := net.JoinHostPort("127.0.0.1", port())
	if err := ask(address); err != nil {
		return "", fmt.Errorf("no sign of life on %s: %w", address, err)
	}
	return address, nil
}

// port is the port on which Weir listens: the same reading of the same variables as in package config, which is too
// large to be linked here. Weir reports a value that is no port.
func port() string {
	for _, name := range []string{"WEIR_PORT", "LRAP_LISTENER_PORT"} {
		text := strings.TrimSpace(os.Getenv(name))
		if n, err := strconv.Atoi(text); err == nil && n >= 1024 && n <= 65535 {
			return strconv.Itoa(n)
		}
	}
	return "9057"
}

// ask returns nil if Weir answers on the address. It asks once: a refused connection stays refused, because whoever
// was to listen has had its time before the runtime started.
func ask(address string) error {
	deadline := time.Now().Add(patience) // for dialling, asking and reading together
	c, err := (&net.Dialer{Deadline: deadline}).Dial("tcp", address)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	if err := c.SetDeadline(deadline); err != nil {
		return err
	}
	// HTTP/1.0 promises an answer that is neither chunked nor kept alive: its end is the end of the connection.
	if _, err := io.WriteString(c, "GET /.weir/alive HTTP/1.0\r\nHost: "+address+"\r\n\r\n"); err != nil {
		return err
	}
	answer, err := io.ReadAll(io.LimitReader(c, maxAnswer))
	if err != nil {
		return err
	}
	head, body, _ := strings.Cut(string(answer), "\r\n\r\n")
	version, status, _ := strings.Cut(head, " ")
	if strings.HasPrefix(version, "HTTP/1.") && strings.HasPrefix(status, "200 ") && strings.TrimRight(body, "\r\n") == "weir" {
		return nil
	}
	return errors.New("what answers there is not Weir")
}
