package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// command is a program with its arguments.
type command struct {
	path    string
	args    []string
	env     []string     // added to this process's
	stdin   string       // a file
	before  func() error // runs first, and is not timed
	printed string       // what it must print; "" for anything
}

// usage is what a process took.
type usage struct {
	wall time.Duration
	peak int64 // bytes of memory
}

func (c command) run(ctx context.Context) (usage, error) {
	if c.before != nil {
		if err := c.before(); err != nil {
			return usage{}, err
		}
	}
	cmd := exec.CommandContext(ctx, c.path, c.args...)
	cmd.Env = append(os.Environ(), c.env...)
	var stdout, stderr bytes.Buffer
	if c.printed != "" {
		cmd.Stdout = &stdout
	}
	cmd.Stderr = &stderr
	if c.stdin != "" {
		f, err := os.Open(c.stdin)
		if err != nil {
			return usage{}, err
		}
		defer f.Close() //nolint:errcheck // only read
		cmd.Stdin = f
	}
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start)}
	if err == nil && c.printed != stdout.String() {
		err = fmt.Errorf("it printed %q, not %q", stdout.String(), c.printed)
	}
	if err != nil {
		return u, fmt.Errorf("%s %s: %w\n%s", c.path, strings.Join(c.args, " "), err, stderr.String())
	}
	u.peak = peakOf(cmd.ProcessState)
	return u, nil
}
