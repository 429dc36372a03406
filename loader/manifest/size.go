package manifest

import (
	"strconv"
	"strings"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// Size is a number of bytes. It is written as a whole number, or as a text with
// a unit: KiB, MiB, GiB, TiB are powers of 1024; kB (or KB), MB, GB, TB powers
// of 1000.
type Size uint64

// SizePattern is the regular expression of a size with a unit.
const SizePattern = `^([0-9]{1,16}( ?B)?|[0-9]{1,15}(\.[0-9]{1,9})? ?([kKMGT]B|[KMGT]iB))$`

// String writes the size with the largest binary unit that divides it.
func (s Size) String() string {
	for i, unit := range [...]string{"TiB", "GiB", "MiB", "KiB"} {
		if n := uint64(1) << (40 - 10*i); s > 0 && uint64(s)%n == 0 {
			return strconv.FormatUint(uint64(s)/n, 10) + unit
		}
	}
	return strconv.FormatUint(uint64(s), 10) + "B"
}

func (s *Size) decodeValue(d *decoder, at visit) {
	written, ok := literalOf(at.node)
	if _, isText := textOf(at.node); !ok || !isText && !isInteger(at.node) {
		d.wrongType(at, message.ManifestSize.With())
		return
	}
	n, ok := ParseSize(written)
	low, high := bounds(at.tag)
	switch {
	case !ok:
		problem := message.ManifestNotASize.With(shown(written))
		d.reject(ErrValue, at, message.ManifestInvalid.With(at.path, problem), message.ManifestSizeHint.With())
	case uint64(n) < low || uint64(n) > high:
		text := message.ManifestSizeOutOfRange.With(at.path, Size(low).String(), Size(high).String())
		d.reject(ErrRange, at, text, message.Text{})
	default:
		*s = n
	}
}

// ParseSize reads a size, with its unit if it has one. Package units takes 64m,
// 64M and 64Mi too, of which nobody can tell whether they are decimal; they are
// refused here. A size beyond 64 bits is read as the largest number.
func ParseSize(s string) (Size, bool) {
	number, unit := splitUnit(s)
	whole, fraction, hasPoint := strings.Cut(number, ".")
	digits := 15
	if unit == "" || unit == "B" {
		digits = 16 // which the largest quota has
	}
	if !allDigits(whole) || len(whole) > digits || len(fraction) > 9 || hasPoint && !allDigits(fraction) {
		return 0, false
	}
	var n int64
	var err error
	switch unit {
	case "", "B":
		if hasPoint {
			return 0, false
		}
		n, err = strconv.ParseInt(whole, 10, 64)
	case "KiB", "MiB", "GiB", "TiB":
		n, err = units.RAMInBytes(number + unit)
	case "kB", "KB", "MB", "GB", "TB":
		n, err = units.FromHumanSize(number + unit)
	default:
		return 0, false
	}
	if n < 0 {
		return 1<<64 - 1, true
	}
	return Size(n), err == nil
}

// splitUnit parts the digits from what follows them, with at most one space
// between.
func splitUnit(s string) (number, unit string) {
	i := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if i < 0 {
		return s, ""
	}
	number, unit = s[:i], s[i:]
	if rest, ok := strings.CutPrefix(unit, " "); ok && rest != "" {
		unit = rest
	}
	return number, unit
}
