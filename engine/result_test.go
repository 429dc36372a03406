package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// giving is a component whose export `run` gives a type, which is what a pointer to
// zeroes stands for, or no number.
func giving(types, result string, flat bool) string {
	core, gives := "(result i32)", "i32.const 0"
	options := `(memory $i "m")`
	if flat {
		options = ""
	}
	return fmt.Sprintf(`(component %s
		(core module $m (memory (export "m") 1) (func (export "run") %s %s))
		(core instance $i (instantiate $m))
		(func (export "run") (result %s) (canon lift (core func $i "run") %s)))`, types, core, gives, result, options)
}

// typedRun prepares a typed call of an export.
func typedRun[R any](t *testing.T, text string) error {
	t.Helper()
	eng := newEngineWith(t, engine.Config{OptLevel: engine.OptNone})
	c, err := eng.Compile([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := engine.NewStore(eng, nil)
	defer s.Close()
	instance, err := engine.NewLinker(eng).Instantiate(s, c)
	if err != nil {
		t.Fatal(err)
	}
	f, err := instance.Func("run")
	if err != nil {
		t.Fatal(err)
	}
	run, err := engine.NewTypedFunc[engine.Unit, R](f)
	if err != nil {
		return err
	}
	_, err = run.Call(engine.Unit{})
	return err
}

// A guest doesn't choose the type of the result that the host makes of what it gives.
func TestResultsHaveTheHostsType(t *testing.T) {
	type none = engine.Result[engine.Unit, engine.Unit]
	refused := func(name string, err error) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), "run doesn't give a ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, result := range map[string][2]string{
		"a list of enums":     {`(type $e (enum "` + strings.Repeat("a", 200) + `")) (export $x "e" (type $e))`, "(list $x)"},
		"a list of numbers":   {"", "(list u32)"},
		"a string":            {"", "string"},
		"an error of its own": {"", "(result (error string))"},
		"a tuple":             {"", "(tuple u32 u32)"},
	} {
		refused(name, typedRun[none](t, giving(result[0], result[1], false)))
	}
	refused("a number", typedRun[none](t, giving("", "u32", true)))
	refused("a string for a list", typedRun[[]string](t, giving("", "(list u32)", false)))
	for name, err := range map[string]error{
		"a result":  typedRun[none](t, giving("", "(result)", true)),
		"a number":  typedRun[uint32](t, giving("", "u32", true)),
		"a string":  typedRun[string](t, giving("", "string", false)),
		"a list":    typedRun[[]uint32](t, giving("", "(list u32)", false)),
		"bytes":     typedRun[[]byte](t, giving("", "(list u8)", false)),
		"an option": typedRun[engine.Option[string]](t, giving("", "(option string)", false)),
		"anything":  typedRun[any](t, giving("", "(list string)", false)),
		"a tuple":   typedRun[engine.Tuple2[uint32, string]](t, giving("", "(tuple u32 string)", false)),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whether a core module has an export is told without a description of all of them.
func TestHasExportOfAModule(t *testing.T) {
	var text strings.Builder
	text.WriteString(`(module (func $f) (memory (export "") 1)`)
	const most = 9_000
	for i := range most {
		fmt.Fprintf(&text, ` (export "f%d" (func $f))`, i)
	}
	eng := newEngineWith(t, engine.Config{OptLevel: engine.OptNone})
	c, err := eng.Compile([]byte(text.String() + ")"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range [][]string{{"f0"}, {fmt.Sprintf("f%d", most-1)}, {""}} {
		if !c.HasExport(path...) {
			t.Errorf("%q isn't there", path)
		}
	}
	for _, path := range [][]string{{"f"}, {"f0\x00"}, {"g"}, {}, {"f0", "f1"}, {"", ""}} {
		if c.HasExport(path...) {
			t.Errorf("%q is there", path)
		}
	}
	if took := testing.AllocsPerRun(3, func() { c.HasExport("none") }); took > 20 {
		t.Errorf("it takes %v allocations", took)
	}
	c.Close()
	if c.HasExport("f0") {
		t.Error("what is closed has an export")
	}
}
