package main

import "testing"

// hosted uses all that the host provides, and checks what can be checked.
const hosted = `
(component
	(import "host-return-two" (func $two (result u32)))
	(import "host-echo-u32" (func $echo (param "v" u32) (result u32)))
	(import "host" (instance $host
		(export "return-three" (func (result u32)))
		(export "return-hi" (func (result string)))
		(export "nested" (instance (export "return-four" (func (result u32)))))
		(export "simple-module" (core module (export "f" (func (result i32))) (export "g" (global i32))))
		(export "resource1" (type $r (sub resource)))
		(export "resource2" (type (sub resource)))
		(export "resource1-again" (type (eq $r)))
		(export "[constructor]resource1" (func (param "r" u32) (result (own $r))))
		(export "[method]resource1.simple" (func (param "self" (borrow $r)) (param "rep" u32)))
		(export "[method]resource1.take-borrow" (func (param "self" (borrow $r)) (param "b" (borrow $r))))
		(export "[method]resource1.take-own" (func (param "self" (borrow $r)) (param "b" (own $r))))
		(export "[static]resource1.assert" (func (param "r" (own $r)) (param "rep" u32)))
		(export "[static]resource1.last-drop" (func (result u32)))
		(export "[static]resource1.drops" (func (result u32)))))
	(alias export $host "nested" (instance $nested))
	(alias export $host "simple-module" (core module $simple))
	(alias export $host "resource1" (type $r))
	(core func $new (canon lower (func $host "[constructor]resource1")))
	(core func $drop (canon resource.drop $r))
	(core func $is (canon lower (func $host "[method]resource1.simple")))
	(core func $assert (canon lower (func $host "[static]resource1.assert")))
	(core func $last (canon lower (func $host "[static]resource1.last-drop")))
	(core func $drops (canon lower (func $host "[static]resource1.drops")))
	(core module $m
		(import "" "new" (func $new (param i32) (result i32)))
		(import "" "drop" (func $drop (param i32)))
		(import "" "is" (func $is (param i32 i32)))
		(import "" "assert" (func $assert (param i32 i32)))
		(import "" "last" (func $last (result i32)))
		(import "" "drops" (func $drops (result i32)))
		(func (export "drop") (param i32) (result i32)
			(local $h i32)
			(local.set $h (call $new (local.get 0)))
			(call $is (local.get $h) (local.get 0))
			(call $drop (local.get $h))
			(i32.add (call $last) (i32.mul (i32.const 1000) (call $drops))))
		(func (export "assert") (param i32 i32) (call $assert (call $new (local.get 0)) (local.get 1)))
		(func (export "is") (param i32 i32) (call $is (call $new (local.get 0)) (local.get 1))))
	(core instance $i (instantiate $m (with "" (instance
		(export "new" (func $new)) (export "drop" (func $drop)) (export "is" (func $is))
		(export "assert" (func $assert)) (export "last" (func $last)) (export "drops" (func $drops))))))
	(core instance $s (instantiate $simple))
	(core module $libc (memory (export "mem") 1) (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64)))
	(core instance $libc (instantiate $libc))
	(core func $two' (canon lower (func $two)))
	(core func $echo' (canon lower (func $echo)))
	(core func $three (canon lower (func $host "return-three")))
	(core func $four (canon lower (func $nested "return-four")))
	(core func $hi (canon lower (func $host "return-hi") (memory $libc "mem") (realloc (func $libc "realloc"))))
	(core module $text (import "" "hi" (func $hi (param i32))) (func (export "hi") (result i32) (call $hi (i32.const 16)) (i32.const 16)))
	(core instance $text (instantiate $text (with "" (instance (export "hi" (func $hi))))))
	(func (export "f") (result u32) (canon lift (core func $s "f")))
	(func (export "drop") (param "rep" u32) (result u32) (canon lift (core func $i "drop")))
	(func (export "assert") (param "a" u32) (param "b" u32) (canon lift (core func $i "assert")))
	(func (export "is") (param "a" u32) (param "b" u32) (canon lift (core func $i "is")))
	(func (export "two") (result u32) (canon lift (core func $two')))
	(func (export "echo") (param "v" u32) (result u32) (canon lift (core func $echo')))
	(func (export "three") (result u32) (canon lift (core func $three)))
	(func (export "four") (result u32) (canon lift (core func $four)))
	(func (export "hi") (result string) (canon lift (core func $text "hi") (memory $libc "mem"))))
`

func TestHost(t *testing.T) {
	for _, directive := range []string{
		`(assert_return (invoke "two") (u32.const 2))`,
		`(assert_return (invoke "echo" (u32.const 7)) (u32.const 7))`,
		`(assert_return (invoke "three") (u32.const 3))`,
		`(assert_return (invoke "four") (u32.const 4))`,
		`(assert_return (invoke "hi") (str.const "hi"))`,
		`(assert_return (invoke "f") (u32.const 101))`,
		`(assert_return (invoke "drop" (u32.const 42)) (u32.const 1042))`,
		`(invoke "drop" (u32.const 42)) (assert_return (invoke "drop" (u32.const 43)) (u32.const 2043))`,
		`(assert_return (invoke "assert" (u32.const 1) (u32.const 1)))`,
		`(assert_trap (invoke "assert" (u32.const 1) (u32.const 2)) "the resource is 1, not 2")`,
		`(assert_trap (invoke "is" (u32.const 1) (u32.const 2)) "the resource is 1, not 2")`,
	} {
		if _, err := playAll(t, hosted+directive); err != nil {
			t.Errorf("%s: %v", directive, err)
		}
	}
}
