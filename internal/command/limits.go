package command

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi"
)

// limitFlags reads --timeout, --memory and --fuel.
func limitFlags(l *Line) (wasi.Limits, error) {
	var limits wasi.Limits
	var err error
	if limits.Timeout, err = DurationFlag(l, timeoutFlag); err != nil {
		return limits, err
	}
	if limits.Compile.Timeout, err = DurationFlag(l, compileTimeoutFlag); err != nil {
		return limits, err
	}
	if v := l.Value(memoryFlag); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minMemory || size > maxMemory {
			return limits, badUnit(l, message.UsageSize.With(memoryFlag.Name, v), sizeMeant(v, minMemory, maxMemory))
		}
		limits.Memory = uint64(size)
	}
	if v := l.Value(compileMemoryFlag); v != "" {
		size, ok := manifest.ParseSize(v)
		if !ok || size < minCompileMemory || size > maxCompileMemory {
			return limits, badUnit(l, message.UsageCompileSize.With(compileMemoryFlag.Name, v), sizeMeant(v, minCompileMemory, maxCompileMemory))
		}
		limits.Compile.Memory = uint64(size)
	}
	if v := l.Value(fuelFlag); v != "" {
		if limits.Fuel, err = strconv.ParseUint(v, 10, 63); err != nil || limits.Fuel == 0 { // as in a manifest
			return limits, badUnit(l, message.UsageNumber.With(fuelFlag.Name, v, int64(math.MaxInt64)), numberMeant(v))
		}
	}
	return limits, nil
}

// DurationFlag reads an option that is a time; 0 if it isn't there.
func DurationFlag(l *Line, f *Flag) (time.Duration, error) {
	v := l.Value(f)
	if v == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		return 0, badUnit(l, message.UsageDuration.With(f.Name, v), durationMeant(v))
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
func badUnit(l *Line, text message.Text, meant string) error {
	if meant == "" {
		return badFlag(l, text)
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
	switch last := strings.TrimRight(digits, "0123456789."); {
	case unit == "" && strings.HasSuffix(last, "h"): // 1h30
		unit = "m"
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
