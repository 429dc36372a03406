//go:build unix

package command

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
)

// saving runs a guest whose result goes to a path, and returns what the command said.
func saving(t *testing.T, dir, path, guest string, code int) (stdout, stderr string) {
	t.Helper()
	cmd := qyvol(t, dir, "run", filepath.Join(fixtures.Dir(t), guest), "--result", path)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if got := exitOfCommand(t, cmd.Run()); got != code {
		t.Errorf("exit code %d, want %d:\n%s", got, code, &errs)
	}
	return out.String(), errs.String()
}

// A result takes the place of an older one, whose mode, links and names stay.
func TestResultInTheOldOnesPlace(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old.json")
	write(t, old, strings.Repeat("old ", 4000))
	must(t, os.Chmod(old, 0o600))
	must(t, os.Symlink("old.json", filepath.Join(dir, "link.json")))
	saving(t, dir, "link.json", "trap/trap.wat", exitTrap)
	checkKind(t, old, "trap", exitTrap)
	info, err := os.Lstat(filepath.Join(dir, "link.json"))
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is %v: %v", info.Mode(), err)
	}
	if info, err = os.Stat(old); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v: %v", info.Mode(), err)
	}

	named := filepath.Join(dir, "named.json")
	write(t, named, strings.Repeat("old ", 4000))
	must(t, os.Link(named, filepath.Join(dir, "again.json")))
	saving(t, dir, "named.json", "trap/trap.wat", exitTrap)
	checkKind(t, filepath.Join(dir, "again.json"), "trap", exitTrap)
	left, err := filepath.Glob(filepath.Join(dir, ".qyvol-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v was left: %v", left, err)
	}
}

// Until there is a new result, the old one is whole.
func TestResultOfAKilledRun(t *testing.T) {
	for _, name := range []string{"plain.json", "named.json", "lines.jsonl"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			write(t, path, "{\"old\": true}\n")
			must(t, os.Link(path, filepath.Join(dir, "another")))
			if name == "plain.json" {
				must(t, os.Remove(filepath.Join(dir, "another")))
			}
			cmd := qyvol(t, dir, "run", filepath.Join(fixtures.Dir(t), "yes", "yes.wasm"), "--result", name)
			out, err := cmd.StdoutPipe()
			must(t, err)
			must(t, cmd.Start())
			_, err = out.Read(make([]byte, 1)) // the guest runs
			must(t, err)
			must(t, cmd.Process.Kill())
			_ = cmd.Wait()
			if text := read(t, path); text != "{\"old\": true}\n" {
				t.Errorf("it has %q", text)
			}
		})
	}
}

// A FIFO gets the result as its reader comes.
func TestResultInAFIFO(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	must(t, syscall.Mkfifo(fifo, 0o600))
	got := make(chan string, 1)
	go func() {
		text, err := os.ReadFile(fifo)
		got <- string(text)
		if err != nil {
			t.Error(err)
		}
	}()
	saving(t, dir, "fifo", "trap/trap.wat", exitTrap)
	if text := <-got; !strings.Contains(text, `"kind": "trap"`) {
		t.Errorf("it got %q", text)
	}
}

// What standard output goes to is not replaced under the guest, under whichever
// name.
func TestResultWhereTheGuestWrites(t *testing.T) {
	for _, name := range []string{"-", "/dev/stdout", "/dev/fd/1", "out.txt"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			out, err := os.Create(filepath.Join(dir, "out.txt"))
			must(t, err)
			defer out.Close()
			cmd := qyvol(t, dir, "run", filepath.Join(fixtures.Dir(t), "hello", "hello.wasm"), "--result", name)
			cmd.Stdout = out
			must(t, cmd.Run())
			if text := read(t, out.Name()); !strings.HasPrefix(text, "Hello from Qyvol!\n{\n") || !strings.HasSuffix(text, "\n}\n") {
				t.Errorf("it has %q", text)
			}
		})
	}
}

// A result that can't be written after all is told, and isn't lost.
func TestResultOnAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	stdout, stderr := saving(t, dir, "/dev/full", "hello/hello.wasm", exitQyvol)
	if stdout != "Hello from Qyvol!\n" || !strings.Contains(stderr, "error: can't write the result to /dev/full: no space left") ||
		!strings.Contains(stderr, `"success": true`) {
		t.Errorf("it said %q and %q", stdout, stderr)
	}
	_, stderr = saving(t, dir, "/dev/full", "trap/trap.wat", exitTrap)
	if !strings.Contains(stderr, "warning: can't write the result") || !strings.Contains(stderr, `"kind": "trap"`) {
		t.Errorf("it said %q", stderr)
	}
}

// What ends by a signal while nothing can be stopped has a result as well.
func TestResultOfACompilationThatWasStopped(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		dir := t.TempDir()
		cmd := qyvol(t, dir, "run", bigGuest(t), "--result", "result.json")
		if code := interrupt(t, cmd, sig); code != exitSignal+int(sig) {
			t.Errorf("exit code %d", code)
		}
		checkKind(t, filepath.Join(dir, "result.json"), "interrupted", exitSignal+int(sig))
	}
}

// SIGQUIT ends every command without a dump of Go's.
func TestQuit(t *testing.T) {
	for _, args := range [][]string{{"compile", bigGuest(t)}, {"run", filepath.Join(fixtures.Dir(t), "loop", "loop.wat")}} {
		cmd := qyvol(t, t.TempDir(), args...)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if code := interrupt(t, cmd, syscall.SIGQUIT); code != 131 || strings.Contains(errs.String(), "goroutine") {
			t.Errorf("%s: exit code %d:\n%.200s", args[0], code, &errs)
		}
	}
}

// A result that standard error doesn't take is Qyvol's failure, where the guest has none
// of its own, whatever the format.
func TestResultThatStandardErrorDoesNotTake(t *testing.T) {
	ends := map[string]int{"hello/hello.wasm": exitQyvol, "trap/trap.wat": exitTrap, "nowhere.wasm": exitNotFound}
	for _, format := range []string{"json", "jsonl", "yaml"} {
		for guest, code := range ends {
			for name, stderr := range map[string]*os.File{"full": fullDevice(t), "of no readers": closedPipe(t)} {
				cmd := qyvol(t, t.TempDir(), "run", filepath.Join(fixtures.Dir(t), guest), "--format", format)
				cmd.Stderr = stderr
				if got := exitOfCommand(t, cmd.Run()); got != code {
					t.Errorf("%s to one that is %s, of %s: exit code %d, want %d", format, name, guest, got, code)
				}
			}
		}
	}
}

// closedPipe is one that nobody reads.
func closedPipe(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	must(t, err)
	must(t, r.Close())
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// What a guest does to the directory of the result doesn't lead it elsewhere.
func TestSinkStaysInItsDirectory(t *testing.T) {
	for _, existing := range []bool{false, true} {
		base := t.TempDir()
		at := func(names ...string) string { return filepath.Join(append([]string{base}, names...)...) }
		must(t, os.MkdirAll(at("out", "sub"), 0o755))
		must(t, os.Mkdir(at("victim"), 0o755))
		must(t, os.WriteFile(at("victim", "r"), []byte("precious"), 0o600))
		if existing {
			must(t, os.WriteFile(at("out", "sub", "r"), []byte("before"), 0o600))
		}
		s, err := openSink(at("out", "sub", "r"), false, nil)
		must(t, err)
		must(t, os.Rename(at("out", "sub"), at("out", "old")))
		must(t, os.Symlink("../victim", at("out", "sub")))
		must(t, s.write([]byte("document")))
		for file, want := range map[string]string{at("victim", "r"): "precious", at("out", "old", "r"): "document"} {
			if got, err := os.ReadFile(file); err != nil || string(got) != want {
				t.Errorf("%s has %q, %v", file, got, err)
			}
		}
		if files, err := os.ReadDir(at("victim")); err != nil || len(files) != 1 {
			t.Errorf("there is more: %v, %v", files, err)
		}
	}
}
