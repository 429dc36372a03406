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
	piped   int64        // that many bytes it must print, through a pipe; 0: see printed
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
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
	var through counter
	switch {
	case c.piped > 0:
		cmd.Stdout = &through
	case c.printed != "":
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
	if err == nil && int64(through) != c.piped {
		err = fmt.Errorf("it printed %d bytes, not %d", through, c.piped)
	}
	if err != nil {
		return u, fmt.Errorf("%s %s: %w\n%s", c.path, strings.Join(c.args, " "), err, stderr.String())
	}
	u.peak = peakOf(cmd.ProcessState)
	return u, nil
}
