//go:build race

package command

// raced tells that the race detector is on, under which all is slow and large.
const raced = true
