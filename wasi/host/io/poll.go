package io

import (
	"errors"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Pollable is the resource pollable of wasi:io/poll@0.2.12.
type Pollable struct {
	on     host.Waitable
	parent *host.Children
}

// NewPollable makes a pollable of what it waits for. A parent that is not nil
// can't be dropped before the pollable.
func NewPollable(on host.Waitable, parent *host.Children) *Pollable {
	if parent != nil {
		parent.Add()
	}
	return &Pollable{on, parent}
}

// definePollable defines the resource type in an interface that has or uses it.
func definePollable(l *engine.LinkerInstance) error {
	return engine.DefineResource(l, "pollable", func(_ *engine.Store, p *Pollable) error {
		p.parent.Remove()
		return nil
	})
}

func pollFuncs() []host.Func {
	return []host.Func{
		{Name: "[method]pollable.ready", Func: host.F1(host.Poll, ready)},
		{Name: "[method]pollable.block", Func: host.F1(host.Poll, block)},
		{Name: "poll", Func: host.F1(host.Poll, poll)},
	}
}

// ready is wasi:io/poll@0.2.12, pollable.ready.
func ready(_ host.Call, p engine.Borrow[*Pollable]) (bool, error) {
	return p.Value.on.Ready(), nil
}

// block is wasi:io/poll@0.2.12, pollable.block.
func block(c host.Call, p engine.Borrow[*Pollable]) (engine.Unit, error) {
	return engine.Unit{}, c.Wait(p.Value.on)
}

// errEmptyPoll traps, as the specification wants.
var errEmptyPoll = errors.New("empty poll list")

// poll is wasi:io/poll@0.2.12, poll. Its list is as long as the engine lets a call
// pass handles: 65,536.
func poll(c host.Call, list []engine.Borrow[*Pollable]) ([]uint32, error) {
	if len(list) == 0 {
		return nil, errEmptyPoll
	}
	return c.WaitAny(len(list), func(i int) host.Waitable { return list[i].Value.on })
}
