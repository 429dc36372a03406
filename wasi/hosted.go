package wasi

import (
	"path"
	"sync"
	"time"

	"github.com/mattn/go-isatty"

	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// hosted is a Grant made ready for the implementation in Go.
type hosted struct {
	grant  *Grant
	config host.Config
	host   *host.Host
	disks  *Disks
	shared bool     // the disks are somebody else's
	opened []func() // close what open opened, in this order
	held   []vfs.Identity
}

func newHosted(g *Grant, streams Stdio) *hosted {
	h := &hosted{grant: g, disks: new(Disks), config: host.Config{
		Stdin: streams.Stdin, Stdout: streams.Stdout, Stderr: streams.Stderr,
		Terminals: host.Terminals{
			Stdin: isTerminal(streams.Stdin), Stdout: isTerminal(streams.Stdout), Stderr: isTerminal(streams.Stderr),
		},
	}}
	if len(g.Mounts) > 0 {
		h.config.Files = g.Files()
	}
	for _, a := range g.Args {
		h.config.Args = append(h.config.Args, a.Value)
	}
	for _, v := range g.Env {
		h.config.Env = append(h.config.Env, host.Variable{Name: v.Name, Value: v.Value})
	}
	return h
}

func isTerminal(stream any) bool {
	f := host.FileOf(stream)
	if f == nil {
		return false
	}
	conn, err := f.SyscallConn() // Fd would make a pipe of the caller's block its thread
	if err != nil {
		return false
	}
	var is bool
	err = conn.Control(func(fd uintptr) { is = isatty.IsTerminal(fd) })
	return err == nil && is
}

// open opens the mounts.
func (h *hosted) open() error {
	var absolute, relative []vfs.Mount
	within := sync.OnceValue(func() *vfs.Writable { return nested(h.grant.Mounts) })
	for _, m := range h.grant.Mounts {
		files, err := h.files(m, within)
		if err != nil {
			h.close()
			return &DirectoryError{Mount: m, Err: err}
		}
		mount := vfs.Mount{Path: treePath(m.Guest), FS: files, ReadOnly: !m.Write, Exclude: m.Exclude}
		if m.Kind == Disk && m.Write {
			mount.Guard = h.grant.guarded
			mount.ReadOnly = mount.Guard.Holds(m.Host)
		}
		if _, err := vfs.NewTree([]vfs.Mount{mount}); err != nil { // to tell which one
			h.close()
			return &DirectoryError{Mount: m, Err: hostFlaw(err)}
		}
		if path.IsAbs(m.Guest) {
			absolute = append(absolute, mount)
		} else {
			relative = append(relative, mount)
		}
	}
	if err := h.preopen(absolute, relative); err != nil {
		h.close()
		return err
	}
	h.host = host.New(h.config)
	return nil
}

// preopen composes one tree of the mounts with an absolute path, which show in
// each other, and one of each other mount, which has no place among them.
func (h *hosted) preopen(absolute, relative []vfs.Mount) error {
	shared, err := vfs.NewTree(absolute, h.held...)
	if err != nil {
		return hostFlaw(err)
	}
	for _, m := range h.grant.Mounts {
		tree := shared
		if !path.IsAbs(m.Guest) {
			if tree, err = vfs.NewTree(relative[:1], h.held...); err != nil {
				return hostFlaw(err)
			}
			relative = relative[1:]
		}
		dir, err := tree.Open(treePath(m.Guest), m.Write)
		if err != nil {
			return &DirectoryError{Mount: m, Err: hostFlaw(err)}
		}
		h.opened = append(h.opened, func() { _ = dir.Close() })
		h.config.Preopens = append(h.config.Preopens, host.Preopen{Path: m.Guest, Dir: dir})
	}
	return nil
}

// treePath is where a mount is in a guest's tree.
func treePath(guest string) string { return path.Join("/", guest) }

// files are those of a mount: in memory, the attempt's own.
func (h *hosted) files(m Mount, within func() *vfs.Writable) (vfs.FS, error) {
	if m.Kind == Disk {
		files, err := h.disks.get(m, within)
		h.held = append(h.held, files.below...)
		return files.FS, err
	}
	files := vfs.NewMem(m.Quota)
	h.opened = append(h.opened, func() { _ = files.Close() })
	return files, nil
}

func (h *hosted) close() {
	if h.host != nil {
		h.host.Close()
	}
	for i := len(h.opened) - 1; i >= 0; i-- {
		h.opened[i]()
	}
	h.opened = nil
	if !h.shared {
		h.disks.Close()
	}
}

func (h *hosted) outputFailure() error {
	if h.host == nil {
		return nil
	}
	return h.host.Stdout.Failure()
}

// detach waits until no write is under way.
func (h *hosted) detach(wait time.Duration) {
	if h.host == nil {
		return // it was never attached
	}
	deadline := time.Now().Add(wait)
	h.host.Stdout.AwaitWrites(deadline)
	h.host.Stderr.AwaitWrites(deadline)
}
