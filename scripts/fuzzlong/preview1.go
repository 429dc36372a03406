package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Functions of WASI preview 1, each with its parameters: i for 32 bits, l for 64.
// fd_allocate is left out, so that no disk fills.
var preview1 = []string{
	"args_get ii", "args_sizes_get ii", "environ_get ii", "environ_sizes_get ii",
	"clock_res_get ii", "clock_time_get ili", "fd_advise illi", "fd_close i", "fd_datasync i",
	"fd_fdstat_get ii", "fd_fdstat_set_flags ii", "fd_fdstat_set_rights ill", "fd_filestat_get ii",
	"fd_filestat_set_size il", "fd_filestat_set_times illi", "fd_pread iiili", "fd_prestat_get ii",
	"fd_prestat_dir_name iii", "fd_pwrite iiili", "fd_read iiii", "fd_readdir iiili", "fd_renumber ii",
	"fd_seek ilii", "fd_sync i", "fd_tell ii", "fd_write iiii", "path_create_directory iii",
	"path_filestat_get iiiii", "path_filestat_set_times iiiilli", "path_link iiiiiii",
	"path_open iiiiillii", "path_readlink iiiiii", "path_remove_directory iii", "path_rename iiiiii",
	"path_symlink iiiii", "path_unlink_file iii", "poll_oneoff iiii", "random_get ii", "sched_yield ",
	"sock_accept iii", "sock_recv iiiiii", "sock_send iiiii", "sock_shutdown ii",
}

func preview1Import(line string) imported {
	name, letters, _ := strings.Cut(line, " ")
	s := signature{results: []string{"i32"}}
	for _, c := range letters {
		s.params = append(s.params, map[rune]string{'i': "i32", 'l': "i64"}[c])
	}
	return imported{module: "wasi_snapshot_preview1", name: name, signature: s}
}

// command makes a core module that is a command of WASI preview 1.
func command(r *rand.Rand) string {
	m := newModule(r)
	for range r.IntN(7) {
		f := preview1Import(pick(r, preview1))
		m.imports = append(m.imports, f)
	}
	if m.chance(8) {
		m.imports = append(m.imports, imported{
			module: "wasi_snapshot_preview1", name: "proc_exit", signature: signature{params: []string{"i32"}},
		})
	}
	m.exports = []exported{{name: "_start", calls: r.IntN(8)}}
	if m.chance(30) {
		m.exports = append(m.exports, exported{name: "other", signature: signature{m.kinds(3), m.kinds(3)}})
	}
	// What lies where the small addresses point: vectors, and names of files.
	m.extra = fmt.Sprintf("  (data (i32.const 0) \"\\40\\00\\00\\00\\%02x\\00\\00\\00\\80\\00\\00\\00\\04\\00\\00\\00a/../b\\00d\")\n", r.IntN(256))
	return "(module\n" + m.text() + ")\n"
}
