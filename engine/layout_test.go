package engine_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// segments is a module whose segments are at places of their own, of any kind.
func segments(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString(`(module (func $f) (func $g)`)
	tables, memories := 1+r.IntN(3), 1+r.IntN(8)
	for range tables {
		fmt.Fprintf(&b, ` (table %d funcref)`, []int{10, 100_000, 700_000, 1_100_000}[r.IntN(4)])
	}
	for range memories {
		fmt.Fprintf(&b, ` (memory %d)`, []int{1, 16, 255, 257}[r.IntN(4)])
	}
	if r.IntN(4) == 0 {
		b.WriteString(` (global $at i32 (i32.const 1))`)
	}
	places := []int{0, 1, 9, 60_000, 99_999, 600_000, 699_999, 1_048_574, 1_048_575, 16_000_000, 16_777_215, 16_800_000}
	at := func() string {
		offset := fmt.Sprint(places[r.IntN(len(places))])
		if r.IntN(12) == 0 {
			return "(i32.add (i32.const " + offset + ") (i32.const 0))"
		}
		return "(i32.const " + offset + ")"
	}
	for range r.IntN(6) {
		items := []string{"func $f", "func $f $g", "funcref (ref.func $f)", "funcref (ref.null func)"}
		fmt.Fprintf(&b, ` (elem (table %d) %s %s)`, r.IntN(tables), at(), items[r.IntN(len(items))])
	}
	for range r.IntN(20) {
		fmt.Fprintf(&b, ` (data (memory %d) %s %q)`, r.IntN(memories), at(), strings.Repeat("x", r.IntN(3)))
	}
	return b.String() + ")"
}

// TestCompileBoundsLayouts: what wasmtime lays out of tables and memories is never
// larger than what was counted before.
func TestCompileBoundsLayouts(t *testing.T) {
	own := newEngineWith(t, engine.Config{OptLevel: engine.OptNone, MemoryAccounting: true})
	wasmtimes := newEngineWith(t, engine.Config{OptLevel: engine.OptNone})
	const tables, images, rest = 5 << 20, 64 << 20, 256 << 10
	refused, large := 0, 0
	for seed := range uint64(200) {
		text := segments(rand.New(rand.NewPCG(seed, 1)))
		for eng, most := range map[*engine.Engine]int{own: tables + rest, wasmtimes: tables + images + rest} {
			c, err := eng.Compile([]byte(text))
			if err != nil {
				if !strings.Contains(err.Error(), "begin with") {
					t.Errorf("%v:\n%s", err, text)
				}
				refused++
				continue
			}
			code, err := c.Serialize()
			c.Close()
			if err != nil || len(code) > most {
				t.Errorf("%d bytes of code, %v:\n%s", len(code), err, text)
			}
			if len(code) > rest {
				large++
			}
		}
	}
	if t.Logf("%d refused, %d large", refused, large); refused == 0 || large == 0 {
		t.Errorf("%d are refused, and %d are large", refused, large)
	}
}
