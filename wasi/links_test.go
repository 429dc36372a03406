package wasi

import (
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// provided02 are the interfaces of WASI 0.2 that are provided.
var provided02 = strings.Fields(`wasi:cli/environment wasi:cli/exit wasi:cli/stdin wasi:cli/stdout wasi:cli/stderr
	wasi:cli/terminal-input wasi:cli/terminal-output wasi:cli/terminal-stdin wasi:cli/terminal-stdout
	wasi:cli/terminal-stderr wasi:clocks/monotonic-clock wasi:clocks/wall-clock wasi:random/random
	wasi:random/insecure wasi:random/insecure-seed wasi:io/error wasi:io/poll wasi:io/streams
	wasi:filesystem/preopens wasi:filesystem/types wasi:sockets/network wasi:sockets/instance-network
	wasi:sockets/ip-name-lookup wasi:sockets/tcp wasi:sockets/tcp-create-socket wasi:sockets/udp
	wasi:sockets/udp-create-socket`)

// What is said to be provided is what the hosted implementation provides.
func TestProvidedIsLinked(t *testing.T) {
	eng, err := engine.New(engine.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	l := engine.NewLinker(eng)
	defer l.Close()
	if err := AddToLinker(l, Hosted); err != nil {
		t.Fatal(err)
	}
	all, err := l.Provided()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, i := range all {
		iface, _, _ := strings.Cut(i.Name, "@")
		names = append(names, iface)
		compareProvided(t, iface, i.Instance.Exports)
	}
	slices.Sort(names)
	want := slices.Sorted(slices.Values(provided02))
	if !slices.Equal(names, want) {
		t.Errorf("provided are %v, not %v", names, want)
	}
}

// compareProvided compares the names that an interface is said to have.
func compareProvided(t *testing.T, iface string, exports []engine.Extern) {
	t.Helper()
	d := definitionOf(iface + "@" + host.Version)
	if d == nil {
		t.Fatalf("%s is not known", iface)
	}
	functions := 0
	for _, e := range exports {
		if e.Func == nil || strings.Contains(e.Name, "qyvol-lane") {
			continue
		}
		if functions++; !d.HasFunction(e.Name) {
			t.Errorf("%s has %s, which is not known", iface, e.Name)
		}
	}
	said := 0
	for _, of := range []func() []host.Func{d.Bytes, d.Functions} {
		if of != nil {
			said += len(of())
		}
	}
	if said != functions {
		t.Errorf("%s has %d functions, and is said to have %d", iface, functions, said)
	}
	for _, r := range d.Resources {
		name := r.Name
		if !slices.ContainsFunc(exports, func(e engine.Extern) bool { return e.Resource != nil && e.Name == name }) {
			t.Errorf("%s does not have the resource %s", iface, name)
		}
	}
}
