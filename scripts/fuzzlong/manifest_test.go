package main

import (
	"math/rand/v2"
	"testing"

	"github.com/qyvol/qyvol/loader/manifest"
)

// Made manifests get behind the parser, but not all of them.
func TestMadeManifests(t *testing.T) {
	sound := 0
	const all = 1000
	for seed := range uint64(all) {
		text := madeManifest(rand.New(rand.NewPCG(seed, 0)), "a.wasm")
		if _, err := manifest.Parse(text, manifest.Options{}); err == nil {
			sound++
		} else if seed < 5 {
			t.Logf("%s\n%v", text, err)
		}
	}
	if sound < all/3 || sound > all*3/4 {
		t.Errorf("%d of %d are sound", sound, all)
	}
}
