//go:build !race

package binary_test

const slowness = 1
