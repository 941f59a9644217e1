package config

import (
	"strings"
	"testing"
)

func TestNamesThatProxiesShareAreHiddenIfTheyMeanAnotherOne(t *testing.T) {
	for _, test := range []struct {
		name     string
		env      map[string]string
		others   []string
		port     int
		api      string
		warnings []string
	}{
		{
			"alone, they are Weir's",
			map[string]string{"LRAP_LISTENER_PORT": "9011", "LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:9010"},
			nil,
			9011, "127.0.0.1:9010", nil,
		},
		{
			"another extension needs its port",
			map[string]string{"LRAP_LISTENER_PORT": "9009"},
			[]string{"firewall"},
			9057, "169.254.100.1:9001",
			[]string{"LRAP_LISTENER_PORT"},
		},
		{
			"another extension has its port and its upstream",
			map[string]string{"LRAP_LISTENER_PORT": "9009", "LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:9010"},
			[]string{"a", "b", "c", "d"},
			9057, "169.254.100.1:9001",
			[]string{"LRAP_LISTENER_PORT", "LRAP_RUNTIME_API_ENDPOINT"},
		},
		{
			"another proxy is told to stand before Weir",
			map[string]string{"LRAP_LISTENER_PORT": "9009", "LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:9057"},
			nil,
			9057, "169.254.100.1:9001",
			[]string{"LRAP_LISTENER_PORT", "LRAP_RUNTIME_API_ENDPOINT"},
		},
		{
			"the same, on a port of the user's",
			map[string]string{"WEIR_PORT": " 9060", "LRAP_RUNTIME_API_ENDPOINT": "localhost:9060"},
			[]string{"a"},
			9060, "169.254.100.1:9001",
			[]string{"LRAP_RUNTIME_API_ENDPOINT"},
		},
		{
			"an upstream alone may be Weir's",
			map[string]string{"LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:9000"},
			[]string{"agent"},
			9057, "127.0.0.1:9000", nil,
		},
		{
			"Weir's own names hold",
			map[string]string{"LRAP_LISTENER_PORT": "9009", "WEIR_PORT": "9060", "WEIR_RUNTIME_API": "127.0.0.1:9009"},
			[]string{"a"},
			9060, "127.0.0.1:9009",
			[]string{"LRAP_LISTENER_PORT"},
		},
	} {
		test.env["AWS_LAMBDA_RUNTIME_API"] = "169.254.100.1:9001"
		own, warnings := Unshared(func(name string) string { return test.env[name] }, test.others)
		c, problems := FromEnv(own, nil, nil)
		if c.Port != test.port || c.RuntimeAPI != test.api || len(problems) != 0 {
			t.Errorf("%s: port %d, Runtime API %s, problems %v", test.name, c.Port, c.RuntimeAPI, problems)
		}
		var names []string
		for _, w := range warnings {
			name, _, _ := strings.Cut(w, " ")
			names = append(names, name)
		}
		if strings.Join(names, " ") != strings.Join(test.warnings, " ") {
			t.Errorf("%s: warnings %q", test.name, warnings)
		}
	}
}
