package wasi

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
)

// provided02 are the interfaces of WASI 0.2 that are provided.
var provided02 = strings.Fields(`wasi:cli/environment wasi:cli/exit wasi:cli/stdin wasi:cli/stdout wasi:cli/stderr
	wasi:cli/terminal-input wasi:cli/terminal-output wasi:cli/terminal-stdin wasi:cli/terminal-stdout
	wasi:cli/terminal-stderr wasi:clocks/monotonic-clock wasi:clocks/wall-clock wasi:random/random
	wasi:random/insecure wasi:random/insecure-seed wasi:io/error wasi:io/poll wasi:io/streams
	wasi:filesystem/preopens wasi:filesystem/types wasi:sockets/network wasi:sockets/instance-network
	wasi:sockets/ip-name-lookup wasi:sockets/tcp wasi:sockets/tcp-create-socket wasi:sockets/udp
	wasi:sockets/udp-create-socket`)

// importer imports everything of an interface that is provided, with no care for
// parameters: what is linked goes by names.
func importer(iface, version string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "(component (import \"%s@%s\" (instance\n", iface, version)
	for i, r := range resourcesOf(iface) {
		fmt.Fprintf(&b, "(export \"%s\" (type $r%d (sub resource)))\n", r, i)
	}
	functions, _ := functionsOf(iface)
	for _, f := range functions {
		owner := false
		for i, r := range resourcesOf(iface) {
			if method := "[method]" + r + "." + f; hasFunction(iface, functions, method) && belongs(iface, r, f) {
				fmt.Fprintf(&b, "(export \"%s\" (func (param \"self\" (borrow $r%d))))\n", method, i)
				owner = true
			}
		}
		if !owner {
			fmt.Fprintf(&b, "(export \"%s\" (func))\n", f)
		}
	}
	b.WriteString(")))")
	return b.String()
}

// belongs tells which of an interface's resources has a method.
func belongs(iface, resource, method string) bool {
	switch iface {
	case "wasi:io/streams":
		input := strings.Fields("read blocking-read skip blocking-skip subscribe")
		return method == "subscribe" || slices.Contains(input, method) == (resource == "input-stream")
	case "wasi:filesystem/types":
		return (method == "read-directory-entry") == (resource == "directory-entry-stream")
	case "wasi:sockets/udp":
		switch method {
		case "subscribe":
			return true
		case "receive":
			return resource == "incoming-datagram-stream"
		case "check-send", "send":
			return resource == "outgoing-datagram-stream"
		}
		return resource == "udp-socket"
	}
	return true
}

// What is said to be provided is provided by the hosted implementation, in every
// version.
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
	for _, iface := range provided02 {
		for _, version := range []string{"0.2.0", "0.2.6", "0.2.12", "0.2.99"} {
			link(t, l, importer(iface, version))
		}
	}
}

func link(t *testing.T, l *engine.Linker, text string) {
	t.Helper()
	c, err := l.Engine().Compile([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	defer c.Close()
	s := engine.NewStore(l.Engine(), nil)
	defer s.Close()
	if _, err := l.Instantiate(s, c); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
}
