package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/internal/long"
	"github.com/qyvol/qyvol/loader"
	"github.com/qyvol/qyvol/program"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
)

// Every fixture does what it does under the reference, or docs/PARITY.md says
// why not.
func TestRecordedParity(t *testing.T) {
	exceptions := exceptionsOf(t)
	var r runner.Runner
	defer r.Close()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	for _, record := range recordsOf(t) {
		t.Run(record.File, func(t *testing.T) {
			for i, run := range record.Runs {
				for j, by := range ways() {
					if by.leave && !ends(run) || !long.Tests() && (i+j+j/2)%2 != 0 {
						continue
					}
					for _, d := range parity.Compare(run.Outcome, outcomeOf(t, &r, cache, record.File, run.Setting, by)) {
						if excuse(exceptions, record.File, run.Setting.Name, nameOf(by.wasi), d) == nil {
							t.Errorf("%s, %s, left behind: %v: %s", run.Setting.Name, by.wasi, by.leave, d)
						}
					}
				}
			}
			if record.Exports == nil {
				return
			}
			got, err := exportsOf(filepath.Join(fixtures.Dir(t), filepath.FromSlash(record.File)))
			if err != nil {
				got = []string{err.Error()}
			}
			for _, d := range parity.CompareExports(record.Exports, got) {
				if excuse(exceptions, record.File, "exports", "qyvol native", d) == nil {
					t.Error(d)
				}
			}
		})
	}
}

// way is a way to run a guest.
type way struct {
	wasi  wasi.Implementation
	leave bool // as the command does
}

func ways() []way {
	var all []way
	for _, i := range implementations() {
		all = append(all, way{i, false}, way{i, true})
	}
	return all
}

// ends tells a guest that ends by itself: one that is left behind would go on
// beside the tests.
func ends(run parity.Run) bool {
	return run.Outcome.Kind != "timeout" && run.Outcome.Kind != "memory-limit"
}

// A record is of the guest as it is now, and every guest has one. If this fails,
// run `make parity-record`.
func TestRecordsAreNotOlderThanFixtures(t *testing.T) {
	records := recordsOf(t)
	guests, err := fixtureGuests(fixtures.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(guests) < 40 {
		t.Fatalf("there are %d guests: this test doesn't find them", len(guests))
	}
	for _, g := range guests {
		record, ok := records[g.name]
		if !ok {
			t.Errorf("%s has no record", g.name)
			continue
		}
		delete(records, g.name)
		code, err := os.ReadFile(g.path)
		if err != nil {
			t.Fatal(err)
		}
		if parity.DigestOf(code) != record.Digest {
			t.Errorf("%s is newer than its record", g.name)
		}
		if len(record.Runs) != len(g.settings) {
			t.Errorf("%s is recorded under %d settings, not %d", g.name, len(record.Runs), len(g.settings))
		}
		for i, run := range record.Runs {
			if i < len(g.settings) && run.Setting.Name != g.settings[i].Name {
				t.Errorf("%s is recorded under %q, not %q", g.name, run.Setting.Name, g.settings[i].Name)
			}
		}
	}
	for name := range records {
		t.Errorf("%s is recorded, but is no guest", name)
	}
}

// The comparison sees every kind of difference.
func TestComparisonFails(t *testing.T) {
	record := recordsOf(t)["files/files.wasm"]
	var run parity.Run
	for _, run = range record.Runs {
		if run.Setting.Name == "write" {
			break
		}
	}
	var r runner.Runner
	defer r.Close()
	cache := loader.OpenCache(loader.CacheOptions{Dir: filepath.Join(t.TempDir(), "cache")})
	good := outcomeOf(t, &r, cache, record.File, run.Setting, way{wasi: wasi.Native})
	if found := parity.Compare(run.Outcome, good); len(found) > 0 || len(good.Files) < 4 {
		t.Fatalf("the guest to try this on differs: %v", found)
	}
	for field, spoil := range map[string]func(o *parity.Outcome){
		"stdout": func(o *parity.Outcome) { o.Stdout = parity.OutputOf([]byte("another")) },
		"stderr": func(o *parity.Outcome) { o.Stderr = parity.OutputOf([]byte{0xff}) },
		"exit":   func(o *parity.Outcome) { o.Exit++ },
		"kind":   func(o *parity.Outcome) { o.Kind = "another" },
		"files":  func(o *parity.Outcome) { o.Files = map[string]string{"a.txt": "another"} },
	} {
		spoilt := good
		spoil(&spoilt)
		found := parity.Compare(run.Outcome, spoilt)
		if len(found) == 0 || found[0].Field != field {
			t.Errorf("another %s is not seen: %v", field, found)
		}
	}
	if len(parity.CompareExports(record.Exports, append(record.Exports, "more"))) != 1 {
		t.Error("another export is not seen")
	}
}

// outcomeOf runs a fixture with the library.
func outcomeOf(t *testing.T, r *runner.Runner, cache *loader.Cache, guest string, s parity.Setting, by way) parity.Outcome {
	t.Helper()
	dir, err := workspace(s)
	defer os.RemoveAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	opts := runner.Options{
		Args:  s.Args,
		Allow: wasi.Allow{Set: s.Env},
		Limits: wasi.Limits{
			Timeout: time.Duration(s.Timeout) * time.Millisecond, Memory: s.Memory, Fuel: s.Fuel,
		},
		Stdio:       wasi.Stdio{Stdin: bytes.NewReader(s.Stdin), Stdout: &stdout, Stderr: &stderr},
		Cache:       cache,
		WASI:        by.wasi,
		LeaveBehind: by.leave,
	}
	if s.Write {
		opts.Allow.Write = []string{filepath.Join(dir, "w") + "::/w"}
	}
	if s.Read {
		opts.Allow.Read = []string{filepath.Join(dir, "r") + "::/r"}
	}
	result, err := r.RunFile(t.Context(), filepath.Join(fixtures.Dir(t), filepath.FromSlash(guest)), opts)
	o := parity.Outcome{Kind: string(program.KindOf(err)), Exit: result.ExitCode}
	o, err = finish(o, process{stdout: stdout.Bytes(), stderr: stderr.Bytes()}, s, dir)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func recordsOf(t *testing.T) map[string]parity.Record {
	t.Helper()
	records, err := parity.Records()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func exceptionsOf(t testing.TB) []*exception {
	t.Helper()
	list, err := readExceptions(filepath.Join(filepath.Dir(fixtures.Dir(t)), "docs", "PARITY.md"))
	if err != nil || len(list) == 0 {
		t.Fatalf("%d exceptions: %v", len(list), err)
	}
	return list
}
