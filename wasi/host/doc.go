// Package host is WASI 0.2 in Go: the state that its interfaces share in one
// run. Each package of WASI has a package of its own below this one, with WASI's
// name, whose AddToLinker defines its interfaces.
//
// A [Host] belongs to one run, as a store does, and its guest to one goroutine;
// [Host.Cancel] and the counters can be used from any goroutine. Host functions find it in
// the state of their store: [F0] to [F5] do that, count the call, and refuse it
// when the run is over.
//
// # Waiting
//
// A guest waits in one place only, [Host.Wait] and [Host.WaitAny]: until one of
// some [Waitable] values is ready, the earliest of their deadlines has come, or
// the run is cancelled. Whatever makes one ready calls [Host.Wake] afterwards.
// There is one waker for each run and no subscription to it: one guest waits at a
// time, and looks again at everything that it waits for, as it must anyway. So no
// pollable costs a goroutine, a timer or a channel.
//
// Deciding what a guest is granted does not belong here.
package host
