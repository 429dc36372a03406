package wasm_test

import (
	"runtime"
	"syscall"
	"time"
)

// startClock begins to count the processor time of this goroutine, which a busy
// machine doesn't change. The function that it returns ends that.
func startClock() func() time.Duration {
	runtime.LockOSThread()
	start := threadTime()
	return func() time.Duration {
		defer runtime.UnlockOSThread()
		return threadTime() - start
	}
}

func threadTime() time.Duration {
	var used syscall.Rusage
	const thisThread = 1 // RUSAGE_THREAD
	if err := syscall.Getrusage(thisThread, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
