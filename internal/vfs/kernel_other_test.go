//go:build !linux

package vfs_test

func kernels() []backend { return nil }
