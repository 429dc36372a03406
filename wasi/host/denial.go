package host

import (
	"path"
	"strings"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
)

// Preopen is a directory that the guest has from the beginning.
type Preopen struct {
	// Path is the guest's name for it.
	Path string
	// Dir is the directory. It is the caller's to close, after the run.
	Dir *vfs.Handle
}

// Denial is something that the guest asked for and was refused, by the policy or by
// the host.
type Denial struct {
	Interface Interface
	// Access is what it wanted to do.
	Access policy.Access
	// Path is the guest's absolute path, as far as it is known without following
	// links.
	Path string
	// Code is the error that the guest got. One of the host's own, such as
	// vfs.HostAccess, comes without a Decision: no rule would help.
	Code vfs.Errno
	// Decision tells the rules. It is Allowed where a link led to what the rules
	// deny.
	Decision policy.Decision
}

// Refused notes an error of a file system, and counts and tells it if it is a refusal: access,
// not-permitted or read-only, of the policy or of the host, or no-entry for what is
// excluded. Paths are the guest's: of the directory, and relative to it.
//
//nolint:revive // what, where and why
func (h *Host) Refused(i Interface, access policy.Access, dir, rel string, err error) {
	code, ok := err.(vfs.Errno) //nolint:errorlint // vfs gives Errno
	if !ok {
		return
	}
	h.Missed(Miss{Dir: dir, Path: rel, Access: access, Code: code})
	files := h.config.Files
	switch code {
	case vfs.HostAccess, vfs.HostNotPermitted, vfs.HostReadOnly:
		files = nil
	case vfs.Access, vfs.NotPermitted, vfs.ReadOnly:
	case vfs.NoEntry:
		if files == nil || !files.Excludes() || len(dir)+len(rel) > policy.MaxPath {
			return
		}
	default:
		return
	}
	d := Denial{Interface: i, Access: access, Path: path.Join(dir, rel), Code: code}
	if files != nil && !leadsAbove(rel) {
		d.Decision = files.Decide(access, d.Path)
	}
	if code == vfs.NoEntry && d.Decision.Allowed {
		return // there is none
	}
	h.Denied()
	if tell := h.config.OnDenial; tell != nil {
		tell(d)
	}
}

// RefusedBetween is Refused for a change of two paths, such as a move. It is told of
// the one that the rules are against: of the old one if they are against both, or
// neither.
func (h *Host) RefusedBetween(i Interface, old, to Place, err error) {
	if h.allowsChange(old) && !h.allowsChange(to) {
		old = to
	}
	h.Refused(i, policy.Change, old.Dir.Path(), old.Path, err)
}

// Place is a path, and the directory that it is relative to.
type Place struct {
	Dir  *vfs.Handle
	Path string
}

func (h *Host) allowsChange(at Place) bool {
	files := h.config.Files
	return at.Dir.CanMutate && (files == nil || files.Decide(policy.Change, path.Join(at.Dir.Path(), at.Path)).Allowed)
}

// leadsAbove tells a path that no rule can help, since it is refused for what it is:
// it is absolute, or leads above its directory.
func leadsAbove(rel string) bool {
	return path.IsAbs(rel) || strings.HasPrefix(path.Clean(rel)+"/", "../")
}

// Denied counts a refusal of which there is nothing more to tell.
func (h *Host) Denied() { h.Counters.denials.Add(1) }
