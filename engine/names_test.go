package engine_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
)

// bombs are mangled names that stand for gigabytes: each parameter has the type
// of a function that takes the one before it twice.
func bombs() map[string]string {
	cpp := "_Z1fPFvvE"
	for n := range 40 {
		before := "S" + base36(2*n) + "_"
		cpp += "PFv" + before + before + "E"
	}
	tagged := "B1fIPFvvE" // a demangler goes less deep here, so these are wide
	for n := range 8 {
		tagged += "PFv" + strings.Repeat("S"+base36(2*n+1)+"_", 30) + "E"
	}
	return map[string]string{
		"C++": cpp, "a type of C++": "PFv" + strings.TrimPrefix(cpp, "_Z1f") + "E", "a tag of C++": tagged + "E",
	}
}

func base36(n int) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if n < 36 {
		return digits[n : n+1]
	}
	return base36(n/36) + digits[n%36:n%36+1]
}

// trapping is a core module whose one function has a name.
func trappingAs(name string) string {
	return fmt.Sprintf(`(module (func $f (@name %q) (export "run") unreachable))`, name)
}

func framesOf(t *testing.T, eng *engine.Engine, code []byte) []engine.Frame {
	t.Helper()
	c, err := eng.Compile(code)
	if err != nil {
		t.Error(err)
		return make([]engine.Frame, 1)
	}
	defer c.Close()
	s := engine.NewStore(eng, nil)
	defer s.Close()
	inst, err := engine.NewLinker(eng).Instantiate(s, c)
	if err == nil {
		var f *engine.Func
		if f, err = inst.Func("run"); err == nil {
			_, err = f.Call()
		}
	}
	var trap *engine.Trap
	if !errors.As(err, &trap) || trap.Code != engine.TrapUnreachable {
		t.Errorf("ended with %.2000v", err)
		return make([]engine.Frame, 1)
	}
	return trap.Frames
}

// wasmtime must not demangle a guest's names: it would go on until there is no
// memory left.
func TestMangledNames(t *testing.T) {
	eng := newEngine(t)
	for language, name := range bombs() {
		frames := make(chan []engine.Frame, 1)
		go func() { frames <- framesOf(t, eng, []byte(trappingAs(name))) }()
		select {
		case got := <-frames:
			if got[0].Func != name {
				t.Errorf("%s: the name is %q", language, got[0].Func)
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: the name is being demangled", language)
		}
	}
}

func TestNames(t *testing.T) {
	eng := newEngine(t)
	long := strings.Repeat("é", 40_000)
	for name, want := range map[string]string{
		"run": "run", "_ZN4core9panickingE": "_ZN4core9panickingE", "x\ny": "x\ny", "日本": "日本",
		long[:64<<10]: long[:64<<10], long: "", // too long to be of use
		"9" + long[:100]: "9" + long[:100], "main" + long[:100]: "main" + long[:100],
		"_ZN" + long[:100]: "_ZN" + long[:100], "r" + long[:100]: "r" + long[:100],
	} {
		if got := framesOf(t, eng, []byte(trappingAs(name)))[0].Func; got != want {
			t.Errorf("%.20q is %.20q, of %d bytes", name, got, len(got))
		}
	}
}

func TestNamesInComponents(t *testing.T) {
	frames := framesOf(t, newEngine(t), []byte(`(component
		(component $inner
			(core module $m (func $deep (export "run") unreachable))
			(core instance $i (instantiate $m))
			(func (export "run") (canon lift (core func $i "run"))))
		(instance $i (instantiate $inner))
		(export "run" (func $i "run")))`))
	if frames[0].Func != "deep" || frames[0].Module != "m" {
		t.Errorf("the frames are %+v", frames)
	}
}

// A section of names that is no such does not matter, as the specification says.
func TestDamagedNames(t *testing.T) {
	code, err := engine.TextToBinary([]byte(`(module (func (export "run") unreachable))`))
	mustBe(t, err)
	eng := newEngine(t)
	for what, section := range map[string]string{
		"empty": "", "cut": "\x01\x05\x02\x00", "a long length": "\x01\x06\x01\x00\xff\xff\xff\x0f",
		"no UTF-8": "\x01\x05\x01\x00\x02\xff\xfe", "no function": "\x01\x05\x01\x63\x02ab",
		"twice": "\x01\x08\x02\x00\x01a\x00\x02bb", "another": "\x09\x01\x00",
	} {
		body := append([]byte("\x04name"), section...)
		damaged := append(binary.AppendUvarint(append(bytes.Clone(code), 0), uint64(len(body))), body...)
		if frames := framesOf(t, eng, damaged); len(frames) != 1 {
			t.Errorf("%s: the frames are %+v", what, frames)
		}
	}
}
