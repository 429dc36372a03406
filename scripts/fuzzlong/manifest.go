package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// odd are values that are wrong in most places.
var odd = []string{"1", "0", "-1", "1e3", "0b11", "~", "true", "[]", "[1, [2]]", "{a: b}", `"\u202e"`, "99999999999999999999", "''", "${", "&a *a"}

// sound are keys below the ones that every manifest needs, each with values that fit.
var sound = []struct {
	under, key string
	values     []string
}{
	{"", "version", []string{"1.0.0", "0.2.1-rc.1+b", `"10.20.30"`}},
	{"", "args", []string{"[]", `["a", "--b=c"]`, `["${NAME:-x}"]`}},
	{"", "env", []string{"{}", "{A: b}", "{A: '1', B_2: ${HOME}}"}},
	{"permissions", "env", []string{"[]", "[HOME]", "['APP_*', PATH]"}},
	{"permissions", "fs", []string{
		"none", "[{mount: /data, from: shared, access: read, exclude: ['**/*.key']}]",
		"[{mount: /out, from: ., access: read-write, quota: 10MB}, {mount: /tmp, from: memfs, access: read-write}]",
	}},
	{"resources", "memory", []string{"16MiB", "1GiB", "64KiB", "100MB"}},
	{"resources", "timeout", []string{"1s", "250ms", "1m30s", "2h"}},
	{"resources", "fuel", []string{"1", "50000000"}},
	{"resources", "instances", []string{"1", "10000"}},
	{"resources", "compile", []string{"{timeout: 10s}", "{timeout: 1m, memory: 1GiB}"}},
	{"recovery", "retries", []string{"{attempts: 3, on: [trap]}", "{attempts: 2, on: [load, exit], backoff: 10ms}"}},
	{"recovery", "degrade", []string{"true", "false"}},
	{"recovery", "fallback", []string{"other.wasm", "./lite.wasm"}},
}

// madeManifest writes one for a component. Half of them are sound, and the others
// have an odd value or an unknown key somewhere.
func madeManifest(r *rand.Rand, component string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "name: made\nentrypoint: %s\nruntime: wasi\n", component)
	wrong := -1
	if r.IntN(2) == 0 {
		wrong = r.IntN(len(sound))
	}
	under := ""
	for i, s := range sound {
		if i != wrong && r.IntN(2) == 0 {
			continue
		}
		if s.under != under {
			under = s.under
			fmt.Fprintf(&b, "%s:\n", under)
		}
		key, value := s.key, pick(r, s.values)
		switch {
		case i != wrong:
		case r.IntN(4) == 0:
			key += "s"
		default:
			value = pick(r, odd)
		}
		if under != "" {
			key = "  " + key
		}
		fmt.Fprintf(&b, "%s: %s\n", key, value)
	}
	return []byte(b.String())
}
