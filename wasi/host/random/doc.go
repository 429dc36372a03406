// Package random is WASI's package wasi:random: random, insecure and
// insecure-seed, from the sources of the run's [host.Host].
package random
