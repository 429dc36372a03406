package wasi_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/wasi"
)

var update = flag.Bool("update", false, "rewrite golden files")

// grants are what the golden files show, one after another.
func grants() []*wasi.Grant {
	const given, host, flag = wasi.FromManifest, wasi.FromHost, wasi.FromFlag
	all := &wasi.Grant{
		Args: []wasi.Argument{
			{"report.wasm", given, ""}, {"--month", given, ""}, {"a secret", host, ""}, {"two words", flag, ""}, {"", flag, ""}, {"línea\n", flag, ""},
		},
		Env: []wasi.Variable{
			{"LOG_LEVEL", "info", given, ""},
			{"API_KEY", "a secret", host, ""},
			{"QUOTED", `say "¡hola!"`, flag, ""},
			{"TWO\nLINES", "a secret", host, ""},
		},
		Mounts: []wasi.Mount{
			{Host: "/srv/data", Guest: "/data", Origin: given, Exclude: []string{"keys/**", "a\", by \nexec"}},
			{Host: "/srv/años", Guest: "/años", Write: true, Origin: given, Quota: 10_000_000},
			{Host: "/srv/two words", Guest: "/tmp", Write: true, Origin: flag},
			{Host: "/srv/data\nexec  everything", Guest: "x", Origin: flag},
			{Kind: wasi.Memory, Guest: "/scratch", Write: true, Origin: given, Quota: 64 << 20, Exclude: []string{"*.key"}},
			{Host: "memfs", Guest: "memfs", Origin: flag},
		},
		Kept:  []string{"/srv/años/app.qyv", "/srv/años/a\nb.wasm"},
		Stdin: true, Stdout: true, Stderr: true,
		Limits:         wasi.Limits{Memory: 64 << 20, Timeout: 1500 * time.Millisecond, Fuel: 1_000_000, Instances: 16},
		Degrade:        true,
		Implementation: wasi.Hosted,
	}
	return []*wasi.Grant{
		{Implementation: wasi.Native},
		{
			Args: []wasi.Argument{{"hello.wasm", given, ""}}, Stdin: true, Stdout: true, Stderr: true,
			Implementation: wasi.Native,
		},
		{
			Args:   []wasi.Argument{{"one.wasm", given, ""}},
			Env:    []wasi.Variable{{"A", "", flag, ""}},
			Mounts: []wasi.Mount{{Host: ".", Guest: ".", Origin: flag}},
			Stdout: true, Limits: wasi.Limits{Memory: 64 << 10}, Implementation: wasi.Native,
		},
		all,
	}
}

func TestPrint(t *testing.T) {
	for _, lang := range []message.Lang{message.English, message.Spanish} {
		t.Run(string(lang), func(t *testing.T) {
			var b strings.Builder
			for _, g := range grants() {
				if err := g.Print(&b, lang); err != nil {
					t.Fatal(err)
				}
				b.WriteByte('\n')
			}
			golden(t, "testdata/grant."+string(lang)+".golden", b.String())
		})
	}
}

// Nothing that came from the host is shown, in either language.
func TestPrintMasksTheHost(t *testing.T) {
	for _, g := range grants() {
		for _, lang := range []message.Lang{message.English, message.Spanish} {
			var b strings.Builder
			if err := g.Print(&b, lang); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "secret") {
				t.Errorf("a secret is shown:\n%s", b.String())
			}
		}
	}
}

type fullDisk struct{}

var errFull = errors.New("no space left")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestPrintReportsItsWriter(t *testing.T) {
	if err := new(wasi.Grant).Print(fullDisk{}, message.English); !errors.Is(err, errFull) {
		t.Errorf("got %v, want %v", err, errFull)
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -update writes it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s\nwant:\n%s", path, got, want)
	}
}
