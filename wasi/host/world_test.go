package host_test

import (
	"fmt"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/wasm"
	"github.com/qyvol/qyvol/wasi/host/world"
)

// Every function that guests are adapted for has its variant: a guest that imports
// all of them, adapted, can be instantiated.
func TestEveryLaneIsDefined(t *testing.T) {
	g := newGuests(t)
	guest, err := engine.TextToBinary([]byte(driverText()))
	mustBe(t, err)
	guest, _, ok := lane.Adapt(guest, world.Lanes())
	if !ok {
		t.Fatal("the driver can't be adapted")
	}
	file, err := wasm.Decode(guest)
	mustBe(t, err)
	imported := map[string]bool{}
	for _, i := range file.Component.Imports {
		if i.Type == nil {
			continue
		}
		for _, e := range i.Type.Exports {
			imported[e.Name] = true
		}
	}
	count := 0
	for name, functions := range world.Lanes() {
		for _, fn := range functions {
			count++
			if !imported[lane.FuncName(fn)] {
				t.Errorf("%s of %s is not adapted", fn, name)
			}
		}
	}
	if count != 8 {
		t.Errorf("there are %d functions with bytes", count)
	}
	c, err := g.eng.Compile(guest)
	mustBe(t, err)
	defer c.Close()
	s := engine.NewStore(g.eng, nil)
	defer s.Close()
	_, err = g.linker.Instantiate(s, c)
	mustBe(t, err)
}

// The cache knows by LanesVersion whether code was adapted for the functions that there are.
func TestLanesVersion(t *testing.T) {
	const (
		version = 1
		lanes   = "map[wasi:filesystem/types:[[method]descriptor.read [method]descriptor.write] " +
			"wasi:io/streams:[[method]input-stream.read [method]input-stream.blocking-read " +
			"[method]output-stream.write [method]output-stream.blocking-write-and-flush] " +
			"wasi:random/insecure:[get-insecure-random-bytes] wasi:random/random:[get-random-bytes]]"
	)
	if got := fmt.Sprint(world.Lanes()); got != lanes || version != world.LanesVersion {
		t.Errorf("version %d is of\n%s\nnot of\n%s\nchange LanesVersion, and this test", world.LanesVersion, got, lanes)
	}
}
