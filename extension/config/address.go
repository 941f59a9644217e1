package config

import (
	"errors"
	"net"
	"path"
	"strconv"
	"strings"
)

// address reads "HOST:PORT", without a scheme, as Lambda gives its own.
func address(target *string, text string) error {
	host, port, err := net.SplitHostPort(text)
	if err != nil || host == "" || strings.ContainsAny(host, "/@?# \t") || !printable(host) {
		return errors.New("not an address such as 127.0.0.1:9001")
	}
	if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
		return errors.New("the port is not a whole number from 1 to 65535")
	}
	*target = text
	return nil
}

func absolute(target *string, text string) error {
	if !path.IsAbs(text) || !printable(text) {
		return errors.New("not an absolute path")
	}
	*target = text
	return nil
}

// breakLoop sees to it that the proxy is not told to speak to itself: every request would go round for ever.
func (c *Config) breakLoop() []Problem {
	if !c.loops(c.RuntimeAPI) {
		return nil
	}
	problem := Problem{
		Name: "WEIR_RUNTIME_API", Value: shown(c.RuntimeAPI), Allowed: "HOST:PORT",
		Reason: "it is the address where Weir itself listens (WEIR_PORT)", Holds: "Lambda's own address holds",
	}
	c.RuntimeAPI = c.ExtensionsAPI
	c.given["WEIR_RUNTIME_API"] = false
	if c.loops(c.RuntimeAPI) {
		c.RuntimeAPI = ""
	}
	return []Problem{problem}
}

func (c *Config) loops(address string) bool { return isLoopback(address, c.Port) }

// ports are those on which Weir and the Runtime API listen.
func (c Config) ports() []int {
	ports := []int{c.Port}
	if _, port, err := net.SplitHostPort(c.RuntimeAPI); err == nil {
		if n, err := strconv.Atoi(port); err == nil {
			ports = append(ports, n)
		}
	}
	return ports
}
