package vfs_test

import (
	"errors"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/vfs"
)

// A system runs the steps of a scenario: a guest's tree, or the kernel.
type system interface {
	// do runs an operation and says what came of it: a value, "ok", or the error
	// in WASI's words.
	do(op string, args []string) string
}

// runScript runs lines of "operation arguments -> result" and compares. A line
// with "~" at its front is WASI's alone: the kernel doesn't run it. "#" comments.
func runScript(t *testing.T, s system, kernel bool, script string) {
	t.Helper()
	for number, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		only, rest := strings.HasPrefix(line, "~"), strings.TrimPrefix(line, "~")
		if only && kernel {
			continue
		}
		call, want, found := strings.Cut(rest, "->")
		if !found {
			want = "ok"
		}
		args := words(t, call)
		if got := s.do(args[0], args[1:]); !oneOf(got, strings.TrimSpace(want)) {
			t.Errorf("line %d: %s\n got %s", number+1, line, got)
		}
	}
}

func oneOf(got, want string) bool {
	for w := range strings.SplitSeq(want, "|") {
		if got == w {
			return true
		}
	}
	return false
}

// words splits a line; a word may be quoted as in Go, and {n} is a name of n
// letters.
func words(t *testing.T, line string) []string {
	t.Helper()
	var all []string
	for _, word := range strings.Fields(line) {
		if word[0] == '"' {
			unquoted, err := strconv.Unquote(word)
			if err != nil {
				t.Fatalf("%s: %v", word, err)
			}
			word = unquoted
		}
		for {
			before, rest, found := strings.Cut(word, "{")
			if !found {
				break
			}
			number, after, _ := strings.Cut(rest, "}")
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			word = before + strings.Repeat("n", n) + after
		}
		all = append(all, word)
	}
	return all
}

// tree runs a script as a guest would.
type tree struct {
	h     *vfs.Handle
	files map[string]vfs.Opened
}

func (s *tree) handle(name string) *vfs.Handle {
	if o, ok := s.files[name]; ok && o.Dir != nil {
		return o.Dir
	}
	return s.h
}

// do runs an operation. "@dir" as the first argument is a held directory.
func (s *tree) do(op string, a []string) string {
	h := s.h
	if len(a) > 0 && strings.HasPrefix(a[0], "@") {
		h, a = s.handle(a[0][1:]), a[1:]
	}
	switch op {
	case "mkdir":
		return result(h.CreateDirAt(a[0]))
	case "rmdir":
		return result(h.RemoveDirAt(a[0]))
	case "unlink":
		return result(h.UnlinkFileAt(a[0]))
	case "symlink":
		return result(h.SymlinkAt(a[0], a[1]))
	case "link":
		return result(h.LinkAt(false, a[0], h, a[1]))
	case "linkf":
		return result(h.LinkAt(true, a[0], h, a[1]))
	case "rename":
		return result(h.RenameAt(a[0], h, a[1]))
	case "renameto": // @to: from h's old to a held directory
		return result(h.RenameAt(a[0], s.handle(a[1]), a[2]))
	case "readlink":
		return value(h.ReadlinkAt(a[0]))
	case "stat", "lstat":
		info, err := h.StatAt(a[0], op == "stat")
		return value(describe(info), err)
	case "settimes":
		return result(h.SetTimesAt(a[0], true, vfs.SetTime{Now: true}, vfs.SetTime{}))
	case "ls":
		return s.list(h, a[0])
	}
	return s.doFile(h, op, a)
}

var opens = map[string]vfs.OpenFlags{
	"open": vfs.Read, "opendir": vfs.Read | vfs.DirectoryOnly, "create": vfs.Write | vfs.Create,
	"createx": vfs.Write | vfs.Create | vfs.Exclusive, "trunc": vfs.Write | vfs.Truncate,
	"openrw": vfs.Read | vfs.Write, "append": vfs.Read | vfs.Write | vfs.Append, "openw": vfs.Write,
}

func (s *tree) doFile(h *vfs.Handle, op string, a []string) string {
	if flags, ok := opens[op]; ok {
		return s.open(h, a, true, flags)
	}
	switch op {
	case "opennf":
		return s.open(h, a, false, vfs.Read)
	case "write": // path text
		o, err := h.OpenAt(a[0], true, vfs.Write|vfs.Create|vfs.Truncate)
		if err != nil {
			return result(err)
		}
		defer o.File.Close()
		_, err = o.File.WriteAt([]byte(a[1]), 0)
		return result(err)
	case "read":
		o, err := h.OpenAt(a[0], true, vfs.Read)
		if err != nil {
			return result(err)
		}
		if o.Dir != nil {
			o.Dir.Close()
			return "is-directory"
		}
		defer o.File.Close()
		return readAll(o.File)
	}
	return s.doHeld(op, a)
}

// open opens, and holds it under the second argument, if there is one.
func (s *tree) open(h *vfs.Handle, a []string, follow bool, flags vfs.OpenFlags) string {
	o, err := h.OpenAt(a[0], follow, flags)
	if err != nil {
		return result(err)
	}
	if len(a) > 1 {
		s.files[a[1]] = o
		return "ok"
	}
	return result(closeOpened(o))
}

func closeOpened(o vfs.Opened) error {
	if o.Dir != nil {
		return o.Dir.Close()
	}
	return o.File.Close()
}

func (s *tree) doHeld(op string, a []string) string {
	o := s.files[a[0]]
	number := func(i int) uint64 {
		n, _ := strconv.ParseUint(a[i], 0, 64)
		return n
	}
	switch op {
	case "fwrite": // held offset text
		_, err := o.File.WriteAt([]byte(a[2]), number(1))
		return result(err)
	case "fend": // held text
		_, err := o.File.WriteEnd([]byte(a[1]))
		return result(err)
	case "fread":
		return readAll(o.File)
	case "fsync":
		if o.Dir != nil {
			return result(o.Dir.Sync(false))
		}
		return result(o.File.Sync(false))
	case "fsize":
		return result(o.File.SetSize(number(1)))
	case "fstat":
		if o.Dir != nil {
			info, err := o.Dir.Stat()
			return value(describe(info), err)
		}
		info, err := o.File.Stat()
		return value(describe(info), err)
	case "close":
		delete(s.files, a[0])
		return result(closeOpened(o))
	}
	panic("unknown operation " + op)
}

func (s *tree) list(h *vfs.Handle, path string) string {
	o, err := h.OpenAt(path, true, vfs.Read|vfs.DirectoryOnly)
	if err != nil {
		return result(err)
	}
	defer o.Dir.Close()
	names, err := list(o.Dir)
	return value("["+strings.Join(names, ",")+"]", err)
}

func list(h *vfs.Handle) ([]string, error) {
	l, err := h.ReadDir()
	if err != nil {
		return nil, err
	}
	defer l.Close()
	var names []string
	for {
		e, ok, err := l.Next()
		if !ok || err != nil {
			sort.Strings(names)
			return names, err
		}
		names = append(names, escape(e.Name)+map[vfs.FileType]string{vfs.Directory: "/", vfs.SymbolicLink: "@"}[e.Type])
	}
}

func readAll(f vfs.File) string {
	b := make([]byte, 1<<16)
	n, err := f.ReadAt(b, 0)
	return value(strconv.Quote(string(b[:n])), err)
}

func describe(i vfs.Info) string {
	switch i.Type {
	case vfs.Directory:
		return "dir" // sizes and links of directories are the file system's business
	case vfs.SymbolicLink:
		return fmt.Sprintf("link:%d", i.Size)
	case vfs.RegularFile:
		return fmt.Sprintf("file:%d:%d", i.Size, i.Links)
	default:
		return fmt.Sprint(i.Type)
	}
}

func result(err error) string { return value("ok", err) }

func value(v string, err error) string {
	var e vfs.Errno
	switch {
	case err == nil:
		return v
	case errors.As(err, &e):
		return e.Error()
	}
	return "raw error: " + err.Error()
}

// escape writes a name on one line.
func escape(name string) string {
	return strings.Trim(strconv.Quote(name), `"`)
}
