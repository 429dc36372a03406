package engine_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/engine/internal/component"
)

// filled is data that is worth an image, and says whose it is.
func filled(letter string) string { return strings.Repeat(letter, 40<<10) }

// owner is a module that tells its first byte, and a later one, and changes the
// first.
func owner(name, letter string) string {
	return fmt.Sprintf(`(core module $%s (memory (export "m") 1) (data (i32.const 0) "%s")
		(func (export "see") (result i32)
			(i32.or (i32.load8_u (i32.const 0)) (i32.shl (i32.load8_u (i32.const 40000)) (i32.const 8)))
			(i32.store8 (i32.const 0) (i32.const 33))))`, name, filled(letter))
}

// lifted exports the functions of core instances as "see1", "see2", …
func lifted(instances ...string) string {
	var b strings.Builder
	for n, i := range instances {
		fmt.Fprintf(&b, `(func (export "see%d") (result u32) (canon lift (core func $%s "see")))`, n+1, i)
	}
	return b.String()
}

// imageComponents are components with what each of their functions must see.
var imageComponents = map[string]struct{ text, sees string }{
	"one module often": {owner("a", "a") + `(core instance $1 (instantiate $a)) (core instance $2 (instantiate $a))
		(core instance $3 (instantiate $a))` + lifted("1", "2", "3"), "aaa"},
	"another order": {owner("a", "a") + owner("b", "b") + owner("c", "c") +
		`(core instance $1 (instantiate $c)) (core instance $2 (instantiate $a)) (core instance $3 (instantiate $b))
		(core instance $4 (instantiate $a))` + lifted("1", "2", "3", "4"), "caba"},
	"little data and none between": {owner("a", "a") + owner("b", "b") +
		`(core module $small (memory (export "m") 1) (data (i32.const 0) "s") (data (i32.const 40000) "s")
			(func (export "see") (result i32) (i32.const 0x7373)))
		(core module $none (memory 1) (memory 1))
		(core instance $1 (instantiate $small)) (core instance (instantiate $none)) (core instance $2 (instantiate $b))
		(core instance (instantiate $none)) (core instance $3 (instantiate $a)) (core instance $4 (instantiate $small))` +
		lifted("1", "2", "3", "4"), "sbas"},
	"a memory that another imports": {owner("a", "a") + owner("b", "b") +
		`(core module $user (import "own" "m" (memory 1)) (memory 1) (func (export "see") (result i32)
			(i32.or (i32.load8_u (i32.const 1)) (i32.shl (i32.load8_u (i32.const 40000)) (i32.const 8)))))
		(core instance $a (instantiate $a)) (core instance $b (instantiate $b))
		(core instance $1 (instantiate $user (with "own" (instance $b))))
		(core instance $2 (instantiate $user (with "own" (instance $a))))` + lifted("1", "2"), "ba"},
	"nested": {`(component $in ` + owner("b", "b") + `(core instance $1 (instantiate $b)) ` + lifted("1") + `)
		(component $out ` + owner("c", "c") + `
			(component $deep ` + owner("d", "d") + `(core instance $1 (instantiate $d)) ` + lifted("1") + `)
			(instance $d (instantiate $deep)) (core instance $1 (instantiate $c))
			(func (export "own") (result u32) (canon lift (core func $1 "see")))
			(export "see1" (func $d "see1")))
		` + owner("a", "a") + `(instance $1 (instantiate $in)) (instance $2 (instantiate $out)) (instance $3 (instantiate $in))
		(core instance $4 (instantiate $a))
		(export "see1" (func $1 "see1")) (export "see2" (func $2 "see1")) (export "see3" (func $2 "own"))
		(export "see4" (func $3 "see1")) (func (export "see5") (result u32) (canon lift (core func $4 "see")))`, "bdcba"},
	"a module as an argument": {owner("a", "a") + owner("b", "b") + `
		(component $maker (import "m" (core module $m (export "m" (memory 1)) (export "see" (func (result i32)))))
			(core instance $1 (instantiate $m)) ` + lifted("1") + `)
		(instance $1 (instantiate $maker (with "m" (core module $b)))) (instance $2 (instantiate $maker (with "m" (core module $a))))
		(export "see1" (func $1 "see1")) (export "see2" (func $2 "see1"))`, "ba"},
	"several memories": {`(core module $a (memory 1) (memory 2) (memory (export "m") 1)
			(data (memory 2) (i32.const 0) "` + filled("z") + `") (data (memory 0) (i32.const 0) "` + filled("x") + `")
			(data (memory 1) (i32.const 70000) "` + filled("y") + `") (data (memory 2) (i32.const 0) "w")
			(func (export "see") (result i32) (i32.or
				(i32.load8_u 0 (i32.const 0)) (i32.shl (i32.load8_u 0 (i32.const 40000)) (i32.const 8))))
			(func (export "see1") (result i32) (i32.or
				(i32.load8_u 1 (i32.const 70000)) (i32.shl (i32.load8_u 1 (i32.const 110000)) (i32.const 8))))
			(func (export "see2") (result i32) (i32.or
				(i32.load8_u 2 (i32.const 1)) (i32.shl (i32.load8_u 2 (i32.const 40000)) (i32.const 8)))))
		(core instance $1 (instantiate $a)) (func (export "see1") (result u32) (canon lift (core func $1 "see")))
		(func (export "see2") (result u32) (canon lift (core func $1 "see1")))
		(func (export "see3") (result u32) (canon lift (core func $1 "see2")))`, "xyz"},
	"what looks like a tag": {owner("a", "a") + `(core module $tag (memory 1) (memory 0 16385)
			(func (export "see") (result i32) (i32.add (i32.load8_u (i32.const 0)) (i32.const 0x7171))))
		(core instance $1 (instantiate $a)) (core instance $2 (instantiate $tag)) (core instance $3 (instantiate $a))` +
		lifted("1", "2", "3"), "aqa"},
}

func TestImagesOfComponents(t *testing.T) {
	eng := newEngineWith(t, accounted)
	for name, test := range imageComponents {
		for how, c := range everyWay(t, eng, "(component "+test.text+")") {
			for range 2 { // and nothing of the first shows in the second
				if sees := look(t, c, len(test.sees)); sees != test.sees {
					t.Errorf("%s, %s: %q is seen, not %q", name, how, sees, test.sees)
				}
			}
			mustBe(t, c.Close())
		}
	}
}

// look instantiates a component and has its functions tell what they see.
func look(t *testing.T, c *engine.Component, functions int) string {
	t.Helper()
	s := engine.NewStore(c.Engine(), nil)
	defer s.Close()
	l := engine.NewLinker(c.Engine())
	defer l.Close()
	i, err := l.Instantiate(s, c)
	if err != nil {
		return err.Error()
	}
	sees := ""
	for n := range functions {
		f, err := i.Func(fmt.Sprint("see", n+1))
		mustBe(t, err)
		got, err := f.Call()
		mustBe(t, err)
		seen, _ := got.(uint32)
		if byte(seen) != byte(seen>>8) {
			return fmt.Sprintf("%#x", seen)
		}
		sees += string(rune(byte(seen)))
	}
	return sees
}

// TestImagesAreApart has guests write all over their memories, and beyond the image,
// while others begin.
func TestImagesAreApart(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(module (memory (export "m") 4) (data (i32.const 65536) "`+filled("a")+`") (func (export "run")))`)
	first := make([]byte, 4*page)
	copy(first[page:], filled("a"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			l := engine.NewLinker(eng)
			defer l.Close()
			for range 20 {
				s := engine.NewStore(eng, nil)
				i, err := l.Instantiate(s, c)
				if err != nil {
					t.Error(err)
					return
				}
				m, _ := i.Memory("m")
				if !bytes.Equal(m, first) {
					t.Error("a memory begins with what is not its own")
				}
				for n := range m {
					m[n] ^= 0x55
				}
				s.Close()
			}
		})
	}
	all.Wait()
}

// TestImagesStayWithinLimits compares what is counted with and without images.
func TestImagesStayWithinLimits(t *testing.T) {
	two := `(component ` + owner("a", "a") + `(core instance (instantiate $a)) (core instance (instantiate $a)))`
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, two)
	l := engine.NewLinker(eng)
	for limits, want := range map[engine.Limits]string{
		{Memories: 1}:               "memory count too high at 2",
		{Memories: 2}:               "",
		{TotalMemory: 2*page - 1}:   "memory limit",
		{TotalMemory: 2 * page}:     "",
		{Memory: page - 1}:          "memory minimum size",
		{Memory: page, Memories: 2}: "",
	} {
		s := engine.NewStore(eng, nil)
		s.SetLimits(limits)
		_, err := l.Instantiate(s, c)
		if err == nil && want != "" || err != nil && (want == "" || !strings.Contains(err.Error(), want)) {
			t.Errorf("%+v gives %v, not %q", limits, err, want)
		}
		if peak := s.Stats().PeakMemory; want == "" && peak != 2*page {
			t.Errorf("%+v: the peak is %d", limits, peak)
		}
		s.Close()
	}
	s := engine.NewStore(eng, nil)
	defer s.Close()
	s.SetLimits(engine.Limits{Memories: 3})
	var limit *engine.CountLimitError
	_, err := l.Instantiate(s, c)
	mustBe(t, err)
	if _, err := l.Instantiate(s, c); !errors.As(err, &limit) || limit.What != "memory" || limit.Count != 4 {
		t.Errorf("a fourth memory gives %v", err)
	}
}

// TestTagsAreNobodys has modules use the memory that splitting would add: they stay
// invalid.
func TestTagsAreNobodys(t *testing.T) {
	eng := newEngineWith(t, accounted)
	for what, wasm := range map[string]string{
		"code":      "\x03\x02\x01\x00\x0a\x06\x01\x04\x00\x3f\x01\x0b", // memory.size 1
		"an export": "\x07\x05\x01\x01m\x02\x01",
	} {
		typ := "\x01\x05\x01\x60\x00\x01\x7f"
		data := "\x0b\x88\xc0\x02\x01\x00\x41\x00\x0b\x80\xc0\x02" + strings.Repeat("a", 40<<10)
		module := "\x00asm\x01\x00\x00\x00" + typ
		if what == "code" {
			module += wasm[:4] + "\x05\x03\x01\x00\x01" + wasm[4:]
		} else {
			module += "\x05\x03\x01\x00\x01" + wasm
		}
		var e *engine.Error
		if _, err := eng.Compile([]byte(module + data)); !errors.As(err, &e) || !strings.Contains(err.Error(), "memory") {
			t.Errorf("a tag in %s gives %v", what, err)
		}
		valid := strings.NewReplacer("\x3f\x01", "\x3f\x00", "m\x02\x01", "m\x02\x00").Replace(module)
		if _, err := eng.Compile([]byte(valid + data)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// TestProvidedModules has a host provide modules that have images, to a component
// that has some of its own.
func TestProvidedModules(t *testing.T) {
	eng := newEngineWith(t, accounted)
	module := func(letter string) *engine.Component {
		text := strings.Replace(owner("m", letter), "core module $m", "module", 1)
		return compile(t, eng, text)
	}
	typ := `(core module (export "m" (memory 1)) (export "see" (func (result i32))))`
	component := func(more string) *engine.Component {
		return compile(t, eng, `(component (import "p" `+strings.Replace(typ, "module", "module $p", 1)+`)
			(import "q" `+strings.Replace(typ, "module", "module $q", 1)+`)`+owner("a", "a")+more+`
			(core instance $1 (instantiate $q)) (core instance $2 (instantiate $a)) (core instance $3 (instantiate $p))`+
			lifted("1", "2", "3")+`)`)
	}
	for name, test := range map[string]struct {
		p, q *engine.Component
		more string
		want string
	}{
		"two":         {module("p"), module("q"), "", "qap"},
		"one twice":   {module("p"), module("p"), "", "pap"},
		"a lookalike": {module("p"), module("q"), `(core module (memory 0 33000))`, "told apart"},
	} {
		l := engine.NewLinker(eng)
		mustBe(t, l.Root().Module("p", test.p))
		mustBe(t, l.Root().Module("q", test.q))
		s := engine.NewStore(eng, nil)
		i, err := l.Instantiate(s, component(test.more))
		sees := ""
		for n := 1; n <= 3 && err == nil; n++ {
			f, _ := i.Func(fmt.Sprint("see", n))
			got, callErr := f.Call()
			mustBe(t, callErr)
			seen, _ := got.(uint32)
			sees += string(rune(byte(seen >> 8)))
		}
		if err != nil {
			sees = err.Error()
		}
		if !strings.Contains(sees, test.want) {
			t.Errorf("%s: %q is seen", name, sees)
		}
		s.Close()
		l.Close()
	}
}

// TestImagesKeepOffsets compares the backtraces of modules that were split.
func TestImagesKeepOffsets(t *testing.T) {
	text := `(component ` + owner("a", "a") + `(core module $m (memory 1) (data (i32.const 0) "` + filled("m") + `")
		(func $in (unreachable)) (func (export "see") (result i32) (call $in) (i32.const 0)))
		(core instance (instantiate $a)) (core instance $1 (instantiate $m)) ` + lifted("1") + `)`
	module := `(module (memory 1) (data (i32.const 0) "` + filled("m") + `") (func (export "see1") (unreachable)))`
	for _, text := range []string{text, module} {
		var want []engine.Frame
		for _, cfg := range []engine.Config{plain, accounted} {
			eng := newEngineWith(t, cfg)
			i := instantiate(t, engine.NewLinker(eng), compile(t, eng, text))
			f, err := i.Func("see1")
			mustBe(t, err)
			_, err = f.Call()
			var trap *engine.Trap
			if !errors.As(err, &trap) || len(trap.Frames) == 0 {
				t.Fatal(err)
			}
			if want == nil {
				want = trap.Frames
			}
			if fmt.Sprint(trap.Frames) != fmt.Sprint(want) {
				t.Errorf("the frames are %v, not %v", trap.Frames, want)
			}
		}
	}
}

// TestImagesOfClosedCode has a store outlive the code that its memories began as.
func TestImagesOfClosedCode(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c, err := eng.Compile([]byte(`(module (memory (export "m") 1) (data (i32.const 0) "` + filled("a") + `"))`))
	mustBe(t, err)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	i, err := engine.NewLinker(eng).Instantiate(s, c)
	mustBe(t, err)
	mustBe(t, c.Close())
	if m, _ := i.Memory("m"); !strings.HasPrefix(string(m), filled("a")) {
		t.Error("a memory has lost its image")
	}
}

// TestImagesLeaveMappings has more memories than there may be mappings of: images
// are copied first, and then the guest gets an error while the process has plenty.
func TestImagesLeaveMappings(t *testing.T) {
	eng := newEngineWith(t, accounted)
	c := compile(t, eng, `(module (memory (export "m") 2) (data (i32.const 0) "`+filled("a")+`")
		(data (i32.const 65536) "`+filled("b")+`") (func (export "run")))`)
	l := engine.NewLinker(eng)
	defer l.Close()
	s := engine.NewStore(eng, nil)
	before := component.LimitMappings(0)
	component.LimitMappings(before + 400)
	defer component.LimitMappings(0)
	made := 0
	for ; made < 1000; made++ {
		i, err := l.Instantiate(s, c)
		if err != nil {
			if !strings.Contains(err.Error(), "too many linear memories") {
				t.Error(err)
			}
			break
		}
		m, _ := i.Memory("m")
		if m[0] != 'a' || m[(40<<10)-1] != 'a' || m[40<<10] != 0 || m[page] != 'b' || m[page+(40<<10)-1] != 'b' {
			t.Fatalf("memory %d begins with something else", made)
		}
	}
	if used := component.LimitMappings(before+400) - before; made == 1000 || used > 200 || used < 100 {
		t.Errorf("%d memories have %d mappings", made, used)
	}
	s.Close()
	if after := component.LimitMappings(0); after != before {
		t.Errorf("%d mappings are counted, %d before", after, before)
	}
}
