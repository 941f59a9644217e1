package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory is what processes hold in RAM, in bytes, added up. What they share is counted for each.
type memory struct {
	resident  int64 // VmRSS
	anonymous int64 // of that, what no file backs
	processes int
}

func memoryOf(pids []string) (memory, error) {
	m := memory{processes: len(pids)}
	for _, pid := range pids {
		status, err := os.ReadFile("/proc/" + pid + "/status")
		if err != nil {
			return m, err
		}
		m.resident += kilobytes(string(status), "VmRSS:") << 10
		m.anonymous += kilobytes(string(status), "RssAnon:") << 10
	}
	if m.resident == 0 {
		return m, fmt.Errorf("no memory found of %d processes: is there a /proc?", len(pids))
	}
	return m, nil
}

// kilobytes reads a line like "VmRSS:   1234 kB".
func kilobytes(status, name string) int64 {
	_, rest, _ := strings.Cut(status, "\n"+name)
	line, _, _ := strings.Cut(rest, "\n")
	n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(line), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func (m memory) String() string {
	s := fmt.Sprintf("%s, %s anonymous", megabytes(m.resident), megabytes(m.anonymous))
	if m.processes > 1 {
		s += fmt.Sprintf(", %d processes", m.processes)
	}
	return s
}
