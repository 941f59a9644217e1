package main

import (
	"weir/extension/auditlog"
	"weir/extension/config"
)

// logOptions are what the log is told of the settings.
func logOptions(c config.Config, getenv func(string) string) auditlog.Options {
	o := auditlog.Options{
		Function: getenv("AWS_LAMBDA_FUNCTION_NAME"), FunctionVersion: getenv("AWS_LAMBDA_FUNCTION_VERSION"),
		Level: auditlog.Level(c.Log), Excerpts: c.LogExcerpts, Client: auditlog.Client(c.LogClient), ClientKey: c.LogClientKey,
	}
	if c.Metrics != config.MetricsOff {
		o.Metrics = auditlog.Dimensions(c.Metrics)
	}
	return o
}
