package auditlog

import (
	"strings"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"weir/inspect"
)

// Dimension sets. Every set multiplies what a metric costs, so there are two: the function alone, for alarms, and the
// finest, which dashboards add up, and which one can do without. Rules are no dimension: there are too many, and Logs Insights counts them.
var (
	byFunction = dimensionSets{{"function"}}
	byAction   = dimensionSets{{"function"}, {"function", "source", "action"}}
)

// sets are those by which events are counted.
func (l *Log) sets() dimensionSets {
	if l.options.Metrics == ByFunction {
		return byFunction
	}
	return byAction
}

// directive is the value of _aws: which members of the line are metrics, and by what they are counted.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
type directive struct {
	time    time.Time
	sets    dimensionSets
	metrics metricList
}

// MarshalLogObject writes the metadata object.
func (d directive) MarshalLogObject(enc zapcore.ObjectEncoder) error {
	enc.AddInt64("Timestamp", d.time.UnixMilli())
	return enc.AddArray("CloudWatchMetrics", zapcore.ArrayMarshalerFunc(func(a zapcore.ArrayEncoder) error {
		return a.AppendObject(zapcore.ObjectMarshalerFunc(func(o zapcore.ObjectEncoder) error {
			o.AddString("Namespace", Namespace)
			if err := o.AddArray("Dimensions", d.sets); err != nil {
				return err
			}
			return o.AddArray("Metrics", d.metrics)
		}))
	}))
}

// leaves is how many values it has.
func (d directive) leaves() int {
	n := 2 // Timestamp, Namespace
	for _, set := range d.sets {
		n += len(set)
	}
	return n + 2*len(d.metrics)
}

// leavesOf is how many values metrics add to a line that carries no lists of them.
func leavesOf(metrics []zapcore.Field) int {
	n := len(metrics)
	if n > 0 {
		if d, ok := metrics[n-1].Interface.(directive); ok {
			n += d.leaves() - 1
		}
	}
	return n
}

type dimensionSets [][]string

// MarshalLogArray writes the sets, each an array of keys of the line.
func (s dimensionSets) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, set := range s {
		err := enc.AppendArray(zapcore.ArrayMarshalerFunc(func(a zapcore.ArrayEncoder) error {
			for _, key := range set {
				a.AppendString(key)
			}
			return nil
		}))
		if err != nil {
			return err
		}
	}
	return nil
}

type metricList []string

// MarshalLogArray writes the metrics' names with their units.
func (names metricList) MarshalLogArray(enc zapcore.ArrayEncoder) error {
	for _, m := range Metrics {
		for _, name := range names {
			if name != m.Name {
				continue
			}
			err := enc.AppendObject(zapcore.ObjectMarshalerFunc(func(o zapcore.ObjectEncoder) error {
				o.AddString("Name", m.Name)
				o.AddString("Unit", m.Unit)
				return nil
			}))
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// metricValue is the value of one metric.
type metricValue struct {
	name  string
	value int
}

// metricFields adds the values that are not zero, and the directive that points at them. others are metrics that the
// line has already.
func metricFields(now time.Time, sets dimensionSets, values []metricValue, others ...string) []zapcore.Field {
	var f []zapcore.Field
	names := metricList(others)
	for _, c := range values {
		if c.value != 0 {
			f = append(f, zap.Int(c.name, c.value))
			names = append(names, c.name)
		}
	}
	return append(f, zap.Object("_aws", directive{now, sets, names}))
}

// eventMetrics are the metrics of one event, for its own line.
func (l *Log) eventMetrics(now time.Time, v inspect.Verdict) []zapcore.Field {
	var t tally
	t.add(v)
	if v.Response { // the time for events would be blurred by it
		return metricFields(now, l.sets(), t.values())
	}
	f := []zapcore.Field{zap.Int64(latency, v.Took.Microseconds())}
	return append(f, metricFields(now, l.sets(), t.values(), latency)...)
}

// withMetric adds one metric that belongs to no event.
func (l *Log) withMetric(f []zapcore.Field, now time.Time, name string, value int) []zapcore.Field {
	if l.options.Metrics == "" {
		return f
	}
	return append(f, metricFields(now, byFunction, []metricValue{{name, value}})...)
}

// dimension makes a text fit for a dimension's value: CloudWatch wants printable ASCII, not empty, without a colon at
// the start.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Dimension.html
func dimension(text string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, clip(text, maxWord))
	if clean = strings.TrimLeft(clean, ": "); clean == "" {
		return "unknown"
	}
	return clean
}
