package preview1

import (
	"fmt"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// ExitCodeError traps a guest that exits with a code which the snapshot's
// environments keep for themselves.
type ExitCodeError struct{ Code uint32 }

func (e *ExitCodeError) Error() string {
	return fmt.Sprintf("exit with invalid exit status %d, outside of [0..126)", e.Code)
}

// procExit is proc_exit. It doesn't return.
func procExit(c *call) error {
	const most = 126
	if code := c.u32(0); code >= most {
		return &ExitCodeError{code}
	}
	return &engine.ExitError{Code: int(c.u32(0))}
}

// procRaise is proc_raise: there are no signals.
func procRaise(c *call) error {
	const signals = 31
	if _, err := c.enum(0, "signal", signals); err != nil {
		return err
	}
	return NotSupported
}

// schedYield is sched_yield: there is nobody else.
func schedYield(*call) error { return nil }

// randomGet is random_get. It writes where the guest wants it, in pieces between
// which the run can end.
func randomGet(c *call) error {
	n := c.u32(1)
	if n == 0 {
		return nil
	}
	rest, err := c.bytes(c.pointer(0), n)
	if err != nil {
		return err
	}
	c.Counters.AddBytes(host.Preview1, len(rest))
	for len(rest) > 0 {
		if err := c.Err(); err != nil {
			return err
		}
		piece := rest[:min(len(rest), host.MaxRead)]
		if err := c.ReadRandom(piece); err != nil {
			return err
		}
		rest = rest[len(piece):]
	}
	return nil
}
