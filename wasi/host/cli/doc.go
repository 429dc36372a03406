// Package cli is WASI's package wasi:cli, but for run, which is the guest's:
// environment, exit, the standard streams and what tells that they are
// terminals.
package cli
