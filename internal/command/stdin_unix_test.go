//go:build unix

package command

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// Every name of a stream is read as it is, be it a file, a pipe, or a pipe whose
// writer is gone, by every command that reads a file.
func TestStreamsAreRead(t *testing.T) {
	dir := t.TempDir()
	const guest = `(module (memory (export "memory") 1) (func (export "_start")))`
	write(t, filepath.Join(dir, "guest.wat"), guest)
	texts := map[string]string{"component": guest, "manifest": manifestOf("guest.wat")}
	for what, text := range texts {
		write(t, filepath.Join(dir, what+".in"), text)
		for _, args := range [][]string{{"run"}, {"run", "--explain"}, {"compile"}, {"inspect"}, {"validate"}, {"validate", "--component"}} {
			if what == "component" && len(args) == 1 && args[0] == "validate" {
				continue
			}
			if what == "manifest" && (args[0] == "run" || args[0] == "compile") {
				args = append([]string{args[0], "--manifest"}, args[1:]...)
			}
			for _, name := range []string{"-", "/dev/stdin", "/dev/fd/0", "/dev/fd/3"} {
				for _, how := range []string{"file", "pipe", "closed"} {
					t.Run(strings.Join(append([]string{what, how}, append(args, name)...), " "), func(t *testing.T) {
						cmd := qyvol(t, dir, append(args[:len(args):len(args)], name)...)
						streamInto(t, cmd, name, how, filepath.Join(dir, what+".in"))
						if out, err := cmd.CombinedOutput(); err != nil {
							t.Errorf("%v\n%s", err, out)
						}
					})
				}
			}
		}
	}
}

// streamInto makes what a file has the stream of that name.
func streamInto(t *testing.T, cmd *exec.Cmd, name, how, path string) {
	t.Helper()
	in, err := os.Open(path)
	must(t, err)
	t.Cleanup(func() { _ = in.Close() })
	if how != "file" {
		text := read(t, path)
		r, w, err := os.Pipe()
		must(t, err)
		t.Cleanup(func() { _ = r.Close() })
		in = r
		if _, err := w.WriteString(text); err != nil { // which a pipe holds
			t.Fatal(err)
		}
		must(t, w.Close())
	}
	if name == "/dev/fd/3" {
		cmd.ExtraFiles = []*os.File{in}
		return
	}
	if how == "pipe" { // whose writer is still there when it is opened
		cmd.Stdin = bytes.NewReader([]byte(read(t, path)))
		return
	}
	cmd.Stdin = in
}

// What standard input has can be put on a server, too: the component, and that of a
// manifest.
func TestDeployStdin(t *testing.T) {
	dir := t.TempDir()
	guest := read(t, filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"))
	write(t, filepath.Join(dir, "hello.wasm"), guest)
	for _, text := range []string{guest, manifestOf("hello.wasm")} {
		args := []string{"deploy", "-"}
		if text != guest {
			args = []string{"deploy", "--manifest", "-"}
		}
		var body []byte
		host := handled(func(w http.ResponseWriter, r *http.Request) {
			body, _ = io.ReadAll(r.Body)
			w.WriteHeader(http.StatusCreated)
		})(t, "")
		cmd := qyvol(t, dir, append(args, "http://"+host)...)
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		if !bytes.Contains(body, []byte(guest)) {
			t.Errorf("%d bytes arrived, without the component", len(body))
		}
	}
}
