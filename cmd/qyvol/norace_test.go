//go:build !race

package main

// raced tells that the race detector is on, under which all is slow and large.
const raced = false
