package wasi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/wasi"
)

// socketErrors are the cases of error-code of wasi:sockets/network.
const socketErrors = `"unknown" "access-denied" "not-supported" "invalid-argument" "out-of-memory" "timeout"
	"concurrency-conflict" "not-in-progress" "would-block" "invalid-state" "new-socket-limit" "address-not-bindable"
	"address-in-use" "remote-unreachable" "connection-refused" "connection-reset" "connection-aborted"
	"datagram-too-large" "name-unresolvable" "temporary-resolver-failure" "permanent-resolver-failure"`

// creator creates a socket of each family, and ends with exit code 1 unless it
// gets the error access-denied both times.
func creator(protocol, version string) string {
	return strings.NewReplacer("PROTOCOL", protocol, "VERSION", version, "ERRORS", socketErrors).Replace(`(component
		(type $codes (enum ERRORS))
		(import "wasi:sockets/network@VERSION" (instance $network
			(alias outer 1 $codes (type $codes)) (export "error-code" (type (eq $codes)))
			(type $families (enum "ipv4" "ipv6")) (export "ip-address-family" (type (eq $families)))))
		(alias export $network "error-code" (type $code))
		(alias export $network "ip-address-family" (type $family))
		(import "wasi:sockets/PROTOCOL@VERSION" (instance $sockets (export "PROTOCOL-socket" (type (sub resource)))))
		(alias export $sockets "PROTOCOL-socket" (type $socket))
		(import "wasi:sockets/PROTOCOL-create-socket@VERSION" (instance $create
			(alias outer 1 $code (type $c)) (export "error-code" (type $code (eq $c)))
			(alias outer 1 $family (type $f)) (export "ip-address-family" (type $family (eq $f)))
			(alias outer 1 $socket (type $s)) (export "PROTOCOL-socket" (type $socket (eq $s)))
			(export "create-PROTOCOL-socket" (func (param "address-family" $family)
				(result (result (own $socket) (error $code)))))))
		(core module $memory (memory (export "memory") 1))
		(core instance $memory (instantiate $memory))
		(core func $create (canon lower (func $create "create-PROTOCOL-socket") (memory $memory "memory")))
		(core module $main
			(import "host" "create" (func $create (param i32 i32)))
			(import "memory" "memory" (memory 1))
			(func $granted (param $family i32) (result i32)
				(call $create (local.get $family) (i32.const 0))
				(i32.or (i32.ne (i32.load8_u (i32.const 0)) (i32.const 1))
					(i32.ne (i32.load8_u (i32.const 4)) (i32.const 1))))
			(func (export "run") (result i32)
				(i32.or (call $granted (i32.const 0)) (call $granted (i32.const 1)))))
		(core instance $main (instantiate $main (with "memory" (instance $memory))
			(with "host" (instance (export "create" (func $create))))))
		(func $run (result (result)) (canon lift (core func $main "run")))
		(instance $run (export "run" (func $run)))
		(export "wasi:cli/run@0.2.0" (instance $run)))`)
}

// wasmtime defines one of the versions, which serves the others.
func TestSocketsAreDenied(t *testing.T) {
	for _, protocol := range []string{"tcp", "udp"} {
		for patch := range 16 {
			version := fmt.Sprintf("0.2.%d", patch)
			s := wasi.BuildState(&wasi.Grant{Implementation: wasi.Native}, wasi.Stdio{})
			if _, err := load(t, []byte(creator(protocol, version))).run(t, s); err != nil {
				t.Errorf("a guest without a grant has a %s socket of %s: %v", protocol, version, err)
			}
		}
	}
}
