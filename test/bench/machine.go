package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine names what the figures were taken on, on one line, with how busy it was at the beginning.
func machine() string {
	line := fmt.Sprintf("%s, %d cores, %s/%s, %s", processor(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		first, _, _ := strings.Cut(string(load), " ")
		line += ", load " + first + " before the measurement"
	}
	return line
}

// processor is the model as the kernel names it; on arm64 it names none.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.SplitSeq(string(info), "\n") {
		if name, value, found := strings.Cut(line, ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown processor"
}
