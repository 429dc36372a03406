package codecache

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/docker/go-units"

	"github.com/qyvol/qyvol/internal/message"
)

// The environment variables that configure a cache whose options leave the
// matter open.
const (
	DirVariable  = "QYVOL_CACHE_DIR"
	SizeVariable = "QYVOL_CACHE_SIZE"
)

// DefaultLimit is how large the cache may grow, in bytes.
const DefaultLimit = 1 << 30

// defaultLockWait is how long a process waits for another that compiles the
// same component, before it compiles for itself.
const defaultLockWait = 30 * time.Second

// Options configures a [Cache]. The zero value is what the command uses.
type Options struct {
	// Dir is the root directory; "" means QYVOL_CACHE_DIR, else "qyvol" in
	// the user's cache directory.
	Dir string
	// Limit is the largest total size in bytes; 0 or less means
	// QYVOL_CACHE_SIZE (where 0 switches the cache off), else
	// [DefaultLimit].
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

// Cache is a cache. Any number of goroutines and processes may share one directory. A
// nil *Cache is a disabled one. There is nothing to close.
type Cache struct {
	opts  Options
	place func() (place, error)
}

// place is where the cache is and how large it may grow.
type place struct {
	directory
	limit int64
}

// Open returns a cache. It does no input or output: problems with the directory
// appear when it is used.
func Open(opts Options) Cache {
	return Cache{opts: opts, place: sync.OnceValues(func() (place, error) { return locate(opts) })}
}

// Options is what the cache was opened with.
func (c *Cache) Options() Options { return c.opts }

// Dir is the root directory, empty if the cache is switched off or has none.
func (c *Cache) Dir() string {
	if !c.enabled() {
		return ""
	}
	place, err := c.where()
	if err != nil || place.limit == 0 {
		return "" // Entry reports it
	}
	return place.root
}

// Location is the root directory, whether the cache is used or not: what lies there is
// believed by whoever uses it. It is empty where there is none.
func (c *Cache) Location() string {
	var opts Options
	if c != nil {
		opts = c.opts
	}
	root, _, err := rootDirectory(opts)
	if err != nil {
		return ""
	}
	return root
}

// where finds the place. A zero Cache finds it each time anew.
func (c *Cache) where() (place, error) {
	if c.place == nil {
		return locate(c.opts)
	}
	return c.place()
}

// enabled reports whether the cache is to be used, short of its environment
// saying otherwise.
func (c *Cache) enabled() bool { return c != nil && !c.opts.Disabled }

func locate(opts Options) (place, error) {
	limit, err := sizeLimit(opts)
	if err != nil {
		return place{}, err
	}
	root, chosen, err := rootDirectory(opts)
	if err != nil {
		return place{}, err
	}
	return place{directory: newDirectory(root, chosen), limit: limit}, nil
}

// rootDirectory finds the cache: where the user chose to have it, or else in the
// user's own directory of caches.
func rootDirectory(opts Options) (root string, chosen bool, err error) {
	if root = opts.Dir; root == "" {
		root = os.Getenv(DirVariable)
	}
	if root != "" {
		return chosenDirectory(root)
	}
	base, err := os.UserCacheDir()
	if err != nil {
		return "", false, &ConfigError{Err: newHomeError(err)}
	}
	return filepath.Join(base, "qyvol"), false, nil
}

// chosenDirectory refuses what a shell was meant to expand: nobody wants the directory
// of that name that would be made otherwise.
func chosenDirectory(dir string) (root string, chosen bool, err error) {
	if !message.Unexpanded(dir).IsZero() {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) { //nolint:gosec // the user's own choice
			return "", false, &ConfigError{Name: DirVariable, Value: dir, Err: err}
		}
	}
	root, err = filepath.Abs(dir)
	if err != nil {
		return "", false, &ConfigError{Err: err}
	}
	return root, true, nil
}

func sizeLimit(opts Options) (int64, error) {
	if opts.Limit > 0 {
		return opts.Limit, nil
	}
	value := os.Getenv(SizeVariable)
	if value == "" {
		return DefaultLimit, nil
	}
	limit, err := units.RAMInBytes(value)
	if err != nil || limit < 0 {
		return 0, &ConfigError{Name: SizeVariable, Value: value, Err: err}
	}
	return limit, nil
}

func (c *Cache) lockWait() time.Duration {
	if c.opts.LockWait > 0 {
		return c.opts.LockWait
	}
	return defaultLockWait
}
