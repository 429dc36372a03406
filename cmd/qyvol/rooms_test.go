package main

import (
	"flag"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const module = "github.com/qyvol/qyvol/"

// goList runs `go list`, and gives its lines.
func goList(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Env = append(os.Environ(), "GOGC=", "GOEXPERIMENT=") // those that are meant for this test itself
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// What qyvol links is on a list: each package is initialised at each start. What needs a
// network is in qyvol-node.
func TestLinkedPackages(t *testing.T) {
	var linked []string
	for _, name := range goList(t, "-deps", "-f", "{{.ImportPath}} {{.Standard}}", ".") {
		path, standard, _ := strings.Cut(name, " ")
		for _, banned := range []string{"net/http", "crypto/tls", "github.com/nats-io", "github.com/prometheus", "go.opentelemetry.io"} {
			if path == banned || strings.HasPrefix(path, banned+"/") {
				t.Errorf("qyvol links %s", path)
			}
		}
		if standard == "false" {
			linked = append(linked, strings.TrimPrefix(path, module))
		}
	}
	slices.Sort(linked)
	text := strings.Join(linked, "\n") + "\n"
	const golden = "testdata/linked.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.Fields(string(want))
	for _, path := range linked {
		if !slices.Contains(before, path) {
			t.Errorf("qyvol links %s, which is not in %s: run `make golden` if it is worth its start", path, golden)
		}
	}
	for _, path := range before {
		if !slices.Contains(linked, path) {
			t.Errorf("%s has %s, which qyvol no longer links: run `make golden`", golden, path)
		}
	}
}

// floors are the rooms of the house: a package imports only from floors below its own,
// and from its own room.
var floors = [][]string{
	{"internal/unseen"},
	{"metrics", "internal/data", "internal/demangle", "internal/long", "internal/message", "internal/policy", "internal/prototype", "internal/resident", "internal/stack", "internal/wasm"},
	{"internal/codecache", "internal/guest", "internal/vfs", "internal/wit", "loader/manifest"},
	{"engine"},
	{"internal/compiler"},
	{"loader", "wasi"},
	{"program"},
	{"runner", "deploy", "info"},
	{"internal/command", "qyvol"},
	{"cmd"},
}

// roomOf is the floor of a package, and the room that it belongs to: the longest name.
func roomOf(path string) (floor int, room string) {
	floor = -1
	for n, rooms := range floors {
		for _, r := range rooms {
			if (path == r || strings.HasPrefix(path, r+"/")) && len(r) > len(room) {
				floor, room = n, r
			}
		}
	}
	return floor, room
}

func TestNoImportLeadsUpwards(t *testing.T) {
	seen := 0
	for _, line := range goList(t, "-f", "{{.ImportPath}} {{join .Imports \" \"}}", module+"...") {
		fields := strings.Fields(line)
		from := strings.TrimPrefix(fields[0], module)
		if from+"/" == module {
			from = "qyvol" // the root
		}
		if strings.HasPrefix(from, "fixtures") || strings.HasPrefix(from, "scripts") || from == "internal/tools" {
			continue // they stand beside the house
		}
		floor, room := roomOf(from)
		if floor < 0 {
			t.Errorf("%s is in no room: give it one", from)
			continue
		}
		for _, path := range fields[1:] {
			to, ok := strings.CutPrefix(path, module)
			if !ok {
				continue
			}
			seen++
			below, other := roomOf(to)
			if other != room && below >= floor {
				t.Errorf("%s (floor %d) imports %s (floor %d)", from, floor+1, to, below+1)
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d imports are looked at", seen)
	}
}
