package engine_test

import (
	"reflect"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// A zero value is as a closed one: its methods give errors or nothing, and the
// process goes on.
func TestZeroValues(t *testing.T) {
	for _, zero := range []any{
		new(engine.Component), new(engine.Engine), new(engine.Linker), new(engine.LinkerInstance), new(engine.Store),
		new(engine.Instance), new(engine.Func), new(engine.Table), new(engine.Caller), new(engine.Resource),
		new(engine.TypedFunc[engine.Unit, engine.Unit]), new(engine.Origins), new(engine.Trap), new(engine.Error),
		new(engine.ComponentType), new(engine.ValType), new(engine.FuncType), new(engine.InterruptError), new(engine.WASIError), new(engine.DirectHost),
	} {
		v := reflect.ValueOf(zero)
		for n := range v.NumMethod() {
			name := v.Type().Elem().Name() + "." + v.Type().Method(n).Name
			t.Run(name, func(t *testing.T) { callZero(t, v.Method(n)) })
		}
	}
}

// callZero calls a method with arguments that are zero values, too.
func callZero(t *testing.T, method reflect.Value) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("panicked: %v", r)
		}
	}()
	var args []reflect.Value
	for n := range method.Type().NumIn() {
		in := method.Type().In(n)
		switch {
		case method.Type().IsVariadic() && n == method.Type().NumIn()-1:
		case in.Kind() == reflect.Pointer:
			args = append(args, reflect.New(in.Elem()))
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	method.Call(args)
}

// What is made of zero values is closed.
func TestMadeOfZeroValues(t *testing.T) {
	e := new(engine.Engine)
	l, s := engine.NewLinker(e), engine.NewStore(e, nil)
	if _, err := l.Instantiate(s, new(engine.Component)); err == nil {
		t.Error("it instantiates")
	}
	if _, err := e.Compile([]byte("(module)")); err == nil {
		t.Error("it compiles")
	}
	s.Close()
	l.Close()
	e.Close()
}
