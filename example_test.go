package qyvol_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/qyvol/qyvol"
	"github.com/qyvol/qyvol/engine"
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

// What the user should know of a manifest, and of what is granted, comes as warnings.
func ExampleRun_warnings() {
	dir, err := os.MkdirTemp("", "warnings")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	manifest := filepath.Join(dir, "hello.qyv")
	text := "name: hello\nentrypoint: hello.wat\nruntime: wasi\nrecovery: {retries: {attempts: 2, on: [timeout]}}\n"
	guest := "(module (func (export \"_start\")))"
	if err := errors.Join(os.WriteFile(manifest, []byte(text), 0o600), os.WriteFile(filepath.Join(dir, "hello.wat"), []byte(guest), 0o600)); err != nil {
		fmt.Println(err)
		return
	}
	_, err = qyvol.Run(context.Background(), manifest, qyvol.Options{Warn: func(w program.Warning) {
		fmt.Println(strings.Contains(w.String(), "timeout"), w.In("es") != w.String())
	}})
	fmt.Println(err)
	// Output:
	// true true
	// <nil>
}

// What the command would print about an error, in either language.
func ExampleDescribe() {
	_, err := qyvol.Run(context.Background(), "fixtures/hello/helo.qyv", qyvol.Options{})
	for _, lang := range []string{"en", "es_ES.UTF-8"} {
		text, hint := qyvol.Describe(err, lang)
		fmt.Printf("%s\n  %s\n", text, hint)
	}
	// Output:
	// fixtures/hello/helo.qyv: there is no such manifest
	//   did you mean `fixtures/hello/hello.qyv`?
	// fixtures/hello/helo.qyv: no existe ese manifiesto
	//   ¿será `fixtures/hello/hello.qyv`?
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

// Item is what the guest has handles to. It stays in Go.
type Item struct{ price uint32 }

// linkShop defines what the component of fixtures/shop imports.
func linkShop(l *engine.Linker) error {
	stock := l.Instance("acme:shop/stock@1.0.0")
	return errors.Join(
		engine.DefineResource[*Item](stock, "item", nil),
		stock.Func("find", engine.F1(func(_ *engine.Store, name string) (engine.Own[*Item], error) {
			return engine.Own[*Item]{Value: &Item{price: uint32(len(name))}}, nil
		})),
		stock.Func("[method]item.price", engine.F1(func(_ *engine.Store, item engine.Borrow[*Item]) (uint32, error) {
			return item.Value.price, nil
		})),
	)
}

// Host functions are Go functions; resources are Go values that the guest holds
// handles to.
func Example_hostFunctions() {
	ctx := context.Background()
	p, err := qyvol.Prepare(ctx, "fixtures/shop/shop.wat", qyvol.Options{Link: linkShop})
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

// Calls with values of known types are made in Do, which holds them to the session's limits
// and to the context.
func ExamplePrepare_typed() {
	ctx := context.Background()
	p, err := qyvol.Prepare(ctx, "fixtures/shop/shop.wat", qyvol.Options{Link: linkShop, Limits: wasi.Limits{Timeout: time.Second}})
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
	err = s.Do(ctx, func(i *engine.Instance) error {
		f, err := i.Func("total")
		if err != nil {
			return err
		}
		total, err := engine.NewTypedFunc[engine.Tuple2[string, uint32], uint32](f)
		if err != nil {
			return err
		}
		for _, name := range []string{"bread", "cheese"} {
			sum, err := total.Call(engine.Tuple2[string, uint32]{F0: name, F1: 3})
			if err != nil {
				return err
			}
			fmt.Println(name, sum)
		}
		return nil
	})
	fmt.Println(err)
	// Output:
	// bread 15
	// cheese 18
	// <nil>
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
