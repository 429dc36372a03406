package clocks

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Datetime is the record datetime of wasi:clocks/wall-clock@0.2.12: the time
// since the beginning of 1970, in UTC.
type Datetime struct {
	Seconds     uint64
	Nanoseconds uint32
}

func wallFuncs() []host.Func {
	return []host.Func{
		{Name: "now", Func: host.Direct(host.WallClocks, engine.DirectWallNow, wallNow)},
		{Name: "resolution", Func: host.Direct(host.WallClocks, engine.DirectWallResolution, wallResolution)},
	}
}

// wallNow is wasi:clocks/wall-clock@0.2.12, now. The record has no times before
// 1970; they are its beginning.
func wallNow(c host.Call) (Datetime, error) {
	t := c.Config().Wall.Now()
	if t.Unix() < 0 {
		return Datetime{}, nil
	}
	return Datetime{uint64(t.Unix()), uint32(t.Nanosecond())}, nil //nolint:gosec // not negative
}

// wallResolution is wasi:clocks/wall-clock@0.2.12, resolution.
func wallResolution(c host.Call) (Datetime, error) {
	const second = 1_000_000_000
	r := max(c.Config().Wall.Resolution(), 0)
	return Datetime{uint64(r / second), uint32(r % second)}, nil
}
