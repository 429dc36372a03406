package host_test

import (
	"fmt"
	"hash/crc32"
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
	if got := crc32.ChecksumIEEE([]byte(fmt.Sprint(world.Lanes()))); got != world.LanesVersion { // fmt sorts maps
		t.Errorf("LanesVersion is %#x, and has to be %#x for these functions", world.LanesVersion, got)
	}
}
