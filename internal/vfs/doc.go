// Package vfs gives guests their files: file systems behind one small interface,
// and the guest's tree that mounts compose from them.
//
// There are two levels. Below, an [FS] gives open directories ([Dir]) whose
// operations name one entry and never follow a symbolic link; memfs ([NewMem]) and
// diskfs ([OpenDisk]) implement it, and [Frozen] makes read-only any of them. Above, a
// [Tree] resolves paths, component by component, over directories that it holds
// open: links, "..", mounts and what is excluded are decided there, once for every
// file system, and never checked first and used later.
//
// Errors are [Errno]: those of WASI, never the host's. What WASI leaves open
// follows POSIX.1-2024, and what POSIX leaves open follows Linux.
//
// What doesn't live here: who may mount what (package wasi), and how a guest calls
// it (wasi/host/filesystem).
package vfs
