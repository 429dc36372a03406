package engine_test

import (
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// An argument of the wrong type is an error that names the function, its parameter and
// the Go type that it takes.
func TestArgumentsThatDoNotFit(t *testing.T) {
	eng := newEngine(t)
	s := engine.NewStore(eng, nil)
	defer s.Close()
	i, err := engine.NewLinker(eng).Instantiate(s, compile(t, eng, `(component (core module $m (func (export "f") (param i32 i32)))
		(core instance $i (instantiate $m))
		(func (export "sell") (param "count" u32) (param "by" char) (canon lift (core func $i "f"))))`))
	mustBe(t, err)
	f, err := i.Func("sell")
	mustBe(t, err)
	type count uint32
	for _, tt := range []struct {
		args []any
		want string
	}{
		{[]any{3, engine.Char('a')}, `call: sell: parameter "count" is of type u32, which takes a Go uint32, not int`},
		{[]any{uint(3), engine.Char('a')}, `call: sell: parameter "count" is of type u32, which takes a Go uint32, not uint`},
		{[]any{int64(3), engine.Char('a')}, `call: sell: parameter "count" is of type u32, which takes a Go uint32, not int64`},
		{[]any{"three", engine.Char('a')}, `call: sell: parameter "count" is of type u32, which takes a Go uint32, not string`},
		{[]any{uint32(3), 'a'}, `call: sell: parameter "by" is of type char, which takes a Go engine.Char, not int32`},
		{[]any{nil, engine.Char('a')}, `call: sell: parameter "count": nil is no value`},
		{[]any{uint32(3)}, "call: sell takes 2 arguments, not 1"},
	} {
		if _, err := f.Call(tt.args...); err == nil || err.Error() != tt.want {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
	for _, n := range []any{uint32(3), count(3)} {
		if _, err := f.Call(n, engine.Char('a')); err != nil {
			t.Error(err)
		}
	}
}
