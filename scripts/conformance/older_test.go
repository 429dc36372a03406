package main

import "testing"

func TestOlder(t *testing.T) {
	for newer, want := range map[string]string{
		`(canon lift (core func $f) (memory (core memory $m "mem")) (realloc (core func $m "r")))`: `(canon lift (core func $f) (memory $m "mem") (realloc (func $m "r")))`,
		`(memory (core memory 0))`:                              `(memory 0)`,
		`(post-return (core func $f)) (callback (core func 1))`: `(post-return (func $f)) (callback (func 1))`,
		`(type (resource (rep i32) (dtor (core func $m "d"))))`: `(type (resource (rep i32) (dtor (func $m "d"))))`,
		`(dtor $d)`: `(dtor (func $d))`,
		`(canon thread.new-indirect $t (core table $m "t"))`: `(canon thread.new-indirect $t (table $m "t"))`,
		// What is older already stays, and so do core modules and what can't be read.
		`(memory $m "mem") (realloc (func $m "r")) (realloc 0)`:   `(memory $m "mem") (realloc (func $m "r")) (realloc 0)`,
		`(core module $m (memory (core memory 0)))`:               `(core module $m (memory (core memory 0)))`,
		`(memory (core memory 0)`:                                 `(memory (core memory 0)`,
		"(memory ;; a\n(core memory (; b ;) $m \"\\\"\") ;; c\n)": "(memory ;; a\n$m \"\\\"\" ;; c\n)",
	} {
		if got := string(older([]byte(newer))); got != want {
			t.Errorf("%s: got %s", newer, got)
		}
	}
}
