package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/fixtures/parity"
)

// What a fuzzed guest may use, on both sides. The fuel ends it at the same
// instruction on each; the time is only for guests that wait in the host, and
// Qyvol has more of it: it is not asked about those for which the reference
// has too little.
const (
	fuzzFuel      = 1_000_000
	fuzzMemory    = 64 << 20
	fuzzTime      = 3 * time.Second
	fuzzTimeQyvol = 20 * time.Second
	fuzzName      = "guest.wasm" // also the guest's only argument

	largeSeed = 64 << 10 // larger ones make few runs
)

// FuzzParity gives guests to the reference and to Qyvol, as Go's fuzzing changes
// their bytes: what one accepts and the other refuses, and what differs in how
// it ends or in what it writes, is a finding, unless a rule of docs/PARITY.md
// says why. Without QYVOL_REFERENCE, the reference's program, what is recorded
// of it stands in for it, and Qyvol itself where nothing is: see oracleOf.
func FuzzParity(f *testing.F) {
	for _, data := range seeds(f) {
		f.Add(data)
	}
	c := newContest(f)
	f.Fuzz(func(t *testing.T, data []byte) { c.hold(t, data) })
}

// FuzzParityMutants does so with guests of which most are valid: one of the
// seeds, changed in up to three places by mutant.
func FuzzParityMutants(f *testing.F) {
	guests := slices.DeleteFunc(seeds(f), func(guest []byte) bool { return !isMutable(guest) })
	for i := range guests {
		f.Add(uint16(i), uint64(i+1), uint64(0), uint64(0))
	}
	c := newContest(f)
	f.Fuzz(func(t *testing.T, guest uint16, first, second, third uint64) {
		// Each change halves the chance that the guest is still valid.
		if second%4 != 1 {
			second = 0
		}
		if third%16 != 1 {
			third = 0
		}
		c.hold(t, mutant(guests[int(guest)%len(guests)], first, second, third))
	})
}

// contest is the reference, or what stands in for it, against Qyvol.
type contest struct {
	reference oracle
	qyvol     *qyvol
	log       *ledger
}

func newContest(f *testing.F) *contest {
	q := &qyvol{dir: f.TempDir()}
	f.Cleanup(q.runner.Close)
	return &contest{oracleOf(f, q), q, openLedger(f)}
}

func (c *contest) hold(t *testing.T, guest []byte) {
	want, err := c.reference.run(guest)
	if err != nil {
		t.Fatal(err)
	}
	if want.Kind == "timeout" {
		c.log.count("timeout")
		return // it waits in the host, and would do so in this process, too
	}
	got, err := c.qyvol.run(guest, nil)
	if err != nil {
		t.Fatal(err)
	}
	name, found := differ(guest, want, got)
	if len(found) > 0 {
		again, err := c.reference.run(guest)
		if err != nil {
			t.Fatal(err)
		}
		found = steady(found, parity.Compare(want.Outcome, again.Outcome))
	}
	c.log.note(guest, name, want)
	if len(found) > 0 && !c.log.keep(guest, want, got, found) {
		t.Errorf("%v\nreference: %s\nqyvol: %s", found, want.message, got.message)
	}
}

// seeds are all fixtures, and those of QYVOL_CORPUS, as they are and in the
// binary format.
func seeds(f *testing.F) [][]byte {
	dirs := []string{fixtures.Dir(f)}
	if corpus := os.Getenv("QYVOL_CORPUS"); corpus != "" {
		dirs = append(dirs, corpus)
	}
	var list [][]byte
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
			ext := path.Ext(name)
			if err != nil || ext != ".wasm" && ext != ".wat" || waits(name) {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil || len(data) > largeSeed {
				return err
			}
			list = append(list, data)
			if text, err := engine.TextToBinary(data); err == nil && !bytes.Equal(text, data) {
				list = append(list, text)
			}
			return nil
		})
		if err != nil {
			f.Fatal(err)
		}
	}
	return list
}

// waits tells the fixtures that only sleep: each of their mutants would cost
// all of its time.
func waits(name string) bool { return strings.HasPrefix(filepath.Base(name), "sleep") }

// ended is what a guest came to, and the words in which that was said.
type ended struct {
	parity.Outcome
	message string
}

// differ compares what was done with a guest. A rule that the difference falls
// under is named in its place.
func differ(guest []byte, want, got ended) (string, []parity.Difference) {
	found := parity.Compare(want.Outcome, got.Outcome)
	if len(found) == 0 {
		return "", nil
	}
	for _, r := range fuzzRules {
		if r.holds(guest, want, got) {
			return r.name, nil
		}
	}
	return "", found
}

// steady leaves out in what the reference differs from itself: a guest may show
// the time, or random numbers.
func steady(found, varies []parity.Difference) []parity.Difference {
	return slices.DeleteFunc(found, func(d parity.Difference) bool {
		return slices.ContainsFunc(varies, func(v parity.Difference) bool { return v.Field == d.Field })
	})
}
