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
	if v := c.String("timeout"); v != "" {
		if l.Timeout, err = time.ParseDuration(v); err != nil || l.Timeout <= 0 {
			return l, badFlag(c, message.UsageDuration.With("timeout", v))
		}
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

// One page of WebAssembly, and all that 32 bits address.
const (
	minMemory = 64 << 10
	maxMemory = 4 << 30
)
