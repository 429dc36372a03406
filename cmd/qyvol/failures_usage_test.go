//go:build unix

package main

// usageFailures are command lines that can't be understood.
func usageFailures() []failure {
	usage := func(name string, args ...string) failure { return failure{name: name, args: args, exit: 1} }
	hello := map[string]string{"hello.wat": nothing}
	return []failure{
		usage("unknown command", "nonsense"),
		usage("mistyped command", "rnu", "x.qyv"),
		usage("unknown command after an option", "--quiet", "nonsense"),
		usage("unknown command of cache", "cache", "nonsense"),
		usage("mistyped command of cache", "cache", "cler"),
		usage("help of an unknown command", "help", "nonsense"),
		usage("unknown option", "run", "--nonsense", "x.qyv"),
		usage("unknown option of the guest", "run", "x.qyv", "--month", "11"),
		usage("unknown option with a value", "validate", "--nonsense=1", "x.qyv"),
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
		usage("bad duration", "run", "x.qyv", "--timeout", "10"),
		usage("no time at all", "run", "x.qyv", "--timeout", "0s"),
		usage("bad size", "run", "x.qyv", "--memory", "much"),
		usage("size too small", "run", "x.qyv", "--memory", "1KiB"),
		usage("size too large", "run", "x.qyv", "--memory", "5GiB"),
		usage("bad fuel", "run", "x.qyv", "--fuel", "-1"),
		usage("no fuel", "run", "x.qyv", "--fuel", "0"),
		usage("bad format", "run", "x.qyv", "--format", "xml"),
		usage("bad format of version", "version", "--format", "xml"),
		usage("bad language", "run", "x.qyv", "--lang", "fr"),
		usage("bad level of the log", "schema", "--log-level", "loud"),
		usage("bad format of the log", "schema", "--log-format", "xml"),
		{name: "explain with a format", args: []string{"run", "hello.wat", "--explain", "--format", "json"}, files: hello, exit: 1},
		{name: "explain with a result", args: []string{"run", "hello.wat", "--explain", "--result", "r.json"}, files: hello, exit: 1},
		{
			name: "result that can't be written", files: hello, exit: 3,
			args: []string{"run", "hello.wat", "--result", "nowhere/r.json"},
		},
		{
			name: "result that can't be written after a failure", files: map[string]string{"trap.wat": unreachable}, exit: 3,
			args: []string{"run", "trap.wat", "--result", "nowhere/r.json"},
		},
		{name: "standard output that is full", args: []string{"schema"}, exit: 3, stdout: fullDevice},
		{name: "standard output that can't be written", args: []string{"version"}, exit: 3, stdout: readOnly},
	}
}
