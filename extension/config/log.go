package config

import "strings"

// Client says what of a client's address a finding has.
type Client string

// What there is.
const (
	ClientHash Client = "hash" // a code for it
	ClientIP   Client = "ip"   // the address itself
	ClientOff  Client = "off"  // nothing
)

// Metrics says by what metrics are counted.
type Metrics string

// What there is.
const (
	MetricsAll      Metrics = "all"      // by function, and by function, source and action
	MetricsFunction Metrics = "function" // by function alone
	MetricsOff      Metrics = "off"      // not at all
)

var logClient = Variable{
	Name: "WEIR_LOG_CLIENT", Grammar: "hash|ip|off", Default: "hash",
	Meaning: "Who sent a request, in findings: a code for the address, so that one client can be counted, the address itself, or " +
		"nothing.",
	set: func(c *Config, text string, r *reading) error {
		return word(r, &c.LogClient, text, []Client{ClientHash, ClientIP, ClientOff})
	},
	show: func(c Config) string { return string(c.LogClient) },
}

var logClientKey = Variable{
	Name: "WEIR_LOG_CLIENT_KEY", Text: true, Grammar: "text", Without: "none: codes that hide nothing from a determined reader",
	Meaning: "A secret, 32 random characters or more, from which the codes of `WEIR_LOG_CLIENT` are made: the same one gives a client " +
		"the same code in all functions, for as long as it is kept. Without it each function has codes of its own, and whoever reads " +
		"them can find the address by trying all there are. It is never shown.",
	set: func(c *Config, text string, _ *reading) error {
		c.LogClientKey = text
		return nil
	},
	show: func(c Config) string {
		if c.LogClientKey == "" {
			return ""
		}
		return "[not shown]"
	},
}

var metrics = Variable{
	Name: "WEIR_METRICS", Grammar: "all|function|off", Default: "all",
	Meaning: "CloudWatch metrics by Embedded Metric Format, in the log lines: counted by function, and by function, source and action; " +
		"or by function alone, which costs less (docs/LOGS.md has a table). `emf` is the same as `all`.",
	set: func(c *Config, text string, r *reading) error {
		if strings.EqualFold(unquoted(text), "emf") {
			r.word(text)
			text = string(MetricsAll)
		}
		return word(r, &c.Metrics, text, []Metrics{MetricsAll, MetricsFunction, MetricsOff})
	},
	show: func(c Config) string { return string(c.Metrics) },
}
