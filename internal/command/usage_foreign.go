package command

import (
	"slices"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
)

// foreign points an option that the last command doesn't have to one that it has.
func (l *Line) foreign(name, value string) message.Text {
	flags, run := l.known(), l.last().Guest
	if len(l.path) == 1 {
		flags, run = slices.Concat(flags, runFlags), true
	}
	switch {
	case run && len(name) == 1 && strings.Contains(letterGroups, name):
		return groupedFlag(value)
	case run:
		return firstText(elsewhereFlag(flags, name), foreignFlag(name))
	}
	return elsewhereFlag(flags, name)
}

// elsewhereFlag finds the options that other commands call so. The zero Text knows
// none.
func elsewhereFlag(flags []*Flag, name string) message.Text {
	var ours []string
	for _, f := range flags {
		for _, other := range f.Elsewhere {
			if slices.Contains(other.Names, name) {
				ours = append(ours, "--"+f.Name+" "+other.Value)
			}
		}
	}
	switch len(ours) {
	case 0:
		return message.Text{}
	case 1:
		return message.UsageOurs.With(ours[0])
	default:
		return message.UsageOursEither.With(ours[0], ours[1])
	}
}

// letterGroups are the letters of wasmtime's: -W fuel=1.
const letterGroups = "SWOCD"

// ungrouped takes -Wfuel=1 apart, which is the same.
func ungrouped(arg string) (name, value string) {
	name, value, _ = strings.Cut(arg, "=")
	if len(name) > 2 && name[0] == '-' && strings.Contains(letterGroups, name[1:2]) {
		return name[:2], arg[2:]
	}
	return name, value
}

// groupedFlag is foreign for one in a group.
func groupedFlag(value string) message.Text {
	key, _, _ := strings.Cut(value, "=")
	if f := findFlag(runFlags, key); f != nil && len(f.Elsewhere) > 0 {
		return message.UsageOurs.With("--" + f.Name + " " + f.Elsewhere[0].Value)
	}
	switch key {
	case "cache", "cache-config":
		return message.UsageCached.With()
	case "http", "tcp", "udp", "tls", "inherit-network", "network-error-code", "tcplisten", "listenfd":
		return message.RunnerPermissionHint.With()
	default:
		if text := firstText(elsewhereFlag(runFlags, key), foreignFlag(key)); len(key) > 1 && !text.IsZero() {
			return text
		}
		return message.UsageEngine.With()
	}
}

// firstText is the first that says something.
func firstText(texts ...message.Text) message.Text {
	for _, t := range texts {
		if !t.IsZero() {
			return t
		}
	}
	return message.Text{}
}

// foreignFlag says what to do in place of an option of wasmtime, docker, Deno or their
// like that has no counterpart here. The zero Text knows nothing of it.
func foreignFlag(name string) message.Text {
	switch name {
	case "env-file":
		return message.UsageEnvFile.With()
	case "instances", "max-instances":
		return message.UsageManifestKey.With("resources.instances")
	case "disable-cache":
		return message.UsageCached.With()
	case "wasm", "wasi-modules", "cpu":
		return message.UsageEngine.With()
	case "A", "allow-all":
		return message.UsageAllowAll.With()
	case "allow-net", "net", "network", "p", "port", "publish", "tcplisten", "listenfd", "addr", "allow-ip-name-lookup":
		return message.RunnerPermissionHint.With()
	case "invoke":
		return message.UsageNoInvoke.With()
	case "arg", "args", "argv0":
		return message.UsageArguments.With()
	case "rm":
		return message.UsageNothingLeft.With()
	case "d", "detach", "i", "t", "it", "ti", "interactive", "tty", "restart", "name", "w", "workdir", "cwd", "u", "user", "allow-run":
		return message.UsageNotYet.With("qyvol run --help")
	}
	return message.Text{}
}

// foreignCommand does the same for commands.
func foreignCommand(name string) message.Text {
	ours := func(name string) message.Text { return message.UsageOurs.With("qyvol " + name) }
	switch name {
	case "up", "start", "exec", "execute", "r":
		return ours("run FILE")
	case "rm", "prune", "clean", "clear", "rmi", "gc":
		return message.UsageRemove.With()
	case "images", "ls", "list", "df":
		return ours("cache info")
	case "check", "lint", "config":
		return ours("validate FILE.qyv")
	case "wit", "objdump", "explore", "print", "info", "show", "describe", "wat":
		return ours("inspect FILE")
	case "push", "publish", "upload", "apply":
		return ours("deploy FILE")
	case "precompile", "aot", "wasm2obj":
		return ours("compile FILE")
	case "completions", "autocomplete":
		return ours("completion SHELL")
	case "new", "init", "create", "template", "templates":
		return message.UsageNoInit.With()
	case "build", "add", "bundle", "compose", "install":
		return message.UsageNoBuild.With()
	case "serve", "dev", "http":
		return message.UsageNoServe.With()
	case "pull", "fetch", "search", "login", "registry":
		return message.UsageNoRegistry.With()
	case "ps", "logs", "log", "stop", "kill", "stats", "top", "attach", "down", "restart", "watch",
		"test", "fmt", "repl", "doctor", "upgrade", "update", "self-update", "settings", "wast":
		return message.UsageNotYet.With("qyvol help")
	}
	return message.Text{}
}
