// Package filesystem is WASI's package wasi:filesystem: types and preopens, on
// the directories of the run's [host.Config]. What a path means, and what may be
// done, internal/vfs decides; here its answers become WASI's, and what the policy
// refused is told to the [host.Host].
//
// Where the standard leaves a choice, errors are those of wasmtime's own WASI.
// What a guest has open is counted, and closed when it is dropped, by the guest
// or with its store: a file when its descriptor and its streams are.
package filesystem
