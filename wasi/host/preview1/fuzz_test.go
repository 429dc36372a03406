package preview1_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/preview1"
)

// bytesOf takes arguments off an input.
type bytesOf []byte

func (b *bytesOf) take(n int) uint64 {
	var p [8]byte
	n = copy(p[:n], *b)
	*b = (*b)[n:]
	return binary.LittleEndian.Uint64(p[:])
}

// argument is a small number, a place in memory, or anything.
func (b *bytesOf) argument() uint64 {
	switch kind := b.take(1); kind % 8 {
	case 0, 1, 2, 3:
		return kind >> 3
	case 4, 5:
		return b.take(1) << 3
	case 6:
		return b.take(2)
	default:
		return b.take(8)
	}
}

// FuzzCalls calls any functions with any arguments, on any memory: nothing panics,
// and nothing happens outside of what is mounted.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{}, []byte{})
	f.Add([]byte("a/../../secret\x00\x00..\x00/\x00file"), []byte{31, 24, 0, 0, 4, 8, 0, 8, 7, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 4, 32})
	f.Add([]byte{0, 1, 0, 0, 16, 0, 0, 0}, []byte{26, 8, 0, 8, 4, 64, 21, 24, 4, 64, 4, 255, 0, 4, 32, 37, 0, 4, 64, 8, 4, 8})
	g := newGuests(f, driver())
	signatures := preview1.Signatures()
	f.Fuzz(func(t *testing.T, memory, calls []byte) {
		outer := t.TempDir()
		dir := filepath.Join(outer, "mounted")
		mustBe(t, os.Mkdir(dir, 0o700))
		mustBe(t, os.WriteFile(filepath.Join(outer, "secret"), []byte("secret"), 0o600))
		mustBe(t, os.WriteFile(filepath.Join(dir, "a"), []byte("contents"), 0o600))
		mustBe(t, os.Symlink("../secret", filepath.Join(dir, "out")))
		disk, err := vfs.OpenDisk(dir, vfs.DiskOptions{Quota: 1 << 20})
		mustBe(t, err)
		defer func() { mustBe(t, disk.Close()) }()
		guest := g.host(t, host.Config{
			Args:     []string{"a", "b"},
			Preopens: preopens(t, vfs.Mount{Path: "/", FS: disk}, vfs.Mount{Path: "/memory", FS: vfs.NewMem(1 << 20)}),
		})
		defer guest.store.Close()
		defer time.AfterFunc(200*time.Millisecond, func() { guest.Cancel(errors.New("enough")) }).Stop()
		copy(guest.memory(), memory)
		for in := bytesOf(calls); len(in) > 0; {
			s := signatures[in.take(1)%uint64(len(signatures))]
			args := make([]any, len(s.Params))
			for i := range args {
				args[i] = in.argument()
			}
			errno, err := guest.call(s.Name, args...)
			var panicked *engine.PanicError
			if errors.As(err, &panicked) {
				t.Fatalf("%s%v panics: %v\n%s", s.Name, args, panicked, panicked.Stack)
			}
			if errno > preview1.NotCapable {
				t.Fatalf("%s%v gives %d", s.Name, args, errno)
			}
			if err != nil {
				break // it has ended
			}
		}
		guest.store.Close()
		if open := guest.Counters.Open(); open != 0 {
			t.Errorf("%d are open", open)
		}
		list, err := os.ReadDir(outer)
		mustBe(t, err)
		secret, err := os.ReadFile(filepath.Join(outer, "secret"))
		if err != nil || string(secret) != "secret" || len(list) != 2 {
			t.Errorf("outside there are %v, and %q, %v", list, secret, err)
		}
	})
}
