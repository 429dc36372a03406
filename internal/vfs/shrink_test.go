package vfs

import (
	"runtime"
	"strconv"
	"testing"
)

// What a guest deletes takes no memory of the host, though maps keep the room of
// keys that are deleted: the quota has been given back, and can be used again.
func TestDeletedTakesNoMemory(t *testing.T) {
	const files, each = 6, 20_000
	for name, use := range map[string]func(*testing.T, Dir, string){
		"pieces": func(t *testing.T, root Dir, name string) {
			f, err := root.Open(name, Write|Create)
			mustDo(t, err)
			for i := range uint64(each) {
				_, err := f.WriteAt([]byte{1}, i*pieceSize)
				mustDo(t, err)
			}
			mustDo(t, f.SetSize(0))
			mustDo(t, f.Close())
		},
		"entries": func(t *testing.T, root Dir, name string) {
			mustDo(t, root.Mkdir(name))
			dir, err := root.OpenDir(name, Read)
			mustDo(t, err)
			for i := range each {
				mustDo(t, dir.Symlink("x", strconv.Itoa(i)))
			}
			for i := range each {
				mustDo(t, dir.Unlink(strconv.Itoa(i)))
			}
			mustDo(t, dir.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			fs := NewMem(64 << 20)
			root, err := fs.Root()
			mustDo(t, err)
			before := liveBytes()
			for i := range files {
				use(t, root, strconv.Itoa(i))
			}
			if after := liveBytes(); after > before+1<<20 {
				t.Errorf("%d bytes are kept of what is deleted", after-before)
			}
			mustDo(t, root.Close())
			mustDo(t, fs.Close())
		})
	}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func liveBytes() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
