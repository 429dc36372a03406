package main

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
)

// Most mutants are still valid, and none is the guest itself: otherwise nothing
// but parsers would be fuzzed.
func TestMutantsStayValid(t *testing.T) {
	eng, err := engine.New(engine.Config{OptLevel: engine.OptNone})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	const tries = 60
	for _, name := range []string{"hello/hello.wasm", "exit-code/exit-code-p1.wasm", "composed/composed.wat", "big-table/big-table.wat"} {
		guest := readFixture(t, name)
		valid, same := 0, 0
		for seed := range uint64(tries) {
			changed := mutant(guest, seed+1)
			if bytes.Equal(changed, guest) {
				same++
			}
			if c, err := eng.Compile(changed); err == nil {
				valid++
				c.Close()
			}
		}
		t.Logf("%s: of %d mutants %d are valid, %d unchanged", name, tries, valid, same)
		if valid < tries/5 || same > tries/5 {
			t.Errorf("%s: of %d mutants only %d are valid, and %d are unchanged", name, tries, valid, same)
		}
	}
}

func readFixture(t *testing.T, name string) []byte {
	t.Helper()
	data, err := fixtures.FS.ReadFile(name)
	if err == nil && filepath.Ext(name) == ".wat" {
		data, err = engine.TextToBinary(data)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}
