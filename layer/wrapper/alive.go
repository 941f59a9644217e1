package main

import (
	"errors"
	"os"
	"path"
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
	own, shared := portIn("WEIR_PORT"), portIn("LRAP_LISTENER_PORT")
	switch {
	case own != 0:
		return own
	case shared != 0 && !foreign():
		return shared
	}
	return defaultPort
}

const defaultPort = 9057

func portIn(name string) int {
	n, err := strconv.Atoi(word(name))
	if err != nil || n < 1024 || n > 65535 {
		return 0
	}
	return n
}

// foreign says whether the names that proxies share mean another one, as config.Unshared does. It is asked only if Weir has no
// port of its own.
func foreign() bool {
	host, found := strings.CutSuffix(word("LRAP_RUNTIME_API_ENDPOINT"), ":"+strconv.Itoa(defaultPort))
	if found && (host == "localhost" || host == "[::1]" || strings.HasPrefix(host, "127.")) {
		return true
	}
	return hasOthers(extensions())
}

// extensions is the folder of the function's extensions, beside this program.
func extensions() string {
	self, err := os.Executable()
	if err != nil {
		return "/opt/extensions"
	}
	return path.Join(path.Dir(self), "extensions")
}

// hasOthers says whether a folder has an extension besides Weir.
func hasOthers(folder string) bool {
	files, _ := os.ReadDir(folder) // in an image it may be elsewhere: then there is none
	for _, file := range files {
		if file.Type().IsRegular() && file.Name() != "weir" {
			return true
		}
	}
	return false
}

// ask returns nil if Weir answers on the port. It asks once: a refused connection stays refused, because whoever was to
// listen has had its time before the runtime started.
func ask(port int) error {
	status, body, err := call(port, "GET /.weir/alive", "")
	if err == nil && (status != "200" || strings.TrimRight(body, "\r\n") != "weir") {
		err = errors.New("what answers there is not Weir")
	}
	return err
}

// tell tells Weir of another proxy, and returns what it says.
func tell(port int, proxy string) (string, error) {
	status, body, err := call(port, "POST /.weir/chain", proxy)
	if err == nil && status != "200" {
		err = errors.New("Weir says " + status + ", " + strings.TrimRight(body, "\r\n"))
	}
	return body, err
}

// call makes a request to 127.0.0.1, all in all in patience.
func call(port int, request, text string) (status, body string, err error) {
	c, err := dial(port, time.Now().Add(patience))
	if err != nil {
		return "", "", err
	}
	defer c.close()
	// HTTP/1.0 promises an answer that is neither chunked nor kept alive: its end is the end of the connection.
	request += " HTTP/1.0\r\nHost: 127.0.0.1:" + strconv.Itoa(port) + "\r\n"
	if text != "" {
		request += "Content-Length: " + strconv.Itoa(len(text)) + "\r\n"
	}
	if err := c.write(request + "\r\n" + text); err != nil {
		return "", "", err
	}
	answer, err := c.read(maxAnswer)
	if err != nil {
		return "", "", err
	}
	head, body, _ := strings.Cut(string(answer), "\r\n\r\n")
	version, rest, _ := strings.Cut(head, " ")
	if !strings.HasPrefix(version, "HTTP/1.") {
		return "", "", errors.New("what answers there is not Weir")
	}
	status, _, _ = strings.Cut(rest, " ")
	return status, body, nil
}
