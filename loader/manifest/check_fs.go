package manifest

import "github.com/qyvol/qyvol/internal/message"

// checkFSWithoutEffect: an fs section says what a short permissions.fs refers
// to; without one it does nothing.
func checkFSWithoutEffect(c *checker) {
	p := &c.m.Permissions.FS
	switch {
	case c.m.FS == nil:
	case p.Mounts != nil:
		c.wrongKey("fs", message.ManifestFSBesideMounts.With(), message.ManifestFSBesideMountsHint.With())
	case !p.Access.CanRead():
		c.wrongKey("fs", message.ManifestFSWithoutEffect.With(), message.ManifestFSWithoutEffectHint.With())
	}
}

// checkFSSource: each type of file system has its own kind of source.
func checkFSSource(c *checker) {
	fs := c.m.FS
	switch {
	case fs == nil:
	case fs.Backend() == FSNet && fs.Source == "":
		c.wrongKey("fs", message.ManifestNetfsWithoutSource.With(), message.ManifestNetfsSourceHint.With())
	case fs.Backend() == FSNet && !isWeb(fs.Source):
		c.wrong("fs.source", message.ManifestNetfsSource.With(), message.ManifestNetfsSourceHint.With())
	case fs.Backend() == FSMemory && fs.Source != "":
		c.wrongKey("fs.source", message.ManifestMemfsSource.With(), message.ManifestInsteadDrop.With())
	case fs.Backend() == FSDisk && isWeb(fs.Source):
		c.wrong("fs.source", message.ManifestDiskfsSource.With(), message.ManifestDiskfsSourceHint.With())
	}
}

// checkFSCache: only what comes from a network is worth keeping.
func checkFSCache(c *checker) {
	if fs := c.m.FS; fs != nil && fs.Cache && fs.Backend() != FSNet {
		c.wrongKey("fs.cache", message.ManifestCacheWithoutNetfs.With(), message.ManifestInsteadDrop.With())
	}
}

// checkFSQuota: a quota limits what is written.
func checkFSQuota(c *checker) {
	if fs := c.m.FS; fs != nil && fs.Quota > 0 && !c.m.Permissions.FS.Access.CanWrite() {
		c.wrongKey("fs.quota", message.ManifestQuotaWithoutWriting.With(), message.ManifestInsteadDrop.With())
	}
}

// checkNetfsWriting: a netfs can only be read.
func checkNetfsWriting(c *checker) {
	p := &c.m.Permissions.FS
	if c.m.FS.Backend() == FSNet && p.Access.CanWrite() {
		c.wrong("permissions.fs", message.ManifestNetfsWriting.With(), message.ManifestNetfsWritingHint.With())
	}
	for i := range p.Mounts {
		if m := &p.Mounts[i]; m.Backend() == FSNet && m.Access.CanWrite() {
			c.wrong(mountPath(i, "access"), message.ManifestNetfsWriting.With(), message.ManifestNetfsWritingHint.With())
		}
	}
}

// checkMemfsReading: nobody puts anything into a memfs but the guest.
func checkMemfsReading(c *checker) {
	p := &c.m.Permissions.FS
	if c.m.FS.Backend() == FSMemory && p.Access == AccessRead {
		c.doubtful("permissions.fs", message.ManifestMemfsReading.With(), message.ManifestMemfsReadingHint.With())
	}
	for i := range p.Mounts {
		if m := &p.Mounts[i]; m.Backend() == FSMemory && !m.Access.CanWrite() {
			c.doubtful(mountPath(i, "access"), message.ManifestMemfsReading.With(), message.ManifestMemfsReadingHint.With())
		}
	}
}

// checkMemfsExclude: there is nothing to hide.
func checkMemfsExclude(c *checker) {
	mounts := c.m.Permissions.FS.Mounts
	for i := range mounts {
		if m := &mounts[i]; m.Backend() == FSMemory && len(m.Exclude) > 0 {
			at := c.visitOf(mountPath(i, "exclude"), visit{}).key
			c.warn(at, message.ManifestMemfsExclude.With(), message.ManifestInsteadDrop.With())
		}
	}
}
