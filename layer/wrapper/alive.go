package main

import (
	"errors"
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
	n := port()
	address := "127.0.0.1:" + strconv.Itoa(n)
	if err := ask(n); err != nil {
		return "", errors.New("no sign of life on " + address + ": " + err.Error())
	}
	return address, nil
}

// word is a variable's value without blanks and quotes around it, in lower case: as package config reads words and numbers.
func word(name string) string {
	text := os.Getenv(name)
	for {
		before := text
		text = strings.TrimSpace(text)
		for _, q := range [...][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"“", "”"}, {"„", "“"}, {"‘", "’"}, {"”", "”"}} {
			if inner, begins := strings.CutPrefix(text, q[0]); begins && strings.HasSuffix(inner, q[1]) {
				text = strings.TrimSuffix(inner, q[1])
			}
		}
		if text == before {
			return strings.ToLower(text)
		}
	}
}

func isOff() bool { return strings.Trim(word("WEIR_MODE"), ", ") == "off" }

func isClosed() bool { return word("WEIR_ON_FAULT") == "closed" }

// port is the port on which Weir listens: the same reading of the same variables as in package config, which is too
// large to be linked here. Weir reports a value that is no port.
func port() int {
	for _, name := range []string{"WEIR_PORT", "LRAP_LISTENER_PORT"} {
		if n, err := strconv.Atoi(word(name)); err == nil && n >= 1024 && n <= 65535 {
			return n
		}
	}
	return 9057
}

// ask returns nil if Weir answers on the port. It asks once: a refused connection stays refused, because whoever was to
// listen has had its time before the runtime started.
func ask(port int) error {
	deadline := time.Now().Add(patience) // for dialling, asking and reading together
	c, err := dial(port, deadline)
	if err != nil {
		return err
	}
	defer c.close()
	// HTTP/1.0 promises an answer that is neither chunked nor kept alive: its end is the end of the connection.
	if err := c.write("GET /.weir/alive HTTP/1.0\r\nHost: 127.0.0.1:" + strconv.Itoa(port) + "\r\n\r\n"); err != nil {
		return err
	}
	answer, err := c.read(maxAnswer)
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
