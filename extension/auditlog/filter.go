package auditlog

import (
	"slices"
	"strings"

	"go.uber.org/zap"

	"weir/inspect/source"
)

// filterLevels are the levels of Lambda's log-level filter, from the one that lets everything through. It is in force where the log
// format is JSON, and is called INFO unless something else is said. AWS's page tells of the function's own lines, and says nothing of
// those of an extension, which go the same way: they are taken to be filtered, too.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
var filterLevels = []string{"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"}

// Filtered says loudly what Lambda's log-level filter hides of what Weir is told to write. format and level are
// AWS_LAMBDA_LOG_FORMAT and AWS_LAMBDA_LOG_LEVEL.
func (l *Log) Filtered(format, level string) {
	if !strings.EqualFold(format, "JSON") {
		return
	}
	from := slices.Index(filterLevels, strings.ToUpper(level))
	hides := func(lines string) bool { return slices.Index(filterLevels, lines) < from }
	var lost []string
	if hides("INFO") && l.options.Level == All {
		lost = append(lost, "lines of events without findings")
	}
	if hides("INFO") && l.options.Metrics != "" {
		lost = append(lost, "the metrics of events without findings")
	}
	if hides("WARN") && l.options.Level != Errors {
		lost = append(lost, "findings with their metrics")
	}
	if hides("ERROR") {
		lost = append(lost, "faults, wrong settings, and that Weir is bypassed")
	}
	if len(lost) == 0 {
		return
	}
	now := l.now()
	f := l.head(Settings, "fatal", now, source.Invocation{})
	f = append(f, zap.Array("problems", problemList{{
		Name: "AWS_LAMBDA_LOG_LEVEL", Value: level, Allowed: "INFO",
		Reason: "Lambda's log-level filter drops " + strings.Join(lost, "; ") + ". Set the function's application log level to INFO.",
	}}))
	l.emit("", l.withMetric(f, now, configErrors, 1))
}
