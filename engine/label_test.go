package engine_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// listing is a component whose export `run` gives a list of values of a type, in which $x
// is another, each of them zeroes.
func listing(typ, elem string, n int) string {
	return fmt.Sprintf(`(component
		(type $t %s) (export $x "t" (type $t))
		(core module $m (memory (export "m") 200)
			(func (export "run") (result i32)
				(i32.store (i32.const 0) (i32.const 8)) (i32.store (i32.const 4) (i32.const %d)) i32.const 0))
		(core instance $i (instantiate $m))
		(func (export "run") (result (list %s)) (canon lift (core func $i "run") (memory $i "m"))))`, typ, n, elem)
}

// listingChild calls a component that it reads, with a result of any type, and prints
// the error, or how many values came, and the peak of its memory.
func listingChild() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	eng, err := engine.New(engine.Config{OptLevel: engine.OptNone})
	if err != nil {
		return err
	}
	defer eng.Close()
	c, err := eng.Compile(text)
	if err != nil {
		return err
	}
	defer c.Close()
	s := engine.NewStore(eng, nil)
	defer s.Close()
	instance, err := engine.NewLinker(eng).Instantiate(s, c)
	if err != nil {
		return err
	}
	run, err := instance.Func("run")
	if err != nil {
		return err
	}
	list, err := run.Call()
	if err != nil {
		fmt.Fprintln(os.Stdout, err)
	} else {
		fmt.Fprintln(os.Stdout, len(list.([]any))) //nolint:forcetypeassert // a list is one
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return nil //nolint:nilerr // not Linux
	}
	_, rest, _ := bytes.Cut(status, []byte("VmHWM:"))
	fmt.Fprintln(os.Stdout, strings.Fields(string(rest))[0])
	return nil
}

// Whatever type a guest gives its result, the labels in it don't fill the memory.
func TestLabelsOfResultsAreBounded(t *testing.T) {
	if raceEnabled {
		t.Skip("the memory is the race detector's")
	}
	long := func(n int) string { return strings.Repeat("a", n) }
	const values, most = 600_000, 600 << 10
	for name, tt := range map[string]struct{ typ, elem, want string }{
		"enum":                   {fmt.Sprintf("(enum %q)", long(250)), "$x", ""},
		"record":                 {fmt.Sprintf("(record (field %q bool))", long(250)), "$x", ""},
		"variant":                {fmt.Sprintf(`(variant (case "a" u8) (case %q u8))`, long(250)), "$x", ""},
		"within others":          {fmt.Sprintf("(enum %q)", long(250)), "(tuple bool (option $x))", ""},
		"of a list":              {fmt.Sprintf("(enum %q)", long(250)), "(list $x)", ""},
		"of an error":            {fmt.Sprintf("(enum %q)", long(250)), "(result (error $x))", ""},
		"many flags":             {`(flags "a" "b" "c" "d" "e" "f" "g" "h")`, "$x", ""},
		"an enum that may be":    {fmt.Sprintf("(enum %q)", long(40)), "$x", "600000"},
		"a record that may be":   {fmt.Sprintf("(record (field %q bool))", long(40)), "$x", "600000"},
		"a variant that may be":  {fmt.Sprintf("(variant (case %q u8))", long(100)), "$x", "600000"},
		"lists without any":      {"u8", "(list u8)", "600000"},
		"tuples, of no labels":   {"u8", "(tuple $x (option $x))", "600000"},
		"flags that may be":      {`(flags "read" "write")`, "$x", "600000"},
		"fields that are others": {`(record (field "x" u8) (field "y" u8) (field "width" u8) (field "height" u8))`, "$x", "600000"},
	} {
		if tt.want == "" {
			tt.want = "call: run gives a list of values with more than 128 bytes of labels each: call it with a TypedFunc"
		}
		stdout, stderr, err := child(t, "listing", listing(tt.typ, tt.elem, values))
		got, peak, _ := strings.Cut(strings.TrimSpace(stdout), "\n")
		if err != nil || got != tt.want {
			t.Errorf("%s: %v, %s, %s", name, err, got, stderr)
		}
		if kib, err := strconv.Atoi(peak); err == nil && kib > most {
			t.Errorf("%s takes %d KiB", name, kib)
		}
	}
}

// A typed call whose Go type leaves a part open is held to the same, and one with
// resources to its Go type.
func TestLabelsOfTypedResults(t *testing.T) {
	const types, want = `(type $f (flags "a" "b" "c" "d" "e" "f" "g" "h")) (export $x "f" (type $f))
		(type $r (resource (rep i32))) (export $s "r" (type $r))`, "more than 128 bytes of labels each"
	list := "(list (tuple u8 $x))"
	for name, err := range map[string]error{
		"any": typedRun[any](t, giving(types, list, false)), "a list of any": typedRun[[]any](t, giving(types, list, false)),
		"a part": typedRun[[]engine.Tuple2[uint8, any]](t, giving(types, list, false)),
		"flags":  typedRun[[]engine.Tuple2[uint8, engine.Flags]](t, giving(types, list, false)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	type resources = engine.Tuple2[[]letters, []*engine.Resource]
	if err := typedRun[resources](t, giving(types, "(tuple (list $x) (list (own $s)))", false)); err != nil {
		t.Error("what the host chose is refused:", err)
	}
	err := typedRun[resources](t, giving(types, "(tuple (list $x) (list u8))", false))
	if err == nil || !strings.Contains(err.Error(), "run doesn't give a ") {
		t.Error("bytes for resources:", err)
	}
}

// letters are eight flags.
type letters uint8

func (letters) FlagNames() []string { return strings.Split("abcdefgh", "") }
