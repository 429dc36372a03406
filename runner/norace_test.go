//go:build !race

package runner_test

const slowness = 1
