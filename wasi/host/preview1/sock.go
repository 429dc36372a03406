package preview1

import "math"

// No descriptor is a socket: the snapshot has no function that makes one, and none
// is given to a guest.

// noSocket is what a descriptor is that there is.
func (c *call) noSocket() error {
	if _, err := c.get(c.u32(0)); err != nil {
		return err
	}
	return NotSocket
}

// sockAccept is sock_accept.
func sockAccept(c *call) error {
	if _, err := c.flags(1, "fdflags", fdflags); err != nil {
		return err
	}
	return c.noSocket()
}

// sockRecv is sock_recv.
func sockRecv(c *call) error {
	const all = 3 // recv_peek, recv_waitall
	if _, err := c.flags(3, "riflags", all); err != nil {
		return err
	}
	return c.noSocket()
}

// sockSend is sock_send. Its flags are kept for later, and may be anything.
func sockSend(c *call) error {
	if _, err := c.flags(3, "siflags", math.MaxUint16); err != nil {
		return err
	}
	return c.noSocket()
}

// sockShutdown is sock_shutdown.
func sockShutdown(c *call) error {
	const all = 3 // rd, wr
	if _, err := c.flags(1, "sdflags", all); err != nil {
		return err
	}
	return c.noSocket()
}
