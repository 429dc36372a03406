package preview1

import (
	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/wasi/host"
)

// Module is the name under which core modules import the functions.
const Module = "wasi_snapshot_preview1"

// AddToLinker provides all functions in a linker. Stores that it instantiates in
// have a [host.Host].
func AddToLinker(l *engine.Linker) error { return l.ProvideCore(Module, find) }

// find makes the host function of a name.
func find(name string) (engine.CoreFunction, bool) {
	for _, f := range functions() {
		if f.name == name {
			return f.hostFunction(), true
		}
	}
	return engine.CoreFunction{}, false
}

func (f *function) hostFunction() engine.CoreFunction {
	sig := engine.CoreSignature{Params: kinds(f.params), Results: []engine.TypeKind{"i32"}}
	if f.name == "proc_exit" {
		sig.Results = nil
	}
	run, direct := f.run, f.direct()
	return engine.CoreFunction{Memory: true, Signature: sig, Direct: direct, Call: func(caller *engine.Caller) error {
		c, err := begin(caller)
		if err != nil {
			return err
		}
		if direct.Func != 0 {
			host.Call{Host: c.Host, Store: caller.Store}.Direct()
		}
		return c.end(run(c))
	}}
}

// direct is what C answers in place of a function.
func (f *function) direct() engine.Direct {
	d := engine.Direct{Counter: uint8(host.Preview1)}
	switch f.name {
	case "clock_res_get":
		d.Func = engine.DirectClockResGet
	case "clock_time_get":
		d.Func = engine.DirectClockTimeGet
	case "random_get":
		d.Func = engine.DirectRandomGet
	case "sched_yield":
		d.Func = engine.DirectSchedYield
	case "fd_read":
		d.Func = engine.DirectFdRead
	case "fd_write":
		d.Func = engine.DirectFdWrite
	case "fd_pread":
		d.Func = engine.DirectFdPread
	case "fd_pwrite":
		d.Func = engine.DirectFdPwrite
	}
	return d
}

// kinds are the types of parameters: "i" is i32, "I" is i64.
func kinds(params string) []engine.TypeKind {
	list := make([]engine.TypeKind, len(params))
	for i := range list {
		list[i] = "i32"
		if params[i] == 'I' {
			list[i] = "i64"
		}
	}
	return list
}

// function is one of the snapshot's. Its error is an Errno, or it traps.
type function struct {
	name, params string
	run          func(*call) error
	about        host.Subject
}

// About tells what a permission would have to be about for a function to have an effect;
// false means that there is no such function. Those on descriptors are about files only
// where they need one that was opened.
func About(name string) (host.Subject, bool) {
	for _, f := range functions() {
		if f.name == name {
			return f.about, true
		}
	}
	return 0, false
}

// functions are all of wasi_snapshot_preview1.witx, in its order. The last
// parameters are where results go.
func functions() []function {
	return []function{
		{"args_get", "ii", argsGet, host.AboutEnvironment},
		{"args_sizes_get", "ii", argsSizesGet, host.AboutEnvironment},
		{"environ_get", "ii", environGet, host.AboutEnvironment},
		{"environ_sizes_get", "ii", environSizesGet, host.AboutEnvironment},
		{"clock_res_get", "ii", clockResGet, host.AboutNothing},
		{"clock_time_get", "iIi", clockTimeGet, host.AboutNothing},
		{"fd_advise", "iIIi", fdAdvise, host.AboutNothing},
		{"fd_allocate", "iII", fdAllocate, host.AboutFiles},
		{"fd_close", "i", fdClose, host.AboutNothing},
		{"fd_datasync", "i", fdDatasync, host.AboutNothing},
		{"fd_fdstat_get", "ii", fdFdstatGet, host.AboutNothing},
		{"fd_fdstat_set_flags", "ii", fdFdstatSetFlags, host.AboutNothing},
		{"fd_fdstat_set_rights", "iII", fdFdstatSetRights, host.AboutNothing},
		{"fd_filestat_get", "ii", fdFilestatGet, host.AboutNothing},
		{"fd_filestat_set_size", "iI", fdFilestatSetSize, host.AboutFiles},
		{"fd_filestat_set_times", "iIIi", fdFilestatSetTimes, host.AboutFiles},
		{"fd_pread", "iiiIi", fdPread, host.AboutFiles},
		{"fd_prestat_get", "ii", fdPrestatGet, host.AboutFiles},
		{"fd_prestat_dir_name", "iii", fdPrestatDirName, host.AboutFiles},
		{"fd_pwrite", "iiiIi", fdPwrite, host.AboutFiles},
		{"fd_read", "iiii", fdRead, host.AboutNothing},
		{"fd_readdir", "iiiIi", fdReaddir, host.AboutFiles},
		{"fd_renumber", "ii", fdRenumber, host.AboutNothing},
		{"fd_seek", "iIii", fdSeek, host.AboutNothing},
		{"fd_sync", "i", fdSync, host.AboutNothing},
		{"fd_tell", "ii", fdTell, host.AboutNothing},
		{"fd_write", "iiii", fdWrite, host.AboutNothing},
		{"path_create_directory", "iii", pathCreateDirectory, host.AboutFiles},
		{"path_filestat_get", "iiiii", pathFilestatGet, host.AboutFiles},
		{"path_filestat_set_times", "iiiiIIi", pathFilestatSetTimes, host.AboutFiles},
		{"path_link", "iiiiiii", pathLink, host.AboutFiles},
		{"path_open", "iiiiiIIii", pathOpen, host.AboutFiles},
		{"path_readlink", "iiiiii", pathReadlink, host.AboutFiles},
		{"path_remove_directory", "iii", pathRemoveDirectory, host.AboutFiles},
		{"path_rename", "iiiiii", pathRename, host.AboutFiles},
		{"path_symlink", "iiiii", pathSymlink, host.AboutFiles},
		{"path_unlink_file", "iii", pathUnlinkFile, host.AboutFiles},
		{"poll_oneoff", "iiii", pollOneoff, host.AboutNothing},
		{"proc_exit", "i", procExit, host.AboutNothing},
		{"proc_raise", "i", procRaise, host.AboutNothing},
		{"sched_yield", "", schedYield, host.AboutNothing},
		{"random_get", "ii", randomGet, host.AboutNothing},
		{"sock_accept", "iii", sockAccept, host.AboutNetwork},
		{"sock_recv", "iiiiii", sockRecv, host.AboutNetwork},
		{"sock_send", "iiiii", sockSend, host.AboutNetwork},
		{"sock_shutdown", "ii", sockShutdown, host.AboutNetwork},
	}
}
