package wasi

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/loader/manifest"
)

// mounts lists the directories that manifest and user grant.
func (g *Grant) mounts(r Request) error {
	g.request(r)
	within := nested(g.Mounts)
	for _, m := range g.Mounts {
		if failed := unmountable(m, within, r.Manifest, r.BaseDir); failed != nil {
			if !r.Preview {
				return failed
			}
			g.Warnings = append(g.Warnings, message.SayingError(failed))
		}
	}
	return nil
}

// request lists the directories that are asked for, whether they can be mounted or not.
func (g *Grant) request(r Request) {
	if r.Manifest != nil {
		g.Mounts = manifestMounts(r.Manifest, r.BaseDir)
	}
	for _, spec := range r.Allow.Read {
		g.addMount(flagMount(spec, false))
	}
	for _, spec := range r.Allow.Write {
		g.addMount(flagMount(spec, true))
	}
}

// Writable are the paths of the host's directories that a guest may write to, if it is
// granted what a request asks for.
func Writable(r Request) []string {
	var g Grant
	g.request(r)
	return writable(g.Mounts)
}

// CheckMounts finds the directories of a manifest that can't be mounted now; relative
// ones are relative to base.
func CheckMounts(m *manifest.Manifest, base string) []*DirectoryError {
	var list []*DirectoryError
	mounts := manifestMounts(m, base)
	within := nested(mounts)
	for _, mount := range mounts {
		if failed := unmountable(mount, within, m, base); failed != nil {
			list = append(list, failed)
		}
	}
	return list
}

// unmountable says why a directory can't be mounted, if so, and where the manifest
// that grants it names it.
func unmountable(m Mount, within *vfs.Writable, by *manifest.Manifest, base string) *DirectoryError {
	if m.Kind == Memory {
		return nil
	}
	err := checkMount(m)
	var link *LinkError
	if nested := checkNested(m, within); err == nil || errors.As(nested, &link) {
		err = nested
	}
	if err == nil {
		return nil
	}
	if m.Origin == FromFlag {
		base = ""
	}
	e := &DirectoryError{Mount: m, Err: err}
	if errors.Is(err, fs.ErrNotExist) {
		e.hint = manifest.MissingHint(base, m.From, manifest.Directory)
	}
	if m.Origin == FromManifest && by != nil {
		e.Place = placeOf(by, m.Key, e.what())
	}
	return e
}

// placeOf is where a manifest grants a mount: its directory if it is written, else
// what grants it.
func placeOf(by *manifest.Manifest, key string, text message.Text) *manifest.Notice {
	paths := []string{key + ".from", key}
	if key == "fs" {
		paths = []string{"fs.source", "permissions.fs"}
	}
	var place *manifest.Notice
	for _, path := range paths {
		if place = &by.Error(manifest.ErrFile, path, text, message.Text{}).Notice; !place.IsZero() {
			break
		}
	}
	return place
}

func manifestMounts(m *manifest.Manifest, base string) []Mount {
	fs := m.Permissions.FS
	var list []Mount
	for i, mount := range fs.Mounts {
		list = append(list, manifestMount(base, "permissions.fs["+strconv.Itoa(i)+"]", &mount))
	}
	if fs.Access.CanRead() {
		list = append(list, manifestMount(base, "fs", sectionMount(m.FS, fs.Access)))
	}
	return list
}

// sectionMount is the mount that a short permissions.fs refers to.
func sectionMount(section *manifest.FS, access manifest.Access) *manifest.Mount {
	mount := &manifest.Mount{Mount: "/", From: ".", Access: access}
	switch {
	case section == nil:
		return mount
	case section.Backend() == manifest.FSMemory:
		mount.From = string(manifest.FSMemory)
	case section.Source == string(manifest.FSMemory):
		mount.From = "./" + section.Source // a directory, and not what this name means in a list
	case section.Source != "":
		mount.From = section.Source
	}
	mount.Quota = section.Quota
	return mount
}

func manifestMount(base, key string, mount *manifest.Mount) Mount {
	m := Mount{
		Guest: mount.Mount, Write: mount.Access.CanWrite(), Origin: FromManifest,
		Exclude: mount.Exclude, Quota: uint64(mount.Quota), From: mount.From, Key: key,
	}
	if mount.Backend() != manifest.FSMemory {
		m.Host = from(base, mount.From)
		return m
	}
	m.Kind = Memory
	if m.Quota == 0 {
		m.Quota = uint64(manifest.DefaultMemfsQuota)
	}
	return m
}

func from(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, filepath.FromSlash(path))
}

// addMount lets a later grant of the same name win: --allow-write DIR after
// --allow-read DIR is a directory to be written. What the manifest says of the
// name counts no more.
func (g *Grant) addMount(m Mount) {
	for i, other := range g.Mounts {
		if other.Guest != m.Guest {
			continue
		}
		if other.Origin == FromManifest {
			g.Warnings = append(g.Warnings, message.WASIReplaced.With(m.Guest))
		}
		g.Mounts[i] = m
		return
	}
	g.Mounts = append(g.Mounts, m)
}

// checkMount finds out what keeps a directory from being mounted.
func checkMount(m Mount) error {
	if m.Guest == "" {
		return errNoName
	}
	if err := checkText(m.Guest + m.Host); err != nil {
		return err
	}
	info, err := os.Stat(m.Host)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errNotDirectory
	}
	dir, err := os.Open(m.Host)
	if err == nil {
		return dir.Close()
	}
	// One that may not be listed can still be passed through, as drop boxes are: its
	// own name in it tells.
	if _, passes := os.Stat(m.Host + "/."); errors.Is(err, fs.ErrPermission) && passes == nil {
		return nil
	}
	return err
}

// flagMount reads DIR or DIR::NAME. Without a name the guest sees the
// directory under the name that the user wrote, so that a program works with
// the same paths inside and outside.
func flagMount(spec string, write bool) Mount {
	host, guest, named := strings.Cut(spec, "::")
	if !named {
		guest = filepath.ToSlash(host)
	}
	if guest != "" {
		guest = path.Clean(guest)
	}
	return Mount{Host: host, Guest: guest, Write: write, Origin: FromFlag, From: host}
}
