package wasi

import (
	"slices"
	"strings"
)

// preview1 is the namespace of WASI preview 1 in core modules.
const preview1 = "wasi_snapshot_preview1"

// The subjects of preview 1's functions, in the order in which they are told.
const (
	ofEnvironment = "environment"
	ofFiles       = "files"
	ofNetwork     = "network"
	ofEverybody   = "clocks, random, standard streams"
)

// preview1Functions are all functions of preview 1 (WASI, snapshot 1), by what
// they are about. Those on descriptors count as files only where they need one
// that was opened.
func preview1Functions(subject string) []string {
	switch subject {
	case ofEnvironment:
		return strings.Fields("args_get args_sizes_get environ_get environ_sizes_get")
	case ofFiles:
		return strings.Fields("fd_allocate fd_filestat_set_size fd_filestat_set_times fd_pread fd_prestat_dir_name " +
			"fd_prestat_get fd_pwrite fd_readdir path_create_directory path_filestat_get path_filestat_set_times path_link " +
			"path_open path_readlink path_remove_directory path_rename path_symlink path_unlink_file")
	case ofNetwork:
		return strings.Fields("sock_accept sock_recv sock_send sock_shutdown")
	default:
		return strings.Fields("clock_res_get clock_time_get fd_advise fd_close fd_datasync fd_fdstat_get " +
			"fd_fdstat_set_flags fd_fdstat_set_rights fd_filestat_get fd_read fd_renumber fd_seek fd_sync fd_tell fd_write " +
			"poll_oneoff proc_exit proc_raise random_get sched_yield")
	}
}

func (g *Grant) preview1Needs(functions []string) []Need {
	var needs []Need
	known := 0
	for _, subject := range []string{ofEnvironment, ofFiles, ofNetwork, ofEverybody} {
		all := preview1Functions(subject)
		used := 0
		for _, f := range functions {
			if slices.Contains(all, f) {
				used++
			}
		}
		if known += used; used > 0 {
			needs = append(needs, g.preview1Need(subject))
		}
	}
	if known < len(functions) {
		needs = append(needs, g.missing(preview1+"::"+firstUnknown(functions)))
	}
	return needs
}

func (g *Grant) preview1Need(subject string) Need {
	name := preview1 + " (" + subject + ")"
	switch subject {
	case ofEnvironment:
		return g.environmentNeed(name)
	case ofFiles:
		return g.filesNeed(name)
	case ofNetwork:
		return networkNeed(name)
	default:
		return Need{Import: name, Status: Provided}
	}
}

func firstUnknown(functions []string) string {
	for _, f := range functions {
		known := false
		for _, subject := range []string{ofEnvironment, ofFiles, ofNetwork, ofEverybody} {
			known = known || slices.Contains(preview1Functions(subject), f)
		}
		if !known {
			return f
		}
	}
	return ""
}
