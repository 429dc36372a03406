package wasi

import (
	"os"
	"path/filepath"

	"github.com/qyvol/qyvol/loader/manifest"
	"github.com/qyvol/qyvol/message"
)

// Request is all that a Grant is decided from.
type Request struct {
	// Program is the guest's own name, its first argument.
	Program string
	// Manifest may be nil: then nothing but Allow is granted.
	Manifest *manifest.Manifest
	// BaseDir is what relative paths of the manifest are relative to.
	BaseDir string
	// Args follow those of the manifest.
	Args []string
	// Allow is what the user grants beyond the manifest.
	Allow Allow
	// Limits replace those of the manifest where they are not zero.
	Limits Limits
	// Environ is the host's environment as os.Environ gives it, which is used
	// if it is nil.
	Environ []string
}

// Allow is what a user grants by hand.
type Allow struct {
	Read  []string // directories: DIR, or DIR::NAME to choose the guest's name
	Write []string // likewise, to be written too
	Env   []string // names or prefixes (APP_*) of the host's variables
	Set   []string // NAME=VALUE
}

// Decide grants what the request asks for, and nothing else. The errors are
// *DirectoryError and *VariableError.
func Decide(r Request) (*Grant, error) {
	g := &Grant{
		Args:  arguments(r),
		Stdin: true, Stdout: true, Stderr: true,
		Limits:         limits(r),
		Implementation: Native,
		Degrade:        r.Manifest != nil && r.Manifest.Recovery.Degrade,
	}
	environ := r.Environ
	if environ == nil {
		environ = os.Environ()
	}
	var err error
	if g.Env, err = environment(r, environ); err != nil {
		return nil, err
	}
	if g.Mounts, err = mounts(r); err != nil {
		return nil, err
	}
	if len(g.Mounts) > 0 {
		g.Warnings = append(g.Warnings, message.WASINativeMounts.With())
	}
	return g, nil
}

func arguments(r Request) []Argument {
	args := []Argument{{r.Program, FromManifest}}
	if r.Manifest != nil {
		for _, arg := range r.Manifest.Args {
			args = append(args, Argument{arg.Value, originOf(arg.FromHost)})
		}
	}
	for _, arg := range r.Args {
		args = append(args, Argument{arg, FromFlag})
	}
	return args
}

// originOf tells a value that the manifest spells out from one that holds a
// variable of the host.
func originOf(fromHost bool) Origin {
	if fromHost {
		return FromHost
	}
	return FromManifest
}

func limits(r Request) Limits {
	var l Limits
	if r.Manifest != nil {
		res := r.Manifest.Resources
		l = Limits{
			Memory: uint64(res.Memory), Timeout: res.Timeout, Fuel: res.Fuel,
			Instances: uint64(res.Instances), //nolint:gosec // the manifest's is not negative
		}
	}
	if r.Limits.Memory > 0 {
		l.Memory = r.Limits.Memory
	}
	if r.Limits.Timeout > 0 {
		l.Timeout = r.Limits.Timeout
	}
	if r.Limits.Fuel > 0 {
		l.Fuel = r.Limits.Fuel
	}
	if r.Limits.Instances > 0 {
		l.Instances = r.Limits.Instances
	}
	return l
}

// mounts lists the directories that manifest and user grant.
func mounts(r Request) ([]Mount, error) {
	var list []Mount
	if r.Manifest != nil {
		list = manifestMounts(r.Manifest, r.BaseDir)
	}
	for _, spec := range r.Allow.Read {
		list = addMount(list, flagMount(spec, false))
	}
	for _, spec := range r.Allow.Write {
		list = addMount(list, flagMount(spec, true))
	}
	for i := range list {
		if err := checkDirectory(&list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func manifestMounts(m *manifest.Manifest, base string) []Mount {
	fs := m.Permissions.FS
	var list []Mount
	for _, mount := range fs.Mounts {
		list = append(list, Mount{
			Host: from(base, mount.From), Guest: mount.Mount,
			Write: mount.Access.CanWrite(), Origin: FromManifest,
		})
	}
	if fs.Access.CanRead() {
		source := "."
		if m.FS != nil && m.FS.Source != "" {
			source = m.FS.Source
		}
		list = append(list, Mount{
			Host: from(base, source), Guest: "/", Write: fs.Access.CanWrite(), Origin: FromManifest,
		})
	}
	return list
}

func from(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, filepath.FromSlash(path))
}

// addMount lets a later grant of the same name win: --allow-write DIR after
// --allow-read DIR is a directory to be written.
func addMount(list []Mount, m Mount) []Mount {
	for i := range list {
		if list[i].Guest == m.Guest {
			list[i] = m
			return list
		}
	}
	return append(list, m)
}

func checkDirectory(m *Mount) error {
	info, err := os.Stat(m.Host)
	switch {
	case err != nil:
		return &DirectoryError{Mount: *m, Err: err}
	case !info.IsDir():
		return &DirectoryError{Mount: *m, Err: errNotDirectory}
	}
	return nil
}
