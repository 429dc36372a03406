package wasi_test

import (
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/wasi"
)

// parse makes a manifest of the lines that are not the same everywhere.
func parse(t *testing.T, lines string) *manifest.Manifest {
	t.Helper()
	text := "name: test\nentrypoint: test.wasm\nruntime: wasi\n" + lines
	m, err := manifest.Parse([]byte(text), manifest.Options{Path: "test.qyv"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// decide decides without anything of this process's environment.
func decide(t *testing.T, r wasi.Request) *wasi.Grant {
	t.Helper()
	if r.Environ == nil {
		r.Environ = []string{"HOST_SECRET=a secret"}
	}
	g, err := wasi.Decide(r)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestNothingIsGrantedByDefault(t *testing.T) {
	environ := []string{"HOME=/home/somebody", "TOKEN=secret", "PATH=/bin"}
	requests := map[string]wasi.Request{
		"no manifest":    {Program: "test.wasm", Environ: environ},
		"manifest":       {Program: "test.wasm", Manifest: parse(t, ""), BaseDir: t.TempDir(), Environ: environ},
		"no permissions": {Program: "test.wasm", Manifest: parse(t, "permissions: {fs: none, net: false, exec: false, env: []}"), Environ: environ},
	}
	for name, r := range requests {
		t.Run(name, func(t *testing.T) {
			want := &wasi.Grant{
				Args:  []wasi.Argument{{Value: "test.wasm", Origin: wasi.FromManifest}},
				Stdin: true, Stdout: true, Stderr: true, Implementation: wasi.Hosted,
			}
			if got := decide(t, r); !reflect.DeepEqual(got, want) {
				t.Errorf("granted %+v, want %+v", got, want)
			}
		})
	}
}

// Without Environ the process's own environment counts.
func TestEnvironOfTheProcess(t *testing.T) {
	t.Setenv("QYVOL_TEST_PASSED", "yes")
	g, err := wasi.Decide(wasi.Request{Allow: wasi.Allow{Env: []string{"QYVOL_TEST_PASSED"}}})
	if err != nil {
		t.Fatal(err)
	}
	want := []wasi.Variable{{Name: "QYVOL_TEST_PASSED", Value: "yes", Origin: wasi.FromHost}}
	if !slices.Equal(g.Env, want) {
		t.Errorf("granted %v, want %v", g.Env, want)
	}
}

func TestArguments(t *testing.T) {
	const given, host, flag = wasi.FromManifest, wasi.FromHost, wasi.FromFlag
	cases := []struct {
		name    string
		request wasi.Request
		want    []wasi.Argument
	}{
		{"program alone", wasi.Request{Program: "a.wasm"}, []wasi.Argument{{"a.wasm", given, ""}}},
		{
			"manifest, then flags",
			wasi.Request{Program: "a.wasm", Manifest: parse(t, `args: ["--month", "11", ""]`), Args: []string{"x", "--", ""}},
			[]wasi.Argument{{"a.wasm", given, ""}, {"--month", given, ""}, {"11", given, ""}, {"", given, ""}, {"x", flag, ""}, {"--", flag, ""}, {"", flag, ""}},
		},
		{
			"variables of the host",
			wasi.Request{Program: "a.wasm", Manifest: parse(t, `args: ["${HOST_SECRET}", "in ${HOST_SECRET}", "${NONE:-plain}"]`)},
			[]wasi.Argument{{"a.wasm", given, ""}, {"a secret", host, ""}, {"in a secret", host, ""}, {"plain", given, ""}},
		},
		{"a name that no guest can be given", wasi.Request{Program: "\xff\x00.wasm"}, []wasi.Argument{{"\uFFFD.wasm", given, ""}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := decide(t, c.request).Args; !slices.Equal(got, c.want) {
				t.Errorf("granted %q, want %q", got, c.want)
			}
		})
	}
}

func TestBadArguments(t *testing.T) {
	for _, bad := range []string{"a\x00b", "\xff", "\xed\xa0\x80"} { // the last is half of a surrogate pair
		_, err := wasi.Decide(wasi.Request{Program: "a", Args: []string{"good", bad}})
		var argument *wasi.ArgumentError
		if !errors.As(err, &argument) || argument.Index != 2 || argument.Origin != wasi.FromFlag {
			t.Errorf("%q: got %v, want an error about argument 2, of a flag", bad, err)
		}
	}
}

func TestLimits(t *testing.T) {
	all := "resources: {memory: 64MiB, timeout: 2s, fuel: 1000, instances: 7}"
	cases := []struct {
		name  string
		lines string
		flags wasi.Limits
		want  wasi.Limits
	}{
		{name: "none"},
		{name: "manifest", lines: all, want: wasi.Limits{Memory: 64 << 20, Timeout: 2 * time.Second, Fuel: 1000, Instances: 7}},
		{
			name: "flags override, lower and higher", lines: all,
			flags: wasi.Limits{Memory: 1 << 30, Timeout: time.Second, Fuel: 5000, Instances: 1},
			want:  wasi.Limits{Memory: 1 << 30, Timeout: time.Second, Fuel: 5000, Instances: 1},
		},
		{
			name: "each by itself", lines: all, flags: wasi.Limits{Fuel: 5},
			want: wasi.Limits{Memory: 64 << 20, Timeout: 2 * time.Second, Fuel: 5, Instances: 7},
		},
		{name: "flags alone", flags: wasi.Limits{Memory: 1 << 20}, want: wasi.Limits{Memory: 1 << 20}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := wasi.Request{Limits: c.flags}
			if c.lines != "" {
				r.Manifest = parse(t, c.lines)
			}
			if got := decide(t, r).Limits; got != c.want {
				t.Errorf("granted %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestDegrade(t *testing.T) {
	if decide(t, wasi.Request{Manifest: parse(t, "")}).Degrade {
		t.Error("granted without being asked for")
	}
	if !decide(t, wasi.Request{Manifest: parse(t, "recovery: {degrade: true}")}).Degrade {
		t.Error("not granted")
	}
}

// The native file system of wasmtime 44 has published holes, so a grant with a mount
// warns.
func TestMountsWarn(t *testing.T) {
	dir := t.TempDir()
	if w := decide(t, wasi.Request{}).Warnings; len(w) != 0 {
		t.Errorf("warns without a mount: %v", w)
	}
	allow := wasi.Allow{Read: []string{dir, filepath.Join(dir, ".")}}
	g := decide(t, wasi.Request{Allow: allow, Implementation: wasi.Native})
	want := 0
	if engine.NativeFilesLeak() {
		want = 1
	}
	if len(g.Warnings) != want || g.Implementation != wasi.Native {
		t.Errorf("%s warns %d times: %v", g.Implementation, len(g.Warnings), g.Warnings)
	}
	g = decide(t, wasi.Request{Allow: allow})
	if len(g.Warnings) != 0 || g.Implementation != wasi.Hosted {
		t.Errorf("%s warns %d times: %v", g.Implementation, len(g.Warnings), g.Warnings)
	}
}
