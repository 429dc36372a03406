package wasi

import "strings"

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

func (g *Grant) preview1Needs(i Import) []Need {
	subjects := map[string]string{}
	all := []string{ofEnvironment, ofFiles, ofNetwork, ofEverybody}
	for _, subject := range all {
		for _, f := range preview1Functions(subject) {
			subjects[f] = subject
		}
	}
	used := map[string]bool{}
	var unknown []Need
	for _, f := range i.Functions {
		if subject, ok := subjects[f]; ok {
			used[subject] = true
			continue
		}
		unknown = append(unknown, g.missing(Import{Name: preview1 + "::" + f, Core: true}, preview1))
	}
	var needs []Need
	for _, subject := range all {
		if used[subject] {
			needs = append(needs, g.preview1Need(subject))
		}
	}
	for _, name := range i.Code {
		unknown = append(unknown, g.missing(Import{Name: preview1 + "::" + name, Core: true, Code: []string{name}}, preview1))
	}
	return append(needs, unknown...)
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
