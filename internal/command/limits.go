package command

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
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
			return l, badUnit(c, message.UsageSize.With("memory", v), sizeMeant(v, minMemory, maxMemory))
		}
		l.Memory = uint64(size)
	}
	if v := c.String("compile-memory"); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minCompileMemory || size > maxCompileMemory {
			return l, badUnit(c, message.UsageCompileSize.With("compile-memory", v), sizeMeant(v, minCompileMemory, maxCompileMemory))
		}
		l.Compile.Memory = uint64(size)
	}
	if v := c.String("fuel"); v != "" {
		if l.Fuel, err = strconv.ParseUint(v, 10, 63); err != nil || l.Fuel == 0 { // as in a manifest
			return l, badUnit(c, message.UsageNumber.With("fuel", v, int64(math.MaxInt64)), numberMeant(v))
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
		return 0, badUnit(c, message.UsageDuration.With(name, v), durationMeant(v))
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

// badUnit is badFlag with what was probably meant, if that can be told.
func badUnit(c *cli.Command, text message.Text, meant string) error {
	if meant == "" {
		return badFlag(c, text)
	}
	return &usageError{text: text, hint: message.UsageUnit.With(meant)}
}

// sizeMeant reads 64M, 64m, 64mb and 64 as 64MiB.
func sizeMeant(v string, least, most manifest.Size) string {
	digits := strings.TrimRight(strings.ToLower(strings.TrimSpace(v)), "kmgib ")
	unit := strings.ToLower(strings.TrimSpace(v))[len(digits):]
	unit = strings.TrimSpace(unit)
	if unit == "" {
		unit = "m"
	}
	meant := digits + strings.ToUpper(unit[:1]) + "iB"
	if size, ok := manifest.ParseSize(meant); !ok || size < least || size > most {
		return ""
	}
	return meant
}

// durationMeant reads 5 as 5s, and longer names of units as shorter ones.
func durationMeant(v string) string {
	v = strings.ToLower(strings.ReplaceAll(v, " ", ""))
	digits := strings.TrimRight(v, "abcdefghijklmnopqrstuvwxyz")
	unit := v[len(digits):]
	switch {
	case unit == "", strings.HasPrefix(unit, "s"):
		unit = "s"
	case strings.HasPrefix(unit, "ms"), strings.HasPrefix(unit, "mil"):
		unit = "ms"
	case strings.HasPrefix(unit, "m"):
		unit = "m"
	case strings.HasPrefix(unit, "h"):
		unit = "h"
	}
	if d, err := time.ParseDuration(digits + unit); err != nil || d <= 0 {
		return ""
	}
	return digits + unit
}

// numberMeant takes out what only separates digits.
func numberMeant(v string) string {
	digits := strings.NewReplacer("_", "", ",", "", ".", "", " ", "").Replace(v)
	if n, err := strconv.ParseUint(digits, 10, 63); err != nil || n == 0 || digits == v {
		return ""
	}
	return digits
}
