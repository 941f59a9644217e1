package config

import (
	"net"
	"strconv"
	"strings"
)

// The names that Runtime API proxies share by convention, which AWS's own example began. A variable is the whole function's, so
// where two such proxies are in a function, one of them is meant.
// https://github.com/aws-samples/aws-lambda-extensions
const (
	sharedPort = "LRAP_LISTENER_PORT"
	sharedAPI  = "LRAP_RUNTIME_API_ENDPOINT"
)

const ownPort, ownPortDefault = "WEIR_PORT", 9057

// Unshared hides the names that proxies share if they mean another one, and returns a warning for each that is hidden. others
// are the files of the function's other extensions. Layer/wrapper decides the same.
//
// They mean another proxy if they tell it to speak to Weir, or if they name a port and there is another extension: Weir needs
// no port of its choice, and the other one may need it.
func Unshared(getenv func(string) string, others []string) (own func(string) string, warnings []string) {
	port, api := getenv(sharedPort), getenv(sharedAPI)
	var because string
	switch {
	case api != "" && isLoopback(api, portOf(getenv(ownPort))):
		because = sharedAPI + " is Weir's own address, so it tells another proxy to stand before Weir"
	case port != "" && len(others) > 0:
		because = "there is another extension (" + strings.Join(others[:min(len(others), 3)], ", ") + "), and both cannot listen on " + sharedPort
	default:
		return getenv, nil
	}
	for _, name := range []string{sharedPort, sharedAPI} {
		if getenv(name) != "" {
			warnings = append(warnings, name+" is not taken for Weir's: "+because+"; "+instead[name]+" is Weir's alone")
		}
	}
	return func(name string) string {
		if name == sharedPort || name == sharedAPI {
			return ""
		}
		return getenv(name)
	}, warnings
}

// instead are the names that no other proxy knows.
var instead = map[string]string{sharedPort: ownPort, sharedAPI: "WEIR_RUNTIME_API"}

// portOf is the port where Weir listens by its own variable.
func portOf(text string) int {
	if n, err := strconv.Atoi(unquoted(text)); err == nil && n >= 1024 && n <= 65535 {
		return n
	}
	return ownPortDefault
}

// isLoopback says whether an address is a port of this machine.
func isLoopback(address string, port int) bool {
	host, text, err := net.SplitHostPort(unquoted(address))
	if err != nil || text != strconv.Itoa(port) {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
