package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/fixtures"
	"github.com/qyvol/qyvol/internal/long"
)

// aside is the most memory, in KiB, that a command may take besides what a guest
// keeps in a memfs. It is a small part of what goes through.
func aside() int64 {
	if raced {
		return 256 << 10
	}
	return 64 << 10
}

// held is the most memory, in KiB, that contents may take in a memfs. The race
// detector keeps notes of them that are twice as large.
func held(size int64) int64 {
	if raced {
		return 3 * size >> 10
	}
	return size >> 10
}

// large is a number of bytes that shows what is kept in memory and should not be.
// The guest for preview 1 is given less, to save time.
func large(guest string) int64 {
	switch {
	case !long.Tests():
		return 256 << 20
	case raced || strings.HasSuffix(guest, "-p1.wasm"):
		return 512 << 20
	default:
		return 1 << 30
	}
}

// A large file goes through standard input and output as it is, and is nowhere
// kept in memory. Nor is one that is read from a directory, written to one and
// read again.
func TestLargeFile(t *testing.T) {
	for _, form := range []string{".wasm", "-p1.wasm"} {
		dir := t.TempDir()
		must(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
		size, digest := large(form), sha256.New()
		input, err := os.Create(filepath.Join(dir, "data", "input"))
		must(t, err)
		defer input.Close()
		numbered(t, io.MultiWriter(input, digest), size)
		t.Run("cat"+form, func(t *testing.T) {
			_, err := input.Seek(0, io.SeekStart)
			must(t, err)
			cmd := qyvol(t, dir, "run", "--wasi", "hosted", filepath.Join(fixtures.Dir(t), "cat", "cat"+form))
			cmd.Stdin = input
			sameBytes(t, cmd, digest, aside())
		})
		t.Run("files"+form, func(t *testing.T) {
			_, err = io.WriteString(digest, "\nok\nok\n")
			must(t, err)
			dots(t, digest, size/4, "end\n")
			cmd := qyvol(t, dir, "run", "--allow-write", "data::/m", filepath.Join(fixtures.Dir(t), "files", "files"+form), "--",
				"read", "/m/input", ",", "fill", "/m/a", strconv.FormatInt(size/4, 10), ",", "append", "/m/a", "end\n", ",", "read", "/m/a")
			sameBytes(t, cmd, digest, aside())
		})
	}
}

// A large file in a memfs is there once.
func TestLargeMemoryFile(t *testing.T) {
	for _, guest := range []string{"files.wasm", "files-p1.wasm"} {
		t.Run(guest, func(t *testing.T) {
			dir, size, want := t.TempDir(), large(guest), sha256.New()
			_, err := io.WriteString(want, "ok\nok\n")
			must(t, err)
			dots(t, want, size, "end\n")
			filesManifest(t, dir, guest, "{mount: /m, from: memfs, access: read-write, quota: 2GiB}")
			cmd := qyvol(t, dir, "run", "files.qyv", "--",
				"fill", "/m/a", strconv.FormatInt(size, 10), ",", "append", "/m/a", "end\n", ",", "read", "/m/a")
			sameBytes(t, cmd, want, aside()+held(size))
		})
	}
}

// A guest that goes past its quota is told so, and can go on with the rest.
func TestPastTheQuota(t *testing.T) {
	for _, from := range []string{"memfs", "./data"} {
		for _, guest := range []string{"files.wasm", "files-p1.wasm"} {
			t.Run(from+"/"+guest, func(t *testing.T) {
				dir := t.TempDir()
				must(t, os.Mkdir(filepath.Join(dir, "data"), 0o700))
				filesManifest(t, dir, guest, "{mount: /m, from: "+from+", access: read-write, quota: 1MiB}")
				cmd, peak := measured(t, qyvol(t, dir, "run", "files.qyv", "--", "write", "/m/small", "read me", ",",
					"fill", "/m/a", "1073741824", ",", "read", "/m/small", ",",
					"truncate", "/m/a", "1000", ",", "write", "/m/after", "more", ",", "read", "/m/after", ",", "stat", "/m/a"))
				out, err := cmd.Output()
				const want = "ok\nerror: ENOSPC\nread me\nok\nok\nmore\nfile 1000\n"
				if exitOfCommand(t, err) != 1 || string(out) != want {
					t.Errorf("it ended with %v and printed\n%q, want\n%q", err, out, want)
				}
				inMemory(t, peak(), aside())
				if grown := sizeOf(t, filepath.Join(dir, "data")); grown > 1<<20 {
					t.Errorf("%d bytes are in the directory", grown)
				}
			})
		}
	}
}

func filesManifest(t *testing.T, dir, guest, mount string) {
	t.Helper()
	write(t, filepath.Join(dir, "files.qyv"), lines("name: files", "runtime: wasi",
		"entrypoint: "+filepath.Join(fixtures.Dir(t), "files", guest), "permissions: {fs: ["+mount+"]}"))
}

// sameBytes runs a command that prints what has a digest, in a bounded memory.
func sameBytes(t *testing.T, cmd *exec.Cmd, want hash.Hash, most int64) {
	t.Helper()
	got := sha256.New()
	between, peak := measured(t, cmd)
	var stderr bytes.Buffer
	between.Stdin, between.Stdout, between.Stderr = cmd.Stdin, got, &stderr
	if err := between.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if !bytes.Equal(got.Sum(nil), want.Sum(nil)) {
		t.Error("what came out is not what went in")
	}
	inMemory(t, peak(), most)
}

func inMemory(t *testing.T, used, most int64) {
	t.Helper()
	t.Logf("the command took %d KiB", used)
	if used <= 0 || used > most {
		t.Errorf("the command took %d KiB, and %d are allowed", used, most)
	}
}

// numbered writes n bytes, of which no two blocks are the same.
func numbered(t *testing.T, w io.Writer, n int64) {
	t.Helper()
	block := bytes.Repeat([]byte("numbered\x00\xff\r\n\x1a..."), 1<<16)
	for at := int64(0); at < n; at += int64(len(block)) {
		for inner := int64(0); inner < int64(len(block)); inner += 4 << 10 {
			binary.LittleEndian.PutUint64(block[inner:], uint64(at+inner))
		}
		_, err := w.Write(block)
		must(t, err)
	}
}

// dots writes what the guest that fills a file writes, and an end.
func dots(t *testing.T, w io.Writer, n int64, end string) {
	t.Helper()
	block := bytes.Repeat([]byte("."), 1<<20)
	for ; n > 0; n -= int64(len(block)) {
		_, err := w.Write(block)
		must(t, err)
	}
	_, err := io.WriteString(w, end)
	must(t, err)
}

// sizeOf is what the files of a directory hold.
func sizeOf(t *testing.T, dir string) (sum int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	for _, e := range entries {
		info, err := e.Info()
		must(t, err)
		sum += info.Size()
	}
	return sum
}
