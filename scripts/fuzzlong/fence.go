package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// A fence holds processes to a limit of memory: with a cgroup where one can be
// made, else by a look at what they have, a few times a second.
type fence struct {
	base  string // directory of a cgroup, "" without
	limit uint64 // bytes, of a process and those that it starts
	count atomic.Int64
}

// The files of a cgroup, by version.
var (
	limitFiles = []string{"memory.max", "memory.limit_in_bytes"}
	peakFiles  = []string{"memory.peak", "memory.max_usage_in_bytes"}
)

// newFence finds out how processes can be held. A base that is given is a
// directory of a cgroup that is the caller's to fill.
func newFence(base string, limit uint64) *fence {
	f := &fence{limit: limit}
	bases := []string{base}
	if base == "" {
		bases = ownCgroups()
	}
	for _, base := range bases {
		probe := &fence{base: base, limit: limit}
		if dir, err := probe.open(); err == nil {
			os.Remove(dir) //nolint:errcheck // an empty cgroup stays, at worst
			f.base = base
			return f
		}
	}
	return f
}

func (f *fence) String() string {
	if f.base != "" {
		return "by the cgroup " + f.base
	}
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		return "by nothing: this system has neither cgroups nor /proc"
	}
	return "by a look at /proc: no cgroup can be made here (see -cgroup)"
}

// ownCgroups are the cgroups of this process that may hold memory.
func ownCgroups() []string {
	data, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	var bases []string
	for line := range strings.Lines(string(data)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		switch {
		case len(parts) < 3:
		case parts[1] == "":
			bases = append(bases, filepath.Join("/sys/fs/cgroup", parts[2]))
		case parts[1] == "memory":
			bases = append(bases, filepath.Join("/sys/fs/cgroup/memory", parts[2]))
		}
	}
	return bases
}

// open makes a cgroup for one process.
func (f *fence) open() (string, error) {
	dir := filepath.Join(f.base, fmt.Sprintf("qyvol-fuzz-%d-%d", os.Getpid(), f.count.Add(1)))
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	err := os.ErrNotExist
	for _, name := range limitFiles {
		file := filepath.Join(dir, name)
		if _, err := os.Stat(file); err != nil {
			continue
		}
		if err := os.WriteFile(file, []byte(strconv.FormatUint(f.limit, 10)), 0o644); err != nil {
			os.Remove(dir) //nolint:errcheck // the first error counts
			return "", err
		}
		// What would be swapped out is counted, too; not every system has swap.
		os.WriteFile(filepath.Join(dir, "memory.swap.max"), []byte("0"), 0o644) //nolint:errcheck // see above
		return dir, nil
	}
	os.Remove(dir) //nolint:errcheck // the first error counts
	return "", err
}

// peakOf is the most memory that a cgroup had, 0 if the system doesn't tell.
func peakOf(dir string) uint64 {
	for _, name := range peakFiles {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			n, _ := strconv.ParseUint(strings.TrimSpace(string(data)), 10, 64) // 0 is unknown
			return n
		}
	}
	return 0
}

// remove removes a cgroup, once its processes are gone.
func remove(dir string) {
	for range 50 {
		if os.Remove(dir) == nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// watch looks at what the processes of a group have, until they are done, and
// calls over when it is more than the limit. It is for systems without cgroups.
func (f *fence) watch(ctx context.Context, group int, over func()) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if resident(group) > f.limit {
				over()
				return
			}
		}
	}
}

// resident is what the processes of a group have in memory. Those that end
// meanwhile count nothing.
func resident(group int) uint64 {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is right
	total := uint64(0)
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		// The name before the last parenthesis can hold anything.
		fields := strings.Fields(string(data[strings.LastIndexByte(string(data), ')')+1:]))
		if len(fields) > 21 && fields[2] == strconv.Itoa(group) {
			pages, _ := strconv.ParseUint(fields[21], 10, 64) // 0 is unknown
			total += pages * uint64(os.Getpagesize())
		}
	}
	return total
}
