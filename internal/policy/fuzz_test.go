package policy_test

import (
	"path"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/loader/manifest"
)

// read reads a rule as the manifest does, and without the directories that it would
// be about.
func read(t *testing.T, rule string) (policy.Mount, manifest.Errors) {
	t.Helper()
	const text = "name: a\nentrypoint: a.wasm\nruntime: wasi\npermissions:\n  fs:\n    - "
	m, err := manifest.Parse([]byte(text+rule+"\n"), manifest.Options{})
	if err != nil {
		return policy.Mount{}, err.(manifest.Errors) //nolint:errorlint,forcetypeassert // it is nothing else
	}
	mount := m.Permissions.FS.Mounts[0]
	quota := ""
	if mount.Quota > 0 {
		quota = mount.Quota.String()
	}
	return policy.Mount{
		Path: mount.Mount, From: mount.From, Write: mount.Access.CanWrite(), Exclude: mount.Exclude, Quota: quota,
	}, nil
}

// with is a rule in place of the one for the same path, or beside the others.
func with(mounts []policy.Mount, rule policy.Mount) *policy.Files {
	all := []policy.Mount{rule}
	for _, m := range mounts {
		if path.Clean("/"+m.Path) != path.Clean("/"+rule.Path) {
			all = append(all, m)
		}
	}
	return &policy.Files{Mounts: all}
}

// Whatever the rules and the path are: what no mount covers is denied, and the rule
// that would allow it is one that a manifest can have, and does.
func FuzzDecide(f *testing.F) {
	f.Add("/data", "./data", "secrets/**", "/data/secrets/a/b", false, true)
	f.Add(".", "memfs", "*.key", "/a//b/../x.KEY", true, false)
	f.Add("/a b", "C:\\años\t", "\"[!a]\\\\", "/a b/\u202e", true, true)
	f.Add("/1", "true", "12", "/etc/\U000e0041/b", false, false)
	f.Add("rel/../x", "https://x", "", "x/${A}", true, false)
	f.Fuzz(func(t *testing.T, at, from, exclude, file string, write, change bool) {
		mount := policy.Mount{Path: at, From: from, Write: write}
		if exclude != "" {
			mount.Exclude = []string{exclude}
		}
		files := &policy.Files{Mounts: []policy.Mount{mount, {Path: "/data/in", From: "in"}}}
		access := policy.Read
		if change {
			access = policy.Change
		}
		d := files.Decide(access, file)
		checkDecision(t, files, file, d)
		if d.Would == "" {
			return
		}
		rule, errs := read(t, d.Would)
		if errs != nil {
			if d.Rule != "" && strings.Contains(from, "://") {
				return // From is as a manifest has it, and this is no directory
			}
			t.Fatalf("%q is no rule: %v", d.Would, errs)
		}
		if again := with(files.Mounts, rule).Decide(access, file); !again.Allowed {
			t.Fatalf("%+v: with %q it is denied: %+v", files.Mounts, d.Would, again)
		}
	})
}

func checkDecision(t *testing.T, files *policy.Files, file string, d policy.Decision) {
	t.Helper()
	file = path.Clean("/" + file)
	covered := false
	for _, m := range files.Mounts {
		at := path.Clean("/" + m.Path)
		covered = covered || at == "/" || file == at || strings.HasPrefix(file, at+"/")
	}
	switch {
	case covered != (d.Rule != ""), d.Allowed && !covered:
		t.Fatalf("%q: %+v", file, d)
	case d.Allowed && d.Would != "":
		t.Fatalf("%q is allowed, and would be by %q", file, d.Would)
	}
}

// Nobody gets at what is hidden by spelling its path in another way.
func FuzzSpellings(f *testing.F) {
	f.Add("secrets/**", "secrets/a/b", uint(3))
	f.Add("*.key", "a/b.key/c", uint(7))
	f.Add("**/x/**/y", "x/z/y/below", uint(1))
	f.Fuzz(func(t *testing.T, pattern, rel string, n uint) {
		files := &policy.Files{Mounts: []policy.Mount{{Path: "/m", From: "m", Write: true, Exclude: []string{pattern}}}}
		names := strings.Split("m/"+rel, "/")
		plain := files.Decide(policy.Read, "/m/"+rel)
		i := int(n % uint(len(names)))
		for _, trick := range []string{"", ".", "./.", "up/..", "up/../.", "a/../b/..", "/"} {
			spelled := append(append(append([]string{}, names[:i]...), trick), names[i:]...)
			got := files.Decide(policy.Read, strings.Join(spelled, "/"))
			if got != plain {
				t.Fatalf("%q hides %q: %+v, but spelled %q: %+v", pattern, rel, plain, spelled, got)
			}
		}
		clean := strings.TrimPrefix(path.Clean("/m/"+rel), "/m/")
		if e, err := policy.ParseExclude([]string{pattern}); err == nil && e.Hides(clean) && plain.Allowed && clean != "/m" {
			t.Fatalf("%q hides %q, and it is allowed", pattern, rel)
		}
	})
}

// A rule about a variable is one that the manifest can have, and it works.
func FuzzVariables(f *testing.F) {
	f.Add("APP_*", "APPLE")
	f.Add("true", "true")
	f.Add("A", "a\u202e*\n\"")
	f.Fuzz(func(t *testing.T, rule, name string) {
		d := policy.Variables{rule}.Decide(name)
		if d.Allowed != (d.Rule != "") || d.Allowed && d.Would != "" {
			t.Fatalf("%q by %q: %+v", name, rule, d)
		}
		if d.Would == "" {
			return
		}
		text := "name: a\nentrypoint: a.wasm\nruntime: wasi\npermissions: {env: [" + d.Would + "]}\n"
		m, err := manifest.Parse([]byte(text), manifest.Options{})
		if err != nil {
			t.Fatalf("%q is no rule: %v", d.Would, err)
		}
		if !policy.Variables(m.Permissions.Env).Decide(name).Allowed {
			t.Fatalf("%q doesn't let %q pass", d.Would, name)
		}
	})
}
