package preview1_test

import (
	"testing"
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/vfs"
)

func TestProbe(t *testing.T) {
	g := newGuests(t, driver())
	dirs := [2]string{t.TempDir(), t.TempDir()}
	for _, d := range dirs { os.WriteFile(filepath.Join(d, "a"), []byte("hello"), 0o644); os.Mkdir(filepath.Join(d, "d"), 0o755) }
	fs, err := vfs.OpenDisk(dirs[0], vfs.DiskOptions{})
	mustBe(t, err)
	defer fs.Close()
	pre := preopens(t, vfs.Mount{Path: "/", FS: fs})
	mk := func() [2]*guest {
		return [2]*guest{
		g.nativeGuest(t, engine.WASIConfig{Args: []string{"p","q"}, Preopens: []engine.Preopen{{Host: dirs[1], Guest: "/", Write: true}}}),
		g.host(t, host.Config{Args: []string{"p","q"}, Preopens: pre}),
		}
	}
	var b [2]*guest
	prep := func(fn func(*guest)) { fn(b[0]); fn(b[1]) }
	try := func(name string, args ...any) {
		t.Helper()
		a0, e0 := b[0].call(name, args...)
		a1, e1 := b[1].call(name, args...)
		s := "SAME"
		if a0 != a1 || (e0 == nil) != (e1 == nil) { s = "DIFFERENT" }
		t.Logf("%s %s%v native %v %.120v hosted %v %.120v", s, name, args, a0, e0, a1, e1)
		if e0 != nil || e1 != nil { b = mk() }
	}
	b = mk()
	try("args_get", 1, 100)
	try("args_get", 0, 0xfffffff0)
	try("args_sizes_get", 2, 8)
	try("clock_time_get", 2, 0, 8)
	try("clock_time_get", 4, 0, 8)
	try("clock_time_get", 1, 0, 4)
	try("clock_res_get", 0x10000, 8)
	try("fd_advise", 3, 0, 0, 7)
	try("fd_advise", 9, 0, 0, 0)
	try("fd_advise", 3, 0, 0, 0x100)
	open := func() { prep(func(g *guest) { g.Logf("fd %d", g.open(3, "a", 0, rightReadWrite, 0)) }) }
	open()
	try("fd_advise", 4, ^uint64(0), 5, 0)
	try("fd_advise", 4, 5, ^uint64(0), 0)
	try("fd_advise", 4, 1<<63-1, 1<<63-1, 0)
	try("fd_allocate", 4, 0, 10)
	try("fd_allocate", 3, 0, 10)
	try("fd_sync", 3); try("fd_sync", 4); try("fd_datasync", 1)
	try("fd_fdstat_set_flags", 4, 0x10001)
	open()
	try("fd_fdstat_set_flags", 4, 32)
	try("fd_fdstat_set_flags", 3, 2)
	try("fd_fdstat_set_rights", 3, ^uint64(0), 0)
	try("fd_fdstat_set_rights", 3, 0, 0)
	try("fd_fdstat_set_rights", 1, 0, 0)
	open()
	try("fd_filestat_set_size", 4, uint64(1<<63))
	try("fd_filestat_set_times", 4, 0, 0, 16)
	open()
	try("fd_filestat_set_times", 4, 0, 0, 3)
	try("fd_filestat_set_times", 99, 0, 0, 3)
	try("fd_read", 0, vector, 0, result)
	try("fd_read", 4, vector, 0, result)
	try("fd_pread", 4, vector, 0, 0, result)
	try("fd_pread", 4, vector, 0, ^uint64(0), result)
	try("fd_pread", 0, vector, 0, 0, result)
	try("fd_pread", 1, vector, 0, 0, result)
	try("fd_pwrite", 0, vector, 0, 0, result)
	try("fd_pwrite", 1, vector, 0, 0, result)
	try("fd_pwrite", 4, vector, 0, uint64(1<<63), result)
	try("fd_write", 4, vector+2, 1, result)
	open()
	try("fd_write", 77, vector+2, 1, result)
	try("fd_write", 1, vector, 1<<25, result)
	prep(func(g *guest) { g.list(buffer, 0, 0x10000000, 5) })
	try("fd_write", 1, vector, 2, result)
	prep(func(g *guest) { g.list(0, 0x7fffffff) })
	try("fd_write", 77, vector, 1, result)
	prep(func(g *guest) { g.list(0x1000000, 0) })
	try("fd_write", 1, vector, 1, result)
	prep(func(g *guest) { g.list(buffer, 10) })
	try("fd_write", 1, vector, 1, 3)
	try("fd_seek", 3, 0, 0, result)
	try("fd_seek", 1, 0, 0, result)
	try("fd_seek", 1, 0, 3, result)
	open()
	try("fd_seek", 4, ^uint64(0), 0, result)
	try("fd_seek", 4, ^uint64(0), 1, result)
	try("fd_seek", 4, 1<<63-1, 0, result)
	try("fd_seek", 4, 1<<63-1, 1, result)
	try("fd_seek", 4, 5, 1, result)
	try("fd_write", 4, vector, 1, result)
	try("fd_read", 4, vector, 1, result)
	try("fd_pread", 4, vector, 1, ^uint64(0), result)
	try("fd_readdir", 3, buffer, 0, 0, result)
	try("fd_readdir", 3, buffer, 1, 0, result)
	try("fd_readdir", 3, buffer, 300, ^uint64(0), result)
	try("fd_readdir", 3, 0x3fff0, 300, 0, result)
	try("fd_readdir", 3, 0x3ff00, 4000, 0, result)
	try("fd_readdir", 1, 0x3ff00, 4000, 0, result)
	try("path_open", 3, 2, text, 1, 0, 0, 0, 0, result)
	try("path_open", 3, 0, text, 1, 16, 0, 0, 0, result)
	try("path_open", 3, 0, text, 1, 0, ^uint64(0), 0, 0, result)
	try("path_open", 3, 0, text, 1, 0, 0, 0, 0x10000, result)
	try("path_open", 3, 0, text, 1, 0, 0, 0, 32, result)
	prep(func(g *guest) { g.put(text, "\xff") })
	try("path_open", 3, 0, text, 1, 0, 0, 0, 0, result)
	try("path_open", 99, 0, text, 1, 0, 0, 0, 0, result)
	try("path_open", 99, 0, 0xfffffff0, 1, 0, 0, 0, 0, result)
	try("path_unlink_file", 99, 0xfffffff0, 1)
	try("path_unlink_file", 3, 0, 0x8800000)
	try("path_create_directory", 3, 0, 0x8800000)
	prep(func(g *guest) { g.put(text, "a"); g.put(text+10, "x") })
	try("path_open", 1, 0, text, 1, 0, 0, 0, 0, result)
	try("path_open", 3, 0, text, 1, 0, 0, 0, 2, result)
	try("path_open", 3, 0, text, 1, 1|2, 0, 0, 0, result)
	try("path_open", 3, 0, text, 1, 2, 0, 0, 0, result)
	try("path_open", 3, 0, text, 1, 8, 2, 0, 0, result)
	try("fd_write", 4, vector, 1, result)
	try("path_rename", 99, text, 1, 3, 0xfffffff0, 1)
	try("path_rename", 3, 0xfffffff0, 1, 99, text, 1)
	try("path_readlink", 3, text, 1, buffer, 10, result)
	try("proc_raise", 3); try("proc_raise", 31); try("proc_raise", 99); try("proc_exit", 126); try("proc_exit", 125); try("proc_exit", ^uint64(0))
	try("random_get", 0xfffffff0, 0); try("random_get", 0xfffffff0, 10); try("random_get", 0x3fff0, 100)
	try("sock_accept", 99, 0, result); try("sock_accept", 3, 0, result); try("sock_accept", 3, 64, result)
	try("sock_recv", 3, 0, 0, 4, result, result); try("sock_recv", 3, 0, 0, 3, result, result)
	try("sock_send", 3, 0, 0, 1, result); try("sock_send", 3, 0, 0, 0x10000, result); try("sock_send", 3, 0, 0, 0, result);
	try("sock_shutdown", 3, 4);try("sock_shutdown", 3, 0x103);try("sock_shutdown", 1, 3)
	try("poll_oneoff", 0, 0, 0, 0)
	try("poll_oneoff", 4, 0, 1, 0)
	try("poll_oneoff", 0, 0, 1<<25, 0)
	prep(func(g *guest) { m:=g.memory(); clear(m); m[8]=3 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); m[8]=0; m[16]=2 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); m[8]=0; m[16]=1; m[40]=2 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); m[8]=0; m[16]=9; m[40]=0 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); m[8]=0; m[16]=0; m[40]=1 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[64:96]) })
	prep(func(g *guest) { m:=g.memory(); m[8]=1; m[16]=0; m[40]=1 })
	try("poll_oneoff", 0, 64, 1, 128)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[64:96]) })
	try("fd_prestat_get", 3, 4)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[0:16]) })
	try("fd_prestat_get", 2, 4)
	try("fd_prestat_dir_name", 2, 4, 100)
	try("fd_prestat_dir_name", 3, 4, 0)
	try("fd_prestat_dir_name", 3, 4, 5)
	for fd := range 4 {
	try("fd_fdstat_get", fd, 256)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[256:256+24]) })
	try("fd_filestat_get", fd, 256)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[256:256+64]) })
	}
	prep(func(g *guest) { g.Logf("fd %d", g.open(3, "d", 0, rightRead, 0)); g.open(3, "a", 0, rightRead, flagAppend|flagNonblock); g.open(3,"n",1,0,0); g.open(3,"n",8,0,0)  })
	for fd := 4; fd<8; fd++ {
	try("fd_fdstat_get", fd, 256)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[256:256+24]) })
	try("fd_filestat_get", fd, 256)
	prep(func(g *guest) { m:=g.memory(); t.Logf("%x", m[256:256+64]) })
	}
	prep(func(g *guest) { g.list(buffer, 10) })
	for fd := 0; fd<8; fd++ { try("fd_write", fd, vector, 1, result); try("fd_read", fd, vector, 1, result);try("fd_pread", fd, vector, 1, 0, result); try("fd_filestat_set_size", fd, 3) }
	try("fd_renumber", 99, 5); try("fd_renumber", 5, 99); try("fd_renumber", 5, 5); try("fd_renumber", 5, 1); try("fd_write", 1, vector, 1, result); try("fd_close", 3); try("fd_close", 3);
	try("sched_yield")
}
