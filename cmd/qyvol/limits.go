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
	if l.Timeout, err = durationFlag(c, "timeout"); err != nil {
		return l, err
	}
	if l.Compile.Timeout, err = durationFlag(c, "compile-timeout"); err != nil {
		return l, err
	}
	if v := c.String("memory"); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minMemory || size > maxMemory {
			return l, badFlag(c, message.UsageSize.With("memory", v))
		}
		l.Memory = uint64(size)
	}
	if v := c.String("compile-memory"); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minCompileMemory || size > maxCompileMemory {
			return l, badFlag(c, message.UsageCompileSize.With("compile-memory", v))
		}
		l.Compile.Memory = uint64(size)
	}
	if v := c.String("fuel"); v != "" {
		if l.Fuel, err = strconv.ParseUint(v, 10, 64); err != nil || l.Fuel == 0 {
			return l, badFlag(c, message.UsageNumber.With("fuel", v))
		}
	}
	return l, nil
}

// durationFlag reads an option; 0 is none.
func durationFlag(c *cli.Command, name string) (time.Duration, error) {
	v := c.String(name)
	if v == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		return 0, badFlag(c, message.UsageDuration.With(name, v))
	}
	return d, nil
}

// One page of WebAssembly, and all that 32 bits address.
const (
	minMemory = 64 << 10
	maxMemory = 4 << 30

	// As in the manifest's schema: less is not enough for a compiler to start.
	minCompileMemory = 64 << 20
	maxCompileMemory = 1 << 40
)
