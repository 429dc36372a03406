//go:build unix

package command

import (
	"os"
	"path/filepath"
	"testing"
)

// grantFailures are permissions that can't be had.
func grantFailures(t *testing.T) []failure {
	t.Helper()
	hello := map[string]string{"hello.wat": nothing, "plain": ""}
	flag := func(name string, args ...string) failure {
		return failure{name: name, args: append([]string{"run", "hello.wat"}, args...), files: hello}
	}
	natively := func(name string, more ...string) failure {
		return failure{
			name: name, args: []string{"run", "--wasi", "native", "test.qyv"},
			files: map[string]string{"hello.wat": nothing, "plain": "", "test.qyv": manifestOf("hello.wat", more...)},
		}
	}
	given := func(name string, env []string, more ...string) failure {
		return failure{
			name: name, args: []string{"run", "test.qyv"}, env: env,
			files: map[string]string{"hello.wat": nothing, "plain": "", "test.qyv": manifestOf("hello.wat", more...)},
		}
	}
	return []failure{
		flag("no directory", "--allow-read", "nowhere"),
		flag("no directory to write", "--allow-write", "nowhere::/data"),
		flag("a file", "--allow-read", "plain"),
		flag("no name in the guest", "--allow-read", ".::"),
		flag("a name that is not UTF-8", "--allow-read", ".::\xff"),
		flag("a variable without a value", "--env", "NAME"),
		flag("a variable that is none", "--env", "A*B"),
		flag("a variable that is not UTF-8", "--env", "NAME=\xff"),
		flag("a pattern that is none", "--allow-env", "A=1"),
		flag("explain a pattern of which there is no variable", "--explain", "--allow-env", "NOPE_*"),
		flag("an argument that is not UTF-8", "--", "good", "\xff"),
		given("no directory of the manifest", nil, "permissions: {fs: [{mount: /data, from: ./nowhere, access: read}]}"),
		given("a file of the manifest", nil, "permissions: {fs: read}", "fs: {source: plain}"),
		given("a variable of the host that is not UTF-8", []string{"APP_X=\xff"}, `permissions: {env: ["APP_*"]}`),
		given("a variable of the manifest that isn't there", nil, "permissions: {env: [LANG, NOPE, NOPE_*]}"),
		{
			name: "explain a variable of the manifest that isn't there", args: []string{"run", "test.qyv", "--explain"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {env: [LANG, NOPE, NOPE_*]}")},
		},
		{
			name: "a failure without a variable of the manifest", args: []string{"run", "test.qyv", "--allow-env", "OTHER"},
			files: map[string]string{
				"fail.wat": `(module (import "wasi_snapshot_preview1" "proc_exit" (func $e (param i32))) (memory (export "memory") 1) (func (export "_start") (call $e (i32.const 1))))`,
				"test.qyv": manifestOf("fail.wat", "permissions: {env: [LANG, NOPE, NOR_THIS]}"),
			},
		},
		{
			name: "a link in a directory that may be written", args: []string{"run", "test.qyv"},
			files: map[string]string{
				"hello.wat": nothing, "data/x": "",
				"test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /data, from: ./data, access: read-write}, {mount: /out, from: ./data/out, access: read}]}"),
			},
			prepare: func(t *testing.T, dir string) { must(t, os.Symlink("/", filepath.Join(dir, "data", "out"))) },
		},
		{
			name: "a result through a link in a directory that may be written", args: []string{"run", "test.qyv", "--result", "data/r.json"},
			files: map[string]string{
				"hello.wat": nothing, "data/x": "",
				"test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /data, from: ./data, access: read-write}]}"),
			},
			prepare: func(t *testing.T, dir string) {
				must(t, os.Symlink("../hello.wat", filepath.Join(dir, "data", "r.json")))
			},
		},
		natively("memory, natively", "permissions: {fs: [{mount: /tmp, from: memfs, access: read-write}]}"),
		natively("excluded files, natively", "permissions: {fs: [{mount: /d, from: ., access: read, exclude: [plain]}]}"),
		natively("a mount in a mount, natively", "permissions: {fs: [{mount: /d, from: ., access: read}, {mount: /d/e, from: ., access: read}]}"),
		natively("a quota, natively", "permissions: {fs: read-write}", "fs: {quota: 1MiB}"),
		{
			name: "a closed directory", args: []string{"run", "hello.wat", "--allow-read", "closed"}, unprivileged: true,
			files: map[string]string{"hello.wat": nothing, "closed/x": ""},
			prepare: func(t *testing.T, dir string) {
				closed := filepath.Join(dir, "closed")
				must(t, os.Chmod(closed, 0))
				t.Cleanup(func() { must(t, os.Chmod(closed, 0o700)) }) // to be removed
			},
		},
		{
			name: "explain", args: []string{
				"run", "test.qyv", "--explain", "--allow-read", ".::/data", "--allow-env", "APP_*", "--env", "OWN=1",
				"--timeout", "2s", "--memory", "64MiB", "--fuel", "1000", "--", "two words",
			},
			env:   []string{"APP_KEY=a secret"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "env: {LEVEL: info}", "recovery: {degrade: true}")},
		},
		{
			name: "explain what the host lacks", args: []string{"run", "test.qyv", "--explain"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf(
				"hello.wat", `args: ["--key=${UNSET}", "${UNSET:-none}"]`, `env: {KEY: "x${UNSET}"}`, "permissions: {fs: [{mount: /data, from: nowhere, access: read}]}",
			)},
		},
		{
			name: "explain what the guest can't change", args: []string{"run", "test.qyv", "--explain"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: read-write}")},
		},
		{
			name: "explain what the guest could change, natively", args: []string{"run", "test.qyv", "--explain", "--wasi", "native"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: read-write}")},
		},
		{name: "explain nothing", args: []string{"run", "hello.wat", "--explain"}, files: hello},
		{
			name: "explain a manifest's directory, natively", args: []string{"run", "test.qyv", "--explain", "--wasi", "native"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: read-write}")},
		},
		{
			name: "explain a time limit, natively", args: []string{"run", "hello.wat", "--explain", "--wasi", "native", "--timeout", "1s"},
			files: hello,
		},
		{
			name: "explain an option in place of the manifest's", args: []string{"run", "test.qyv", "--explain", "--allow-read", ".::/d"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /d, from: ., access: read, exclude: [key]}]}")},
		},
		{
			name: "explain all that there is of files", args: []string{"run", "test.qyv", "--explain"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", `permissions:
  fs:
    - {mount: /d, from: ., access: read, exclude: ["*.key", secrets]}
    - {mount: /d/out, from: ., access: read-write, quota: 5MiB}
    - {mount: /tmp, from: memfs, access: read-write}`)},
		},
		{
			name: "explain a manifest's directory", args: []string{"run", "test.qyv", "--explain"},
			files: map[string]string{"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: read-write}")},
		},
	}
}
