package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"
)

// A finding is an input that did what none may do.
type finding struct {
	what    string            // in a line
	files   map[string][]byte // the input
	seen    string            // seed, command and output, for people
	subject string            // a fuzz test, or a kind of guest
}

// A ledger keeps findings, one of each kind.
type ledger struct {
	dir string

	mu    sync.Mutex
	count map[string]int
	order []string
}

var varying = regexp.MustCompile(`0x[0-9a-f]+|[0-9]+`)

// add keeps a finding, or counts it where there is one like it.
func (l *ledger) add(f finding) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := f.subject + ": " + varying.ReplaceAllString(f.what, "#")
	if l.count == nil {
		l.count = map[string]int{}
	}
	l.count[key]++
	if l.count[key] > 1 {
		return nil
	}
	l.order = append(l.order, key)
	dir := filepath.Join(l.dir, fmt.Sprintf("%s-%x", f.subject, sha256.Sum256([]byte(key)))[:len(f.subject)+9])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "fuzz-long: %s: %s: see %s\n", f.subject, f.what, dir)
	for name, data := range f.files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "finding.txt"), []byte(f.what+"\n\n"+f.seen), 0o644)
}

// print lists the findings, and tells whether there are any.
func (l *ledger) print() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, key := range l.order {
		fmt.Printf("%6d times  %s\n", l.count[key], key)
	}
	return len(l.order) > 0
}

var crash = regexp.MustCompile(`(?m)^\s*(panic: .*|fatal error: .*|SIG[A-Z]+: .*|unexpected fault address.*|` +
	`goroutine \d+ \[.*|thread '.*' .*panicked at .*|runtime: .*|\S*: ?(malloc|free|realloc)\(\).*|==\d+==ERROR.*)$`)

// fault is what is wrong with how any process ended, "" for nothing.
func (e ending) fault() string {
	line := crash.FindString(e.output)
	switch {
	case e.err != nil:
		return "could not be started: " + e.err.Error()
	case e.over:
		return "took more memory than it may have"
	case e.hung:
		return "hangs"
	case line != "":
		return "crash: " + line
	case e.signal != "":
		return "ended by a signal: " + e.signal
	}
	return ""
}
