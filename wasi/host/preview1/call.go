package preview1

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// call is a call of a function, and what its run keeps. There is one for each run,
// since a guest makes one call at a time.
type call struct {
	*host.Host
	descriptors
	polled []subscription
	polls  func(int) host.Waitable

	caller *engine.Caller
	memory []byte // the guest's, until it runs again
	credit uint64 // bytes that it may still copy
}

// begin begins a call.
func begin(caller *engine.Caller) (*call, error) {
	in, err := host.Enter(caller.Store, host.Preview1)
	if err != nil {
		return nil, err
	}
	memory := caller.Memory("memory")
	if memory == nil {
		return nil, ErrNoMemory
	}
	c, ok := in.Extension(host.Preview1).(*call)
	if !ok {
		c = newCall(in.Host)
		in.SetExtension(host.Preview1, c)
		caller.Store.OnClose(c.closeAll)
	}
	c.caller, c.memory, c.credit = caller, memory, maxTransfer
	return c, nil
}

func newCall(h *host.Host) *call {
	c := &call{Host: h, descriptors: newDescriptors(h)}
	c.polls = func(i int) host.Waitable { return &c.polled[i] }
	return c
}

// end gives the guest its errno, or traps it.
func (c *call) end(err error) error {
	caller := c.caller
	c.caller, c.memory = nil, nil
	code := success
	if err != nil {
		var ok bool
		if code, ok = err.(Errno); !ok { //nolint:errorlint // a wrapped one would be another function's
			return err
		}
	}
	caller.SetResult(0, uint64(code))
	return nil
}

// u32 gives an argument.
func (c *call) u32(arg int) uint32 { return uint32(c.caller.Arg(arg)) } //nolint:gosec // the low bits

// pointer gives an argument that is a place in memory.
func (c *call) pointer(arg int) uint64 { return uint64(c.u32(arg)) }

// u64 gives an argument.
func (c *call) u64(arg int) uint64 { return c.caller.Arg(arg) }

// enum gives an argument that is one of the first cases.
func (c *call) enum(arg int, name string, cases uint32) (uint8, error) {
	v := c.u32(arg)
	if v >= cases {
		return 0, &ArgumentError{name, uint64(v)}
	}
	return uint8(v), nil //nolint:gosec // there are few cases
}

// flags gives an argument of which only some bits are flags.
func (c *call) flags(arg int, name string, all uint32) (uint32, error) {
	v := c.u32(arg)
	if v&^all != 0 {
		return 0, &ArgumentError{name, uint64(v)}
	}
	return v, nil
}
