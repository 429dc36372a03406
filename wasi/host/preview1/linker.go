package preview1

import "github.com/qyvol/qyvol/engine"

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
	run := f.run
	return engine.CoreFunction{Memory: true, Signature: sig, Call: func(caller *engine.Caller) error {
		c, err := begin(caller)
		if err != nil {
			return err
		}
		return c.end(run(c))
	}}
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
}

// functions are all of wasi_snapshot_preview1.witx, in its order. The last
// parameters are where results go.
func functions() []function {
	return []function{
		{"args_get", "ii", argsGet},
		{"args_sizes_get", "ii", argsSizesGet},
		{"environ_get", "ii", environGet},
		{"environ_sizes_get", "ii", environSizesGet},
		{"clock_res_get", "ii", clockResGet},
		{"clock_time_get", "iIi", clockTimeGet},
		{"fd_advise", "iIIi", fdAdvise},
		{"fd_allocate", "iII", fdAllocate},
		{"fd_close", "i", fdClose},
		{"fd_datasync", "i", fdDatasync},
		{"fd_fdstat_get", "ii", fdFdstatGet},
		{"fd_fdstat_set_flags", "ii", fdFdstatSetFlags},
		{"fd_fdstat_set_rights", "iII", fdFdstatSetRights},
		{"fd_filestat_get", "ii", fdFilestatGet},
		{"fd_filestat_set_size", "iI", fdFilestatSetSize},
		{"fd_filestat_set_times", "iIIi", fdFilestatSetTimes},
		{"fd_pread", "iiiIi", fdPread},
		{"fd_prestat_get", "ii", fdPrestatGet},
		{"fd_prestat_dir_name", "iii", fdPrestatDirName},
		{"fd_pwrite", "iiiIi", fdPwrite},
		{"fd_read", "iiii", fdRead},
		{"fd_readdir", "iiiIi", fdReaddir},
		{"fd_renumber", "ii", fdRenumber},
		{"fd_seek", "iIii", fdSeek},
		{"fd_sync", "i", fdSync},
		{"fd_tell", "ii", fdTell},
		{"fd_write", "iiii", fdWrite},
		{"path_create_directory", "iii", pathCreateDirectory},
		{"path_filestat_get", "iiiii", pathFilestatGet},
		{"path_filestat_set_times", "iiiiIIi", pathFilestatSetTimes},
		{"path_link", "iiiiiii", pathLink},
		{"path_open", "iiiiiIIii", pathOpen},
		{"path_readlink", "iiiiii", pathReadlink},
		{"path_remove_directory", "iii", pathRemoveDirectory},
		{"path_rename", "iiiiii", pathRename},
		{"path_symlink", "iiiii", pathSymlink},
		{"path_unlink_file", "iii", pathUnlinkFile},
		{"poll_oneoff", "iiii", pollOneoff},
		{"proc_exit", "i", procExit},
		{"proc_raise", "i", procRaise},
		{"sched_yield", "", schedYield},
		{"random_get", "ii", randomGet},
		{"sock_accept", "iii", sockAccept},
		{"sock_recv", "iiiiii", sockRecv},
		{"sock_send", "iiiii", sockSend},
		{"sock_shutdown", "ii", sockShutdown},
	}
}
