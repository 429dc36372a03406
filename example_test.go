package qyvol_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/qyvol/qyvol"
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/wasi"
)

// A manifest, or a component by itself, runs as the command would run it.
func ExampleRun() {
	result, err := qyvol.Run(context.Background(), "fixtures/hello/hello.qyv", qyvol.Options{Stdout: os.Stdout})
	fmt.Println(result.ExitCode, err)
	// Output:
	// Hello from Qyvol!
	// 0 <nil>
}

// A guest is stopped at its limits, and the error says which.
func ExampleRun_limits() {
	_, err := qyvol.Run(context.Background(), "fixtures/loop/loop.wat", qyvol.Options{
		Limits: wasi.Limits{Timeout: 50 * time.Millisecond, Memory: 64 << 20},
	})
	var late *program.TimeoutError
	fmt.Println(program.KindOf(err), errors.As(err, &late))
	// Output: timeout true
}

// What a guest reads and writes can come from anywhere.
func ExampleRun_output() {
	var out bytes.Buffer
	_, err := qyvol.Run(context.Background(), "fixtures/cat/cat.wasm", qyvol.Options{
		Stdin: strings.NewReader("from a string\n"), Stdout: &out,
	})
	fmt.Printf("%q %v\n", out.String(), err)
	// Output: "from a string\n" <nil>
}

// shop is a component that imports a function and a resource of the host's, and exports
// a function. Components come from compilers; this one is written by hand.
const shop = `(component
  (import "acme:shop/stock@1.0.0" (instance $stock
    (export "item" (type $item (sub resource)))
    (export "find" (func (param "name" string) (result (own $item))))
    (export "[method]item.price" (func (param "self" (borrow $item)) (result u32)))))
  (alias export $stock "item" (type $item))
  (core module $mem (memory (export "m") 1) (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024)))
  (core instance $mem (instantiate $mem))
  (core func $find (canon lower (func $stock "find") (memory $mem "m")))
  (core func $price (canon lower (func $stock "[method]item.price")))
  (core func $drop (canon resource.drop $item))
  (core module $main
    (import "h" "find" (func $find (param i32 i32) (result i32))) (import "h" "price" (func $price (param i32) (result i32)))
    (import "h" "drop" (func $drop (param i32)))
    (func (export "total") (param $at i32) (param $size i32) (param $count i32) (result i32) (local $item i32) (local $price i32)
      (local.set $item (call $find (local.get $at) (local.get $size)))
      (local.set $price (call $price (local.get $item)))
      (call $drop (local.get $item))
      (i32.mul (local.get $price) (local.get $count))))
  (core instance $main (instantiate $main (with "h" (instance
    (export "find" (func $find)) (export "price" (func $price)) (export "drop" (func $drop))))))
  (func (export "total") (param "name" string) (param "count" u32) (result u32)
    (canon lift (core func $main "total") (memory $mem "m") (realloc (func $mem "realloc")))))`

// Item is what the guest has handles to. It stays in Go.
type Item struct{ price uint32 }

// Host functions are Go functions; resources are Go values that the guest holds
// handles to.
func Example_hostFunctions() {
	ctx := context.Background()
	unit, err := loader.LoadBytes("shop.wat", []byte(shop))
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := program.Prepare(ctx, unit, program.Options{Link: func(l *engine.Linker) error {
		stock := l.Instance("acme:shop/stock@1.0.0")
		find := engine.F1(func(_ *engine.Store, name string) (engine.Own[*Item], error) {
			return engine.Own[*Item]{Value: &Item{price: uint32(len(name))}}, nil
		})
		price := engine.F1(func(_ *engine.Store, item engine.Borrow[*Item]) (uint32, error) { return item.Value.price, nil })
		return errors.Join(
			engine.DefineResource[*Item](stock, "item", nil),
			stock.Func("find", find), stock.Func("[method]item.price", price),
		)
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	s, err := p.Start(ctx, wasi.Stdio{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	total, err := s.Call(ctx, []string{"total"}, "bread", uint32(3))
	fmt.Println(total, err)
	// Output: 15 <nil>
}

// A program is prepared once, and started from many goroutines.
func ExamplePrepare() {
	ctx := context.Background()
	p, err := qyvol.Prepare(ctx, "fixtures/cat/cat.wasm", qyvol.Options{KeepMemories: 4})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer p.Close()
	var all sync.WaitGroup
	var outputs [4]bytes.Buffer
	for i := range outputs {
		all.Go(func() {
			s, err := p.Open(wasi.Stdio{Stdin: strings.NewReader(strings.Repeat("go ", i)), Stdout: &outputs[i]})
			if err != nil {
				fmt.Println(err)
				return
			}
			defer s.Close()
			if err := s.Run(ctx); err != nil {
				fmt.Println(err)
			}
		})
	}
	all.Wait()
	for i := range outputs {
		fmt.Printf("%q\n", outputs[i].String())
	}
	// Output:
	// ""
	// "go "
	// "go go "
	// "go go go "
}
