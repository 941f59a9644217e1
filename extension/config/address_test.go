package config

import (
	"slices"
	"testing"
)

func TestOtherVariablesStandInForTheProxysTwoEnds(t *testing.T) {
	tests := []struct {
		name         string
		env          map[string]string
		port         int
		api, extsAPI string
		problems     []string
	}{
		{"Lambda alone", map[string]string{"AWS_LAMBDA_RUNTIME_API": "169.254.100.1:9001"}, 9057, "169.254.100.1:9001", "169.254.100.1:9001", nil},
		{
			"the common convention before Lambda's address",
			map[string]string{"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "LRAP_RUNTIME_API_ENDPOINT": "127.0.0.1:9010", "LRAP_LISTENER_PORT": "9011"},
			9011, "127.0.0.1:9010", "127.0.0.1:9001", nil,
		},
		{
			"our own names before all others",
			map[string]string{
				"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "LRAP_RUNTIME_API_ENDPOINT": "x:1", "LRAP_LISTENER_PORT": "9011",
				"WEIR_RUNTIME_API": "127.0.0.1:9020", "WEIR_PORT": "9021",
			},
			9021, "127.0.0.1:9020", "127.0.0.1:9001", nil,
		},
		{
			"bad ones passed over, each reported",
			map[string]string{"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "LRAP_RUNTIME_API_ENDPOINT": "nowhere", "WEIR_RUNTIME_API": "http://x", "LRAP_LISTENER_PORT": "x"},
			9057, "127.0.0.1:9001", "127.0.0.1:9001",
			[]string{"LRAP_LISTENER_PORT", "WEIR_RUNTIME_API", "LRAP_RUNTIME_API_ENDPOINT"},
		},
		{
			"never ourselves",
			map[string]string{"AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001", "WEIR_RUNTIME_API": "127.0.0.1:9057"},
			9057, "127.0.0.1:9001", "127.0.0.1:9001",
			[]string{"WEIR_RUNTIME_API"},
		},
	}
	for _, test := range tests {
		c, problems := read(test.env)
		var names []string
		for _, p := range problems {
			names = append(names, p.Name)
		}
		if c.Port != test.port || c.RuntimeAPI != test.api || c.ExtensionsAPI != test.extsAPI || !slices.Equal(names, test.problems) {
			t.Errorf("%s: got port %d, runtime API %q, extensions API %q, problems %v", test.name, c.Port, c.RuntimeAPI, c.ExtensionsAPI, names)
		}
	}
}
