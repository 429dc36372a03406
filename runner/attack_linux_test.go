package runner_test

import (
	"slices"
	"testing"
)

// attack is what a guest does to leave its mounts, or to change what it may only
// read. Every call in its script is real: the guest makes it through its own
// binary interface, and the files are on a disk.
type attack struct {
	name string
	// host prepares the scene, as a host that is careless or hostile.
	host func(s *scene)
	// script are the calls and their answers: see play.
	script string
}

// A guest that attacks is refused in every form that it can have, and what is
// outside of its mounts, or read-only, or excluded, is as it was before: to the
// byte, and to the time of the last change.
func TestAttacks(t *testing.T) {
	r := newRunner(t)
	all := slices.Concat(pathAttacks, linkAttacks(), readOnlyAttacks, crossingAttacks, nameAttacks(), excludeAttacks,
		nodeAttacks)
	for _, a := range all {
		t.Run(a.name, func(t *testing.T) {
			inAllForms(t, func(t *testing.T, f form) {
				t.Parallel()
				s := newScene(t)
				if a.host != nil {
					a.host(s)
					s.freeze()
				}
				g := s.start(r, f)
				g.play(a.script)
				if err := g.end(); err != nil {
					t.Errorf("the guest ended with %v", err)
				}
				s.unchanged()
			})
		})
	}
}
