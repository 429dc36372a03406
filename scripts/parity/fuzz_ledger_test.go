package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures/parity"
)

// ledger writes into the folder QYVOL_FINDINGS what a fuzz test has no place
// for: how many guests came to what, and on which the reference crashed.
// Findings are kept there too, and the fuzz test goes on. The zero ledger
// writes nothing.
type ledger struct {
	dir    string
	total  int
	counts map[string]int
}

// every is how many guests there are between two lines.
const every = 200

func openLedger(f *testing.F) *ledger {
	l := &ledger{dir: os.Getenv("QYVOL_FINDINGS"), counts: map[string]int{}}
	if l.dir != "" {
		if err := os.MkdirAll(l.dir, 0o755); err != nil {
			f.Fatal(err)
		}
	}
	return l
}

// note counts a guest, by the rule that it fell under or by what the reference
// did with it.
func (l *ledger) note(guest []byte, rule string, want ended) {
	switch {
	case rule != "":
		l.count("rule " + rule)
	case want.Kind == "load" && strings.Contains(want.message, " exports no "):
		l.count("valid, but no command")
	case want.Kind == "load", want.Kind == "link":
		l.count("refused (" + want.Kind + ")")
	default:
		l.count("ran")
	}
	if want.Kind == "crash" {
		l.write("crash", guest, "the reference crashed: "+want.message)
	}
}

func (l *ledger) count(what string) {
	l.total++
	l.counts[what]++
	if l.dir == "" || l.total%every != 0 {
		return
	}
	line := fmt.Sprintf("%d guests:", l.total)
	for _, name := range slices.Sorted(maps.Keys(l.counts)) {
		line += fmt.Sprintf(" %s %d,", name, l.counts[name])
	}
	path := filepath.Join(l.dir, fmt.Sprintf("worker-%d.log", os.Getpid()))
	_ = os.WriteFile(path, []byte(strings.TrimSuffix(line, ",")+"\n"), 0o644)
}

// keep tells whether a finding has a place here.
func (l *ledger) keep(guest []byte, want, got ended, found []parity.Difference) bool {
	return l.write("finding", guest, fmt.Sprintf("%v\nreference: %s\nqyvol: %s", found, want.message, got.message))
}

func (l *ledger) write(what string, guest []byte, words string) bool {
	if l.dir == "" {
		return false
	}
	path := filepath.Join(l.dir, what+"-"+parity.DigestOf(guest)[len("sha256:"):][:16])
	return os.WriteFile(path+".wasm", guest, 0o644) == nil && os.WriteFile(path+".txt", []byte(words+"\n"), 0o644) == nil
}
