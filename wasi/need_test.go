package wasi_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

func TestNeeds(t *testing.T) {
	nothing, degrade := &wasi.Grant{}, &wasi.Grant{Degrade: true}
	something := &wasi.Grant{
		Args: []wasi.Argument{{Value: "guest"}}, Env: []wasi.Variable{{Name: "A"}},
		Mounts: []wasi.Mount{{Guest: "/data", Host: "."}},
	}
	memory := &wasi.Grant{Mounts: []wasi.Mount{{Kind: wasi.Memory, Guest: "/tmp", Write: true}}}
	functions := func(name string, list ...string) wasi.Import { return wasi.Import{Name: name, Functions: list} }
	preview1 := func(list ...string) wasi.Import {
		return wasi.Import{Name: "wasi_snapshot_preview1", Functions: list, Core: true}
	}
	for _, c := range []struct {
		what   string
		grant  *wasi.Grant
		of     wasi.Import
		status wasi.Status
		rule   bool
	}{
		{"clocks", nothing, functions("wasi:clocks/wall-clock@0.2.0", "now"), wasi.Provided, false},
		{"a newer version", nothing, functions("wasi:clocks/wall-clock@0.2.99", "now"), wasi.Provided, false},
		{"a release candidate", nothing, functions("wasi:clocks/wall-clock@0.2.0-rc", "now"), wasi.Missing, true},
		{"WASI 0.3", nothing, functions("wasi:clocks/wall-clock@0.3.0", "now"), wasi.Missing, true},
		{"a function nobody knows", nothing, functions("wasi:clocks/wall-clock@0.2.0", "then"), wasi.Missing, false},
		{"the same, degraded", degrade, functions("wasi:clocks/wall-clock@0.2.0", "then"), wasi.Missing, false},
		{"a method", nothing, functions("wasi:io/poll@0.2.0", "[method]pollable.ready", "poll"), wasi.Provided, false},
		{"a method as a function", nothing, functions("wasi:io/poll@0.2.0", "ready"), wasi.Missing, false},
		{"a method of another", nothing, functions("wasi:io/poll@0.2.0", "[method]polly.ready"), wasi.Missing, false},
		{"a static method", nothing, functions("wasi:io/poll@0.2.0", "[static]pollable.ready"), wasi.Missing, false},
		{"a resource", nothing, wasi.Import{Name: "wasi:io/poll@0.2.0", Resources: []string{"pollable"}}, wasi.Provided, false},
		{"another resource", nothing, wasi.Import{Name: "wasi:io/poll@0.2.0", Resources: []string{"foo"}}, wasi.Missing, false},
		{"an exit with a code", nothing, functions("wasi:cli/exit@0.2.12", "exit-with-code"), wasi.Provided, false},
		{"the same of wasmtime's version", nothing, functions("wasi:cli/exit@0.2.6", "exit-with-code"), wasi.Provided, false},
		{"no variables", nothing, functions("wasi:cli/environment@0.2.0", "get-environment"), wasi.Denied, true},
		{"variables", something, functions("wasi:cli/environment@0.2.0", "get-environment"), wasi.Granted, true},
		{"no files", nothing, functions("wasi:filesystem/preopens@0.2.0", "get-directories"), wasi.Denied, true},
		{"files", something, functions("wasi:filesystem/preopens@0.2.0", "get-directories"), wasi.Granted, false},
		{"files in memory", memory, functions("wasi:filesystem/preopens@0.2.0", "get-directories"), wasi.Granted, false},
		{"the network", something, functions("wasi:sockets/tcp-create-socket@0.2.0", "create-tcp-socket"), wasi.Denied, false},
		{"HTTP", nothing, functions("wasi:http/outgoing-handler@0.2.0", "handle"), wasi.Withheld, false},
		{"HTTP, degraded", degrade, functions("wasi:http/outgoing-handler@0.2.0", "handle"), wasi.Traps, false},
		{"another's", nothing, functions("acme:shop/tax@1.0.0", "rate"), wasi.Missing, true},
		{"another's, degraded", degrade, functions("acme:shop/tax@1.0.0", "rate"), wasi.Traps, false},
		{"another's with a resource of WASI's", degrade, wasi.Import{Name: "a:b/c", Functions: []string{"f"}, Shared: true}, wasi.Missing, false},
		{"an instance of nothing", nothing, wasi.Import{Name: "a:b/c"}, wasi.Provided, false},
		{"a function by itself", nothing, wasi.Import{Name: "f", Functions: []string{"f"}, Plain: true}, wasi.Missing, true},
		{"a module", degrade, wasi.Import{Name: "m", Code: []string{"m"}, Plain: true}, wasi.Missing, false},
		{"WASI 0.2 of a core module", nothing, wasi.Import{Name: "wasi:random/random@0.2.0", Functions: []string{"get-random-u64"}, Core: true}, wasi.Missing, true},
		{"a memory of a core module", degrade, wasi.Import{Name: "env", Code: []string{"memory"}, Core: true}, wasi.Missing, false},
		{"preview 1", nothing, preview1("fd_write", "proc_exit"), wasi.Provided, false},
		{"preview 1, files", nothing, preview1("path_open"), wasi.Denied, true},
		{"preview 1, sockets", nothing, preview1("sock_accept"), wasi.Denied, false},
		{"preview 1, something else", nothing, preview1("nope"), wasi.Missing, true},
	} {
		needs := c.grant.Needs([]wasi.Import{c.of})
		if len(needs) != 1 || needs[0].Status != c.status || (needs[0].Rule != "") != c.rule {
			t.Errorf("%s: %+v, want %s", c.what, needs, c.status)
		}
	}
	if what := memory.Needs([]wasi.Import{functions("wasi:filesystem/types@0.2.0", "filesystem-error-code")})[0].What.String(); what != "/tmp (memfs, read-write)" {
		t.Errorf("of files in memory it says %q", what)
	}
	if needs := nothing.Needs([]wasi.Import{preview1("args_get", "nope1", "path_open", "nope2", "fd_write")}); len(needs) != 5 {
		t.Errorf("preview 1 needs %+v", needs)
	}
}

// What WASI's interface doesn't have is named.
func TestNeedsNameWhatIsMissing(t *testing.T) {
	g := &wasi.Grant{}
	i := wasi.Import{
		Name: "wasi:io/poll@0.2.0", Functions: []string{"poll", "pool", "[method]pollable.red"}, Resources: []string{"pollable", "bell"},
	}
	need := g.Needs([]wasi.Import{i})[0]
	for lang, want := range map[message.Lang]string{
		message.English: "it has no bell, pool, [method]pollable.red: the component can't start",
		message.Spanish: "no tiene bell, pool, [method]pollable.red: el componente no puede arrancar",
	} {
		if got := need.What.In(lang); got != want || need.Status != wasi.Missing {
			t.Errorf("got %q, %s", got, need.Status)
		}
	}
	i.Functions, i.Resources = strings.Split("abcde", ""), nil
	if got := g.Needs([]wasi.Import{i})[0].What.String(); got != "it has no a, b, c, d, …: the component can't start" {
		t.Errorf("got %q", got)
	}
}
