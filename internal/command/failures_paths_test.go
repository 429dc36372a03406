//go:build unix

package command

import "strings"

// pathFailures are paths that a shell was meant to expand, wherever a path is taken.
func pathFailures() []failure {
	hello := map[string]string{"hello.wat": nothing}
	list := []failure{
		{name: "in a manifest", args: []string{"validate", "test.qyv"}, exit: 2, files: map[string]string{
			"hello.wat": nothing,
			"test.qyv": manifestOf("~/app.wasm", "permissions: {fs: [{mount: /a, from: '$HOME/a', access: read}, {mount: /b, from: b, access: read}]}",
				"recovery: {fallback: '~bob/b.wasm'}"),
		}},
		{name: "in a manifest, as a variable", args: []string{"validate", "test.qyv"}, exit: 2, files: map[string]string{
			"test.qyv": manifestOf("${HOME}/app.wasm"),
		}},
		{name: "in a manifest's section", args: []string{"validate", "test.qyv"}, files: map[string]string{
			"test.qyv": manifestOf("$APP/app.wasm", "permissions: {fs: read}", "fs: {source: ~/data}"),
		}},
		{name: "in a manifest, with its component", args: []string{"validate", "--component", "test.qyv"}, files: map[string]string{
			"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /a, from: ~/a, access: read}]}"),
		}},
		{name: "in a manifest that is run", args: []string{"run", "test.qyv"}, files: map[string]string{
			"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /a, from: ~/a, access: read}]}"),
		}},
		{name: "in a manifest without its component", args: []string{"run", "test.qyv"}, files: map[string]string{"test.qyv": manifestOf("$HOME/a.wasm")}},
		{name: "in a manifest that is explained", args: []string{"run", "--explain", "test.qyv"}, files: map[string]string{
			"hello.wat": nothing, "test.qyv": manifestOf("hello.wat", "permissions: {fs: [{mount: /a, from: ~/a, access: read}]}"),
		}},
		{name: "one that exists", args: []string{"run", "~/hello.wat", "--allow-read", "~::/home"}, files: map[string]string{"~/hello.wat": nothing}},
		{name: "of the cache", args: []string{"run", "hello.wat"}, files: hello, env: []string{"QYVOL_CACHE_DIR=~/cache"}},
		{name: "of the cache, asked for", args: []string{"cache", "info"}, env: []string{"QYVOL_CACHE_DIR=$HOME/cache"}, exit: 3},
		{name: "without a home", args: []string{"run", "~/hello.wat"}, env: []string{"HOME="}},
		{name: "a token, by a variable", args: []string{"deploy", "hello.wat", "http://localhost:1", "--token-file", "$HOME/token"}, files: hello, exit: 4},
	}
	for _, line := range []string{
		"run ~/x.wasm", "run $HOME/x.qyv", "validate ~/x.qyv", "inspect ${HOME}/x", "compile ~bob/x.wasm",
		"run hello.wat --allow-read ~/data", "run hello.wat --allow-write=$HOME/data::/data", "run hello.wat --result ~/result.json",
	} {
		f := failure{name: line, args: strings.Fields(line), files: hello}
		switch f.args[0] {
		case "inspect", "compile":
			f.exit = 3
		case "validate":
			f.exit = 2
		}
		list = append(list, f)
	}
	return list
}
