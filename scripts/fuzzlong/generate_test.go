package main

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// What is made is a text that can be translated, and the same one for the same seed.
func TestGuestsAreTexts(t *testing.T) {
	for name, generate := range map[string]func(*rand.Rand) string{"command": command, "composition": composition} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(30) {
				text := generate(rand.New(rand.NewPCG(seed, 1)))
				if again := generate(rand.New(rand.NewPCG(seed, 1))); again != text {
					t.Fatalf("seed %d gives two guests", seed)
				}
				if _, err := engine.TextToBinary([]byte(text)); err != nil {
					t.Fatalf("seed %d: %v\n%s", seed, err, text)
				}
			}
		})
	}
}

// Most of what is made compiles: a guest that is refused tries little else. The
// rest has memories of 64 bits or borrows, which are refused on purpose.
func TestMostGuestsCompile(t *testing.T) {
	e, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for name, generate := range map[string]func(*rand.Rand) string{"command": command, "composition": composition} {
		t.Run(name, func(t *testing.T) {
			const count = 20
			compiled := 0
			var last error
			for seed := range uint64(count) {
				binary, err := engine.TextToBinary([]byte(generate(rand.New(rand.NewPCG(seed, 1)))))
				if err != nil {
					t.Fatal(err)
				}
				c, err := e.Compile(binary)
				if err != nil {
					last = err
					continue
				}
				c.Close()
				compiled++
			}
			if compiled < count*7/10 {
				t.Errorf("%d of %d compile; the last error is %v", compiled, count, last)
			}
		})
	}
}

// A guest that is taken apart and put together again is the same, and its mutants
// are the same for the same seed.
func TestMutants(t *testing.T) {
	binary, err := engine.TextToBinary([]byte(composition(rand.New(rand.NewPCG(1, 1)))))
	if err != nil {
		t.Fatal(err)
	}
	preamble, list, ok := sections(binary)
	if !ok || !bytes.Equal(assemble(preamble, list), binary) {
		t.Fatal("a guest isn't its sections")
	}
	before, different := bytes.Clone(binary), 0
	for seed := range uint64(50) {
		one := mutant(rand.New(rand.NewPCG(seed, 1)), binary, binary)
		if !bytes.Equal(one, mutant(rand.New(rand.NewPCG(seed, 1)), binary, binary)) {
			t.Fatalf("seed %d gives two mutants", seed)
		}
		if !bytes.Equal(one, binary) {
			different++
		}
	}
	if !bytes.Equal(binary, before) {
		t.Error("making mutants changed the guest that they are made from")
	}
	if different < 40 {
		t.Errorf("%d of 50 mutants differ from their guest", different)
	}
}
