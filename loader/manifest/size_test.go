package manifest

import (
	"regexp"
	"testing"
)

func TestParseSize(t *testing.T) {
	pattern := regexp.MustCompile(SizePattern)
	for s, want := range map[string]Size{
		"0": 0, "1": 1, "5B": 5, "5 B": 5, "1KiB": 1024, "1kB": 1000, "1KB": 1000, "64MiB": 64 << 20, "64MB": 64e6,
		"64 MB": 64e6, "1.5GiB": 3 << 29, "0.5kB": 500, "2TiB": 2 << 40, "1TB": 1e12, "1125899906842624": 1 << 50, "1125899906842624B": 1 << 50, "999999999999999TiB": 1<<64 - 1,
	} {
		got, ok := ParseSize(s)
		huge := want == 1<<64-1 // as large as the machine's conversion makes it
		if !ok || got != want && (!huge || got < 1<<62) {
			t.Errorf("%q: got %d, %v; want %d", s, got, ok, want)
		}
		if !pattern.MatchString(s) {
			t.Errorf("the pattern refuses %q", s)
		}
	}
	for _, s := range []string{
		"", " ", "B", "MiB", "64M", "64m", "64Mi", "64mib", "64  MiB", " 64MiB", "64MiB ", "1.5", "1.5B", ".5MiB",
		"1.MiB", "1..5MiB", "-1", "-1MiB", "+1", "1e3", "0x10", "1_000", "12345678901234567", "1234567890123456kB", "1PiB", "1 ",
	} {
		if got, ok := ParseSize(s); ok {
			t.Errorf("%q: got %d", s, got)
		}
		if pattern.MatchString(s) {
			t.Errorf("the pattern takes %q", s)
		}
	}
}

func TestSizeString(t *testing.T) {
	for size, want := range map[Size]string{
		0: "0B", 1: "1B", 1023: "1023B", 1024: "1KiB", 1 << 20: "1MiB", 3 << 29: "1536MiB", 1 << 50: "1024TiB", 1e6: "1000000B",
	} {
		if got := size.String(); got != want {
			t.Errorf("%d: got %s, want %s", uint64(size), got, want)
		}
	}
}
