//go:build unix

package command

import "strings"

// usageFailures are command lines that can't be understood.
func usageFailures() []failure {
	usage := func(name string, args ...string) failure { return failure{name: name, args: args, exit: 1} }
	hello := map[string]string{"hello.wat": nothing}
	return append(foreignFailures(), []failure{
		usage("unknown command", "nonsense"),
		usage("mistyped command", "vlaidate", "x.qyv"),
		usage("too short a command for a guess", "rnu", "x.qyv"),
		usage("a file in place of a command", "app.wasm"),
		usage("unknown command after an option", "--quiet", "nonsense"),
		usage("unknown command of cache", "cache", "nonsense"),
		usage("mistyped command of cache", "cache", "cler"),
		usage("help of an unknown command", "help", "nonsense"),
		usage("help of more than one command", "help", "run", "validate"),
		usage("unknown colours", "version", "--color", "sometimes"),
		usage("empty colours", "version", "--color="),
		usage("an option of others for colours", "inspect", "x.wasm", "--no-color"),
		usage("an option of others for colours, for the guest or not", "run", "x.qyv", "--no-color"),
		usage("an option of others, of compile", "compile", "--dir", "x", "x.qyv"),
		usage("unknown option", "run", "--nonsense", "x.qyv"),
		usage("unknown option of the guest", "run", "x.qyv", "--month", "11"),
		usage("unknown option with a value", "validate", "--nonsense=1", "x.qyv"),
		usage("an option of others, for the guest or not", "run", "x.qyv", "-v", "data:/data"),
		usage("unknown options of the guest, and words", "run", "--timeout", "1s", "x.qyv", "--env", "KEY=secret", "--env=A=b", "a b", "--foo=1", "--timeout", "2s", "c"),
		usage("an unknown option, and words of the guest's", "run", "x.qyv", "--foo", "--", "c"),
		usage("an option that took the file", "run", "--timeout", "x.qyv"),
		{name: "an option for directories that took the file", args: []string{"run", "--allow-read", "hello.wat"}, files: hello},
		{name: "an option for variables that took the file", args: []string{"run", "--allow-env", "hello.wat"}, files: hello},
		{name: "a format that took the file", args: []string{"run", "--format", "hello.wat"}, files: hello},
		{
			name: "an option that took the file beside manifests", args: []string{"run", "--result", "d/hello.wat"},
			files: map[string]string{"a.qyv": "", "b.qyv": "", "d/hello.wat": ""},
		},
		{name: "an option of compile that took the file", args: []string{"compile", "--memory", "hello.wat"}, files: hello, exit: 1},
		{name: "an option of deploy that took the file", args: []string{"deploy", "--token-file", "hello.wat"}, files: hello, exit: 1},
		usage("a short option that there isn't", "run", "--arg", "1"),
		usage("mistyped option", "run", "--tiemout", "1s", "x.qyv"),
		usage("unknown short option", "version", "-z"),
		usage("option of another command", "validate", "x.qyv", "--timeout", "1s"),
		usage("option before a command", "--timeout", "1s", "run", "x.qyv"),
		usage("option without a value", "run", "x.qyv", "--timeout"),
		usage("switch with a value", "run", "--explain=perhaps", "x.qyv"),
		usage("run without a file", "run"),
		usage("validate without a file", "validate"),
		usage("compile without a file", "compile"),
		usage("arguments of schema", "schema", "x", "y"),
		usage("arguments of version", "version", "x"),
		usage("arguments of cache info", "cache", "info", "x"),
		usage("arguments of completion", "completion", "bash", "zsh"),
		usage("no shell", "completion"),
		usage("unknown shell", "completion", "csh"),
		usage("empty duration", "run", "x.qyv", "--timeout", ""),
		usage("empty size", "run", "x.qyv", "--memory="),
		usage("empty fuel", "run", "x.qyv", "--fuel", ""),
		usage("empty format", "run", "x.qyv", "--format", ""),
		usage("empty result", "run", "x.qyv", "--result", ""),
		usage("empty directory", "run", "x.qyv", "--allow-read", ""),
		usage("empty directory to write", "run", "x.qyv", "--allow-write", ""),
		usage("empty name of a variable to pass", "run", "x.qyv", "--allow-env", ""),
		usage("empty variable", "run", "x.qyv", "--env="),
		usage("empty language", "--lang", "", "run", "x.qyv"),
		usage("empty level of the log", "run", "x.qyv", "--log-level", ""),
		usage("empty format of the log", "run", "x.qyv", "--log-format="),
		usage("ambiguous size", "run", "x.qyv", "--memory", "64M"),
		usage("bad duration", "run", "x.qyv", "--timeout", "10"),
		usage("duration without its last unit", "run", "x.qyv", "--timeout", "1h30"),
		usage("duration with a long unit", "run", "x.qyv", "--timeout", "5 minutes"),
		usage("size without a unit", "run", "x.qyv", "--memory", "64"),
		usage("size as docker has it", "run", "x.qyv", "--memory", "512m"),
		usage("fuel with separators", "run", "x.qyv", "--fuel", "1_000_000"),
		usage("more fuel than a manifest can have", "run", "x.qyv", "--fuel", "9223372036854775808"),
		usage("a variable to pass", "run", "x.qyv", "--env", "API_KEY"),
		usage("short switches of which one is unknown", "run", "-qz"),
		usage("no time at all", "run", "x.qyv", "--timeout", "0s"),
		usage("bad size", "run", "x.qyv", "--memory", "much"),
		usage("size too small", "run", "x.qyv", "--memory", "1KiB"),
		usage("size too large", "run", "x.qyv", "--memory", "5GiB"),
		usage("memory to compile in, as docker has it", "run", "x.qyv", "--compile-memory", "2g"),
		usage("too little memory to compile in", "run", "x.qyv", "--compile-memory", "1MiB"),
		usage("no time to compile", "compile", "x.qyv", "--compile-timeout", "0s"),
		usage("bad fuel", "run", "x.qyv", "--fuel", "-1"),
		usage("no fuel", "run", "x.qyv", "--fuel", "0"),
		usage("bad format", "run", "x.qyv", "--format", "xml"),
		usage("bad format of version", "version", "--format", "xml"),
		usage("bad language", "run", "x.qyv", "--lang", "fr"),
		{name: "deploy without qyvol-node", args: []string{"deploy", "x.qyv"}, env: []string{"QYVOL_TEST_NODE=qyvol-absent"}, exit: 3},
		{name: "QYVOL_LANG that is no language", args: []string{"version", "x"}, env: []string{"QYVOL_LANG=fr"}, exit: 1},
		usage("bad level of the log", "schema", "--log-level", "loud"),
		usage("bad format of the log", "schema", "--log-format", "xml"),
		{name: "explain as data", args: []string{"run", "hello.wat", "--explain", "--format", "jsonl", "--env", "A=->"}, files: hello},
		usage("bad format of explain", "run", "x.qyv", "--explain", "--format", "xml"),
		{name: "explain with a result", args: []string{"run", "hello.wat", "--explain", "--result", "r.json"}, files: hello},
		{
			name: "result that can't be written", files: hello,
			args: []string{"run", "hello.wat", "--result", "nowhere/r.json"},
		},
		{
			name: "result in a directory's place", files: hello, args: []string{"run", "hello.wat", "--result", "."},
		},
		{name: "a variable that isn't there", args: []string{"run", "hello.wat", "--allow-env", "NOPE", "--allow-env", "NOPE_*"}, files: hello},
		{name: "compiling goes on", args: []string{"compile", "nowhere.wasm", "hello.wat", "elsewhere.wasm"}, files: hello, exit: 3},
		{name: "standard output that is full", args: []string{"schema"}, exit: 3, stdout: fullDevice},
		{name: "standard output that can't be written", args: []string{"version"}, exit: 3, stdout: readOnly},
		{name: "nothing in the directory", args: []string{"run", "d"}, files: map[string]string{"d/readme.md": ""}},
		{name: "a component in the directory", args: []string{"run", "d"}, files: map[string]string{"d/app.wasm": ""}},
		{name: "components in the directory", args: []string{"run", "d"}, files: map[string]string{"d/app.WASM": "", "d/b.wat": ""}},
		{name: "a component here", args: []string{"run"}, files: map[string]string{"app.wasm": ""}},
		{
			name: "several manifests in the directory", args: []string{"run"},
			files: map[string]string{"a.qyv": "", "b.qyv": "", "c.wasm": ""},
		},
		{
			name: "many manifests in a directory", args: []string{"run", "d"},
			files: map[string]string{"d/a.qyv": "", "d/b.qyv": "", "d/c.qyv": "", "d/d.qyv": "", "d/e.qyv": "", "d/f.qyv": ""},
		},
	}...)
}

// foreignFailures are what people type who know other commands.
func foreignFailures() []failure {
	var list []failure
	for _, flag := range []string{
		"--dir", "--mapdir", "--volume", "-v", "--mount", "-e", "--env-file", "--inherit-env", "-m", "--max-memory-size", "--max-fuel",
		"--wall-time", "--instances", "-S", "-W", "-A", "--allow-net", "--net", "-p", "--invoke", "--arg", "--rm", "-d", "-it", "--workdir",
	} {
		list = append(list, failure{name: "option " + flag, args: []string{"run", flag, "x", "app.wasm"}})
	}
	for _, words := range []string{"-S http", "-Shttp=y", "-S inherit-env=y", "-C cache=n", "-W fuel=9", "-Wmax-memory-size=9", "-O opt-level=2"} {
		list = append(list, failure{name: "options " + words, args: append(append([]string{"run"}, strings.Fields(words)...), "app.wasm")})
	}
	for _, command := range []string{
		"up", "exec", "rm", "prune", "images", "lint", "objdump", "push", "precompile", "completions", "new", "init", "build", "serve",
		"pull", "ps", "logs", "stop", "watch", "upgrade",
	} {
		list = append(list, failure{name: "command " + command, args: []string{command, "x"}, exit: 1})
	}
	return list
}
