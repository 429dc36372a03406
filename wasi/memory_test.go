package wasi_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/qyvol/qyvol/wasi"
)

// What is granted beyond directories: memory, exclusions, quotas.
func TestMountsOfMemory(t *testing.T) {
	dir := folder(t)
	for _, c := range []struct {
		lines string
		want  wasi.Mount
	}{
		{
			"permissions: {fs: [{mount: /tmp, from: memfs, access: read-write, quota: 1kB}]}",
			wasi.Mount{Kind: wasi.Memory, Guest: "/tmp", Write: true, Quota: 1000, From: "memfs", Key: "permissions.fs[0]"},
		},
		{
			"permissions: {fs: [{mount: /tmp, from: memfs, access: write}]}",
			wasi.Mount{Kind: wasi.Memory, Guest: "/tmp", Write: true, Quota: 64 << 20, From: "memfs", Key: "permissions.fs[0]"},
		},
		{
			"permissions: {fs: read-write}\nfs: {type: memfs}",
			wasi.Mount{Kind: wasi.Memory, Guest: "/", Write: true, Quota: 64 << 20, From: "memfs", Key: "fs"},
		},
		{
			"permissions: {fs: read-write}\nfs: {quota: 2KiB}",
			wasi.Mount{Host: dir, Guest: "/", Write: true, Quota: 2048, From: ".", Key: "fs"},
		},
		{
			"permissions: {fs: [{mount: ., from: " + dir + ", access: write, quota: 1, exclude: [a, /b]}]}",
			wasi.Mount{Host: dir, Guest: ".", Write: true, Quota: 1, Exclude: []string{"a", "/b"}, From: dir, Key: "permissions.fs[0]"},
		},
	} {
		c.want.Origin = wasi.FromManifest
		got := decide(t, wasi.Request{Manifest: parse(t, c.lines), BaseDir: dir, Implementation: wasi.Hosted})
		if len(got.Mounts) != 1 || !reflect.DeepEqual(got.Mounts[0], c.want) || got.Implementation != wasi.Hosted || len(got.Warnings) > 0 {
			t.Errorf("%s: granted %+v, want %+v", c.lines, got, c.want)
		}
	}
}

// Nothing of it is granted where it can't be enforced.
func TestBeyondNative(t *testing.T) {
	dir := folder(t)
	for lines, key := range map[string]string{
		"permissions: {fs: [{mount: /d, from: data, access: read}, {mount: /tmp, from: memfs, access: write}]}": "permissions.fs[1].from",
		"permissions: {fs: [{mount: /d, from: data, access: read, exclude: [a]}]}":                              "permissions.fs[0].exclude",
		"permissions: {fs: [{mount: /d, from: data, access: write, quota: 1}]}":                                 "permissions.fs[0].quota",
		"permissions: {fs: write}\nfs: {type: memfs}":                                                           "fs.type",
		"permissions: {fs: write}\nfs: {quota: 1}":                                                              "fs.quota",
	} {
		r := wasi.Request{Manifest: parse(t, lines), BaseDir: dir, Implementation: wasi.Native, Environ: []string{}}
		g, err := wasi.Decide(r)
		var beyond *wasi.ImplementationError
		if !errors.As(err, &beyond) || beyond.Key != key || beyond.Hint().IsZero() || !strings.Contains(err.Error(), "`"+key+"`") {
			t.Errorf("%s: got %+v, %v", lines, g, err)
		}
	}
}

// A grant's rules are those of a manifest, wherever they come from.
func TestFiles(t *testing.T) {
	dir := folder(t)
	t.Chdir(dir)
	r := wasi.Request{
		Manifest: parse(t, `permissions: {fs: [{mount: /data, from: data, access: read, exclude: ["*.key"]}, {mount: /tmp, from: memfs, access: write, quota: 1kB}]}`),
		BaseDir:  dir, Allow: wasi.Allow{Read: []string{"memfs", ".::/all", "."}}, Implementation: wasi.Hosted,
	}
	files := decide(t, r).Files()
	var got []string
	for _, path := range []string{"/data/a", "/data/a.key", "/tmp/a", "memfs/a", "/memfs/a", "/all", "/a"} {
		d := files.Decide(0, path)
		got = append(got, strings.TrimSpace(d.Rule+" "+d.Would))
	}
	want := []string{
		`{mount: /data, from: data, access: read, exclude: ['*.key']}`,
		`{mount: /data, from: data, access: read, exclude: ['*.key']} {mount: /data, from: data, access: read}`,
		`{mount: /tmp, from: memfs, access: read-write, quota: 1000B}`,
		`{mount: /memfs, from: ./memfs, access: read}`,
		`{mount: /memfs, from: ./memfs, access: read}`,
		`{mount: /all, from: ., access: read}`,
		`{mount: ., from: ., access: read}`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
