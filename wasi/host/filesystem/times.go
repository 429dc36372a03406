package filesystem

import (
	"math"
	"time"

	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
)

// setTimes is wasi:filesystem/types@0.2.12, descriptor.set-times.
func setTimes(c host.Call, d descriptor, accessed, modified NewTimestamp) (done, error) {
	return finish(d.Value.setTimes(c, accessed, modified))
}

func (d *Descriptor) setTimes(c host.Call, accessed, modified NewTimestamp) error {
	a, m, err := times(accessed, modified)
	switch {
	case err != nil:
		return err
	case d.file != nil && !d.file.mutable:
		err = vfs.NotPermitted
	default:
		err = d.node().SetTimes(a, m)
	}
	return d.refused(c, policy.Change, err)
}

// setTimesAt is wasi:filesystem/types@0.2.12, descriptor.set-times-at.
//
//nolint:revive // as many parameters as the standard has
func setTimesAt(c host.Call, d descriptor, at PathFlags, path string, accessed, modified NewTimestamp) (done, error) {
	return finish(d.Value.at(c, policy.Change, path, func(dir *vfs.Handle) error {
		a, m, err := times(accessed, modified)
		if err != nil {
			return err
		}
		return dir.SetTimesAt(path, at.follow(), a, m)
	}))
}

func times(accessed, modified NewTimestamp) (a, m vfs.SetTime, err error) {
	if a, err = accessed.time(); err == nil {
		m, err = modified.time()
	}
	return a, m, err
}

// time gives the time to set; Overflow for one that there is no date for. More
// nanoseconds than a second has count as seconds.
func (t NewTimestamp) time() (vfs.SetTime, error) {
	switch {
	case t.Now != nil:
		return vfs.SetTime{Now: true}, nil
	case t.Timestamp == nil:
		return vfs.SetTime{}, nil
	}
	const second = 1_000_000_000
	seconds, more := t.Timestamp.Seconds, uint64(t.Timestamp.Nanoseconds/second)
	if seconds > math.MaxInt64-more {
		return vfs.SetTime{}, vfs.Overflow
	}
	return vfs.SetTime{At: time.Unix(int64(seconds+more), int64(t.Timestamp.Nanoseconds%second))}, nil //nolint:gosec // just compared
}
