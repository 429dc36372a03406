package preview1_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/runner"
	"github.com/qyvol/qyvol/wasi/host"
)

// Programs of public suites are not kept here. HOSTED_PREVIEW1 is a folder of them:
// core modules, each with a specification beside it or none, in the older form of
// WASI's test suite.
func TestPrograms(t *testing.T) {
	root := os.Getenv("HOSTED_PREVIEW1")
	if root == "" {
		t.Skip("HOSTED_PREVIEW1 names no folder of programs")
	}
	g := newGuests(t, driver())
	count := 0
	mustBe(t, filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".wasm" || !strings.Contains(path, "wasip1") {
			return err
		}
		count++
		for name, files := range map[string]func(testing.TB, string) vfs.FS{"disk": onDisk, "memory": inMemory} {
			t.Run(filepath.Base(path)+"/"+name, func(t *testing.T) { g.program(t, path, files) })
		}
		return nil
	}))
	if count == 0 {
		t.Errorf("no program is in %s", root)
	}
}

// specification is what the suite says of a program.
type specification struct {
	Args     []string          `json:"args"`
	Env      map[string]string `json:"env"`
	Root     string            `json:"root"`
	ExitCode int               `json:"exit_code"`
	Stdout   *string           `json:"stdout"`
	Stderr   *string           `json:"stderr"`
}

func readSpecification(t *testing.T, program string) (s specification) {
	t.Helper()
	data, err := os.ReadFile(strings.TrimSuffix(program, ".wasm") + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return s
	}
	mustBe(t, err)
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	mustBe(t, d.Decode(&s))
	return s
}

func (g *guests) program(t *testing.T, path string, files func(testing.TB, string) vfs.FS) {
	spec := readSpecification(t, path)
	code, err := os.ReadFile(path)
	mustBe(t, err)
	module, err := g.eng.Compile(code)
	mustBe(t, err)
	defer module.Close()
	var stdout, stderr bytes.Buffer
	c := host.Config{Args: append([]string{filepath.Base(path)}, spec.Args...), Stdout: &stdout, Stderr: &stderr}
	for name, value := range spec.Env {
		c.Env = append(c.Env, host.Variable{Name: name, Value: value})
	}
	if spec.Root != "" {
		c.Preopens = preopens(t, vfs.Mount{Path: "/", FS: files(t, filepath.Join(filepath.Dir(path), spec.Root))})
	}
	s := engine.NewStore(g.eng, &state{host.New(c)})
	defer s.Close()
	err = runner.RunComponent(s, g.hosted, module)
	var exit *engine.ExitError
	ended := 0
	if errors.As(err, &exit) {
		ended, err = exit.Code, nil
	}
	if err != nil || ended != spec.ExitCode {
		t.Errorf("it ends with %d, %v\n%s", ended, err, stderr.String())
	}
	if spec.Stdout != nil && stdout.String() != *spec.Stdout || spec.Stderr != nil && stderr.String() != *spec.Stderr {
		t.Errorf("it writes %q and %q", stdout.String(), stderr.String())
	}
}

// onDisk copies a folder, without what earlier runs left in it.
func onDisk(t testing.TB, from string) vfs.FS {
	t.Helper()
	to := t.TempDir()
	mustBe(t, os.CopyFS(to, os.DirFS(from)))
	left, err := filepath.Glob(filepath.Join(to, "*.cleanup"))
	mustBe(t, err)
	for _, path := range left {
		mustBe(t, os.RemoveAll(path))
	}
	disk, err := vfs.OpenDisk(to, vfs.DiskOptions{})
	mustBe(t, err)
	t.Cleanup(func() { mustBe(t, disk.Close()) })
	return disk
}

// inMemory copies a folder into memory.
func inMemory(t testing.TB, from string) vfs.FS {
	t.Helper()
	memory := vfs.NewMem(1 << 24)
	dir, err := memory.Root()
	mustBe(t, err)
	fill(t, dir, from)
	return memory
}

// fill copies a folder's contents, and closes the directory that they go to.
func fill(t testing.TB, dir vfs.Dir, from string) {
	t.Helper()
	entries, err := os.ReadDir(from)
	mustBe(t, err)
	for _, e := range entries {
		path := filepath.Join(from, e.Name())
		if e.IsDir() {
			mustBe(t, dir.Mkdir(e.Name()))
			below, err := dir.OpenDir(e.Name(), vfs.Read)
			mustBe(t, err)
			fill(t, below, path)
			continue
		}
		data, err := os.ReadFile(path)
		mustBe(t, err)
		f, err := dir.Open(e.Name(), vfs.Write|vfs.Create)
		mustBe(t, err)
		_, err = f.WriteAt(data, 0)
		mustBe(t, err)
		mustBe(t, f.Close())
	}
	mustBe(t, dir.Close())
}
