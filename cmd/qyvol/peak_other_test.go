//go:build !linux

package main

// measurePeak is used on Linux only.
func measurePeak() {}
