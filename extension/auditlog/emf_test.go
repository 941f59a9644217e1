package auditlog

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
	"time"

	"weir/inspect"
	"weir/inspect/source"
)

var emfUnits = []string{"Count", "Microseconds", "Milliseconds", "Seconds", "Bytes", "Percent", "None"}

// checkEMF holds a line against the rules of the Embedded Metric Format, and returns its metrics.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
func checkEMF(t *testing.T, line string) []string {
	t.Helper()
	var root map[string]json.RawMessage
	if err := json.Unmarshal([]byte(line), &root); err != nil {
		t.Fatalf("no JSON object: %v: %s", err, line)
	}
	if root["_aws"] == nil {
		return nil
	}
	var meta struct {
		Timestamp         *int64
		CloudWatchMetrics []struct {
			Namespace  string
			Dimensions [][]string
			Metrics    []struct{ Name, Unit string }
		}
	}
	if err := json.Unmarshal(root["_aws"], &meta); err != nil {
		t.Fatal(err)
	}
	if meta.Timestamp == nil || *meta.Timestamp < noon.UnixMilli() {
		t.Errorf("the timestamp is missing or wrong: %s", root["_aws"])
	}
	if len(meta.CloudWatchMetrics) != 1 {
		t.Fatalf("got %d directives, want 1", len(meta.CloudWatchMetrics))
	}
	d := meta.CloudWatchMetrics[0]
	if !regexp.MustCompile(`^[0-9A-Za-z._\-/#:]{1,256}$`).MatchString(d.Namespace) {
		t.Errorf("bad namespace %q", d.Namespace)
	}
	if len(d.Dimensions) == 0 {
		t.Error("no dimension set")
	}
	for _, set := range d.Dimensions {
		if len(set) == 0 || len(set) > 30 {
			t.Errorf("a dimension set has 1 to 30 keys, not %d", len(set))
		}
		for _, key := range set {
			var value string
			if err := json.Unmarshal(root[key], &value); err != nil {
				t.Errorf("dimension %q is no string of the line: %v", key, err)
			}
			if !regexp.MustCompile(`^[!-9;-~][ -~]{0,999}$`).MatchString(value) {
				t.Errorf("dimension %q has the bad value %q", key, value)
			}
		}
	}
	if len(d.Metrics) == 0 || len(d.Metrics) > 100 {
		t.Errorf("a directive has 1 to 100 metrics, not %d", len(d.Metrics))
	}
	var names []string
	for _, m := range d.Metrics {
		if slices.Contains(names, m.Name) {
			t.Errorf("metric %q is named twice", m.Name)
		}
		names = append(names, m.Name)
		if !slices.Contains(emfUnits, m.Unit) {
			t.Errorf("metric %q has the unknown unit %q", m.Name, m.Unit)
		}
		var one float64
		var many []float64
		if json.Unmarshal(root[m.Name], &one) != nil {
			if json.Unmarshal(root[m.Name], &many) != nil || len(many) == 0 || len(many) > 100 {
				t.Errorf("metric %q is neither a number of the line nor an array of 1 to 100: %s", m.Name, root[m.Name])
			}
		}
	}
	return names
}

func TestEveryLineWithMetricsObeysTheEmbeddedMetricFormat(t *testing.T) {
	want := map[string][]string{
		"a blocked event": {events, findings, blocked, latency},
		"an event with a match of a rule that is watched":     {events, findings, latency},
		"an event in monitor mode":                            {events, findings, latency},
		"a log that is filtered":                              {configErrors},
		"a filtered batch":                                    {events, findings, blocked, incomplete, latency},
		"a batch with more records removed than a line lists": {events, findings, blocked, incomplete, latency},
		"a swallowed event that is not kept":                  {events, findings, blocked, latency},
		"an event with an excerpt and without metrics":        nil,
		"a response that leaks":                               {responseFindings},
		"a response that is withheld":                         {responseFindings, responsesBlocked},
		"a clean event where all are logged":                  nil,
		"an event that met a fault of ours":                   {events, faults, latency},
		"a start":                                             nil,
		"an event in a mode that was not asked for":           {events, findings, latency},
		"settings that are wrong":                             {configErrors},
		"a runtime that never came":                           nil,
		"a runtime that bypasses us":                          {bypassed},
		"a fault of the process":                              {faults},
		"a fault behind lines that were lost":                 {faults},
		"counts of clean traffic":                             {events, latency},
		"counts of events with matches that do not count":     {events, denied, latency},
	}
	for _, test := range golden {
		for _, line := range written(test.options, test.use) {
			if test.name == "counts of responses where errors alone are logged" {
				continue // a test of its own: the lines differ
			}
			if member(t, line, "weir") == string(Taken) {
				if checkEMF(t, line) != nil {
					t.Errorf("%s: what a line has counted is counted twice", test.name)
				}
				continue
			}
			if got := checkEMF(t, line); !slices.Equal(got, want[test.name]) {
				t.Errorf("%s: got metrics %v, want %v", test.name, got, want[test.name])
			}
		}
	}
}

func TestResponsesWithoutALineAreCounted(t *testing.T) {
	lines := written(orders(Errors), func(l *Log, _ *clock) {
		l.Write(invocation, leakingResponse, Removal{})
		l.Write(invocation, leakingResponse, Removal{})
		l.Write(invocation, withheldResponse, Removal{})
		l.Flush()
	})
	want := [][]string{{responseFindings}, {responseFindings, responsesBlocked}}
	if len(lines) != len(want) {
		t.Fatalf("%d lines: %v", len(lines), lines)
	}
	for i, line := range lines {
		if got := checkEMF(t, line); !slices.Equal(got, want[i]) {
			t.Errorf("got metrics %v, want %v", got, want[i])
		}
	}
}

func TestWithoutMetricsNoLineHasAny(t *testing.T) {
	for _, test := range golden {
		o := test.options
		o.Metrics = ""
		for _, line := range written(o, test.use) {
			if line != "" && checkEMF(t, line) != nil {
				t.Errorf("%s: metrics in %s", test.name, line)
			}
		}
	}
}

func TestEveryEventIsCountedOnceAtEveryLevel(t *testing.T) {
	for _, level := range []Level{Findings, All, Errors} {
		sums := map[string]float64{}
		lines := written(orders(level), func(l *Log, _ *clock) {
			for _, v := range []inspect.Verdict{clean, blockedEvent, clean, filteredBatch, faultyEvent} {
				l.Write(invocation, v, Removal{})
			}
			l.Flush()
		})
		for _, line := range lines {
			for _, name := range checkEMF(t, line) {
				if n, ok := member(t, line, name).(float64); ok {
					sums[name] += n
				} else {
					sums[name] += 0
				}
			}
		}
		want := map[string]float64{events: 5, findings: 2, blocked: 2, incomplete: 1, faults: 1}
		for name, n := range want {
			if sums[name] != n {
				t.Errorf("level %q: %s is %v, want %v", level, name, sums[name], n)
			}
		}
	}
}

func TestCleanTrafficIsWrittenAtMostOnceAMinuteWithTheTimeItHappened(t *testing.T) {
	lines := written(orders(Findings), func(l *Log, c *clock) {
		l.Write(invocation, clean, Removal{}) // 12:00:00
		c.now = c.now.Add(59 * time.Second)   // still the first window
		l.Write(invocation, clean, Removal{}) // 12:00:59
		c.now = c.now.Add(time.Hour)          // frozen in between
		l.Write(invocation, clean, Removal{}) // 13:00:59: closes the first window
		c.now = c.now.Add(time.Second)        //
		l.Write(invocation, clean, Removal{}) // 13:01:00
		l.Flush()                             // closes the second
		l.Flush()                             // nothing is left
	})
	if len(lines) != 2 {
		t.Fatalf("got %d lines, want 2: %q", len(lines), lines)
	}
	for i, want := range []time.Time{noon.Add(59 * time.Second), noon.Add(time.Hour + time.Minute)} {
		meta := member(t, lines[i], "_aws").(map[string]any)
		if got := int64(meta["Timestamp"].(float64)); got != want.UnixMilli() {
			t.Errorf("line %d: got the time %v, want %v", i, time.UnixMilli(got).UTC(), want)
		}
		if n := member(t, lines[i], "Events"); n != 2.0 {
			t.Errorf("line %d: got %v events, want 2", i, n)
		}
	}
}

func TestAManyEventsLatenciesAreAFairSampleThatALineMayCarry(t *testing.T) {
	lines := written(orders(Findings), func(l *Log, _ *clock) {
		v := clean
		for i := range 100_000 {
			v.Took = time.Duration(i) * time.Microsecond
			l.Write(invocation, v, Removal{})
		}
		l.Flush()
	})
	checkEMF(t, lines[0])
	samples := member(t, lines[0], "Latency").([]any)
	if len(samples) != maxSamples {
		t.Fatalf("got %d samples, want %d", len(samples), maxSamples)
	}
	sum := 0.0
	for _, s := range samples {
		sum += s.(float64)
	}
	// The mean of 100 fair draws from 0…99,999 has a standard deviation of 2,900: this holds but for one run in 10^11.
	if mean := sum / maxSamples; mean < 30_000 || mean > 70_000 {
		t.Errorf("the samples' mean is %v, want about 50000", mean)
	}
}

func TestForgedSourcesDoNotGrowTheCounts(t *testing.T) {
	lines := written(orders(Findings), func(l *Log, c *clock) {
		for i := range 1000 {
			v := clean
			v.Source = "pipes:" + string(rune('a'+i%26)) + string(rune('a'+i/26))
			l.Write(source.Invocation{}, v, Removal{})
		}
		if n := len(l.window.tallies); n > maxTallies+1 {
			t.Errorf("%d tallies are kept, want at most %d", n, maxTallies+1)
		}
		l.Flush()
		l.Write(invocation, clean, Removal{})
		l.Flush()
		l.Flush()
		if n := len(l.window.tallies); n != 0 {
			t.Errorf("%d tallies are kept after windows without their events, want none", n)
		}
	})
	total := 0.0
	for _, line := range lines {
		total += member(t, line, "Events").(float64)
	}
	if total != 1001 {
		t.Errorf("got %v events in all, want 1001", total)
	}
}
