package auditlog

import (
	"strings"
	"testing"
)

func TestAFilterThatHidesFindingsOrMetricsIsTold(t *testing.T) {
	const findingsLost, metricsLost, faultsLost = "findings with their metrics", "the metrics of events without findings", "faults, wrong settings"
	quiet := Options{Level: Errors}
	for name, c := range map[string]struct {
		format, level string
		options       Options
		want          []string
	}{
		"no format":                      {"", "ERROR", orders(Findings), nil},
		"text":                           {"Text", "ERROR", orders(Findings), nil},
		"JSON as it is by itself":        {"JSON", "", orders(Findings), nil},
		"JSON from INFO":                 {"JSON", "INFO", orders(All), nil},
		"JSON from DEBUG":                {"JSON", "debug", orders(All), nil},
		"JSON from WARN":                 {"JSON", "WARN", orders(Findings), []string{metricsLost}},
		"JSON from WARN without metrics": {"JSON", "WARN", Options{}, nil},
		"JSON from ERROR":                {"json", "error", orders(Findings), []string{metricsLost, findingsLost}},
		"JSON from FATAL":                {"JSON", "FATAL", orders(Findings), []string{metricsLost, findingsLost, faultsLost}},
		"faults alone from ERROR":        {"JSON", "ERROR", quiet, nil},
		"faults alone from FATAL":        {"JSON", "FATAL", quiet, []string{faultsLost}},
		"a level that does not exist":    {"JSON", "LOUD", orders(Findings), nil},
	} {
		line := written(c.options, func(l *Log, _ *clock) { l.Filtered(c.format, c.level) })[0]
		if len(c.want) == 0 {
			if line != "" {
				t.Errorf("%s: %s", name, line)
			}
			continue
		}
		for _, lost := range []string{findingsLost, metricsLost, faultsLost} {
			if strings.Contains(line, lost) != strings.Contains(strings.Join(c.want, ";"), lost) {
				t.Errorf("%s: want %q: %s", name, c.want, line)
			}
		}
		if got := member(t, line, "level"); got != "fatal" {
			t.Errorf("%s: told at level %v, which the filter may hide", name, got)
		}
		if c.options.Metrics != "" && member(t, line, configErrors) != 1.0 {
			t.Errorf("%s: no metric: %s", name, line)
		}
	}
}

func TestEveryLineHasWhatTheFilterReads(t *testing.T) {
	for _, test := range golden {
		for _, line := range written(test.options, test.use) {
			if stamp := member(t, line, "timestamp"); stamp == nil || stamp != member(t, line, "time") {
				t.Errorf("%s: timestamp %v", test.name, stamp)
			}
		}
	}
}
