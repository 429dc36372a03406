package wasi

import (
	"errors"

	"github.com/qyvol/qyvol/internal/message"
	"github.com/qyvol/qyvol/internal/vfs"
)

// nested are the directories in which a guest can leave something for a mount of a later
// run: nil where no mount can lie in one that may be written.
func nested(mounts []Mount) *vfs.Writable {
	disks := 0
	for i := range mounts {
		if mounts[i].Kind == Disk {
			disks++
		}
	}
	paths := writable(mounts)
	if disks < 2 || len(paths) == 0 {
		return nil
	}
	return vfs.NewWritable(paths)
}

// writable are the paths of the directories that a guest may write to.
func writable(mounts []Mount) []string {
	var paths []string
	for i := range mounts {
		if mounts[i].Kind == Disk && mounts[i].Write {
			paths = append(paths, mounts[i].Host)
		}
	}
	return paths
}

// checkNested finds out whether a mount's directory is come to by a guest's link.
func checkNested(m Mount, within *vfs.Writable) error {
	if within == nil {
		return nil
	}
	found, err := within.Find(m.Host)
	if err != nil {
		return hostFlaw(err)
	}
	found.Close()
	return nil
}

// hostFlaw says what vfs says of the host's directories in both languages: a *vfs.LinkError
// as one of this package, an Errno as the system does.
func hostFlaw(err error) error {
	var link *vfs.LinkError
	if errors.As(err, &link) {
		return &LinkError{Path: link.Path, Inside: link.Inside}
	}
	return vfs.HostError(err)
}

// LinkError is a symbolic link, on the way to a directory or file of the host's, that a guest
// may have made.
type LinkError struct {
	Path   string // the link's
	Inside string // the directory in which it is, and to which guests may write
}

// Words are what the error says.
func (e *LinkError) Words() message.Text { return message.WASIGuestLink.With(e.Path, e.Inside) }

// Error is in English.
func (e *LinkError) Error() string { return e.Words().String() }
