package loader

import (
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/qyvol/qyvol/internal/codecache"
)

// The environment variables that configure a cache whose options leave the
// matter open.
const (
	CacheDirVariable  = codecache.DirVariable
	CacheSizeVariable = codecache.SizeVariable
)

// DefaultCacheLimit is how large the cache may grow, in bytes.
const DefaultCacheLimit = codecache.DefaultLimit

// CacheOptions configures a [Cache]. The zero value is what the command uses.
type CacheOptions struct {
	// Dir is the root directory; "" means QYVOL_CACHE_DIR, else "qyvol" in
	// the user's cache directory.
	Dir string
	// Limit is the largest total size in bytes; 0 or less means
	// QYVOL_CACHE_SIZE (where 0 switches the cache off), else
	// [DefaultCacheLimit].
	Limit int64
	// Disabled switches the cache off: nothing is read, nothing written.
	Disabled bool
	// LockWait bounds the wait for another process that compiles the same
	// component; 0 means 30 s.
	LockWait time.Duration
	// Settle makes a store wait, for one tick of the file system's clock, so
	// that already the next run can trust the entry without reading it. It
	// suits a command whose purpose is to fill the cache.
	Settle bool
}

// Cache keeps compiled code on disk. Any number of goroutines and processes
// may share one directory. A nil *Cache is a disabled one. There is nothing to
// close.
type Cache struct {
	codes  codecache.Cache
	flight singleflight.Group
}

// OpenCache returns a cache. It does no input or output: problems with the
// directory appear as [LoadInfo].Warnings, and as errors of Info and Clear.
func OpenCache(opts CacheOptions) *Cache {
	return &Cache{codes: codecache.Open(codecache.Options(opts))}
}

// compiled is the cache of code; nil is a disabled one, too.
func (c *Cache) compiled() *codecache.Cache {
	if c == nil {
		return nil
	}
	return &c.codes
}

// CacheInfo describes a cache.
type CacheInfo struct {
	// Dir is the root directory, "" for a disabled cache.
	Dir string
	// Enabled is false when options or environment switch the cache off.
	Enabled bool
	// Entries is how many compiled components there are.
	Entries int
	// Bytes is what everything takes, Limit what it may take, in bytes.
	Bytes, Limit int64
	// List describes each entry, the least recently used first.
	List []CacheEntry
}

// CacheEntry describes one compiled component.
type CacheEntry struct {
	// Source is the path that the component was compiled from, as it was given.
	Source string
	// Format is the source's format.
	Format Format
	// Bytes is the size of the code and its sidecar.
	Bytes int64
	// Created is when it was compiled, Used when it was last loaded, to the
	// hour.
	Created, Used time.Time
}

// Dir is the cache's root directory, which need not be there; empty if it is switched off
// or nothing says where it is.
func (c *Cache) Dir() string { return c.compiled().Dir() }

// Location is the root directory of a cache that is there whether this one uses it or not:
// that of a cache that is switched off, and the user's own for a nil one. Empty if nothing
// says where it is.
func (c *Cache) Location() string { return c.compiled().Location() }

// Info describes what is in the cache. A directory that isn't there is an
// empty cache. The errors are [*CacheConfigError], [*UnsafeDirError] and
// [*CacheWriteError].
func (c *Cache) Info() (CacheInfo, error) {
	is, err := c.compiled().Info()
	if err != nil {
		return CacheInfo{}, err
	}
	info := CacheInfo{Dir: is.Dir, Enabled: is.Enabled, Entries: len(is.Entries), Bytes: is.Bytes, Limit: is.Limit}
	for _, e := range is.Entries {
		info.List = append(info.List, CacheEntry{
			Source: e.Source, Format: Format(e.Format), Bytes: e.Bytes, Created: e.Created, Used: e.Used,
		})
	}
	return info, nil
}

// Clear empties the cache. It returns how many compiled components it removed,
// and how many bytes that freed. Runs that use them are not disturbed. Of a
// disabled cache nothing is removed. The errors are those of Info.
func (c *Cache) Clear() (removed int, freed int64, err error) { return c.compiled().Clear() }

// The errors of a cache never stop a run: they come as [LoadInfo].Warnings, and the guest
// runs without the cache's help.

// CacheExposedError says that the cache in Dir was neither read nor written, since the
// guest may write to the directory By, in which it is or which is in it: it could choose
// the machine code.
type CacheExposedError = codecache.ExposedError

// UnsafeDirError says that the cache directory Dir was not used, because somebody
// other than this user could choose the machine code that is in it; Why is an
// [UnsafeReason].
type UnsafeDirError = codecache.UnsafeDirError

// UnsafeReason is why a cache directory can't be trusted.
type UnsafeReason = codecache.UnsafeReason

// Reasons not to trust a directory.
const (
	// UnsafeLink: it is a symbolic link.
	UnsafeLink = codecache.UnsafeLink
	// UnsafeFile: it is not a directory.
	UnsafeFile = codecache.UnsafeFile
	// UnsafeOwner: it belongs to another user.
	UnsafeOwner = codecache.UnsafeOwner
	// UnsafeMode: its group or everybody may write to it.
	UnsafeMode = codecache.UnsafeMode
)

// CacheWriteError says that compiled code could not be kept in the cache's directory Dir.
// The disk may be full, the directory not writable: Err is the operating system's reason.
type CacheWriteError = codecache.WriteError

// CacheEntryError says that an entry was not what had been stored. It was not
// run; the component was compiled again. Path is the file with the code; Err says what
// was wrong, nil if its content did not match its digest.
type CacheEntryError = codecache.EntryError

// CacheConfigError says that the cache has no directory or no valid limit, and
// is therefore not used. Name and Value are the setting that is wrong, both empty when
// no directory could be found; Err is the reason.
type CacheConfigError = codecache.ConfigError

// CacheLimitError says that compiled code was not kept because it alone is
// larger than the cache may be: Size and Limit are in bytes.
type CacheLimitError = codecache.LimitError

// CacheLentError says that root's cache, which this user may only read, did not have
// the code, so that it was compiled for one run. Dir is the cache's root directory;
// Closed says that this user may not even read it.
type CacheLentError = codecache.ReadOnlyError
