package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The smallest function has 128 MB, and of a processor that part of a core which Lambda gives with 1,769 MB (Lambda
// developer guide, "Configure Lambda function memory"): 7.24 %. It is handed out in slices of 20 ms.
const (
	smallMemory = 128 << 20
	period      = 20000 // µs
	quota       = 1448  // µs in each period
)

// group is a control group of Linux, of version 1 or 2: the processes in it get so much memory and, while it is
// limited, so much of a processor.
type group struct {
	cpu, memory string // directories, of version 2 the same one; memory is "" where it cannot be had
	second      bool   // version 2
}

var errNoGroups = errors.New("there are no control groups for the processor here, or this user may make none")

// prefix begins the names of all groups of this program; the number of the process that made it follows.
const prefix = "weir-bench-"

// newGroup makes a group whose processor is not limited yet. The caller removes it.
func newGroup() (*group, error) {
	name := fmt.Sprintf("%s%d-%d", prefix, os.Getpid(), time.Now().UnixNano())
	mounts, err := os.ReadFile("/proc/mounts")
	if err != nil {
		return nil, errNoGroups
	}
	for line := range strings.SplitSeq(string(mounts), "\n") {
		f := strings.Fields(line)
		if len(f) < 4 {
			continue
		}
		if g := groupIn(f[1], f[2], strings.Split(f[3], ","), name); g != nil {
			return g, nil
		}
	}
	return nil, errNoGroups
}

// groupIn makes the group where a hierarchy that is mounted can limit the processor; nil means that it cannot.
func groupIn(mount, kind string, options []string, name string) *group {
	g := &group{second: kind == "cgroup2"}
	switch {
	case g.second:
		// Where they are handed on already, or may not be, the group's own files show it.
		_ = os.WriteFile(filepath.Join(mount, "cgroup.subtree_control"), []byte("+cpu +memory"), 0)
		g.cpu = makeGroup(mount, name)
		if g.cpu != "" && write(g.cpu, "memory.max", smallMemory) == nil {
			g.memory = g.cpu
		}
	case kind == "cgroup" && slices.Contains(options, "cpu"):
		g.cpu = makeGroup(mount, name)
		g.memory = memoryGroup(filepath.Join(filepath.Dir(mount), "memory"), name)
	}
	if g.cpu == "" || g.limit(false) != nil {
		_ = g.remove() // it may not be there
		return nil
	}
	return g
}

// makeGroup makes a directory for a group and is "" if it cannot. It removes groups that an interrupted run has left.
func makeGroup(mount, name string) string {
	left, _ := filepath.Glob(filepath.Join(mount, prefix+"*")) // the pattern is well formed
	for _, folder := range left {
		pid, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(folder), prefix), "-")
		if _, err := os.Stat("/proc/" + pid); errors.Is(err, os.ErrNotExist) {
			_ = os.Remove(folder) // the next run tries again
		}
	}
	folder := filepath.Join(mount, name)
	if os.Mkdir(folder, 0o755) != nil { //nolint:gosec // nobody else needs to get in
		return ""
	}
	return folder
}

// memoryGroup makes a group of version 1 for memory, and is "" if that cannot be.
func memoryGroup(mount, name string) string {
	folder := makeGroup(mount, name)
	if folder != "" && write(folder, "memory.limit_in_bytes", smallMemory) != nil {
		_ = os.Remove(folder) // it is of no use, and empty
		return ""
	}
	return folder
}

// limit begins or ends to limit the processor for all that is in the group, to the smallest function's share.
func (g *group) limit(on bool) error {
	switch {
	case on:
		return g.allow(quota)
	case g.second:
		return os.WriteFile(filepath.Join(g.cpu, "cpu.max"), fmt.Appendf(nil, "max %d", period), 0)
	}
	return errors.Join(write(g.cpu, "cpu.cfs_period_us", period), write(g.cpu, "cpu.cfs_quota_us", -1))
}

// allow limits the processor to so many microseconds in each period.
func (g *group) allow(quota int) error {
	if g.second {
		return os.WriteFile(filepath.Join(g.cpu, "cpu.max"), fmt.Appendf(nil, "%d %d", quota, period), 0)
	}
	return write(g.cpu, "cpu.cfs_quota_us", quota)
}

// keepMemory ends to limit the memory.
func (g *group) keepMemory() error {
	if g.memory == "" {
		return nil
	}
	if g.second {
		return os.WriteFile(filepath.Join(g.memory, "memory.max"), []byte("max"), 0)
	}
	return write(g.memory, "memory.limit_in_bytes", -1)
}

// entrances are the files by which a process enters, that writes its number there.
func (g *group) entrances() []string {
	all := []string{filepath.Join(g.cpu, "cgroup.procs")}
	if g.memory != "" && g.memory != g.cpu {
		all = append(all, filepath.Join(g.memory, "cgroup.procs"))
	}
	return all
}

// remove removes the group, if there is one. Processes that were killed take a moment to go.
func (g *group) remove() error {
	if g == nil {
		return nil
	}
	var err error
	for _, folder := range slices.Compact([]string{g.memory, g.cpu}) {
		if folder == "" {
			continue
		}
		for range 100 {
			if err = os.Remove(folder); err == nil || errors.Is(err, os.ErrNotExist) {
				err = nil
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return err
}

func write(folder, file string, value int) error {
	return os.WriteFile(filepath.Join(folder, file), []byte(strconv.Itoa(value)), 0)
}
