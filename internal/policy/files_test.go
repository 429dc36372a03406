package policy_test

import (
	"strings"
	"testing"

	"github.com/qyvol/qyvol/internal/policy"
)

// rules are what most tests decide by.
func rules() *policy.Files {
	return &policy.Files{Mounts: []policy.Mount{
		{Path: "/data", From: "./data", Exclude: []string{"secrets/**", "*.key"}},
		{Path: "/data/way/in", From: "memfs", Write: true, Quota: "64MiB"},
		{Path: "/data/secrets/open", From: "open"},
		{Path: "/tmp", From: "memfs", Write: true, Exclude: []string{"/no"}},
	}}
}

func TestDecide(t *testing.T) {
	const read, change = policy.Read, policy.Change
	const data = `{mount: /data, from: ./data, access: read, exclude: ['secrets/**', '*.key']}`
	const tmp = `{mount: /tmp, from: memfs, access: read-write, exclude: ['/no']}`
	const in = `{mount: /data/way/in, from: memfs, access: read-write, quota: 64MiB}`
	const open = `{mount: /data/secrets/open, from: open, access: read}`
	for _, c := range []struct {
		access      policy.Access
		path        string
		rule, would string
	}{
		{read, "/data", data, ""},
		{read, "/data/", data, ""},
		{read, "data/a", data, ""},
		{read, "/data/a/b", data, ""},
		{change, "/data/a", data, `{mount: /data, from: ./data, access: read-write, exclude: ['secrets/**', '*.key']}`},
		{read, "/data/secrets", data, ""},
		{read, "/data/secrets/a", data, `{mount: /data, from: ./data, access: read, exclude: ['*.key']}`},
		{read, "/data/secrets/a/b", data, `{mount: /data, from: ./data, access: read, exclude: ['*.key']}`},
		{read, "/data/secrets/a.key", data, `{mount: /data, from: ./data, access: read}`},
		{read, "/data/deep/A.KEY", data, `{mount: /data, from: ./data, access: read, exclude: ['secrets/**']}`},
		{change, "/data/secrets/a", data, `{mount: /data, from: ./data, access: read-write, exclude: ['*.key']}`},
		{read, "/data/x.key/below", data, `{mount: /data, from: ./data, access: read, exclude: ['secrets/**']}`},
		{change, "/data/way/in/a", in, ""},
		{read, "/data/way/in/x.key", in, ""}, // the outer mount's patterns are not this one's
		{read, "/data/secrets/open", open, ""},
		{read, "/data/secrets/open/a", open, ""},
		{change, "/data/secrets/open/a", open, `{mount: /data/secrets/open, from: open, access: read-write}`},
		{read, "/data/secrets/opener", data, `{mount: /data, from: ./data, access: read, exclude: ['*.key']}`},
		{change, "/tmp/a", tmp, ""},
		{change, "/tmp/no", tmp, `{mount: /tmp, from: memfs, access: read-write}`},
		{read, "/tmp/no/", tmp, `{mount: /tmp, from: memfs, access: read-write}`},
		{read, "/tmp/../data/a", data, ""},
		{read, "/", "", `{mount: /, from: DIR, access: read}`},
		{read, "", "", `{mount: /, from: DIR, access: read}`},
		{read, "../..", "", `{mount: /, from: DIR, access: read}`},
		{read, "/etc", "", `{mount: /etc, from: DIR, access: read}`},
		{read, "/etc/passwd", "", `{mount: /etc, from: DIR, access: read}`},
		{change, "/etc/my stuff/a", "", `{mount: '/etc/my stuff', from: DIR, access: read-write}`},
		{read, "/datas", "", `{mount: /datas, from: DIR, access: read}`},
		{read, "/a\x1b/b", "", ""}, // no manifest can name it
		{read, "/a${b/c", "", ""},
	} {
		want := policy.Decision{Allowed: c.rule != "" && c.would == "", Rule: c.rule, Would: c.would}
		if got := rules().Decide(c.access, c.path); got != want {
			t.Errorf("%d %q: %+v, want %+v", c.access, c.path, got, want)
		}
	}
}

// What is on the way to a mount shows, though the mount around it hides it.
func TestDecideOnTheWay(t *testing.T) {
	f := &policy.Files{Mounts: []policy.Mount{
		{Path: ".", From: "a", Write: true, Exclude: []string{"way"}},
		{Path: "/way/on/in", From: "b"},
	}}
	for path, allowed := range map[string]bool{
		"/way": true, "/way/on": true, "/way/on/in": true, "/way/on/in/a": true, "/way/other": false, "/way/on/i": false, "/": true,
	} {
		if got := f.Decide(policy.Read, path); got.Allowed != allowed {
			t.Errorf("%s: %+v", path, got)
		}
	}
	for path, allowed := range map[string]bool{"/way": false, "/way/on": false, "/way/on/in": false, "/a": true, "/": true} {
		if got := f.Decide(policy.Change, path); got.Allowed != allowed {
			t.Errorf("changing %s: %+v", path, got)
		}
	}
}

// What can't be read as a rule allows nothing.
func TestNoRule(t *testing.T) {
	for _, f := range []*policy.Files{
		{},
		{Mounts: []policy.Mount{{Path: "/", From: "a", Write: true, Exclude: []string{"["}}}},
		{Mounts: []policy.Mount{{Path: "/a", From: "a", Write: true, Exclude: []string{"x", "["}}, {Path: "/a/b/c"}}},
	} {
		for _, path := range []string{"/", "/a", "/a/b", "/x"} {
			if d := f.Decide(policy.Read, path); d.Allowed || d.Would == "" {
				t.Errorf("%+v allows %s: %+v", f.Mounts, path, d)
			}
		}
	}
}

func TestExcludes(t *testing.T) {
	if !rules().Excludes() || new(policy.Files).Excludes() {
		t.Error("Excludes is wrong")
	}
}

// Of two rules about one place the first decides.
func TestTwoMountsAtOnePlace(t *testing.T) {
	f := &policy.Files{Mounts: []policy.Mount{{Path: "/a", From: "x"}, {Path: "a/", From: "y", Write: true}}}
	if d := f.Decide(policy.Change, "/a/b"); d.Allowed || d.Rule != "{mount: /a, from: x, access: read}" {
		t.Errorf("%+v", d)
	}
}

// A guest can ask for paths as long as it likes; what rule would have allowed one that
// no rule can have isn't looked for.
func TestLongPathsAreNotDecided(t *testing.T) {
	files := rules()
	short := "/data/secrets/" + strings.Repeat("a/", 2040)
	if d := files.Decide(policy.Change, short); d.Rule == "" {
		t.Errorf("%d bytes: %+v", len(short), d)
	}
	long := short + strings.Repeat("a/", 30_000)
	if d := files.Decide(policy.Change, long); d != (policy.Decision{}) {
		t.Errorf("%d bytes: %+v", len(long), d)
	}
}
