package host_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
	"github.com/qyvol/qyvol/wasi/host"
	hostio "github.com/qyvol/qyvol/wasi/host/io"
)

// programs runs whole programs, hosted and native.
type programs struct {
	eng            *engine.Engine
	hosted, native *engine.Linker
}

func newPrograms(t testing.TB) *programs {
	t.Helper()
	p := &programs{eng: newEngine(t)}
	p.hosted, p.native = engine.NewLinker(p.eng), engine.NewLinker(p.eng)
	t.Cleanup(p.hosted.Close)
	t.Cleanup(p.native.Close)
	addHosted(t, p.hosted)
	noFiles(t, p.hosted)
	mustBe(t, wasi.AddToLinker(p.native, wasi.Native))
	return p
}

type descriptor struct{}

type directoryEntries struct{}

// noFiles defines a wasi:filesystem of no directory, which programs import
// whether they need it or not.
func noFiles(t testing.TB, l *engine.Linker) {
	t.Helper()
	types := l.Instance("wasi:filesystem/types@" + host.Version)
	preopens := l.Instance("wasi:filesystem/preopens@" + host.Version)
	mustBe(t, hostio.DefineError(types))
	mustBe(t, hostio.DefineInputStream(types))
	mustBe(t, hostio.DefineOutputStream(types))
	mustBe(t, engine.DefineResource[*descriptor](types, "descriptor", nil))
	mustBe(t, engine.DefineResource[*directoryEntries](types, "directory-entry-stream", nil))
	mustBe(t, engine.DefineResource[*descriptor](preopens, "descriptor", nil))
	mustBe(t, preopens.Func("get-directories", engine.F0(func(*engine.Store) ([]engine.Tuple2[engine.Own[*descriptor], string], error) {
		return nil, nil
	})))
	mustBe(t, types.Func("filesystem-error-code", engine.F1(func(*engine.Store, engine.Borrow[*hostio.Error]) (engine.Option[errorCode], error) {
		return engine.None[errorCode](), nil
	})))
	for _, name := range []string{
		"read-via-stream", "write-via-stream", "append-via-stream", "advise", "sync-data", "get-flags", "get-type",
		"set-size", "set-times", "read", "write", "read-directory", "sync", "create-directory-at", "stat", "stat-at",
		"set-times-at", "link-at", "open-at", "readlink-at", "remove-directory-at", "rename-at", "symlink-at",
		"unlink-file-at", "is-same-object", "metadata-hash", "metadata-hash-at",
	} {
		mustBe(t, types.Func("[method]descriptor."+name, engine.F0(unreachable)))
	}
	mustBe(t, types.Func("[method]directory-entry-stream.read-directory-entry", engine.F0(unreachable)))
}

// unreachable stands for a method of a descriptor: there is none to call it on.
func unreachable(*engine.Store) (engine.Unit, error) {
	return engine.Unit{}, errors.New("there are no files")
}

type errorCode uint8

func (errorCode) Cases() []string { return []string{"access"} }

// request is what a program is run with.
type request struct {
	args  []string
	env   []host.Variable
	stdin string
}

// ending is what a run comes to.
type ending struct {
	stdout, stderr string
	err            error
}

// exit is how a run ended: with a code, a trap, or what else.
func (e ending) exit() string {
	var exit *engine.ExitError
	var trap *engine.Trap
	switch {
	case e.err == nil:
		return "ok"
	case errors.As(e.err, &exit):
		return exit.Error()
	case errors.As(e.err, &trap):
		return "trap"
	default:
		return e.err.Error()
	}
}

func (p *programs) runHosted(s *engine.Store, c *engine.Component) error {
	return runner.RunComponent(s, p.hosted, c)
}

func (p *programs) host(c *engine.Component, r request) ending {
	var stdout, stderr bytes.Buffer
	h := host.New(host.Config{
		Args: r.args, Env: r.env, Stdin: strings.NewReader(r.stdin), Stdout: &stdout, Stderr: &stderr,
	})
	s := engine.NewStore(p.eng, &state{h})
	defer s.Close()
	err := p.runHosted(s, c)
	return ending{stdout.String(), stderr.String(), err}
}

func (p *programs) nativeWASI(t testing.TB, c *engine.Component, r request) ending {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cfg := engine.WASIConfig{
		Args: r.args, Stdin: engine.Input{Bytes: []byte(r.stdin)},
		Stdout: engine.Output{Writer: &stdout}, Stderr: engine.Output{Writer: &stderr},
	}
	for _, v := range r.env {
		cfg.Env = append(cfg.Env, engine.EnvVar{Name: v.Name, Value: v.Value})
	}
	s := engine.NewStore(p.eng, nil)
	mustBe(t, s.SetWASI(&cfg))
	err := runner.RunComponent(s, p.native, c)
	s.Close()
	return ending{stdout.String(), stderr.String(), err}
}

// same fails unless a program does the same under both implementations.
func (p *programs) same(t *testing.T, c *engine.Component, r request) {
	t.Helper()
	got, want := p.host(c, r), p.nativeWASI(t, c, r)
	if got.stdout != want.stdout || got.stderr != want.stderr || got.exit() != want.exit() {
		t.Errorf("hosted: %q, %q, %v\nnative: %q, %q, %v", got.stdout, got.stderr, got.err, want.stdout, want.stderr, want.err)
	}
}
