package manifest

import (
	"path"
	"slices"
	"strconv"

	"github.com/qyvol/qyvol/internal/message"
)

func mountPath(i int, key string) string {
	return "permissions.fs[" + strconv.Itoa(i) + "]." + key
}

// checkMountsAtOnePlace: the guest would see one of the two, and nobody could
// tell which.
func checkMountsAtOnePlace(c *checker) {
	mounts := c.m.Permissions.FS.Mounts
	first := make(map[string]int, len(mounts))
	for i := range mounts {
		at := path.Join("/", mounts[i].Mount) // "." is there too
		other, twice := first[at]
		if !twice {
			first[at] = i
			continue
		}
		line := c.visitOf(mountPath(other, "mount"), visit{}).value.Line
		c.wrong(mountPath(i, "mount"), message.ManifestMountTwice.With(shown(mounts[i].Mount), line), message.Text{})
	}
}

// checkSharedDirectories: what can't be written under one name can be under
// the other.
func checkSharedDirectories(c *checker) {
	mounts := c.m.Permissions.FS.Mounts
	writable := make(map[string]string, len(mounts))
	for i := range mounts {
		if m := &mounts[i]; m.Backend() == FSDisk && m.Access.CanWrite() {
			writable[path.Clean(m.From)] = m.Mount
		}
	}
	for i := range mounts {
		m := &mounts[i]
		other, ok := writable[path.Clean(m.From)]
		if ok && m.Backend() == FSDisk && !m.Access.CanWrite() {
			text := message.ManifestSharedDirectory.With(shown(m.From), shown(other))
			c.doubtful(mountPath(i, "access"), text, message.Text{})
		}
	}
}

// checkSharedExcludes: what is hidden under one name can show under the other.
func checkSharedExcludes(c *checker) {
	mounts := c.m.Permissions.FS.Mounts
	first := make(map[string]*Mount, len(mounts))
	for i := range mounts {
		m := &mounts[i]
		if m.Backend() != FSDisk {
			continue
		}
		other, shared := first[path.Clean(m.From)]
		switch {
		case !shared:
			first[path.Clean(m.From)] = m
		case !sameTexts(m.Exclude, other.Exclude):
			text := message.ManifestSharedExclude.With(shown(m.From), shown(m.Mount))
			if len(m.Exclude) > 0 {
				text = message.ManifestSharedExclude.With(shown(m.From), shown(other.Mount))
			}
			c.doubtful(mountPath(i, "from"), text, message.Text{})
		}
	}
}

// sameTexts compares lists in any order.
func sameTexts(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// checkMountOptions: cache and quota mean something for some mounts only.
func checkMountOptions(c *checker) {
	mounts := c.m.Permissions.FS.Mounts
	for i := range mounts {
		m := &mounts[i]
		if m.Cache && m.Backend() != FSNet {
			c.wrongKey(mountPath(i, "cache"), message.ManifestCacheWithoutNetfs.With(), message.ManifestInsteadDrop.With())
		}
		if m.Quota > 0 && !m.Access.CanWrite() {
			c.wrongKey(mountPath(i, "quota"), message.ManifestQuotaWithoutWriting.With(), message.ManifestInsteadDrop.With())
		}
	}
}
