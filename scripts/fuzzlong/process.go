package main

import (
	"bytes"
	"context"
	"os/exec"
	"sync/atomic"
	"time"
)

// How much of what a process says is kept, from its end.
const kept = 256 << 10

// A process is something to run within a fence.
type process struct {
	argv []string
	dir  string
	env  []string
	wall time.Duration // after which it hangs
	nice bool          // it gives way to those that aren't
}

// An ending is how a process ended.
type ending struct {
	code   int    // its exit code, -1 after a signal
	signal string // the signal that ended it
	hung   bool
	over   bool   // it took more memory than the fence allows
	peak   uint64 // bytes
	output string
	err    error // it could not be started
}

// A tail keeps the end of what is written to it.
type tail struct{ bytes.Buffer }

func (t *tail) Write(p []byte) (int, error) {
	if t.Len() > 2*kept {
		t.Next(t.Len() - kept)
	}
	return t.Buffer.Write(p)
}

// run runs a process to its end, or until the context is done.
func (f *fence) run(ctx context.Context, p process) ending {
	ctx, cancel := context.WithTimeout(ctx, p.wall)
	defer cancel()
	argv, dir := p.argv, ""
	if p.nice {
		argv = append([]string{"nice", "-n", "5"}, argv...)
	}
	if f.base != "" {
		var err error
		if dir, err = f.open(); err != nil {
			return ending{err: err}
		}
		defer remove(dir)
		argv = append([]string{"sh", "-c", `echo $$ >"$0/cgroup.procs" && exec "$@"`, dir}, argv...)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	output := &tail{}
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = p.dir, p.env, output, output
	cmd.WaitDelay = 5 * time.Second
	together(cmd)
	if err := cmd.Start(); err != nil {
		return ending{err: err}
	}
	over := atomic.Bool{}
	watched, done := context.WithCancel(ctx)
	if f.base == "" {
		go f.watch(watched, cmd.Process.Pid, func() {
			over.Store(true)
			cancel()
		})
	}
	_ = cmd.Wait() // the state says more
	done()
	e := ending{code: cmd.ProcessState.ExitCode(), output: output.String()}
	e.signal, e.peak = endOf(cmd.ProcessState)
	e.hung = ctx.Err() == context.DeadlineExceeded
	e.over = over.Load()
	if dir != "" {
		// The system counts what this process had when it started the other as that
		// one's own: a cgroup knows better.
		if peak := peakOf(dir); peak > 0 {
			e.peak = peak
		}
		e.over = e.over || e.signal == "killed" && !e.hung && ctx.Err() == nil
	}
	return e
}
