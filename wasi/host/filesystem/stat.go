package filesystem

import (
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/internal/policy"
	"github.com/qyvol/qyvol/internal/vfs"
	"github.com/qyvol/qyvol/wasi/host"
	"github.com/qyvol/qyvol/wasi/host/clocks"
)

type stated = engine.Result[DescriptorStat, ErrorCode]

// stat is wasi:filesystem/types@0.2.12, descriptor.stat.
func stat(_ host.Call, d descriptor) (stated, error) {
	info, err := d.Value.node().Stat()
	return result(described(info), err)
}

// statAt is wasi:filesystem/types@0.2.12, descriptor.stat-at.
func statAt(c host.Call, d descriptor, at PathFlags, path string) (stated, error) {
	info, err := d.Value.statAt(c, at, path)
	return result(described(info), err)
}

func (d *Descriptor) statAt(c host.Call, at PathFlags, path string) (info vfs.Info, err error) {
	err = d.at(c, policy.Read, path, func(dir *vfs.Handle) error {
		info, err = dir.StatAt(path, at.follow())
		return err
	})
	return info, err
}

func described(i vfs.Info) DescriptorStat {
	return DescriptorStat{
		Type: DescriptorType(i.Type), LinkCount: i.Links, Size: i.Size,
		DataAccessTimestamp:       timestamp(i.Accessed),
		DataModificationTimestamp: timestamp(i.Modified),
		StatusChangeTimestamp:     timestamp(i.Changed),
	}
}

// timestamp gives a time, or none if it isn't known or WASI can't say it: it has
// no times before 1970.
func timestamp(t time.Time) engine.Option[clocks.Datetime] {
	if t.IsZero() || t.Unix() < 0 {
		return engine.None[clocks.Datetime]()
	}
	return engine.Some(clocks.Datetime{Seconds: uint64(t.Unix()), Nanoseconds: uint32(t.Nanosecond())}) //nolint:gosec // not negative
}
