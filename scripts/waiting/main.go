//go:build wasmtime48

// Command waiting measures what guests that wait would cost on wasmtime's fibers, which
// its C API has since version 45, and what they cost in Qyvol, where each keeps a thread:
// what a call of a function of the host takes, and 10,000 guests that wait in one. See
// docs/RATIONALE.md; `make bench-waiting WASMTIME=lts` runs it.
package main

// #include "guest.h"
import "C"

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

//export goAdd
func goAdd(x C.uint32_t) C.uint32_t { return x + 1 }

var (
	arrived sync.WaitGroup
	gate    = make(chan struct{})
)

//export goWait
func goWait() {
	arrived.Done()
	<-gate
}

// best is the shortest of some rounds of n calls, in nanoseconds each.
func best(n int, calls func(n int)) float64 {
	shortest := time.Hour
	for range 7 {
		begin := time.Now()
		calls(n)
		shortest = min(shortest, time.Since(begin))
	}
	return float64(shortest.Nanoseconds()) / float64(n)
}

func main() {
	debug.SetMaxThreads(30_000)
	C.prepare()
	const calls = 300_000
	today := best(calls, callIn(C.BY_GO))
	fmt.Printf("a host function in Go, called on a thread: %.0f ns\n", today)
	for _, row := range []struct {
		what string
		run  func(n int)
	}{
		{"in C, on a thread", callIn(C.BY_C)},
		{"in C, on a fiber, answered at once", here(C.BY_C_ASYNC)},
		{"in C, on a fiber that is suspended", here(C.BY_SUSPENDING)},
		{"in Go, on a fiber that is suspended", suspended()},
	} {
		ns := best(calls, row.run)
		fmt.Printf("%s: %.0f ns, %.2f of it\n", row.what, ns, ns/today)
	}
	for _, how := range []string{"fibers", "threads"} {
		wait(how)
	}
}

func callIn(way C.int) func(int) {
	g := C.guest_new(way)
	return func(n int) { C.guest_call(g, C.uint32_t(n)) }
}

func here(way C.int) func(int) {
	g := C.guest_new(way)
	return func(n int) { C.guest_call_here(g, C.uint32_t(n)) }
}

func suspended() func(int) {
	g := C.guest_new(C.BY_SUSPENDING)
	return func(n int) {
		C.guest_begin(g, C.uint32_t(n))
		for !C.guest_poll(g) {
			C.guest_answer(g) // a call of Go's would stand here, and the values be read and written by it
		}
	}
}

// wait has 10,000 guests wait, and tells what they take.
func wait(how string) {
	const guests = 10_000
	debug.FreeOSMemory()
	before := memory()
	begin := time.Now()
	var all sync.WaitGroup
	arrived.Add(guests)
	for range guests {
		all.Go(func() {
			if how == "threads" {
				g := C.guest_new(C.BY_BLOCKING)
				C.guest_call(g, 1)
				C.guest_delete(g)
				return
			}
			g := C.guest_new(C.BY_SUSPENDING)
			C.guest_begin(g, 1)
			for !C.guest_poll(g) {
				goWait()
				C.guest_answer(g)
			}
			C.guest_delete(g)
		})
	}
	arrived.Wait()
	fmt.Printf("%d guests wait on %s after %v: %s each, %s\n", guests, how, time.Since(begin).Round(time.Millisecond),
		fmt.Sprintf("%.1f kB", float64(memory()-before)/guests), status("Threads"))
	close(gate)
	all.Wait()
	gate = make(chan struct{})
}

// memory is what the process has of it, in kilobytes.
func memory() (kilobytes int) {
	_, _ = fmt.Sscanf(status("VmRSS"), "VmRSS: %d kB", &kilobytes)
	return kilobytes
}

// status is a line of what Linux tells of the process.
func status(name string) string {
	data, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, name+":") {
			return strings.Join(strings.Fields(line), " ")
		}
	}
	return ""
}
