package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component"
	"github.com/qyvol/qyvol/internal/long"
)

// dataModule writes a module with memories and data by chance. Each memory is
// exported, and so are functions that use the segments and grow the memories.
func dataModule(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("(module\n")
	memories := 1 + r.IntN(3)
	pages := make([]int, memories)
	for i := range memories {
		pages[i] = r.IntN(4) * min(1, r.IntN(6))
		limit := ""
		if r.IntN(3) == 0 {
			limit = fmt.Sprint(pages[i] + r.IntN(3))
		}
		fmt.Fprintf(&b, "(memory (export \"m%d\") %d %s)\n", i, pages[i], limit)
	}
	if r.IntN(4) == 0 {
		b.WriteString("(global $at i32 (i32.const 100))\n")
	}
	b.WriteString("(global $seen (mut i32) (i32.const 0))\n")
	segments := r.IntN(9)
	counted := r.IntN(2) == 0 // code that names segments makes the module count them
	for i := range segments {
		dataSegment(&b, r, i, pages)
	}
	for i := range memories {
		fmt.Fprintf(&b, "(func (export \"grow%d\") (param i32) (result i32) (memory.grow %d (local.get 0)))\n", i, i)
		fmt.Fprintf(&b, `(func (export "poke%[1]d") (param $at i32) (param $n i32) (result i32)
			(loop $l (i32.store8 %[1]d (local.get $at) (i32.const 77)) (local.set $at (i32.add (local.get $at) (i32.const 1500)))
				(br_if $l (i32.gt_s (local.tee $n (i32.sub (local.get $n) (i32.const 1))) (i32.const 0)))) (local.get $at))
`, i)
		for j := 0; counted && j < segments; j++ {
			fmt.Fprintf(&b, "(func (export \"init%d-%d\") (param i32 i32) (memory.init %d %d (i32.const 0) (local.get 0) (local.get 1)))\n", i, j, i, j)
		}
	}
	for j := 0; counted && j < segments; j++ {
		fmt.Fprintf(&b, "(func (export \"drop%d\") (data.drop %d))\n", j, j)
	}
	if pages[0] > 0 && r.IntN(2) == 0 {
		fmt.Fprintf(&b, `(func $start (global.set $seen (i32.load (i32.const %d)))
			(i32.store (i32.const %d) (i32.const -1))) (start $start)`, r.IntN(page-4), r.IntN(page-4))
	}
	b.WriteString("(func (export \"seen\") (result i32) (global.get $seen)))")
	return b.String()
}

// dataSegment writes one that mostly fits, and may be large enough to be worth an
// image.
func dataSegment(b *strings.Builder, r *rand.Rand, n int, pages []int) {
	text := strings.Repeat(fmt.Sprintf("%c%c%c", 'a'+n, 'A'+r.IntN(26), '0'+r.IntN(10)), r.IntN(12_000)/(1+r.IntN(4)))
	if r.IntN(8) == 0 {
		fmt.Fprintf(b, "(data \"%s\")\n", text)
		return
	}
	memory := r.IntN(len(pages))
	if r.IntN(20) != 0 {
		text = text[:min(len(text), pages[memory]*page)]
	}
	room := pages[memory]*page - len(text)
	if r.IntN(40) == 0 {
		room += 2
	}
	at := 0
	if room > 0 {
		at = r.IntN(room + 1)
	}
	if r.IntN(4) == 0 {
		at = at / page * page // together
	}
	fmt.Fprintf(b, "(data (memory %d) (i32.const %d) \"%s\")\n", memory, at, text)
}

// step is what a call gave, and a sum of each page of each memory after it: the
// contents themselves would be a gigabyte for some modules.
type step struct {
	what  string
	pages []pageSum
}

type pageSum struct {
	memory, page int
	sum          uint64
}

var pageSeed = maphash.MakeSeed()

// outcome is all that can be seen of a module, step by step.
func outcome(t *testing.T, c *engine.Component, r *rand.Rand) []step {
	t.Helper()
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	l := engine.NewLinker(c.Engine())
	defer l.Close()
	i, err := l.Instantiate(s, c)
	if err != nil {
		return []step{{what: err.Error()}}
	}
	var out []step
	look := func(what string) {
		seen := step{what: what}
		for n := 0; ; n++ {
			m, ok := i.Memory(fmt.Sprint("m", n))
			if !ok {
				break
			}
			for at := 0; at < len(m); at += page {
				seen.pages = append(seen.pages, pageSum{n, at / page, maphash.Bytes(pageSeed, m[at:at+page])})
			}
		}
		out = append(out, seen)
	}
	look("at first")
	typ, err := c.Type()
	mustBe(t, err)
	for range 2 {
		for _, e := range typ.Exports {
			f, err := i.Func(e.Name)
			if err != nil {
				continue // a memory
			}
			var args []any
			switch {
			case strings.HasPrefix(e.Name, "grow"):
				args = []any{int32(r.IntN(3))}
			case strings.HasPrefix(e.Name, "init"):
				args = []any{int32(r.IntN(20)), int32(r.IntN(40) * r.IntN(2))}
			case strings.HasPrefix(e.Name, "poke"):
				args = []any{int32(r.IntN(4 * page)), int32(r.IntN(100) * r.IntN(2))}
			}
			got, err := f.Call(args...)
			look(fmt.Sprint(e.Name, args, got, err))
		}
	}
	return out
}

// FuzzImages compares modules whose data is mapped, copied or compiled, and whose
// memories are new, or others' that were reset in any way.
func FuzzImages(f *testing.F) {
	for seed := range uint64(long.Or(12, 400)) {
		f.Add(seed)
	}
	native, own := newEngineWith(f, plain), newEngineWith(f, accounted)
	f.Fuzz(func(t *testing.T, seed uint64) {
		text := dataModule(rand.New(rand.NewPCG(seed, 1)))
		want, err := native.Compile([]byte(text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		defer want.Close()
		var expected [3][]step
		for n := range expected {
			expected[n] = outcome(t, want, rand.New(rand.NewPCG(seed, uint64(n))))
		}
		defer component.ResetWithout(component.AllWays)
		for how, c := range everyWay(t, own, text) {
			c.KeepMemories([]int{0, 1, 4}[seed%3])    // with guards: three are waited for
			component.ResetWithout(int(seed / 3 % 5)) // each way, and both of two
			for n := range 6 {
				got := outcome(t, c, rand.New(rand.NewPCG(seed, uint64(n%3))))
				if difference := differ(expected[n%3], got); difference != "" {
					t.Fatalf("seed %d, %s, run %d: %s", seed, how, n, difference)
				}
			}
			mustBe(t, c.Close())
		}
	})
}

func differ(want, got []step) string {
	for n, w := range want {
		if n >= len(got) {
			return fmt.Sprintf("ends before step %d, %s", n, w.what)
		}
		g := got[n]
		if g.what != w.what {
			return fmt.Sprintf("step %d is %s, not %s", n, g.what, w.what)
		}
		for at, p := range w.pages {
			if at >= len(g.pages) || g.pages[at] != p {
				return fmt.Sprintf("memory %d, page %d is another after step %d, %s", p.memory, p.page, n, w.what)
			}
		}
		if len(g.pages) > len(w.pages) {
			return fmt.Sprintf("%d pages after step %d, %s, not %d", len(g.pages), n, w.what, len(w.pages))
		}
	}
	if len(got) > len(want) {
		return fmt.Sprintf("goes on after the last step with %s", got[len(want)].what)
	}
	return ""
}

// everyWay has a guest's images come from all places that they can come from.
func everyWay(t testing.TB, eng *engine.Engine, text string) map[string]*engine.Component {
	t.Helper()
	path := filepath.Join(t.TempDir(), "code")
	all := map[string]*engine.Component{}
	var code []byte
	for _, copied := range []bool{false, true} {
		component.CopyImages(copied)
		c, err := eng.Compile([]byte(text))
		mustBe(t, err)
		data, err := c.Serialize()
		mustBe(t, err)
		if code != nil && !bytes.Equal(code, data) {
			t.Error("the code depends on whether images can be mapped")
		}
		code = data
		mustBe(t, os.WriteFile(path, code, 0o600))
		all[fmt.Sprint("compiled, copied: ", copied)] = c
		all[fmt.Sprint("from bytes, copied: ", copied)], err = eng.Deserialize(code, c.Kind())
		mustBe(t, err)
		all[fmt.Sprint("from a file, copied: ", copied)], err = eng.DeserializeFile(path, c.Kind())
		mustBe(t, err)
	}
	component.CopyImages(false)
	return all
}

// TestDamagedImages has every byte of the part behind the code changed, and all of
// it cut off anywhere: that gives an error or the same guest, never another.
func TestDamagedImages(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, heavy(64<<10))
	code, err := c.Serialize()
	mustBe(t, err)
	for at := len(code) - 400; at < len(code); at++ {
		bad := bytes.Clone(code)
		bad[at] ^= 1 << (at % 8)
		again, err := eng.Deserialize(bad, engine.KindModule)
		if err == nil {
			mustBe(t, again.Close())
		}
		if again, err := eng.Deserialize(code[:at], engine.KindModule); err == nil {
			t.Errorf("without its last %d bytes it can be loaded", len(code)-at)
			mustBe(t, again.Close())
		}
	}
	var e *engine.Error
	if _, err := eng.Deserialize(code[:40], engine.KindModule); !errors.As(err, &e) {
		t.Errorf("40 bytes give %v", err)
	}
}
