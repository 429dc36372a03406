package clocks

import (
	"math"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/io"
)

func monotonicFuncs() []host.Func {
	return []host.Func{
		{Name: "now", Func: host.Direct(host.MonotonicClocks, engine.DirectMonotonicNow, now)},
		{Name: "resolution", Func: host.Direct(host.MonotonicClocks, engine.DirectMonotonicResolution, resolution)},
		{Name: "subscribe-instant", Func: host.F1(host.MonotonicClocks, subscribeInstant)},
		{Name: "subscribe-duration", Func: host.F1(host.MonotonicClocks, subscribeDuration)},
	}
}

// now is wasi:clocks/monotonic-clock@0.2.12, now.
func now(c host.Call) (uint64, error) { return c.Config().Monotonic.Now(), nil }

// resolution is wasi:clocks/monotonic-clock@0.2.12, resolution.
func resolution(c host.Call) (uint64, error) { return c.Config().Monotonic.Resolution(), nil }

// subscribeInstant is wasi:clocks/monotonic-clock@0.2.12, subscribe-instant.
func subscribeInstant(c host.Call, when uint64) (engine.Own[*io.Pollable], error) {
	return host.Own(c, io.NewPollable(&alarm{c.Config().Monotonic, when}, nil))
}

// subscribeDuration is wasi:clocks/monotonic-clock@0.2.12, subscribe-duration. An
// end that the clock can't show never comes, as under wasmtime.
func subscribeDuration(c host.Call, duration uint64) (engine.Own[*io.Pollable], error) {
	clock := c.Config().Monotonic
	at := clock.Now()
	if duration > math.MaxUint64-at {
		at, duration = math.MaxUint64, 0
	}
	return host.Own(c, io.NewPollable(&alarm{clock, at + duration}, nil))
}

// alarm is ready from an instant on.
type alarm struct {
	clock host.MonotonicClock
	at    uint64
}

// Ready tells whether the instant has come.
func (a *alarm) Ready() bool { return a.clock.Now() >= a.at }

// Deadline is when the host should look again.
func (a *alarm) Deadline() uint64 { return a.at }
