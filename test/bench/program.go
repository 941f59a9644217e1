package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// program is an extension as it is built for the layer.
type program struct{ path string }

// layer makes a directory that plays /opt with the program as its only extension. With a group it is started through a
// script that enters the group first, so that all its memory is counted there. Entering takes the kernel longer than some
// starts: the script says when it is in, and goes on when it is told to or has no input.
func (p program) layer(in *group) (opt, running string, err error) {
	opt, err = os.MkdirTemp("", "weir-bench-")
	if err != nil {
		return "", "", err
	}
	begin := p.in(opt)
	if err = os.Mkdir(filepath.Dir(begin), 0o755); err != nil { //nolint:gosec // as Lambda unpacks it
		return opt, "", err
	}
	if in == nil {
		return opt, begin, duplicate(begin, p.path)
	}
	running = filepath.Join(opt, filepath.Base(p.path))
	script := "#!/bin/sh\n"
	for _, file := range in.entrances() {
		script += fmt.Sprintf("echo $$ >%s\n", file)
	}
	if err = os.WriteFile(begin, []byte(script+"echo in\nread -r go\nexec "+running+"\n"), 0o755); err != nil { //nolint:gosec // it is run
		return opt, "", err
	}
	return opt, running, duplicate(running, p.path)
}

// in is the file in a directory made by layer that starts the program.
func (p program) in(opt string) string {
	return filepath.Join(opt, "extensions", filepath.Base(p.path))
}

func duplicate(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("%w (make bench builds it)", err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o755) //nolint:gosec // it is run
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}

// processes are those that run the program, and all that they started, from /proc.
func processes(running string) []string {
	var found []string
	parents := map[string]string{}
	folders, _ := filepath.Glob("/proc/[0-9]*") // the pattern is well formed
	for _, folder := range folders {
		pid := filepath.Base(folder)
		if target, err := os.Readlink(folder + "/exe"); err == nil && target == running {
			found = append(found, pid)
			continue
		}
		stat, err := os.ReadFile(folder + "/stat")
		if err != nil {
			continue // it has ended
		}
		// The command's name is in brackets and may hold anything; state and parent come after it.
		if after := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])); len(after) > 1 {
			parents[pid] = after[1]
		}
	}
	for i := 0; i < len(found); i++ {
		for pid, parent := range parents {
			if parent == found[i] {
				found = append(found, pid)
			}
		}
	}
	return found
}
