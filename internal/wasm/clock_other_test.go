//go:build !linux

package wasm_test

import "time"

// startClock begins to count the time that passes.
func startClock() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
