package main

import (
	"strconv"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/message"
	"github.com/qyvol/qyvol/wasi"
)

// limitFlags reads --timeout, --memory and --fuel.
func limitFlags(c *cli.Command) (wasi.Limits, error) {
	var l wasi.Limits
	var err error
	if l.Timeout, err = timeoutFlag(c); err != nil {
		return l, err
	}
	if v := c.String("memory"); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minMemory || size > maxMemory {
			return l, badFlag(c, message.UsageSize.With("memory", v))
		}
		l.Memory = uint64(size)
	}
	if v := c.String("fuel"); v != "" {
		if l.Fuel, err = strconv.ParseUint(v, 10, 64); err != nil || l.Fuel == 0 {
			return l, badFlag(c, message.UsageNumber.With("fuel", v))
		}
	}
	return l, nil
}

// timeoutFlag reads --timeout; 0 is none.
func timeoutFlag(c *cli.Command) (time.Duration, error) {
	v := c.String("timeout")
	if v == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		return 0, badFlag(c, message.UsageDuration.With("timeout", v))
	}
	return d, nil
}

// One page of WebAssembly, and all that 32 bits address.
const (
	minMemory = 64 << 10
	maxMemory = 4 << 30
)
