package host

// Direct counts the calls to an interface that C answered.
func (c *Counters) Direct(i Interface) uint64 {
	if d := c.direct.Load(); d != nil {
		return d.Calls(uint8(i))
	}
	return 0
}
