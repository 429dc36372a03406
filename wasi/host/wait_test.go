package host_test

import (
	"errors"
	"testing"

	"github.com/qyvol/qyvol/wasi/host"
)

// counted is ready, and counts how often it is asked; the 10,000th time the run ends.
type counted struct {
	*host.Host
	asked int
}

func (c *counted) Ready() bool {
	if c.asked++; c.asked == 10_000 {
		c.Cancel(errors.New("over"))
	}
	return true
}

// To look at a million takes time, in which the run can end.
func TestLookEnds(t *testing.T) {
	c := &counted{Host: host.New(host.Config{})}
	ready, err := c.WaitAny(1_000_000, func(int) host.Waitable { return c })
	var cancelled *host.CancelledError
	if len(ready) > 0 || !errors.As(err, &cancelled) || c.asked > 20_000 {
		t.Errorf("%d are ready of %d: %v", len(ready), c.asked, err)
	}
}
