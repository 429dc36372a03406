package host_test

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/guest/lane"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/world"
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
	mustBe(t, world.AddToLinker(p.hosted))
	mustBe(t, wasi.AddToLinker(p.native, wasi.Native))
	return p
}

// request is what a program is run with.
type request struct {
	args  []string
	env   []host.Variable
	stdin string
	// dir is the guest's name of a directory, if it is to have one, with these
	// files; a name that ends with a slash is a directory's.
	dir      string
	files    map[string]string
	readOnly bool
}

// fill makes the files of a request in a directory of the host's.
func (r request) fill(t testing.TB, dir string) {
	t.Helper()
	for name, text := range r.files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			mustBe(t, os.MkdirAll(at, 0o777))
			continue
		}
		mustBe(t, os.MkdirAll(filepath.Dir(at), 0o777))
		mustBe(t, os.WriteFile(at, []byte(text), 0o666))
	}
}

// left is what a program leaves in its directory: names, and texts or targets.
func left(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	mustBe(t, filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err != nil || at == dir {
			return err
		}
		rel, err := filepath.Rel(dir, at)
		mustBe(t, err)
		switch e.Type() {
		case fs.ModeDir:
			all[rel+"/"] = ""
		case fs.ModeSymlink:
			all[rel], err = os.Readlink(at)
		default:
			var text []byte
			text, err = os.ReadFile(at)
			all[rel] = string(text)
		}
		return err
	}))
	return all
}

// preopen gives a request's directory, of a file system.
func (r request) preopen(t testing.TB, of vfs.FS) []host.Preopen {
	t.Helper()
	tree, err := vfs.NewTree([]vfs.Mount{{Path: r.dir, FS: of}})
	mustBe(t, err)
	h, err := tree.Open(r.dir, !r.readOnly)
	mustBe(t, err)
	t.Cleanup(func() { h.Close() })
	return []host.Preopen{{Path: r.dir, Dir: h}}
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

// host runs a program; its files are in memory, unless of says otherwise.
func (p *programs) host(t testing.TB, c *engine.Component, r request, of vfs.FS) ending {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cfg := host.Config{
		Args: r.args, Env: r.env, Stdin: strings.NewReader(r.stdin), Stdout: &stdout, Stderr: &stderr,
	}
	if r.dir != "" {
		if of == nil {
			of = vfs.NewMem(1 << 30)
			r.fillMem(t, of)
		}
		cfg.Preopens = r.preopen(t, of)
	}
	h := host.New(cfg)
	s := engine.NewStore(p.eng, &state{h})
	err := p.runHosted(s, c)
	s.Close()
	if n := h.Counters.Open(); n != 0 {
		t.Errorf("%d descriptors are open after the store", n)
	}
	return ending{stdout.String(), stderr.String(), err}
}

// fillMem makes the files of a request in a file system.
func (r request) fillMem(t testing.TB, of vfs.FS) {
	t.Helper()
	tree, err := vfs.NewTree([]vfs.Mount{{Path: "/", FS: of}})
	mustBe(t, err)
	h, err := tree.Open("/", true)
	mustBe(t, err)
	defer h.Close()
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		if dir := path.Dir(strings.TrimSuffix(name, "/")); dir != "." {
			_ = h.CreateDirAt(dir)
		}
		if strings.HasSuffix(name, "/") {
			_ = h.CreateDirAt(name)
			continue
		}
		o, err := h.OpenAt(name, false, vfs.Write|vfs.Create)
		mustBe(t, err)
		_, err = o.File.WriteAt([]byte(r.files[name]), 0)
		mustBe(t, err)
		mustBe(t, o.File.Close())
	}
}

func (p *programs) nativeWASI(t testing.TB, c *engine.Component, r request, dir string) ending {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cfg := engine.WASIConfig{
		Args: r.args, Stdin: engine.Input{Bytes: []byte(r.stdin)},
		Stdout: engine.Output{Writer: &stdout}, Stderr: engine.Output{Writer: &stderr},
	}
	for _, v := range r.env {
		cfg.Env = append(cfg.Env, engine.EnvVar{Name: v.Name, Value: v.Value})
	}
	if r.dir != "" {
		cfg.Preopens = []engine.Preopen{{Host: dir, Guest: r.dir, Write: !r.readOnly}}
	}
	s := engine.NewStore(p.eng, nil)
	mustBe(t, s.SetWASI(&cfg))
	err := runner.RunComponent(s, p.native, c)
	s.Close()
	return ending{stdout.String(), stderr.String(), err}
}

// same fails unless a program does the same under both implementations, with files
// on disk, in memory, and adapted, if it can be.
func (p *programs) same(t *testing.T, wasm []byte, r request) ending {
	t.Helper()
	c, err := p.eng.Compile(wasm)
	mustBe(t, err)
	defer c.Close()
	nativeDir, hostedDir := t.TempDir(), t.TempDir()
	r.fill(t, nativeDir)
	want := p.nativeWASI(t, c, r, nativeDir)
	compare := func(how string, got ending) {
		t.Helper()
		if got.stdout != want.stdout || got.stderr != want.stderr || got.exit() != want.exit() {
			t.Errorf("%s: %q, %q, %v\nnative: %q, %q, %v", how, got.stdout, got.stderr, got.err, want.stdout, want.stderr, want.err)
		}
	}
	onDisk := func(how string, c *engine.Component, dir string) {
		t.Helper()
		r.fill(t, dir)
		disk, err := vfs.OpenDisk(dir, vfs.DiskOptions{})
		mustBe(t, err)
		defer disk.Close()
		compare(how, p.host(t, c, r, disk))
		if got, want := left(t, dir), left(t, nativeDir); !maps.Equal(got, want) {
			t.Errorf("%s leaves %q\nnative: %q", how, got, want)
		}
	}
	onDisk("hosted", c, hostedDir)
	compare("in memory", p.host(t, c, r, nil))
	if wasm, _, ok := lane.Adapt(wasm, world.Lanes()); ok {
		adapted, err := p.eng.Compile(wasm)
		mustBe(t, err)
		defer adapted.Close()
		onDisk("adapted", adapted, t.TempDir())
	} else {
		t.Log("it can't be adapted")
	}
	return want
}
