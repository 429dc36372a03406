//go:build !race

package wasm_test

const slowness = 1
