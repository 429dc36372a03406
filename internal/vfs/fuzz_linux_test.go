package vfs_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/qyvol/qyvol/internal/vfs"
)

var fuzzOps = []struct {
	op    string
	paths int
}{
	{"mkdir", 1},
	{"rmdir", 1},
	{"unlink", 1},
	{"symlink", 2},
	{"link", 2},
	{"linkf", 2},
	{"rename", 2},
	{"readlink", 1},
	{"stat", 1},
	{"lstat", 1},
	{"ls", 1},
	{"open", 1},
	{"opennf", 1},
	{"opendir", 1},
	{"create", 1},
	{"createx", 1},
	{"trunc", 1},
	{"write", 1},
	{"read", 1},
	{"append", 1},
	{"settimes", 1},
}

var fuzzParts = []string{"a", "b", "c", "..", ".", "", "a/b", "b/a", "../", "a/"}

// A random sequence of operations does the same on memfs and diskfs, and, where no
// path leads out, in the kernel.
func FuzzTree(f *testing.F) {
	f.Add([]byte{0, 1, 0, 14, 1, 6, 3, 1, 0, 1, 1, 10, 1, 0})
	f.Add([]byte{3, 2, 3, 0, 1, 1, 0, 1, 0, 6, 1, 0, 1, 1, 17, 1, 6})
	f.Fuzz(compare)
}

// compare runs the operations that data stands for on all three.
func compare(t *testing.T, data []byte) {
	dir, err := os.MkdirTemp("", "vfs")
	check(t, err)
	defer os.RemoveAll(dir)
	fs, err := vfs.OpenDisk(dir, vfs.DiskOptions{})
	check(t, err)
	defer fs.Close()
	mem := vfs.NewMem(1 << 20)
	onDisk, inMem := guest(open(t, vfs.Mount{Path: "/", FS: fs})), guest(open(t, vfs.Mount{Path: "/", FS: mem}))
	real, _ := kernels()[0].make(t).(*kernel)
	for n := 0; len(data) > 0 && n < 100; n++ {
		op, args := nextOp(&data)
		a, b := onDisk.do(op, slices.Clone(args)), inMem.do(op, slices.Clone(args))
		if a != b {
			t.Fatalf("%s %q: diskfs %s, memfs %s", op, args, a, b)
		}
		// What leads out changes nothing here, and isn't asked of the kernel.
		if a != "not-permitted" {
			if k := real.do(op, args); k != a && !slashed(op, args, a, k) {
				t.Fatalf("%s %q: vfs %s, kernel %s", op, args, a, k)
			}
		}
	}
	onDisk.h.Close()
	inMem.h.Close()
	if used := vfs.Used(mem); used > 1<<20 {
		t.Fatal(used)
	}
}

// slashed tells the one difference there is: a link that is to be made under the
// name of a file with a slash after it is not-directory here, as POSIX has it.
func slashed(op string, args []string, here, kernel string) bool {
	return (op == "symlink" || strings.HasPrefix(op, "link")) && strings.HasSuffix(args[len(args)-1], "/") &&
		here == "not-directory" && kernel == "exist"
}

// nextOp reads an operation and its paths.
func nextOp(data *[]byte) (string, []string) {
	next := func() int {
		if len(*data) == 0 {
			return 0
		}
		b := (*data)[0]
		*data = (*data)[1:]
		return int(b)
	}
	o := fuzzOps[next()%len(fuzzOps)]
	var args []string
	for range o.paths {
		path := ""
		for range next()%4 + 1 {
			if path != "" {
				path += "/"
			}
			path += fuzzParts[next()%len(fuzzParts)]
		}
		if path != "" && path[0] == '/' {
			path = "." + path
		}
		args = append(args, path)
	}
	if o.op == "write" {
		args = append(args, fmt.Sprint(len(*data)))
	}
	return o.op, args
}

// The same with random sequences, each run with others.
func TestRandomOperations(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of files")
	}
	sequences := 500
	if n, err := strconv.Atoi(os.Getenv("QYVOL_VFS_SEQUENCES")); err == nil {
		sequences = n
	}
	for seed := range uint64(sequences) {
		r := rand.New(rand.NewPCG(seed, uint64(time.Now().UnixNano())))
		data := make([]byte, 400)
		for i := range data {
			data[i] = byte(r.Uint32())
		}
		t.Run("", func(t *testing.T) { compare(t, data) })
		if t.Failed() {
			t.Fatalf("with %q", data)
		}
	}
}
