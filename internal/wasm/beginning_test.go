package wasm_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/qyvol/qyvol/internal/wasm"
)

// What is wrong with a beginning is wrong with the file, whatever follows; and what
// follows isn't looked at.
func TestCheckBeginning(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	found := 0
	for name, data := range components(t) {
		for range 60 {
			mutant := bytes.Clone(data)
			for range r.IntN(3) {
				mutant[r.IntN(len(mutant))] = byte(r.IntN(256))
			}
			known := r.IntN(len(mutant)) + 1
			_, whole := wasm.Decode(mutant)
			rest := mutant[known:]
			clear(rest)
			beginning := wasm.CheckBeginning(mutant, known)
			for i := range rest {
				rest[i] = byte(r.IntN(256))
			}
			if again := wasm.CheckBeginning(mutant, known); (again == nil) != (beginning == nil) || again != nil && again.Error() != beginning.Error() {
				t.Errorf("%s, %d bytes: %v, and %v with another rest", name, known, beginning, again)
			}
			if beginning == nil {
				continue
			}
			found++
			if whole == nil || whole.Error() != beginning.Error() {
				t.Errorf("%s, %d bytes: %v, but the file: %v", name, known, beginning, whole)
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d beginnings are refused", found)
	}
}
