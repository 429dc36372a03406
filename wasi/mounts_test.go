package wasi_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/qyvol/qyvol/wasi"
)

// folder makes a directory with data, site and memfs in it, and the file plain.
func folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"data", "site", "memfs"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "plain"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// mounted is what the tests of directories look at.
type mounted struct {
	host, guest string
	write       bool
	origin      wasi.Origin
}

func mountsOf(t *testing.T, r wasi.Request) []mounted {
	t.Helper()
	var list []mounted
	for _, m := range decide(t, r).Mounts {
		if m.Kind != wasi.Disk || len(m.Exclude) > 0 || m.Quota != 0 || (m.Key == "") != (m.Origin == wasi.FromFlag) {
			t.Errorf("granted %+v", m)
		}
		list = append(list, mounted{m.Host, m.Guest, m.Write, m.Origin})
	}
	return list
}

func TestMountsOfManifests(t *testing.T) {
	dir := folder(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	const given = wasi.FromManifest
	cases := []struct {
		name, lines string
		want        []mounted
	}{
		{"none", "permissions: {fs: none}", nil},
		{"read", "permissions: {fs: read}", []mounted{{dir, "/", false, given}}},
		{"write", "permissions: {fs: write}", []mounted{{dir, "/", true, given}}},
		{"read-write", "permissions: {fs: read-write}", []mounted{{dir, "/", true, given}}},
		{"read with a section", "permissions: {fs: read}\nfs: {type: diskfs, source: ./data}", []mounted{{at("data"), "/", false, given}}},
		{"a section without a source", "permissions: {fs: read}\nfs: {type: diskfs}", []mounted{{dir, "/", false, given}}},
		{"an absolute source", "permissions: {fs: read}\nfs: {source: " + at("site") + "}", []mounted{{at("site"), "/", false, given}}},
		{
			"a list",
			"permissions:\n  fs:\n    - {mount: /data, from: ./data, access: read}\n    - {mount: ., from: " + at("site") + ", access: read-write}\n",
			[]mounted{{at("data"), "/data", false, given}, {at("site"), ".", true, given}},
		},
		{"write in a list", "permissions: {fs: [{mount: /d, from: data, access: write}]}", []mounted{{at("data"), "/d", true, given}}},
		{"a directory called memfs", "permissions: {fs: read}\nfs: {source: memfs}", []mounted{{at("memfs"), "/", false, given}}},
		{"the same in a list", "permissions: {fs: [{mount: /d, from: ./memfs, access: read}]}", []mounted{{at("memfs"), "/d", false, given}}},
		{"an empty list", "permissions: {fs: []}", nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := mountsOf(t, wasi.Request{Manifest: parse(t, c.lines), BaseDir: dir})
			if !slices.Equal(got, c.want) {
				t.Errorf("granted %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestMountsOfFlags(t *testing.T) {
	dir := folder(t)
	t.Chdir(dir)
	data := filepath.Join(dir, "data")
	const flag, given = wasi.FromFlag, wasi.FromManifest
	manifestData := "permissions: {fs: [{mount: /data, from: data, access: read-write}]}"
	cases := []struct {
		name, lines string
		allow       wasi.Allow
		want        []mounted
	}{
		{"as it is written", "", wasi.Allow{Read: []string{"data"}}, []mounted{{"data", "data", false, flag}}},
		{"cleaned", "", wasi.Allow{Read: []string{"./site/../data/"}}, []mounted{{"./site/../data/", "data", false, flag}}},
		{"the working directory", "", wasi.Allow{Read: []string{"."}}, []mounted{{".", ".", false, flag}}},
		{"absolute", "", wasi.Allow{Write: []string{data}}, []mounted{{data, filepath.ToSlash(data), true, flag}}},
		{"with a name", "", wasi.Allow{Read: []string{"data::/in/"}}, []mounted{{"data", "/in", false, flag}}},
		{"a name with colons", "", wasi.Allow{Read: []string{"data::/a::b"}}, []mounted{{"data", "/a::b", false, flag}}},
		{
			"two", "",
			wasi.Allow{Read: []string{"data::/a", "data::/b"}},
			[]mounted{{"data", "/a", false, flag}, {"data", "/b", false, flag}},
		},
		{"write wins over read", "", wasi.Allow{Read: []string{"data"}, Write: []string{"./data"}}, []mounted{{"./data", "data", true, flag}}},
		{
			"the later of the same name wins", "",
			wasi.Allow{Read: []string{"data::/x", "site::/x"}},
			[]mounted{{"site", "/x", false, flag}},
		},
		{
			"a flag beside the manifest's", manifestData,
			wasi.Allow{Read: []string{"site::/site"}},
			[]mounted{{data, "/data", true, given}, {"site", "/site", false, flag}},
		},
		{
			"a flag replaces the manifest's", manifestData,
			wasi.Allow{Read: []string{"site::/data/"}},
			[]mounted{{"site", "/data", false, flag}},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := wasi.Request{Allow: c.allow, BaseDir: dir}
			if c.lines != "" {
				r.Manifest = parse(t, c.lines)
			}
			if got := mountsOf(t, r); !slices.Equal(got, c.want) {
				t.Errorf("granted %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestBadMounts(t *testing.T) {
	dir := folder(t)
	t.Chdir(dir)
	cases := []struct {
		name, lines string
		allow       wasi.Allow
		origin      wasi.Origin
		is          error // nil: any
	}{
		{"missing", "permissions: {fs: [{mount: /d, from: nowhere, access: read}]}", wasi.Allow{}, wasi.FromManifest, fs.ErrNotExist},
		{"missing source", "permissions: {fs: read}\nfs: {source: nowhere}", wasi.Allow{}, wasi.FromManifest, fs.ErrNotExist},
		{"a file", "permissions: {fs: [{mount: /d, from: plain, access: read}]}", wasi.Allow{}, wasi.FromManifest, nil},
		{"missing, by a flag", "", wasi.Allow{Read: []string{"nowhere"}}, wasi.FromFlag, fs.ErrNotExist},
		{"a file, by a flag", "", wasi.Allow{Write: []string{"plain"}}, wasi.FromFlag, nil},
		{"below a file", "", wasi.Allow{Read: []string{"plain/x"}}, wasi.FromFlag, nil},
		{"nothing", "", wasi.Allow{Read: []string{""}}, wasi.FromFlag, nil},
		{"no name", "", wasi.Allow{Read: []string{"data::"}}, wasi.FromFlag, nil},
		{"no directory", "", wasi.Allow{Read: []string{"::/x"}}, wasi.FromFlag, fs.ErrNotExist},
		{"NUL in the name", "", wasi.Allow{Read: []string{"data::a\x00b"}}, wasi.FromFlag, nil},
		{"a name that is not UTF-8", "", wasi.Allow{Read: []string{"data::\xff"}}, wasi.FromFlag, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := wasi.Request{Allow: c.allow, BaseDir: dir}
			if c.lines != "" {
				r.Manifest = parse(t, c.lines)
			}
			g, err := wasi.Decide(r)
			var directory *wasi.DirectoryError
			if !errors.As(err, &directory) {
				t.Fatalf("got %v and %v, want a *DirectoryError", g, err)
			}
			if directory.Mount.Origin != c.origin {
				t.Errorf("it is of the %s, want the %s", directory.Mount.Origin, c.origin)
			}
			if c.is != nil && !errors.Is(err, c.is) {
				t.Errorf("%v is not %v", err, c.is)
			}
			if directory.Hint().IsZero() {
				t.Error("no hint")
			}
		})
	}
}

// A directory that this user may not open is refused before the guest starts.
func TestUnreadableDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is closed to root")
	}
	dir := filepath.Join(t.TempDir(), "closed")
	if err := os.Mkdir(dir, 0o000); err != nil {
		t.Fatal(err)
	}
	_, err := wasi.Decide(wasi.Request{Allow: wasi.Allow{Read: []string{dir}}})
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v, want %v", err, fs.ErrPermission)
	}
}
